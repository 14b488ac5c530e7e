/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of a CSV text (RFC 4180: quotes, line breaks and doubled quotes in
 * quotes) that lies in memory, as UTF-8. Knows no column.
 */
#ifndef INKAN_TOOLS_RECEPTION_PATIENTS_CSV_H
#define INKAN_TOOLS_RECEPTION_PATIENTS_CSV_H

#include <stdbool.h>
#include <stddef.h>

#define CSV_FIELDS_MAX 256

struct csv_rows {
    char *at; /* the rest of the text, which is changed in place */
    char *end;
    size_t row; /* the one that was given last; the header is 1 */
    char *field[CSV_FIELDS_MAX]; /* NUL-terminated, in the text */
    size_t count;
};

enum csv_rc {
    CSV_ROW,
    CSV_END,
    CSV_UNCLOSED, /* a quote that never ends: the rest is lost */
    CSV_TOO_MANY  /* fields; the row is passed over */
};

/* text is kept and changed; it ends with a NUL that is not counted. */
void csv_rows_init(struct csv_rows *rows, char *text, size_t len);
/* The next row that is not blank. */
enum csv_rc csv_rows_next(struct csv_rows *rows);

#endif
