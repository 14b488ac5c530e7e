/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan audit`: what its files share. A run reads reference rows and records
 * into a work database (so that memory stays flat), compares them row by row,
 * and writes the reports from there. Only store.c speaks SQL about the work
 * database; only verdict.c knows what the grades mean.
 */
#ifndef INKAN_TOOLS_AUDIT_AUDIT_H
#define INKAN_TOOLS_AUDIT_AUDIT_H

#include "tools/tool.h"

#include <inkan/match.h>
#include <stdint.h>

/* --- what is read --------------------------------------------------------- */

enum audit_table {
    TABLE_REFERENCE,
    TABLE_RECORDS,
    TABLE_ACCOUNTS,
    TABLE_COUNT
};

enum audit_column {
    COL_NAME, /* the first five in the order of enum inkan_match_field */
    COL_KANA,
    COL_BIRTH,
    COL_SEX,
    COL_ADDRESS,
    COL_ID,      /* what the owner of the file calls the row; may be absent */
    COL_NUMBER,  /* the 12-digit number */
    COL_KEY,     /* or some other key that both files have */
    COL_ACCOUNT, /* accounts only */
    COL_COUNT
};

const char *audit_table_name(enum audit_table table);
const char *audit_column_name(enum audit_column column);

enum cell_state {
    CELL_OK,
    CELL_ABSENT, /* the file has no such column */
    CELL_BROKEN, /* not in the declared encoding, or with a NUL */
    CELL_LONG    /* cut; still too long to be compared */
};

struct audit_cell {
    const char *ptr; /* UTF-8, valid until the next row is read */
    size_t len;
    enum cell_state state;
};

struct audit_row {
    uint64_t row; /* data rows from 1 */
    struct audit_cell cell[COL_COUNT];
    const char *problem; /* not NULL: the row cannot be used, and why */
};

/* --- the mapping file (map.c) --------------------------------------------- */

struct audit_mapping {
    char *format;            /* csv, sqlite, jsonl; NULL: by the file's name */
    char *encoding;          /* NULL: utf-8 */
    char *table;             /* sqlite */
    char *column[COL_COUNT]; /* NULL: not mapped */
};

struct audit_map {
    struct audit_mapping of[TABLE_COUNT];
};

/* Reads `TABLE.WHAT = VALUE` lines. path NULL: every column has its own name.
 * Free with audit_map_free, also after an error. */
int audit_map_read(struct tool *t, const char *path, struct audit_map *out);
void audit_map_free(struct audit_map *map);

/* --- sources (source.c, csv.c, sqlite.c, jsonl.c) ------------------------- */

struct source;

/* Opens a table's file. Missing or duplicate columns end here, named. */
int source_open(struct tool *t, const char *path,
                const struct audit_mapping *mapping, struct source **out);
/* 1: a row (perhaps with a problem); 0: the end; -1: told the user. */
int source_next(struct tool *t, struct source *s, struct audit_row *out);
void source_close(struct source *s);

/* --- numbers (number.c) --------------------------------------------------- */

#define KEY_LEN 16

struct keyer; /* HMAC-SHA-256 under the user's key */

/* Reads the key: at least 16 bytes, readable by its owner only, and not in the
 * folder of the report. Gives; free with keyer_free, NULL is fine. */
int keyer_open(struct tool *t, const char *path, const char *out_dir,
               struct keyer **out);
void keyer_free(struct keyer *k);
void keyer_hash(struct keyer *k, char domain, const void *data, size_t len,
                uint8_t out[KEY_LEN]);

/* The 12 digits without spaces, hyphens and width; false: not 12 digits, or
 * the check digit is wrong. */
bool number_read_digits(struct audit_cell cell, char out[13]);

/* --- verdicts (verdict.c) ------------------------------------------------- */

enum audit_verdict {
    SAME,
    SAME_VARIANT,
    AMBIGUOUS,
    FAMILY_SUSPECT,
    NAMESAKE_SUSPECT,
    OTHER_PERSON,
    SHARED_ACCOUNT,
    CHECK_DIGIT,
    DUPLICATE_NUMBER,
    NO_COUNTERPART,
    VERDICT_COUNT
};

struct audit_comparison {
    struct inkan_match_result field[INKAN_MATCH_FIELD_COUNT];
};

const char *verdict_name(enum audit_verdict v);
/* Does a human have to look at it? */
bool verdict_needs_human(enum audit_verdict v);
/* Whose are two rows with one number? SAME to OTHER_PERSON only. */
enum audit_verdict verdict_of(const struct audit_comparison *c);

/* --- judgements of the clerks (judgement.c) ------------------------------- */

enum judgement {
    JUDGED_NOT,
    JUDGED_ONCE, /* by one clerk only */
    JUDGED_SAME,
    JUDGED_OTHER,
    JUDGED_APART /* the clerks disagree, or one is not sure */
};

struct judgements;

/* Reads the file that the page saves; path NULL: none. Gives. */
int judgements_read(struct tool *t, const char *path, struct judgements **out);
void judgements_free(struct judgements *j);
/* digest: what the clerks saw, so that a judgement dies with its row. */
enum judgement judgements_of(const struct judgements *j, const char *digest);
const char *judgement_name(enum judgement j);

/* --- progress (row_progress.c) ------------------------------------------------ */

struct row_progress {
    const char *what;
    uint64_t done, total; /* total 0: not known */
    bool shown;
    int64_t last_ms, start_ms;
};

void row_progress_start(struct row_progress *p, const char *what,
                        uint64_t total);
void row_progress_step(struct row_progress *p, uint64_t done);
void row_progress_end(struct row_progress *p);

#endif
