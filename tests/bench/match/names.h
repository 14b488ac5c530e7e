/* SPDX-License-Identifier: Apache-2.0
 *
 * Names for invented people: common surnames with rough weights (thousands of
 * bearers; the order is generally known, the numbers are assumed), given names
 * with equal weight (assumed), places. No row is a person.
 */
#ifndef INKAN_TESTS_BENCH_MATCH_NAMES_H
#define INKAN_TESTS_BENCH_MATCH_NAMES_H

#include <stddef.h>

struct surname_row {
    const char *kanji, *kana;
    const char *old; /* the same with old or variant forms; NULL: none */
    unsigned weight;
};

struct given_row {
    const char *kanji, *kana, *old;
    char sex; /* '1', '2' */
};

struct place_row {
    const char *prefecture, *city, *town;
};

extern const struct surname_row surnames[];
extern const size_t surname_count;
extern const struct given_row givens[];
extern const size_t given_count;
extern const struct place_row places[];
extern const size_t place_count;
extern const char *const buildings[];
extern const size_t building_count;
extern const char *const latin_surnames[];
extern const size_t latin_surname_count;
extern const char *const latin_givens[];
extern const size_t latin_given_count;

#endif
