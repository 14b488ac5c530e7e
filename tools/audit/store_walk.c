/* SPDX-License-Identifier: Apache-2.0
 *
 * Walks over the work database: pairs to compare, holders of shared accounts,
 * lines of the reports. Each walk is one statement that yields row by row.
 */
#include "tools/audit/store_internal.h"

#include <string.h>

/* Columns of a record r with its counterpart f, in the order read below. */
#define PAIR                                                                   \
    "r.row, r.id, r.number, r.key, t.key IS NOT NULL, f.row IS NOT NULL,"      \
    " r.name, r.kana, r.birth, r.sex, r.address,"                              \
    " f.name, f.kana, f.birth, f.sex, f.address "

#define PAIR_COLUMNS 16

/* The first counterpart; a second one makes the key stand in twice. */
#define PAIR_FROM                                                              \
    "FROM records r LEFT JOIN twice t ON t.key = r.key"                        \
    " LEFT JOIN reference f ON f.row ="                                        \
    " (SELECT row FROM reference WHERE key = r.key ORDER BY row LIMIT 1) "

static struct inkan_match_text text_at(sqlite3_stmt *stmt, int at)
{
    struct inkan_match_text text = { NULL, 0, NULL };

    text.ptr = (const char *)sqlite3_column_text(stmt, at);
    text.len = (size_t)sqlite3_column_bytes(stmt, at);
    return text;
}

static const char *string_at(sqlite3_stmt *stmt, int at)
{
    const char *s = (const char *)sqlite3_column_text(stmt, at);

    return s == NULL ? "" : s;
}

static bool key_at(sqlite3_stmt *stmt, int at, uint8_t key[KEY_LEN])
{
    const void *blob = sqlite3_column_blob(stmt, at);

    memset(key, 0, KEY_LEN);
    if (blob == NULL || sqlite3_column_bytes(stmt, at) != KEY_LEN)
        return false;
    memcpy(key, blob, KEY_LEN);
    return true;
}

static void read_pair(sqlite3_stmt *stmt, struct store_pair *out)
{
    out->row = (uint64_t)sqlite3_column_int64(stmt, 0);
    out->id = string_at(stmt, 1);
    out->number = string_at(stmt, 2);
    out->has_key = key_at(stmt, 3, out->key);
    out->twice = sqlite3_column_int(stmt, 4) != 0;
    out->has_counterpart = sqlite3_column_int(stmt, 5) != 0;
    for (int i = 0; i < INKAN_MATCH_FIELD_COUNT; i++) {
        out->mine[i] = text_at(stmt, 6 + i);
        out->theirs[i] = text_at(stmt, 6 + INKAN_MATCH_FIELD_COUNT + i);
    }
}

/* 1, 0 at the end, -1 told. */
static int step(struct tool *t, struct store *s, sqlite3_stmt *stmt)
{
    switch (sqlite3_step(stmt)) {
    case SQLITE_ROW: return 1;
    case SQLITE_DONE: return 0;
    default: return store_failed(t, s);
    }
}

/* Records are compared in order, so what is done is a beginning of them. */
int store_pairs_start(struct tool *t, struct store *s)
{
    return store_prepare(
        t, s,
        "SELECT " PAIR PAIR_FROM
        "WHERE r.row > (SELECT coalesce(max(row), 0) FROM result"
        " WHERE source = 1) ORDER BY r.row",
        &s->stmt[STMT_PAIRS]);
}

int store_pairs_next(struct tool *t, struct store *s, struct store_pair *out)
{
    int found = step(t, s, s->stmt[STMT_PAIRS]);

    if (found > 0)
        read_pair(s->stmt[STMT_PAIRS], out);
    return found;
}

int store_result_put(struct tool *t, struct store *s, enum audit_table table,
                     uint64_t row, const struct store_result *result)
{
    sqlite3_stmt *stmt;
    int exit = store_begin(t, s);

    if (exit == TOOL_OK)
        exit = store_prepare(
            t, s, "INSERT OR REPLACE INTO result VALUES(?,?,?,?,?,?,?)",
            &s->stmt[STMT_RESULT]);
    if (exit != TOOL_OK)
        return exit;
    stmt = s->stmt[STMT_RESULT];
    (void)sqlite3_bind_int(stmt, 1, (int)table);
    (void)sqlite3_bind_int64(stmt, 2, (sqlite3_int64)row);
    (void)sqlite3_bind_int(stmt, 3, (int)result->verdict);
    (void)sqlite3_bind_int64(stmt, 4, result->findings);
    (void)sqlite3_bind_text(stmt, 5, result->grades, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(stmt, 6, result->reasons, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(stmt, 7, result->digest, -1, SQLITE_STATIC);
    if (sqlite3_step(stmt) == SQLITE_DONE)
        return TOOL_OK;
    (void)store_failed(t, s);
    return TOOL_OTHER;
}

int store_holders_start(struct tool *t, struct store *s)
{
    return store_prepare(
        t, s,
        "SELECT a.row, a.id, a.account, coalesce(f.name, r.name, a.name),"
        " coalesce(f.address, r.address, a.address) FROM accounts a"
        " LEFT JOIN reference f ON f.row ="
        " (SELECT row FROM reference WHERE key = a.key ORDER BY row LIMIT 1)"
        " LEFT JOIN records r ON r.row ="
        " (SELECT row FROM records WHERE key = a.key ORDER BY row LIMIT 1)"
        " WHERE a.account IN (SELECT account FROM accounts"
        " WHERE account IS NOT NULL GROUP BY account"
        " HAVING count(DISTINCT key) > 1) ORDER BY a.account, a.row",
        &s->stmt[STMT_HOLDERS]);
}

int store_holders_next(struct tool *t, struct store *s,
                       struct store_holder *out)
{
    sqlite3_stmt *stmt = s->stmt[STMT_HOLDERS];
    int found = step(t, s, stmt);

    if (found <= 0)
        return found;
    out->row = (uint64_t)sqlite3_column_int64(stmt, 0);
    out->id = string_at(stmt, 1);
    (void)key_at(stmt, 2, out->account);
    out->name = text_at(stmt, 3);
    out->address = text_at(stmt, 4);
    return found;
}

#define NO_TEXTS ", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL "

#define RESULT                                                                 \
    ", x.source, x.verdict, x.findings, x.grades, x.reasons, x.digest "

/* The numbers in the statements of this file. */
_Static_assert(TABLE_RECORDS == 1 && TABLE_ACCOUNTS == 2, "tables");
_Static_assert(AMBIGUOUS == 2 && FAMILY_SUSPECT == 3 && NAMESAKE_SUSPECT == 4 &&
                   OTHER_PERSON == 5,
               "verdicts");

int store_lines_start(struct tool *t, struct store *s)
{
    /* The reports need no texts: two walks in order, and no look-ups. */
    return store_prepare(
        t, s,
        "SELECT r.row, r.id, r.number, r.key, 0, 0" NO_TEXTS RESULT
        "FROM result x JOIN records r ON r.row = x.row WHERE x.source = 1 "
        "UNION ALL "
        "SELECT r.row, r.id, r.number, r.key, 0, 0" NO_TEXTS RESULT
        "FROM result x JOIN accounts r ON r.row = x.row WHERE x.source = 2",
        &s->stmt[STMT_LINES]);
}

int store_suspects_start(struct tool *t, struct store *s)
{
    return store_prepare(
        t, s,
        "SELECT " PAIR RESULT "FROM result x JOIN records r ON r.row = x.row"
        " LEFT JOIN twice t ON t.key = r.key LEFT JOIN reference f ON f.row ="
        " (SELECT row FROM reference WHERE key = r.key ORDER BY row LIMIT 1)"
        " WHERE x.source = 1 AND x.digest <> ''"
        " ORDER BY CASE x.verdict WHEN 5 THEN 0 WHEN 3 THEN 1 WHEN 4 THEN 2"
        " ELSE 3 END, x.row",
        &s->stmt[STMT_SUSPECTS]);
}

static int next_line(struct tool *t, struct store *s, sqlite3_stmt *stmt,
                     struct store_line *out)
{
    int found = step(t, s, stmt);

    if (found <= 0)
        return found;
    read_pair(stmt, &out->pair);
    out->table = (enum audit_table)sqlite3_column_int(stmt, PAIR_COLUMNS);
    out->result.verdict =
        (enum audit_verdict)sqlite3_column_int(stmt, PAIR_COLUMNS + 1);
    out->result.findings =
        (unsigned)sqlite3_column_int64(stmt, PAIR_COLUMNS + 2);
    (void)snprintf(out->result.grades, sizeof(out->result.grades), "%.5s",
                   string_at(stmt, PAIR_COLUMNS + 3));
    out->result.reasons = string_at(stmt, PAIR_COLUMNS + 4);
    (void)snprintf(out->result.digest, sizeof(out->result.digest), "%.32s",
                   string_at(stmt, PAIR_COLUMNS + 5));
    return found;
}

int store_lines_next(struct tool *t, struct store *s, struct store_line *out)
{
    return next_line(t, s, s->stmt[STMT_LINES], out);
}

int store_suspects_next(struct tool *t, struct store *s, struct store_line *out)
{
    return next_line(t, s, s->stmt[STMT_SUSPECTS], out);
}

int store_problems_start(struct tool *t, struct store *s)
{
    return store_prepare(t, s,
                         "SELECT source, row, field, reason FROM problem"
                         " ORDER BY source, row",
                         &s->stmt[STMT_PROBLEMS]);
}

int store_problems_next(struct tool *t, struct store *s,
                        struct store_problem *out)
{
    sqlite3_stmt *stmt = s->stmt[STMT_PROBLEMS];
    int found = step(t, s, stmt);

    if (found <= 0)
        return found;
    out->table = (enum audit_table)sqlite3_column_int(stmt, 0);
    out->row = (uint64_t)sqlite3_column_int64(stmt, 1);
    out->column = string_at(stmt, 2);
    out->reason = string_at(stmt, 3);
    return found;
}
