/* SPDX-License-Identifier: Apache-2.0
 *
 * Readings in kana, and the form that banks use (large, half-width, a hyphen
 * for the long vowel). Folding happens in two steps so that a result can say
 * which of them was needed.
 */
#include "host/match/parts.h"

#include <unicode/uchar.h>

#define LONG_MARK 0x30FC
#define VU        0x30F4

/* Step one: katakana, one long vowel mark. */
static void to_katakana(const struct text *in, struct text *out)
{
    text_start(out, in);
    for (size_t i = 0; i < in->count; i++) {
        UChar32 c = char_to_katakana(in->c[i]);

        if (i > 0 && char_is_dash(c) && char_is_kana(in->c[i - 1]))
            c = LONG_MARK;
        text_put(out, c, in->at[i]);
    }
}

/* Kana that sound alike; the large one is the one that stays. */
static UChar32 fold_sound(UChar32 c)
{
    switch (c) {
    case 0x30C2: return 0x30B8; /* di: ji */
    case 0x30C5: return 0x30BA; /* du: zu */
    case 0x30F2: return 0x30AA; /* wo: o */
    case 0x30F0: return 0x30A4; /* wi: i */
    case 0x30F1: return 0x30A8; /* we: e */
    case VU: return 0x30D6;     /* vu: bu */
    default: return c;
    }
}

/* va vi ve vo are written with two kana; 0 if next makes none of them. */
static UChar32 fold_vu(UChar32 next)
{
    switch (next) {
    case 0x30A1: return 0x30D0;
    case 0x30A3: return 0x30D3;
    case 0x30A7: return 0x30D9;
    case 0x30A9: return 0x30DC;
    default: return 0;
    }
}

/* Step two: large kana, one for each sound. */
static void fold(const struct text *in, struct text *out)
{
    text_start(out, in);
    for (size_t i = 0; i < in->count; i++) {
        UChar32 c = in->c[i];
        UChar32 next = i + 1 < in->count ? in->c[i + 1] : 0;

        if (c == VU && fold_vu(next) != 0) {
            text_put(out, fold_vu(next), in->at[i]);
            i++;
            continue;
        }
        text_put(out, fold_sound(char_to_large(c)), in->at[i]);
    }
}

/* a i u e o as 0-4, by the kana's place in its row; -1 for others. */
static int vowel_of(UChar32 c)
{
    static const char *const rows[] = {
        "アカガサザタダナハバパマヤラワ", "イキギシジチニヒビピミリ",
        "ウクグスズツヌフブプムユル",     "エケゲセゼテデネヘベペメレ",
        "オコゴソゾトドノホボポモヨロ",
    };

    for (int row = 0; row < (int)ARRAY_LEN(rows); row++) {
        const char *p = rows[row];

        for (; *p != '\0'; p += 3) {
            UChar32 kana =
                (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);

            if (kana == c)
                return row;
        }
    }
    return -1;
}

/* Does c lengthen the vowel of the kana before it, as the mark would? */
static bool lengthens(UChar32 before, UChar32 c)
{
    static const UChar32 vowels[] = { 0x30A2, 0x30A4, 0x30A6, 0x30A8, 0x30AA };
    int vowel = vowel_of(before);

    if (vowel < 0)
        return false;
    return c == vowels[vowel] || (vowel == 3 && c == vowels[1]) ||
           (vowel == 4 && c == vowels[2]);
}

static bool long_vowel_at(struct slice mark, struct slice vowel, size_t i)
{
    return i > 0 && slice_char(mark, i) == LONG_MARK &&
           slice_char(mark, i - 1) == slice_char(vowel, i - 1) &&
           lengthens(slice_char(vowel, i - 1), slice_char(vowel, i));
}

static bool marks_for_vowels(const struct inkan_matcher *m, struct slice a,
                             struct slice b)
{
    enum inkan_match_code code;

    if (slice_len(a) != slice_len(b))
        return false;
    for (size_t i = 0; i < slice_len(a); i++) {
        if (char_relation(m, a, i, b, i, &code) == CHAR_DIFFERENT &&
            !long_vowel_at(a, b, i) && !long_vowel_at(b, a, i))
            return false;
    }
    return true;
}

static void drop_marks(const struct text *in, struct text *out)
{
    text_start(out, in);
    for (size_t i = 0; i < in->count; i++) {
        if (in->c[i] != LONG_MARK)
            text_put(out, in->c[i], in->at[i]);
    }
}

static bool long_vowels_alike(const struct inkan_matcher *m,
                              const struct text *a, const struct text *b)
{
    struct text short_a;
    struct text short_b;

    if (marks_for_vowels(m, slice_all(a), slice_all(b)))
        return true;
    drop_marks(a, &short_a);
    drop_marks(b, &short_b);
    return short_a.count + short_b.count < a->count + b->count &&
           slice_alike(m, slice_all(&short_a), slice_all(&short_b), NULL);
}

/* Equal when folded: which folding was it? */
static void name_folding(const struct text *a, const struct text *b,
                         struct inkan_match_result *r)
{
    struct parts raw_a;
    struct parts raw_b;

    parts_read(a, &raw_a);
    parts_read(b, &raw_b);
    if (raw_a.main.count != raw_b.main.count) {
        result_add(r, INKAN_MATCH_KANA_PAIR);
        return;
    }
    for (size_t i = 0; i < raw_a.main.count; i++) {
        UChar32 x = raw_a.main.c[i];
        UChar32 y = raw_b.main.c[i];

        if (x == y || !char_is_true(x) || !char_is_true(y))
            continue;
        result_add_at(
            r,
            char_to_large(x) == char_to_large(y) ? INKAN_MATCH_SMALL_KANA
                                                 : INKAN_MATCH_KANA_PAIR,
            slice_of(&raw_a.main, i, i + 1), slice_of(&raw_b.main, i, i + 1));
    }
}

static bool is_placeholder(const struct text *t)
{
    for (size_t i = 0; i < t->count; i++) {
        if (t->c[i] != '*' && t->c[i] != ' ')
            return false;
    }
    return true;
}

static void grade(const struct inkan_matcher *m, const struct parts *a,
                  const struct parts *b, struct inkan_match_result *r)
{
    if (!a->has_truth || !b->has_truth) {
        result_add(r, INKAN_MATCH_ALL_DOTS);
    } else if (slice_alike(m, slice_all(&a->main), slice_all(&b->main), r)) {
        parts_grade(m, a, b, r);
    } else if (a->has_kana != b->has_kana || a->has_latin != b->has_latin) {
        result_add(r, INKAN_MATCH_SCRIPT);
    } else if (long_vowels_alike(m, &a->main, &b->main)) {
        result_add(r, INKAN_MATCH_LONG_VOWEL);
        r->surname = r->given = INKAN_MATCH_B;
    } else if (parts_reordered(m, a, b)) {
        result_add(r, INKAN_MATCH_ORDER);
        r->surname = r->given = INKAN_MATCH_B;
    } else {
        parts_grade(m, a, b, r);
        diff_add(m, slice_all(&a->main), slice_all(&b->main),
                 INKAN_MATCH_DIFFERENT, r);
    }
}

static bool has_kanji(const struct text *t)
{
    for (size_t i = 0; i < t->count; i++) {
        if (char_is_han(t->c[i]))
            return true;
    }
    return false;
}

void kana_compare(const struct inkan_matcher *m, const struct text *ta,
                  const struct text *tb, struct inkan_match_result *r)
{
    struct text raw_a;
    struct text raw_b;
    struct text folded;
    struct parts a;
    struct parts b;

    if (is_placeholder(ta) || is_placeholder(tb)) {
        result_add(r, INKAN_MATCH_PLACEHOLDER);
        return;
    }
    if (has_kanji(ta) || has_kanji(tb)) {
        result_add(r, INKAN_MATCH_SCRIPT);
        return;
    }
    to_katakana(ta, &raw_a);
    to_katakana(tb, &raw_b);
    fold(&raw_a, &folded);
    parts_read(&folded, &a);
    fold(&raw_b, &folded);
    parts_read(&folded, &b);
    grade(m, &a, &b, r);
    if (r->grade <= INKAN_MATCH_B && slice_len(slice_all(&a.main)) != 0 &&
        slice_alike(m, slice_all(&a.main), slice_all(&b.main), NULL))
        name_folding(&raw_a, &raw_b, r);
}
