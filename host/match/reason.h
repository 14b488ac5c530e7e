/* SPDX-License-Identifier: Apache-2.0
 *
 * One row per reason: its name for machines, its grade, its sentences.
 */
#ifndef INKAN_HOST_MATCH_REASON_H
#define INKAN_HOST_MATCH_REASON_H

#include <inkan/match.h>

struct reason_row {
    const char *name;
    enum inkan_match_grade grade;
    const char *en; /* may hold {at} once */
    const char *ja;
};

const struct reason_row *reason_of(enum inkan_match_code code);

#endif
