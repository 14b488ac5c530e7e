/* SPDX-License-Identifier: Apache-2.0
 *
 * Which kanji are forms of one character. A form belongs to groups; two
 * characters are forms of one another when they share a group. That relation
 * is evidence and not transitive: it never replaces a character.
 */
#ifndef INKAN_HOST_MATCH_VARIANTS_H
#define INKAN_HOST_MATCH_VARIANTS_H

#include <inkan/match.h>
#include <stdbool.h>
#include <unicode/unorm2.h>

struct variant {
    UChar32 c;
    uint32_t group; /* a code point (file), or above them a row (own table) */
};

struct variants {
    struct variant *rows; /* sorted by c, then group; no row twice */
    size_t count;
    size_t cap;
};

/* Our own table, variants_table.c: each string is one group. */
extern const char *const variants_table[];
extern const size_t variants_table_count;

/* Fills v with the own table. false: no memory. */
bool variants_load_own(struct variants *v);

/* Adds rows in any order; variants_sort makes them usable. false: no memory */
bool variants_add(struct variants *v, UChar32 c, uint32_t group);
void variants_sort(struct variants *v);

bool variants_share(const struct variants *v, UChar32 a, UChar32 b);

/* Walks over the forms of c: start with *at = 0; 0 at the end. */
UChar32 variants_next(const struct variants *v, UChar32 c, size_t *at);

void variants_free(struct variants *v);

/* Adds what a file says; see inkan_matcher_add_file. v may be half filled
 * after an error. mj remembers which character has which MJ number. */
struct mj_list {
    UChar32 *chars; /* index = number */
    size_t count;
};

enum inkan_match_rc variants_read_csv(struct variants *v, struct mj_list *mj,
                                      const UNormalizer2 *nfkc,
                                      const char *path);
enum inkan_match_rc variants_read_json(struct variants *v,
                                       const struct mj_list *mj,
                                       const char *path);

#endif
