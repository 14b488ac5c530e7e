/* SPDX-License-Identifier: Apache-2.0
 *
 * Pairs of texts and what comparing them must give, as rows. Every row is
 * checked both ways round.
 */
#ifndef INKAN_TESTS_UNIT_MATCH_PAIRS_H
#define INKAN_TESTS_UNIT_MATCH_PAIRS_H

#include <inkan/match.h>

struct pair {
    const char *a, *b;
    char grade;
    const char *codes; /* names of the reasons, in order, spaces between */
};

/* Fails the running test for each row that comes out otherwise. */
void pairs_check(const struct inkan_matcher *m, enum inkan_match_field field,
                 const struct pair *rows, size_t count);

struct inkan_match_text text_of(const char *s);

/* CMocka group setup and teardown: *state is a struct inkan_matcher. */
int matcher_setup(void **state);
int matcher_teardown(void **state);

#endif
