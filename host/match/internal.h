/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of this folder share: the matcher, single characters, the
 * result that is being written. Not for other folders.
 */
#ifndef INKAN_HOST_MATCH_INTERNAL_H
#define INKAN_HOST_MATCH_INTERNAL_H

#include "host/match/text.h"
#include "host/match/variants.h"

struct inkan_matcher {
    const UNormalizer2 *nfkc; /* ICU's, never freed */
    struct variants variants;
    struct mj_list mj;
};

/* --- single characters (chars.c) ------------------------------------------ */

bool char_is_dot(UChar32 c);   /* what systems write for one they lack */
bool char_is_gaiji(UChar32 c); /* private use: means what its owner says */
bool char_is_true(UChar32 c);  /* neither of the two */
bool char_is_han(UChar32 c);
bool char_is_kana(UChar32 c);
bool char_is_latin(UChar32 c);
bool char_is_dash(UChar32 c); /* hyphens and dashes, not the vowel mark */

UChar32 char_to_katakana(UChar32 c);
UChar32 char_to_large(UChar32 c); /* small kana to large */

/* In addresses a whole number stands as one character above Unicode. */
#define CHAR_NUMBER     0x110000
#define CHAR_NUMBER_MAX 99999999

static inline bool char_is_number(UChar32 c)
{
    return c >= CHAR_NUMBER;
}

/* How two characters stand to each other. */
enum relation {
    CHAR_SAME,
    CHAR_ALIKE, /* for a reason */
    CHAR_DIFFERENT,
};

enum relation char_relation(const struct inkan_matcher *m, struct slice a,
                            size_t i, struct slice b, size_t j,
                            enum inkan_match_code *out_code);

/* Character by character alike? If so adds the reasons to r (which may be
 * NULL); if not leaves r alone. Slices of different length are not. */
bool slice_alike(const struct inkan_matcher *m, struct slice a, struct slice b,
                 struct inkan_match_result *r);

/* --- numbers (number.c) --------------------------------------------------- */

/* The number that begins at character i of t, in Arabic or Chinese numerals.
 * Returns how many characters it takes; 0: none, or over CHAR_NUMBER_MAX. */
size_t number_read(const struct text *t, size_t i, uint32_t *out);

/* --- what differs (diff.c) ------------------------------------------------ */

/* Adds code with the places where a and b differ. */
void diff_add(const struct inkan_matcher *m, struct slice a, struct slice b,
              enum inkan_match_code code, struct inkan_match_result *r);

/* --- results (result.c) --------------------------------------------------- */

void result_start(struct inkan_match_result *r);
void result_add(struct inkan_match_result *r, enum inkan_match_code code);
void result_add_at(struct inkan_match_result *r, enum inkan_match_code code,
                   struct slice a, struct slice b);
void result_add_place(struct inkan_match_result *r, enum inkan_match_code code,
                      struct inkan_match_place place);
/* The reason for a text that could not be loaded. */
void result_add_state(struct inkan_match_result *r, enum text_state a,
                      enum text_state b);

/* --- fields --------------------------------------------------------------- */

/* Both texts are given and not the same bytes in general; the functions write
 * r, which result_start has prepared. */
void name_compare(const struct inkan_matcher *m, const struct text *a,
                  const struct text *b, struct inkan_match_result *r);
void kana_compare(const struct inkan_matcher *m, const struct text *a,
                  const struct text *b, struct inkan_match_result *r);
void birth_compare(const struct inkan_matcher *m, const struct text *a,
                   const struct text *b, struct inkan_match_result *r);
void sex_compare(const struct inkan_matcher *m, const struct text *a,
                 const struct text *b, struct inkan_match_result *r);
void address_compare(const struct inkan_matcher *m, const struct text *a,
                     const struct text *b, struct inkan_match_result *r);

#endif
