/* SPDX-License-Identifier: Apache-2.0
 *
 * Japanese eras. Private to host/.
 */
#ifndef INKAN_HOST_ERA_H
#define INKAN_HOST_ERA_H

#include <inkan/cert.h>

#include "card/edge/bytes.h"

struct era_row {
    int from; /* first day, YYYYMMDD */
    const char *en;
    const char *ja;
};

/* The era that a day belongs to; UNKNOWN before Meiji. */
enum inkan_era era_of(int date);

/* The row of an era; not for UNKNOWN. */
const struct era_row *era_row(enum inkan_era era);

/* 8 digits as a number, -1 when they are not digits. Months and days may be
 * 0, which says that they are not known. */
int era_number(const char *date);

#endif
