/* SPDX-License-Identifier: Apache-2.0
 *
 * Names as registers and systems write them: kanji with variants and fillers,
 * former surnames and aliases in brackets, Latin names.
 */
#include "host/match/parts.h"

#include <unicode/uchar.h>

/* Systems cut foreign names at some length of their own; a beginning this
 * long (assumed) is not an accident. */
#define CUT_OFF_MIN 16

static bool scripts_meet(const struct parts *a, const struct parts *b)
{
    if (a->has_latin != b->has_latin && (!a->has_han || !b->has_han) &&
        !(a->has_kana && b->has_kana))
        return false;
    return a->has_han == b->has_han ||
           !(a->has_han ? b->has_kana : a->has_kana) ||
           (a->has_kana && b->has_kana && a->main.count == b->main.count);
}

/* Letters without their marks. */
static void strip_marks(const struct inkan_matcher *m, const struct text *in,
                        struct text *out)
{
    text_start(out, in);
    for (size_t i = 0; i < in->count; i++) {
        UErrorCode error = U_ZERO_ERROR;
        UChar32 c = in->c[i];
        UChar form[8];
        int32_t len = 0;

        if (char_is_latin(c))
            len = unorm2_getDecomposition(m->nfkc, c, form, 8, &error);
        if (u_charType(c) == U_NON_SPACING_MARK)
            continue;
        text_put(out, len > 0 && U_SUCCESS(error) ? form[0] : c, in->at[i]);
    }
}

static bool latin_alike(const struct inkan_matcher *m, const struct text *a,
                        const struct text *b, struct inkan_match_result *r)
{
    const struct text *shorter = a->count < b->count ? a : b;
    const struct text *longer = a->count < b->count ? b : a;
    struct text plain_a;
    struct text plain_b;

    strip_marks(m, a, &plain_a);
    strip_marks(m, b, &plain_b);
    if (slice_equal(slice_all(&plain_a), slice_all(&plain_b))) {
        result_add(r, INKAN_MATCH_DIACRITIC);
        return true;
    }
    if (shorter->count >= CUT_OFF_MIN && shorter->count < longer->count &&
        slice_equal(slice_all(shorter), slice_of(longer, 0, shorter->count))) {
        result_add(r, INKAN_MATCH_TRUNCATED);
        return true;
    }
    return false;
}

static void compare_brackets(const struct inkan_matcher *m,
                             const struct parts *a, const struct parts *b,
                             struct inkan_match_result *r)
{
    bool same = a->brackets == b->brackets;

    for (size_t i = 0; same && i < a->brackets; i++)
        same = slice_alike(m, slice_all(&a->bracket[i]),
                           slice_all(&b->bracket[i]), r);
    if (!same)
        result_add(r, INKAN_MATCH_BRACKET);
}

static bool mains_alike(const struct inkan_matcher *m, const struct parts *a,
                        const struct parts *b, struct inkan_match_result *r)
{
    if (slice_alike(m, slice_all(&a->main), slice_all(&b->main), r))
        return true;
    if (a->has_latin && b->has_latin && latin_alike(m, &a->main, &b->main, r))
        return true;
    if (!parts_reordered(m, a, b))
        return false;
    result_add(r, INKAN_MATCH_ORDER);
    return true;
}

/* The i-th other name of p: what a bracket says, alone (an alias) or with the
 * given name (a former surname). i counts two for each bracket. */
static bool other_name(const struct parts *p, size_t i, struct text *out)
{
    const struct text *bracket = &p->bracket[i / 2];
    size_t given = parts_given(p);

    text_start(out, &p->main);
    if (bracket->count == 0)
        return false;
    text_put_slice(out, slice_all(bracket));
    if (i % 2 == 0)
        return bracket->count > 1;
    if (given == 0)
        return false;
    text_put_slice(out, slice_of(&p->main, given, p->main.count));
    return true;
}

/* May this bracket be a whole name? In a Japanese name a bracket of one word
 * is a former surname, which a whole family may share. */
static bool is_whole_name(const struct parts *p, size_t bracket)
{
    return p->bracket_words[bracket] || p->has_latin;
}

/* Do two brackets alone, without a given name, say anything? */
static bool brackets_tell(const struct parts *p, size_t i,
                          const struct parts *q, size_t j)
{
    return i % 2 != 0 || j % 2 != 0 || is_whole_name(p, i / 2) ||
           is_whole_name(q, j / 2);
}

/* Some other name of p against the main and the other names of q. */
static bool other_alike(const struct inkan_matcher *m, const struct parts *p,
                        const struct parts *q)
{
    struct text mine;
    struct text theirs;

    for (size_t i = 0; i < 2 * p->brackets; i++) {
        if (!other_name(p, i, &mine))
            continue;
        if (slice_alike(m, slice_all(&mine), slice_all(&q->main), NULL))
            return true;
        for (size_t j = 0; j < 2 * q->brackets; j++) {
            if (brackets_tell(p, i, q, j) && other_name(q, j, &theirs) &&
                slice_alike(m, slice_all(&mine), slice_all(&theirs), NULL))
                return true;
        }
    }
    return false;
}

void name_compare(const struct inkan_matcher *m, const struct text *ta,
                  const struct text *tb, struct inkan_match_result *r)
{
    struct parts a;
    struct parts b;

    parts_read(ta, &a);
    parts_read(tb, &b);
    if (!a.has_truth || !b.has_truth) {
        result_add(r, INKAN_MATCH_ALL_DOTS);
        return;
    }
    if (mains_alike(m, &a, &b, r)) {
        compare_brackets(m, &a, &b, r);
        if (inkan_match_has(r, INKAN_MATCH_ORDER))
            r->surname = r->given = INKAN_MATCH_B;
        else
            parts_grade(m, &a, &b, r);
        return;
    }
    if (other_alike(m, &a, &b) || other_alike(m, &b, &a)) {
        result_add(r, INKAN_MATCH_OTHER_NAME);
        r->surname = r->given = INKAN_MATCH_B;
        return;
    }
    if (!scripts_meet(&a, &b)) {
        result_add(r, INKAN_MATCH_SCRIPT);
        return;
    }
    parts_grade(m, &a, &b, r);
    diff_add(m, slice_all(&a.main), slice_all(&b.main), INKAN_MATCH_DIFFERENT,
             r);
}
