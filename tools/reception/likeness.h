/* SPDX-License-Identifier: Apache-2.0
 *
 * How alike the person on the card and the person in one result are, item by
 * item, as libinkan-match grades it. The card is always side a.
 */
#ifndef INKAN_TOOLS_RECEPTION_LIKENESS_H
#define INKAN_TOOLS_RECEPTION_LIKENESS_H

#include <inkan/match.h>
#include <inkan/person.h>

#include "tools/reception/answer.h"

struct likeness {
    /* Of the name that speaks for the result: its name, or its other name
     * where that one is the card's and the first cannot be compared (a Latin
     * name against an alias in kanji). */
    struct inkan_match_result name;
    bool other_name; /* it is the other name */
    struct inkan_match_result birth, sex, address;
    /* A birth date of which one side does not know all that the other does. */
    bool partial_birth;
};

void likeness_of(const struct inkan_matcher *m,
                 const struct inkan_person *person,
                 const struct answer_result *result, struct likeness *out);

/* The name that was compared. */
const char *likeness_name(const struct likeness *l,
                          const struct answer_result *result);

/* A or B. */
bool likeness_agrees(const struct inkan_match_result *r);

#endif
