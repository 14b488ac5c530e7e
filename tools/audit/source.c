/* SPDX-License-Identifier: Apache-2.0
 *
 * Opens a file as the kind of source it is, and what all kinds do alike.
 */
#include "tools/audit/source.h"

#include <stdlib.h>
#include <string.h>

static const struct format_row {
    const char *name;
    const char *suffix;
    int (*open)(struct tool *t, const char *path,
                const struct audit_mapping *mapping, struct source **out);
} formats[] = {
    { "csv", ".csv", source_open_csv },
    { "sqlite", ".sqlite", source_open_sqlite },
    { "sqlite", ".db", source_open_sqlite },
    { "jsonl", ".jsonl", source_open_jsonl },
    { "jsonl", ".json", source_open_jsonl },
};

static bool ends_with(const char *s, const char *suffix)
{
    size_t len = strlen(s);
    size_t suffix_len = strlen(suffix);

    return len >= suffix_len && strcmp(s + len - suffix_len, suffix) == 0;
}

int source_open(struct tool *t, const char *path,
                const struct audit_mapping *mapping, struct source **out)
{
    *out = NULL;
    for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
        bool fits = mapping->format != NULL
                        ? strcmp(mapping->format, formats[i].name) == 0
                        : ends_with(path, formats[i].suffix);

        if (fits)
            return formats[i].open(t, path, mapping, out);
    }
    return tool_error(t, TOOL_USAGE, "format",
                      _("%s: the format is csv, sqlite or jsonl; say which in "
                        "the mapping file"),
                      path);
}

int source_next(struct tool *t, struct source *s, struct audit_row *out)
{
    int step;

    memset(out, 0, sizeof(*out));
    for (size_t i = 0; i < COL_COUNT; i++)
        out->cell[i].state = CELL_ABSENT;
    step = s->ops->next(t, s, out);
    if (step > 0)
        out->row = ++s->row;
    return step;
}

void source_close(struct source *s)
{
    if (s == NULL)
        return;
    free(s->path);
    s->path = NULL;
    s->ops->close(s);
}

int source_find_columns(struct tool *t, struct source *s,
                        const struct audit_mapping *mapping,
                        const char *const *names, size_t count)
{
    for (size_t k = 0; k < COL_COUNT; k++) {
        const char *wanted = mapping->column[k];
        size_t found = 0;

        s->index[k] = -1;
        if (wanted == NULL)
            continue;
        for (size_t i = 0; i < count; i++) {
            if (names[i] == NULL || strcmp(names[i], wanted) != 0)
                continue;
            s->index[k] = (int)i;
            found++;
        }
        if (found > 1)
            return tool_error(t, TOOL_USAGE, "column",
                              _("%s: the column %s stands there twice"),
                              s->path, wanted);
        /* Without a mapping file a column may be left out. */
        if (found == 0 &&
            strcmp(wanted, audit_column_name((enum audit_column)k)) != 0)
            return tool_error(t, TOOL_USAGE, "column",
                              _("%s: there is no column %s"), s->path, wanted);
    }
    if (s->index[COL_NUMBER] < 0 && s->index[COL_KEY] < 0)
        return tool_error(t, TOOL_USAGE, "column",
                          _("%s: a column with the number or the key is "
                            "needed"),
                          s->path);
    return TOOL_OK;
}

/* Length of the UTF-8 character at s; 0: broken. */
static size_t utf8_len(const uint8_t *s, size_t len)
{
    size_t count = s[0] < 0x80 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;

    if (s[0] == 0 || (s[0] >= 0x80 && s[0] < 0xC2) || s[0] > 0xF4 ||
        count > len)
        return 0;
    for (size_t i = 1; i < count; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    }
    /* overlong forms, surrogates, beyond Unicode */
    if ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ||
        (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))
        return 0;
    return count;
}

void source_set_cell(struct audit_cell *cell, const char *ptr, size_t len)
{
    size_t i = 0;

    cell->ptr = ptr;
    cell->len = len;
    cell->state = CELL_OK;
    while (i < len) {
        size_t count = utf8_len((const uint8_t *)ptr + i, len - i);

        if (count == 0) {
            cell->state = CELL_BROKEN;
            cell->len = 0;
            return;
        }
        if (i + count > CELL_MAX) {
            cell->state = CELL_LONG;
            cell->len = i;
            return;
        }
        i += count;
    }
}
