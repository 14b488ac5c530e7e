/* SPDX-License-Identifier: Apache-2.0
 *
 * One JSON object a line, as `inkan person --json` prints them.
 */
#include "tools/audit/source.h"

#include <stdlib.h>
#include <string.h>

struct jsonl {
    struct source source;
    FILE *file;
    char *line;
    size_t cap;
    json_t *object;
    const char *name[COL_COUNT]; /* borrowed from the mapping, which outlives */
};

static int jsonl_next(struct tool *t, struct source *s, struct audit_row *out)
{
    struct jsonl *j = (struct jsonl *)s;
    ssize_t len;

    do
        len = getline(&j->line, &j->cap, j->file);
    while (len == 1 && j->line[0] == '\n');
    if (len < 0 && ferror(j->file) != 0) {
        (void)tool_io_error(t, s->path, _("cannot be read"));
        return -1;
    }
    if (len < 0)
        return 0;
    json_decref(j->object);
    j->object = json_loadb(j->line, (size_t)len, JSON_ALLOW_NUL, NULL);
    if (!json_is_object(j->object)) {
        out->problem = "not-json";
        return 1;
    }
    for (size_t k = 0; k < COL_COUNT; k++) {
        const json_t *value =
            j->name[k] == NULL ? NULL : json_object_get(j->object, j->name[k]);

        if (json_is_string(value))
            source_set_cell(&out->cell[k], json_string_value(value),
                            json_string_length(value));
    }
    return 1;
}

static void jsonl_close(struct source *s)
{
    struct jsonl *j = (struct jsonl *)s;

    if (j->file != NULL)
        (void)fclose(j->file);
    json_decref(j->object);
    free(j->line);
    free(j);
}

static const struct source_ops jsonl_ops = { jsonl_next, jsonl_close };

int source_open_jsonl(struct tool *t, const char *path,
                      const struct audit_mapping *mapping, struct source **out)
{
    struct jsonl *j = calloc(1, sizeof(*j));
    int exit = TOOL_OK;

    if (j == NULL)
        return tool_fail(t, INKAN_NOMEM);
    j->source.ops = &jsonl_ops;
    j->source.path = strdup(path);
    for (size_t k = 0; k < COL_COUNT; k++)
        j->name[k] = mapping->column[k];
    if (j->source.path == NULL)
        exit = tool_fail(t, INKAN_NOMEM);
    else if (j->name[COL_NUMBER] == NULL && j->name[COL_KEY] == NULL)
        exit = tool_error(t, TOOL_USAGE, "column",
                          _("%s: a column with the number or the key is "
                            "needed"),
                          path);
    if (exit == TOOL_OK)
        j->file = fopen(path, "rbe");
    if (exit == TOOL_OK && j->file == NULL)
        exit = tool_io_error(t, path, _("cannot be read"));
    if (exit != TOOL_OK) {
        source_close(&j->source);
        return exit;
    }
    *out = &j->source;
    return TOOL_OK;
}
