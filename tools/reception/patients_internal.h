/* SPDX-License-Identifier: Apache-2.0
 *
 * Between patients.c, which keeps the list, and patients_read.c, which reads
 * it from a file.
 */
#ifndef INKAN_TOOLS_RECEPTION_PATIENTS_INTERNAL_H
#define INKAN_TOOLS_RECEPTION_PATIENTS_INTERNAL_H

#include "tools/reception/patients.h"

#include <sys/stat.h>

enum column {
    COL_ID,
    COL_NAME,
    COL_BIRTH,
    COL_SEX,
    COL_INSURER,
    COL_SYMBOL,
    COL_NUMBER,
    COL_BRANCH,
    COL_COUNT
};

/* A patient. */
struct patients_row {
    char birth[9];
    /* The other columns, each NUL-terminated, one after the other. */
    char *text;
    size_t len;
};

/* Tells whether a file is still the one that was read. */
struct patients_stamp {
    struct timespec changed[2];
    off_t size[2];
};

struct patients {
    struct patients_options options;
    struct patients_stamp stamp;
    struct patients_row *rows;
    size_t count, cap;
    size_t left_out;
};

/* Reads all rows, in the order of the file; tells what is wrong. */
int patients_read(struct tool *t, struct patients *p);

#endif
