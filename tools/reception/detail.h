/* SPDX-License-Identifier: Apache-2.0
 *
 * The characters that a finding is about, one by one: what a clerk has to
 * type in place of a dot, which form of a kanji stands where, what a claim
 * refuses.
 */
#ifndef INKAN_TOOLS_RECEPTION_DETAIL_H
#define INKAN_TOOLS_RECEPTION_DETAIL_H

#include "tools/reception/finding.h"

#define DETAILS_MAX     24 /* more are not told one by one */
#define DETAIL_CHAR_MAX 8  /* one character of UTF-8 with terminator */

struct detail {
    /* DOT, VARIANT or CLAIM_UNSAFE */
    enum finding about;
    unsigned at; /* character of the name in the answer, from 1; 0: of the
                  * name on the card (CLAIM_UNSAFE beside a dot) */
    char card[DETAIL_CHAR_MAX]; /* what the card says */
    /* DOT, VARIANT: what the answer says. CLAIM_UNSAFE: what can be written
     * instead; "" where nothing is known. */
    char other[DETAIL_CHAR_MAX];
};

/* Lists them; none where the values may be another person's. */
size_t detail_list(const struct inkan_matcher *m,
                   const struct visit_facts *facts, const struct answer *answer,
                   const struct judgement *j, struct detail out[DETAILS_MAX]);

#endif
