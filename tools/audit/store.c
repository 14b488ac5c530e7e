/* SPDX-License-Identifier: Apache-2.0
 *
 * The work database: opening, schema, small questions. Statements are made
 * once and used again; every failure is told with SQLite's own words.
 */
#include "tools/audit/store_internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 5000

/* 160 MiB for the cache and as much for a sorter; what does not fit goes to
 * files beside the database. A rollback journal writes bulk rows only once. */
static const char setup[] = "PRAGMA page_size = 8192;"
                            "PRAGMA journal_mode = TRUNCATE;"
                            "PRAGMA synchronous = NORMAL;"
                            "PRAGMA cache_size = -163840;"
                            "PRAGMA temp_store = FILE;"
                            "PRAGMA locking_mode = EXCLUSIVE;";

static const char schema[] =
    "CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value)"
    " WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS reference(row INTEGER PRIMARY KEY, key BLOB,"
    " id, number, name, kana, birth, sex, address, account);"
    "CREATE TABLE IF NOT EXISTS records(row INTEGER PRIMARY KEY, key BLOB,"
    " id, number, name, kana, birth, sex, address, account);"
    "CREATE TABLE IF NOT EXISTS accounts(row INTEGER PRIMARY KEY, key BLOB,"
    " id, number, name, kana, birth, sex, address, account);"
    "CREATE TABLE IF NOT EXISTS problem(source INTEGER, row INTEGER, field,"
    " reason);"
    "CREATE TABLE IF NOT EXISTS result(source INTEGER, row INTEGER,"
    " verdict INTEGER, findings INTEGER, grades, reasons, digest,"
    " PRIMARY KEY(source, row)) WITHOUT ROWID;";

int store_failed(struct tool *t, struct store *s)
{
    (void)tool_error(t, TOOL_OTHER, "work", _("%s: %s"), s->path,
                     sqlite3_errmsg(s->db));
    return -1;
}

int store_exec(struct tool *t, struct store *s, const char *sql)
{
    if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return TOOL_OK;
    (void)store_failed(t, s);
    return TOOL_OTHER;
}

int store_prepare(struct tool *t, struct store *s, const char *sql,
                  sqlite3_stmt **out)
{
    if (*out != NULL) {
        (void)sqlite3_reset(*out);
        return TOOL_OK;
    }
    if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out,
                           NULL) == SQLITE_OK)
        return TOOL_OK;
    (void)store_failed(t, s);
    return TOOL_OTHER;
}

bool store_has_meta(struct store *s, const char *name, const char *value)
{
    sqlite3_stmt *stmt = NULL;
    bool has = false;

    if (sqlite3_prepare_v2(s->db,
                           "SELECT 1 FROM meta WHERE name = ? AND value = ?",
                           -1, &stmt, NULL) == SQLITE_OK) {
        (void)sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
        (void)sqlite3_bind_text(stmt, 2, value, -1, SQLITE_STATIC);
        has = sqlite3_step(stmt) == SQLITE_ROW;
    }
    (void)sqlite3_finalize(stmt);
    return has;
}

int store_set_meta(struct tool *t, struct store *s, const char *name,
                   const char *value)
{
    char *sql = sqlite3_mprintf("INSERT OR REPLACE INTO meta VALUES(%Q, %Q)",
                                name, value);
    int exit = sql == NULL ? tool_fail(t, INKAN_NOMEM) : store_exec(t, s, sql);

    sqlite3_free(sql);
    return exit;
}

static int open_database(struct tool *t, struct store *s)
{
    int fd = -1;

    /* Made here so that it never has another mode. */
    if (access(s->path, F_OK) != 0) {
        FILE *file = fopen(s->path, "wbxe");

        if (file == NULL)
            return tool_io_error(t, s->path, _("cannot write"));
        fd = fileno(file);
        (void)fchmod(fd, S_IRUSR | S_IWUSR);
        (void)fclose(file);
    }
    if (sqlite3_open_v2(s->path, &s->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK) {
        (void)store_failed(t, s);
        return TOOL_OTHER;
    }
    /* A run that was just killed may still be on its way out. */
    (void)sqlite3_busy_timeout(s->db, BUSY_MS);
    if (store_exec(t, s, setup) != TOOL_OK)
        return TOOL_OTHER;
    return store_exec(t, s, schema);
}

static void remove_files(const struct store *s)
{
    static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        char *path = NULL;

        if (asprintf(&path, "%s%s", s->path, suffixes[i]) >= 0)
            (void)unlink(path);
        free(path);
    }
}

static void close_database(struct store *s)
{
    for (size_t i = 0; i < ARRAY_LEN(s->stmt); i++) {
        (void)sqlite3_finalize(s->stmt[i]);
        s->stmt[i] = NULL;
    }
    (void)sqlite3_close(s->db);
    s->db = NULL;
}

int store_open(struct tool *t, const char *dir, const char *fingerprint,
               struct store **out)
{
    struct store *s = calloc(1, sizeof(*s));
    int exit;

    if (s == NULL || asprintf(&s->path, "%s/work.db", dir) < 0) {
        free(s);
        return tool_fail(t, INKAN_NOMEM);
    }
    exit = open_database(t, s);
    if (exit == TOOL_OK && !store_has_meta(s, "inputs", fingerprint)) {
        close_database(s);
        remove_files(s);
        exit = open_database(t, s);
        if (exit == TOOL_OK)
            exit = store_set_meta(t, s, "inputs", fingerprint);
    }
    if (exit != TOOL_OK) {
        store_close(s);
        return exit;
    }
    *out = s;
    return TOOL_OK;
}

void store_close(struct store *s)
{
    if (s == NULL)
        return;
    close_database(s);
    free(s->path);
    free(s);
}

void store_remove(struct store *s)
{
    close_database(s);
    remove_files(s);
}

int store_begin(struct tool *t, struct store *s)
{
    return sqlite3_get_autocommit(s->db) == 0 ? TOOL_OK
                                              : store_exec(t, s, "BEGIN");
}

int store_commit(struct tool *t, struct store *s)
{
    return sqlite3_get_autocommit(s->db) != 0 ? TOOL_OK
                                              : store_exec(t, s, "COMMIT");
}

static uint64_t ask_count(struct store *s, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    uint64_t count = 0;

    if (sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        count = (uint64_t)sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    return count;
}

uint64_t store_count(struct store *s, enum audit_table table)
{
    static const char *const sql[] = {
        [TABLE_REFERENCE] = "SELECT count(*) FROM reference",
        [TABLE_RECORDS] = "SELECT count(*) FROM records",
        [TABLE_ACCOUNTS] = "SELECT count(*) FROM accounts",
    };

    return ask_count(s, sql[table]);
}

uint64_t store_count_results(struct store *s)
{
    return ask_count(s, "SELECT count(*) FROM result");
}
