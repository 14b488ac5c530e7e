/* SPDX-License-Identifier: Apache-2.0
 *
 * The clinic's own list of patients, from its receipt computer: a CSV file
 * (UTF-8 or CP932) or a table of an SQLite file. Held in memory only, read
 * again when the file has changed, never written.
 */
#ifndef INKAN_TOOLS_RECEPTION_PATIENTS_H
#define INKAN_TOOLS_RECEPTION_PATIENTS_H

#include <inkan/match.h>
#include <inkan/person.h>

#include "tools/tool.h"

struct patients;

/* One patient: what is needed of a row. */
struct patient {
    char id[64]; /* the clinic's own number */
    char insurer[16];
    char symbol[128];
    char number[64];
    char branch[8];
};

struct patients_options {
    const char *path;
    const char *table;    /* of an SQLite file; NULL: "patients" */
    const char *encoding; /* of a CSV; NULL: UTF-8 */
    /* COLUMN=NAME: what the file calls a column. The columns are id, name,
     * birth (needed), sex, insurer, symbol, number, branch. */
    const struct tool_list *columns;
};

/* Reads the list; tells what is wrong with it. options are kept.
 * out  gives; free with patients_close */
int patients_open(struct tool *t, const struct patients_options *options,
                  struct patients **out);
void patients_close(struct patients *p); /* NULL is fine */

/* Reads it again if the file is another one by now; says so when that fails
 * and keeps what it had. */
void patients_refresh(struct tool *t, struct patients *p);

enum patients_found { PATIENTS_NONE, PATIENTS_ONE, PATIENTS_SEVERAL };

/* The patient with this birth date and name (equal, or forms of one name),
 * and no other sex. PATIENTS_SEVERAL gives none. */
enum patients_found patients_find(struct patients *p,
                                  const struct inkan_matcher *m,
                                  const struct inkan_person *person,
                                  struct patient *out);

/* Rows read, and those left out because something in them was no good. */
size_t patients_count(const struct patients *p);
size_t patients_left_out(const struct patients *p);

#endif
