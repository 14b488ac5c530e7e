/* SPDX-License-Identifier: Apache-2.0
 *
 * A table of an SQLite file as a source. Opened for reading only.
 */
#include "tools/audit/source.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct table {
    struct source source;
    sqlite3 *db;
    sqlite3_stmt *rows;
};

static int sqlite_next(struct tool *t, struct source *s, struct audit_row *out)
{
    struct table *table = (struct table *)s;
    int step = sqlite3_step(table->rows);

    if (step == SQLITE_DONE)
        return 0;
    if (step != SQLITE_ROW) {
        (void)tool_error(t, TOOL_OTHER, "sqlite", "%s: %s", s->path,
                         sqlite3_errmsg(table->db));
        return -1;
    }
    for (size_t k = 0; k < COL_COUNT; k++) {
        int index = s->index[k];
        const char *text;

        if (index < 0)
            continue;
        text = (const char *)sqlite3_column_text(table->rows, index);
        source_set_cell(&out->cell[k], text == NULL ? "" : text,
                        (size_t)sqlite3_column_bytes(table->rows, index));
    }
    return 1;
}

static void sqlite_close(struct source *s)
{
    struct table *table = (struct table *)s;

    (void)sqlite3_finalize(table->rows);
    (void)sqlite3_close(table->db);
    free(table);
}

static const struct source_ops sqlite_ops = { sqlite_next, sqlite_close };

static int open_table(struct tool *t, struct table *table, const char *name)
{
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", name);
    int rc = SQLITE_NOMEM;

    if (sql != NULL)
        rc = sqlite3_open_v2(table->source.path, &table->db,
                             SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(table->db, sql, -1, &table->rows, NULL);
    sqlite3_free(sql);
    if (rc == SQLITE_OK)
        return TOOL_OK;
    return tool_error(t, TOOL_OTHER, "sqlite", "%s: %s", table->source.path,
                      table->db == NULL ? sqlite3_errstr(rc)
                                        : sqlite3_errmsg(table->db));
}

static int find_columns(struct tool *t, struct table *table,
                        const struct audit_mapping *mapping)
{
    size_t count = (size_t)sqlite3_column_count(table->rows);
    const char **names = calloc(count + 1, sizeof(*names));
    int exit;

    if (names == NULL)
        return tool_fail(t, INKAN_NOMEM);
    for (size_t i = 0; i < count; i++)
        names[i] = sqlite3_column_name(table->rows, (int)i);
    exit = source_find_columns(t, &table->source, mapping, names, count);
    free(names);
    return exit;
}

int source_open_sqlite(struct tool *t, const char *path,
                       const struct audit_mapping *mapping, struct source **out)
{
    struct table *table = calloc(1, sizeof(*table));
    int exit;

    if (table == NULL)
        return tool_fail(t, INKAN_NOMEM);
    table->source.ops = &sqlite_ops;
    table->source.path = strdup(path);
    if (table->source.path == NULL)
        exit = tool_fail(t, INKAN_NOMEM);
    else if (mapping->table == NULL)
        exit = tool_error(t, TOOL_USAGE, "table",
                          _("%s: the mapping file must name the table"), path);
    else
        exit = open_table(t, table, mapping->table);
    if (exit == TOOL_OK)
        exit = find_columns(t, table, mapping);
    if (exit != TOOL_OK) {
        source_close(&table->source);
        return exit;
    }
    *out = &table->source;
    return TOOL_OK;
}
