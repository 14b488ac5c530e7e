/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the work database share.
 */
#ifndef INKAN_TOOLS_AUDIT_STORE_INTERNAL_H
#define INKAN_TOOLS_AUDIT_STORE_INTERNAL_H

#include "tools/audit/store.h"

#include <sqlite3.h>

enum store_stmt {
    STMT_PAIRS,
    STMT_RESULT,
    STMT_HOLDERS,
    STMT_LINES,
    STMT_SUSPECTS,
    STMT_PROBLEMS,
    STMT_COUNT
};

struct store {
    char *path;
    sqlite3 *db;
    sqlite3_stmt *stmt[STMT_COUNT];
};

/* Tell the user; -1 for walks, an exit code elsewhere. */
int store_failed(struct tool *t, struct store *s);
int store_exec(struct tool *t, struct store *s, const char *sql);
/* Prepares once; later calls reset. */
int store_prepare(struct tool *t, struct store *s, const char *sql,
                  sqlite3_stmt **out);
int store_begin(struct tool *t, struct store *s);

bool store_has_meta(struct store *s, const char *name, const char *value);
int store_set_meta(struct tool *t, struct store *s, const char *name,
                   const char *value);

#endif
