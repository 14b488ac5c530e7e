/* SPDX-License-Identifier: Apache-2.0
 *
 * From a source into the work database. The number becomes its keyed hash
 * before it is stored. A cell that could not be read is stored as something
 * that no comparison takes for text, and told.
 */
#include "tools/audit/store_internal.h"

#include <string.h>

/* One byte that is no UTF-8: comparing answers "bad-text", never a guess. */
static const char broken[] = "\xFF";

struct import {
    struct store *s;
    struct keyer *k;
    enum audit_table table;
    bool show;
    sqlite3_stmt *insert;
    sqlite3_stmt *problem;
};

static bool put_problem(struct import *im, uint64_t row, const char *column,
                        const char *reason)
{
    (void)sqlite3_reset(im->problem);
    (void)sqlite3_bind_int(im->problem, 1, (int)im->table);
    (void)sqlite3_bind_int64(im->problem, 2, (sqlite3_int64)row);
    (void)sqlite3_bind_text(im->problem, 3, column, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(im->problem, 4, reason, -1, SQLITE_STATIC);
    return sqlite3_step(im->problem) == SQLITE_DONE;
}

static bool bind_cell(struct import *im, int at, const struct audit_row *row,
                      enum audit_column column)
{
    const struct audit_cell *cell = &row->cell[column];
    const char *name = audit_column_name(column);
    int rc = SQLITE_OK;

    switch (cell->state) {
    case CELL_ABSENT: rc = sqlite3_bind_null(im->insert, at); break;
    case CELL_BROKEN:
        rc = sqlite3_bind_text(im->insert, at, broken, 1, SQLITE_STATIC);
        break;
    case CELL_OK:
    case CELL_LONG:
        rc = sqlite3_bind_text(im->insert, at, cell->ptr, (int)cell->len,
                               SQLITE_STATIC);
        break;
    }
    if (rc != SQLITE_OK)
        return false;
    if (cell->state == CELL_BROKEN)
        return put_problem(im, row->row, name, "encoding");
    return cell->state != CELL_LONG ||
           put_problem(im, row->row, name, "too-long");
}

/* The join key, or NULL with a problem told. */
static bool bind_key(struct import *im, const struct audit_row *row)
{
    const struct audit_cell *number = &row->cell[COL_NUMBER];
    const struct audit_cell *other = &row->cell[COL_KEY];
    uint8_t key[KEY_LEN];
    char digits[13];

    (void)sqlite3_bind_null(im->insert, 2);
    (void)sqlite3_bind_null(im->insert, 4);
    if (other->state == CELL_OK && other->len != 0) {
        keyer_hash(im->k, 'k', other->ptr, other->len, key);
    } else if (number->state == CELL_OK &&
               number_read_digits(*number, digits)) {
        keyer_hash(im->k, 'n', digits, 12, key);
        if (im->show)
            (void)sqlite3_bind_text(im->insert, 4, digits, 12,
                                    SQLITE_TRANSIENT);
        explicit_bzero(digits, sizeof(digits));
    } else {
        return put_problem(
            im, row->row, number->state == CELL_ABSENT ? "key" : "number",
            number->state == CELL_ABSENT ? "empty" : "check-digit");
    }
    return sqlite3_bind_blob(im->insert, 2, key, KEY_LEN, SQLITE_TRANSIENT) ==
           SQLITE_OK;
}

static bool put_row(struct import *im, const struct audit_row *row)
{
    static const enum audit_column columns[] = {
        COL_NAME, COL_KANA, COL_BIRTH, COL_SEX, COL_ADDRESS,
    };
    const struct audit_cell *account = &row->cell[COL_ACCOUNT];
    uint8_t hash[KEY_LEN];

    (void)sqlite3_reset(im->insert);
    (void)sqlite3_bind_int64(im->insert, 1, (sqlite3_int64)row->row);
    if (!bind_key(im, row) || !bind_cell(im, 3, row, COL_ID))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        if (!bind_cell(im, 5 + (int)i, row, columns[i]))
            return false;
    }
    (void)sqlite3_bind_null(im->insert, 10);
    if (account->state == CELL_OK && account->len != 0) {
        keyer_hash(im->k, 'a', account->ptr, account->len, hash);
        (void)sqlite3_bind_blob(im->insert, 10, hash, KEY_LEN,
                                SQLITE_TRANSIENT);
    }
    return sqlite3_step(im->insert) == SQLITE_DONE;
}

static int copy_rows(struct tool *t, struct import *im, struct source *source)
{
    struct row_progress progress;
    struct audit_row row;
    int step;

    row_progress_start(&progress, audit_table_name(im->table), 0);
    while ((step = source_next(t, source, &row)) > 0) {
        bool ok = row.problem != NULL
                      ? put_problem(im, row.row, "", row.problem)
                      : put_row(im, &row);

        if (!ok) {
            step = store_failed(t, im->s);
            break;
        }
        row_progress_step(&progress, row.row);
    }
    row_progress_end(&progress);
    return step == 0 ? TOOL_OK : TOOL_OTHER;
}

static int import_table(struct tool *t, struct import *im,
                        const struct store_input *input)
{
    const char *name = audit_table_name(im->table);
    struct source *source = NULL;
    char *sql =
        sqlite3_mprintf("INSERT INTO %s VALUES(?,?,?,?,?,?,?,?,?,?)", name);
    int exit = sql == NULL ? tool_fail(t, INKAN_NOMEM) : TOOL_OK;

    if (exit == TOOL_OK)
        exit = source_open(t, input->path, input->mapping, &source);
    if (exit == TOOL_OK)
        exit = store_prepare(t, im->s, sql, &im->insert);
    if (exit == TOOL_OK)
        exit = store_prepare(t, im->s, "INSERT INTO problem VALUES(?,?,?,?)",
                             &im->problem);
    if (exit == TOOL_OK)
        exit = copy_rows(t, im, source);
    source_close(source);
    sqlite3_free(sql);
    (void)sqlite3_finalize(im->insert);
    (void)sqlite3_finalize(im->problem);
    return exit;
}

/* One transaction: an import that was stopped leaves nothing behind. */
int store_import(struct tool *t, struct store *s, struct keyer *k,
                 enum audit_table table, const struct store_input *input,
                 bool show)
{
    struct import im = { .s = s, .k = k, .table = table, .show = show };
    const char *name = audit_table_name(table);
    int exit;

    if (input->path == NULL || store_has_meta(s, name, "read"))
        return TOOL_OK;
    exit = store_begin(t, s);
    if (exit == TOOL_OK)
        exit = import_table(t, &im, input);
    if (exit == TOOL_OK)
        exit = store_set_meta(t, s, name, "read");
    if (exit == TOOL_OK)
        exit = store_commit(t, s);
    return exit;
}

int store_index(struct tool *t, struct store *s)
{
    static const char sql[] =
        "BEGIN;"
        "CREATE INDEX reference_key ON reference(key);"
        "CREATE TABLE twice(key BLOB PRIMARY KEY) WITHOUT ROWID;"
        "INSERT INTO twice SELECT key FROM reference WHERE key IS NOT NULL"
        " GROUP BY key HAVING count(*) > 1;"
        "CREATE INDEX records_key ON records(key);"
        "INSERT OR IGNORE INTO twice SELECT key FROM records"
        " WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1;"
        "CREATE INDEX accounts_account ON accounts(account);"
        "INSERT INTO meta VALUES('index', 'read');"
        "COMMIT;";

    if (store_has_meta(s, "index", "read"))
        return TOOL_OK;
    return store_exec(t, s, sql);
}
