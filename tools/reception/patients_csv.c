/* SPDX-License-Identifier: Apache-2.0
 *
 * Cuts a CSV text into rows and fields, in place.
 */
#include "tools/reception/patients_csv.h"

#include <string.h>

void csv_rows_init(struct csv_rows *rows, char *text, size_t len)
{
    memset(rows, 0, sizeof(*rows));
    rows->at = text;
    rows->end = text + len;
}

/* Reads one field; *out_last: it was the last of its row. false: a quote has
 * no end. What is read is never longer than what it is read from. */
static bool read_field(struct csv_rows *rows, char **out, bool *out_last)
{
    char *in = rows->at, *to = rows->at;
    bool quoted = in < rows->end && *in == '"';

    *out = to;
    in += quoted ? 1 : 0;
    while (in < rows->end) {
        if (quoted && *in == '"') {
            if (in + 1 < rows->end && in[1] == '"') {
                *to++ = '"';
                in += 2;
                continue;
            }
            quoted = false;
            in++;
            continue;
        }
        if (!quoted && (*in == ',' || *in == '\n'))
            break;
        *to++ = *in++;
    }
    *out_last = in >= rows->end || *in == '\n';
    if (*out_last && to > *out && to[-1] == '\r')
        to--;
    rows->at = in < rows->end ? in + 1 : in;
    *to = '\0';
    return !quoted;
}

static bool is_blank(const struct csv_rows *rows)
{
    return rows->count == 1 && rows->field[0][0] == '\0';
}

static enum csv_rc read_row(struct csv_rows *rows)
{
    bool last = false;
    enum csv_rc rc = CSV_ROW;

    if (rows->at >= rows->end)
        return CSV_END;
    rows->count = 0;
    rows->row++;
    while (!last) {
        char *field;

        if (!read_field(rows, &field, &last))
            return CSV_UNCLOSED;
        if (rows->count == CSV_FIELDS_MAX)
            rc = CSV_TOO_MANY;
        else
            rows->field[rows->count++] = field;
    }
    return rc;
}

enum csv_rc csv_rows_next(struct csv_rows *rows)
{
    enum csv_rc rc;

    do
        rc = read_row(rows);
    while (rc == CSV_ROW && is_blank(rows));
    return rc;
}
