/* SPDX-License-Identifier: Apache-2.0
 *
 * The reports of a run. No name and no address stands in report.csv,
 * problems.csv and summary.json; review.html holds what the clerks must see.
 */
#ifndef INKAN_TOOLS_AUDIT_REPORT_H
#define INKAN_TOOLS_AUDIT_REPORT_H

#include "tools/audit/store.h"

/* What the reports count while they are written. */
struct tally {
    uint64_t rows;
    uint64_t verdict[VERDICT_COUNT];
    uint64_t finding[VERDICT_COUNT];
    uint64_t reason[INKAN_MATCH_FIELD_COUNT][INKAN_MATCH_CODE_COUNT];
    uint64_t judgement[JUDGED_APART + 1];
    uint64_t open;     /* rows that still need a human */
    uint64_t left_out; /* of these, not on the review page */
    json_t *problems;  /* table: { reason: count } */
};

struct report {
    const char *dir;
    const char *fingerprint;
    const struct judgements *judgements;
    bool show_numbers;
    uint64_t review_max;
    struct tally tally;
};

/* DIR/report.csv: one line a row that was compared. */
int report_write_rows(struct tool *t, struct store *s, struct report *r);
/* DIR/problems.csv: rows and cells that could not be read. */
int report_write_problems(struct tool *t, struct store *s, struct report *r);
/* DIR/review.html: the rows that need a human, side by side. */
int report_write_review(struct tool *t, struct store *s, struct report *r,
                        const struct inkan_matcher *m);

struct summary_input {
    const char *what; /* a table, "map", "variants" */
    const char *path;
    uint64_t rows; /* of a table */
};
/* DIR/summary.json: counts, and digests of inputs and reports. Last. */
int report_write_summary(struct tool *t, const struct report *r,
                         const struct summary_input *inputs, size_t count);

/* Opens DIR/NAME as an output. */
int report_open(struct tool *t, const struct report *r, const char *name,
                struct tool_output **out);

/* A CSV cell: quoted where needed, and never a formula to a spreadsheet. */
void report_put_cell(FILE *file, const char *text);

#endif
