/* SPDX-License-Identifier: Apache-2.0
 *
 * A text as it is compared: NFKC, without variation selectors and other
 * invisible characters, every run of white space one U+0020; each character
 * remembers from which character of the input it came. Nothing here knows what
 * a name or an address is.
 */
#ifndef INKAN_HOST_MATCH_TEXT_H
#define INKAN_HOST_MATCH_TEXT_H

#include <inkan/match.h>
#include <stdbool.h>
#include <unicode/unorm2.h>
#include <unicode/utypes.h>

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

struct text {
    size_t count;
    UChar32 c[INKAN_MATCH_TEXT_MAX];
    uint16_t at[INKAN_MATCH_TEXT_MAX]; /* character of the input, from 0 */
    const char *substitutes;           /* the input's; at[] counts in it */
    size_t substitutes_len;
};

/* A run of characters of a text. */
struct slice {
    const struct text *text;
    size_t from;
    size_t to; /* one past the last */
};

enum text_state {
    TEXT_OK,
    TEXT_EMPTY,    /* nothing, or white space only */
    TEXT_BAD,      /* no UTF-8, or a control character */
    TEXT_TOO_LONG, /* over INKAN_MATCH_TEXT_MAX, before or after NFKC */
};

/* Reads in; anything but TEXT_OK leaves out empty. */
enum text_state text_load(const UNormalizer2 *nfkc, struct inkan_match_text in,
                          struct text *out);

/* Empties a text that is then filled with text_put from another one. */
void text_start(struct text *t, const struct text *like);
void text_put(struct text *t, UChar32 c, uint16_t at);
void text_put_slice(struct text *t, struct slice s);

static inline struct slice slice_all(const struct text *t)
{
    return (struct slice){ t, 0, t->count };
}

static inline struct slice slice_of(const struct text *t, size_t from,
                                    size_t to)
{
    return (struct slice){ t, from, to };
}

static inline size_t slice_len(struct slice s)
{
    return s.to - s.from;
}

static inline UChar32 slice_char(struct slice s, size_t i)
{
    return s.text->c[s.from + i];
}

/* The character that begins at byte *at of s, and on to the next; negative
 * where there is no UTF-8 character. */
UChar32 utf8_next(const char *s, size_t len, size_t *at);

/* Writes c; returns its bytes (1-4) or units (1-2). */
size_t utf8_put(UChar32 c, char out[4]);
int32_t utf16_put(UChar32 c, UChar out[2]);

bool slice_equal(struct slice a, struct slice b);

/* Does the certificate say that this character stands for another? */
bool slice_is_substitute(struct slice s, size_t i);

#endif
