/* SPDX-License-Identifier: Apache-2.0
 *
 * A person's name taken apart: what stands in brackets, and where the given
 * name begins. The same for kanji, kana and Latin names.
 */
#ifndef INKAN_HOST_MATCH_PARTS_H
#define INKAN_HOST_MATCH_PARTS_H

#include "host/match/internal.h"

#define PARTS_TOKENS   8
#define PARTS_BRACKETS 2

struct parts {
    struct text main; /* no spaces, no brackets, case folded */
    size_t tokens;    /* words of main; the last takes all that is left */
    size_t token_from[PARTS_TOKENS];
    size_t brackets;
    struct text bracket[PARTS_BRACKETS];
    bool bracket_words[PARTS_BRACKETS]; /* more than one word is in it */
    bool has_han; /* or what may stand for one: a dot, a private character */
    bool has_kana;
    bool has_latin;
    bool has_truth; /* a character that is no filler */
};

void parts_read(const struct text *t, struct parts *out);

/* Where the given name begins in main; 0 = not known. */
static inline size_t parts_given(const struct parts *p)
{
    return p->tokens < 2 ? 0 : p->token_from[1];
}

/* The words of one are those of the other, in another order? */
bool parts_reordered(const struct inkan_matcher *m, const struct parts *a,
                     const struct parts *b);

/* Grades of surname and given name alone, into r. */
void parts_grade(const struct inkan_matcher *m, const struct parts *a,
                 const struct parts *b, struct inkan_match_result *r);

#endif
