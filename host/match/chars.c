/* SPDX-License-Identifier: Apache-2.0
 *
 * Single characters: what they are and how two of them stand to each other.
 * Classes come from ICU's properties; the few lists here are of characters
 * that systems use as fillers, which no standard lists.
 */
#include "host/match/internal.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#define ITERATION_MARK 0x3005

bool char_is_dot(UChar32 c)
{
    switch (c) {
    case '?':
    case '*':
    case 0x25CF: /* black circle: the terminal's own */
    case 0x25CB: /* white circle */
    case 0x25EF: /* large circle */
    case 0x25A0: /* black square */
    case 0x25A1: /* white square */
    case 0x25C6: /* black diamond */
    case 0x3013: /* geta mark */
    case 0xFFFD: /* replacement character */ return true;
    default: return false;
    }
}

bool char_is_gaiji(UChar32 c)
{
    int8_t type = u_charType(c);

    return type == U_PRIVATE_USE_CHAR || type == U_UNASSIGNED;
}

bool char_is_true(UChar32 c)
{
    return c != ' ' && !char_is_dot(c) && !char_is_gaiji(c);
}

static bool is_script(UChar32 c, UScriptCode script)
{
    UErrorCode error = U_ZERO_ERROR;

    return uscript_getScript(c, &error) == script;
}

bool char_is_han(UChar32 c)
{
    return is_script(c, USCRIPT_HAN);
}

bool char_is_kana(UChar32 c)
{
    return c == 0x30FC || is_script(c, USCRIPT_KATAKANA) ||
           is_script(c, USCRIPT_HIRAGANA);
}

bool char_is_latin(UChar32 c)
{
    return is_script(c, USCRIPT_LATIN);
}

bool char_is_dash(UChar32 c)
{
    return c == '-' || c == 0x2500 /* box drawing, seen for a dash */ ||
           (c > 0x7F && u_hasBinaryProperty(c, UCHAR_DASH));
}

/* Hiragana and katakana stand in the same order, 60h apart. */
UChar32 char_to_katakana(UChar32 c)
{
    if ((c >= 0x3041 && c <= 0x3096) || c == 0x309D || c == 0x309E)
        return c + 0x60;
    return c;
}

UChar32 char_to_large(UChar32 c)
{
    static const struct {
        UChar32 small, large;
    } pairs[] = {
        { 0x30A1, 0x30A2 }, { 0x30A3, 0x30A4 }, { 0x30A5, 0x30A6 },
        { 0x30A7, 0x30A8 }, { 0x30A9, 0x30AA }, { 0x30C3, 0x30C4 },
        { 0x30E3, 0x30E4 }, { 0x30E5, 0x30E6 }, { 0x30E7, 0x30E8 },
        { 0x30EE, 0x30EF }, { 0x30F5, 0x30AB }, { 0x30F6, 0x30B1 },
    };
    UChar32 base = c >= 0x3041 && c <= 0x3096 ? 0x60 : 0;

    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        if (pairs[i].small == c + base)
            return pairs[i].large - base;
    }
    return c;
}

static bool repeats(struct slice marked, size_t i, struct slice other, size_t j)
{
    return i > 0 && slice_char(marked, i) == ITERATION_MARK &&
           slice_char(marked, i - 1) == slice_char(other, j);
}

enum relation char_relation(const struct inkan_matcher *m, struct slice a,
                            size_t i, struct slice b, size_t j,
                            enum inkan_match_code *out_code)
{
    UChar32 x = slice_char(a, i);
    UChar32 y = slice_char(b, j);
    UChar32 kx = char_to_katakana(x);
    UChar32 ky = char_to_katakana(y);

    if (char_is_number(x) || char_is_number(y))
        return x == y ? CHAR_SAME : CHAR_DIFFERENT;
    if (x == y && char_is_true(x))
        return CHAR_SAME;
    if (char_is_dot(x) || char_is_dot(y))
        *out_code = INKAN_MATCH_DOT;
    else if (char_is_gaiji(x) || char_is_gaiji(y))
        *out_code = INKAN_MATCH_GAIJI;
    else if (kx == ky)
        *out_code = INKAN_MATCH_KANA_KIND;
    else if (char_to_large(kx) == char_to_large(ky))
        *out_code = INKAN_MATCH_SMALL_IN_NAME;
    else if (variants_share(&m->variants, x, y))
        *out_code = INKAN_MATCH_VARIANT;
    else if (repeats(a, i, b, j) || repeats(b, j, a, i))
        *out_code = INKAN_MATCH_ITERATION;
    else if (slice_is_substitute(a, i) || slice_is_substitute(b, j))
        *out_code = INKAN_MATCH_SUBSTITUTE;
    else
        return CHAR_DIFFERENT;
    return CHAR_ALIKE;
}

bool slice_alike(const struct inkan_matcher *m, struct slice a, struct slice b,
                 struct inkan_match_result *r)
{
    size_t len = slice_len(a);
    enum inkan_match_code code;

    if (len != slice_len(b))
        return false;
    for (size_t i = 0; i < len; i++) {
        if (char_relation(m, a, i, b, i, &code) == CHAR_DIFFERENT)
            return false;
    }
    for (size_t i = 0; r != NULL && i < len; i++) {
        if (char_relation(m, a, i, b, i, &code) == CHAR_ALIKE)
            result_add_at(r, code, slice_of(a.text, a.from + i, a.from + i + 1),
                          slice_of(b.text, b.from + i, b.from + i + 1));
    }
    return true;
}
