/* SPDX-License-Identifier: Apache-2.0
 *
 * A birth date as records write it, with parts that may be unknown.
 */
#ifndef INKAN_HOST_MATCH_DATE_H
#define INKAN_HOST_MATCH_DATE_H

#include "host/match/text.h"

struct date {
    int year, month, day; /* 0 = unknown; a later part may be known alone */
    bool era_misfit;      /* the era given did not rule on that day */
};

/* false: not a date, or one that does not exist. */
bool date_read(const struct text *t, struct date *out);

#endif
