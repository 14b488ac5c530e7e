/* SPDX-License-Identifier: Apache-2.0
 *
 * UTF-8 to the form that is compared. The work is ICU's; kept here is only
 * which character came from where, which ICU does not tell. Must stay fast: a
 * register of ten million rows passes through text_load eighty million times.
 */
#include "host/match/text.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

/* Characters between two normalisation boundaries; longer runs (stacked
 * combining marks) are in no name and count as too long. */
#define SEGMENT_MAX 32

/* The macros of ICU convert as they like; they are used in these four
 * functions and nowhere else. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
UChar32 utf8_next(const char *s, size_t len, size_t *at)
{
    const uint8_t *bytes = (const uint8_t *)s;
    size_t i = *at;
    UChar32 c;

    U8_NEXT(bytes, i, len, c);
    *at = i;
    return c;
}

size_t utf8_put(UChar32 c, char out[4])
{
    size_t len = 0;

    U8_APPEND_UNSAFE(out, len, c);
    return len;
}

int32_t utf16_put(UChar32 c, UChar out[2])
{
    int32_t len = 0;

    U16_APPEND_UNSAFE(out, len, c);
    return len;
}

static UChar32 utf16_next(const UChar *s, int32_t len, int32_t *at)
{
    int32_t i = *at;
    UChar32 c;

    U16_NEXT(s, i, len, c);
    *at = i;
    return c;
}
#pragma GCC diagnostic pop

struct loader {
    const UNormalizer2 *nfkc;
    struct text *out;
    bool full;
    bool bad;
    UChar segment[SEGMENT_MAX];
    int32_t segment_len;
    uint16_t segment_at;
};

static void put(struct loader *l, UChar32 c, uint16_t at)
{
    struct text *t = l->out;

    if (u_isUWhiteSpace(c)) {
        if (t->count == 0 || t->c[t->count - 1] == ' ')
            return;
        c = ' ';
    } else if (u_charType(c) == U_CONTROL_CHAR) {
        l->bad = true;
        return;
    } else if (c >= 0xAD &&
               u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
        return;
    }
    if (t->count == INKAN_MATCH_TEXT_MAX) {
        l->full = true;
        return;
    }
    t->c[t->count] = c;
    t->at[t->count++] = at;
}

/* Most segments are one kana, which could combine with a voicing mark and did
 * not: worth not asking for its normal form. */
static bool is_one_normal_char(const struct loader *l)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar form[SEGMENT_MAX];
    int32_t at = 0;
    UChar32 c = utf16_next(l->segment, l->segment_len, &at);

    if (at != l->segment_len)
        return false;
    return unorm2_getDecomposition(l->nfkc, c, form, (int32_t)ARRAY_LEN(form),
                                   &error) < 0;
}

static void flush_segment(struct loader *l)
{
    UChar form[SEGMENT_MAX * 4];
    UErrorCode error = U_ZERO_ERROR;
    int32_t len;

    if (l->segment_len == 0)
        return;
    if (is_one_normal_char(l)) {
        int32_t at = 0;

        put(l, utf16_next(l->segment, l->segment_len, &at), l->segment_at);
        l->segment_len = 0;
        return;
    }
    len = unorm2_normalize(l->nfkc, l->segment, l->segment_len, form,
                           (int32_t)ARRAY_LEN(form), &error);
    l->segment_len = 0;
    if (U_FAILURE(error)) {
        l->full = true;
        return;
    }
    for (int32_t i = 0; i < len;) {
        put(l, utf16_next(form, len, &i), l->segment_at);
    }
}

static void take(struct loader *l, UChar32 c, uint16_t at)
{
    if (unorm2_isInert(l->nfkc, c)) {
        flush_segment(l);
        put(l, c, at);
        return;
    }
    if (unorm2_hasBoundaryBefore(l->nfkc, c))
        flush_segment(l);
    if (l->segment_len + 2 > SEGMENT_MAX) {
        l->full = true;
        return;
    }
    if (l->segment_len == 0)
        l->segment_at = at;
    l->segment_len += utf16_put(c, l->segment + l->segment_len);
}

enum text_state text_load(const UNormalizer2 *nfkc, struct inkan_match_text in,
                          struct text *out)
{
    struct loader l = { .nfkc = nfkc, .out = out };
    size_t count = 0;

    text_start(out, NULL);
    out->substitutes = in.substitutes;
    out->substitutes_len = in.substitutes == NULL ? 0 : strlen(in.substitutes);
    for (size_t i = 0; i < in.len && !l.full && !l.bad; count++) {
        UChar32 c;

        if (count == INKAN_MATCH_TEXT_MAX) {
            l.full = true;
            break;
        }
        c = utf8_next(in.ptr, in.len, &i);
        if (c < 0)
            l.bad = true;
        else
            take(&l, c, (uint16_t)count);
    }
    flush_segment(&l);
    if (out->count != 0 && out->c[out->count - 1] == ' ')
        out->count--;
    if (!l.full && !l.bad)
        return out->count == 0 ? TEXT_EMPTY : TEXT_OK;
    out->count = 0;
    return l.bad ? TEXT_BAD : TEXT_TOO_LONG;
}

void text_start(struct text *t, const struct text *like)
{
    t->count = 0;
    t->substitutes = like == NULL ? NULL : like->substitutes;
    t->substitutes_len = like == NULL ? 0 : like->substitutes_len;
}

void text_put(struct text *t, UChar32 c, uint16_t at)
{
    if (t->count == INKAN_MATCH_TEXT_MAX)
        return;
    t->c[t->count] = c;
    t->at[t->count++] = at;
}

void text_put_slice(struct text *t, struct slice s)
{
    for (size_t i = s.from; i < s.to; i++)
        text_put(t, s.text->c[i], s.text->at[i]);
}

bool slice_equal(struct slice a, struct slice b)
{
    return slice_len(a) == slice_len(b) &&
           memcmp(a.text->c + a.from, b.text->c + b.from,
                  slice_len(a) * sizeof(UChar32)) == 0;
}

bool slice_is_substitute(struct slice s, size_t i)
{
    size_t at = s.text->at[s.from + i];

    return at < s.text->substitutes_len && s.text->substitutes[at] == '1';
}
