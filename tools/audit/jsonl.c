/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON objects one after the other, on one line each or on several, as calls
 * of `inkan person --json` append them to a file.
 */
#include "tools/audit/source.h"

#include <stdlib.h>
#include <string.h>

struct jsonl {
    struct source source;
    FILE *file;
    json_t *object;
    const char *name[COL_COUNT]; /* borrowed from the mapping, which outlives */
};

/* To the next character that is no white space; EOF at the end. */
static int skip_space(FILE *file)
{
    int c;

    do
        c = getc_unlocked(file);
    while (c == ' ' || c == '\t' || c == '\r' || c == '\n');
    if (c != EOF)
        (void)ungetc(c, file);
    return c;
}

/* After something broken: to the next line that begins an object. */
static void skip_broken(FILE *file, off_t start)
{
    int before = 0;
    int c;

    clearerr(file);
    (void)fseeko(file, start, SEEK_SET);
    (void)getc_unlocked(file);
    while ((c = getc_unlocked(file)) != EOF) {
        if (before == '\n' && c == '{') {
            (void)ungetc(c, file);
            return;
        }
        before = c;
    }
}

static void set_cells(struct jsonl *j, struct audit_row *out)
{
    for (size_t k = 0; k < COL_COUNT; k++) {
        const json_t *value =
            j->name[k] == NULL ? NULL : json_object_get(j->object, j->name[k]);

        if (json_is_string(value))
            source_set_cell(&out->cell[k], json_string_value(value),
                            json_string_length(value));
    }
}

static int jsonl_next(struct tool *t, struct source *s, struct audit_row *out)
{
    struct jsonl *j = (struct jsonl *)s;
    off_t start;

    if (skip_space(j->file) == EOF) {
        if (ferror(j->file) == 0)
            return 0;
        (void)tool_io_error(t, s->path, _("cannot be read"));
        return -1;
    }
    start = ftello(j->file);
    json_decref(j->object);
    j->object =
        json_loadf(j->file, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL);
    if (json_is_object(j->object)) {
        set_cells(j, out);
        return 1;
    }
    if (j->object == NULL)
        skip_broken(j->file, start);
    out->problem = "not-json";
    return 1;
}

static void jsonl_close(struct source *s)
{
    struct jsonl *j = (struct jsonl *)s;

    if (j->file != NULL)
        (void)fclose(j->file);
    json_decref(j->object);
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
