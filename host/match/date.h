/* SPDX-License-Identifier: Apache-2.0
 *
 * A birth date as records write it, with parts that may be unknown.
 */
#ifndef INKAN_HOST_MATCH_DATE_H
#define INKAN_HOST_MATCH_DATE_H

#include "host/match/text.h"

/* Where a part stands: characters of the input from 1; 0 and 0 = nowhere. */
struct date_place {
    uint16_t first, last;
};

enum date_part { DATE_YEAR, DATE_MONTH, DATE_DAY, DATE_PARTS };

struct date {
    int part[DATE_PARTS]; /* 0 = unknown; a later part may be known alone */
    struct date_place place[DATE_PARTS];
    bool era_misfit; /* the era given did not rule on that day */
};

/* false: not a date, or one that does not exist. */
bool date_read(const struct text *t, struct date *out);

#endif
