/* SPDX-License-Identifier: Apache-2.0
 *
 * The work database of a run: rows read, pairs compared, what came out. It
 * keeps memory flat, sorts outside memory, and lets a run go on where it was
 * stopped. It holds personal data: mode 0600, removed when the run is done.
 */
#ifndef INKAN_TOOLS_AUDIT_STORE_H
#define INKAN_TOOLS_AUDIT_STORE_H

#include "tools/audit/audit.h"

struct store;

struct store_input {
    const char *path; /* NULL: this table is not given */
    const struct audit_mapping *mapping;
};

/* Opens DIR/work.db, or makes it. fingerprint: inputs and options; what an
 * earlier run left for another fingerprint is thrown away. */
int store_open(struct tool *t, const char *dir, const char *fingerprint,
               struct store **out);
void store_close(struct store *s);
/* Removes the files too. */
void store_remove(struct store *s);

/* Reads a table unless an earlier run has. show: keep the number itself. */
int store_import(struct tool *t, struct store *s, struct keyer *k,
                 enum audit_table table, const struct store_input *input,
                 bool show);
/* Finds keys that stand there twice. After both imports. */
int store_index(struct tool *t, struct store *s);

/* One record with its counterpart. Texts are valid until the next call. */
struct store_pair {
    uint64_t row;
    const char *id;
    const char *number; /* only with show */
    uint8_t key[KEY_LEN];
    bool has_key; /* else the number was wrong */
    bool twice;   /* the key, in either table */
    bool has_counterpart;
    struct inkan_match_text mine[INKAN_MATCH_FIELD_COUNT];
    struct inkan_match_text theirs[INKAN_MATCH_FIELD_COUNT];
};

/* A walk over the records that have no result yet. */
int store_pairs_start(struct tool *t, struct store *s);
int store_pairs_next(struct tool *t, struct store *s, struct store_pair *out);

#define DIGEST_LEN (2 * KEY_LEN + 1) /* hexadecimal, with NUL */

struct store_result {
    enum audit_verdict verdict;
    unsigned findings; /* bit per verdict */
    char grades[INKAN_MATCH_FIELD_COUNT + 1];
    const char *reasons;
    char digest[DIGEST_LEN]; /* of both rows; "" where no human looks */
};

int store_result_put(struct tool *t, struct store *s, enum audit_table table,
                     uint64_t row, const struct store_result *result);
/* Makes what was put durable; call now and then. */
int store_commit(struct tool *t, struct store *s);

/* Rows of accounts that several numbers share, ordered by account, with who
 * has the number: by the reference rows, else by the records, else by what
 * the row itself says. Nobody knows some: then both texts are empty. */
struct store_holder {
    uint64_t row;
    const char *id;
    uint8_t account[KEY_LEN];
    struct inkan_match_text name, address;
};
int store_holders_start(struct tool *t, struct store *s);
int store_holders_next(struct tool *t, struct store *s,
                       struct store_holder *out);

struct store_line {
    enum audit_table table;
    struct store_pair pair;
    struct store_result result;
};
/* Everything that came out, by table and row; without the texts. */
int store_lines_start(struct tool *t, struct store *s);
int store_lines_next(struct tool *t, struct store *s, struct store_line *out);
/* What a human must look at, the gravest first, with the texts. */
int store_suspects_start(struct tool *t, struct store *s);
int store_suspects_next(struct tool *t, struct store *s,
                        struct store_line *out);

/* Rows that could not be read. */
struct store_problem {
    enum audit_table table;
    uint64_t row;
    const char *column; /* "" for the whole row */
    const char *reason;
};
int store_problems_start(struct tool *t, struct store *s);
int store_problems_next(struct tool *t, struct store *s,
                        struct store_problem *out);

uint64_t store_count(struct store *s, enum audit_table table);
uint64_t store_count_results(struct store *s);

#endif
