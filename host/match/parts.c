/* SPDX-License-Identifier: Apache-2.0
 *
 * Taking a name apart. Which bracket is used for a former surname or an alias
 * is not laid down for the card's text (assumed): every pair of brackets is
 * read the same way.
 */
#include "host/match/parts.h"

#include <string.h>
#include <unicode/uchar.h>

static bool is_open(UChar32 c)
{
    return u_charType(c) == U_START_PUNCTUATION;
}

static bool is_close(UChar32 c)
{
    return u_charType(c) == U_END_PUNCTUATION;
}

/* What stands between words: foreign names are joined with dots and hyphens
 * in one system and with spaces in the next. */
static bool is_joint(UChar32 c, bool after_latin)
{
    if (c == ' ' || c == 0x30FB || c == ',' || c == 0x3001)
        return true;
    return after_latin &&
           (c == '.' || c == '\'' || c == 0x2019 || char_is_dash(c));
}

static void put_main(struct parts *p, UChar32 c, uint16_t at, bool *joint)
{
    struct text *main = &p->main;

    if ((*joint || main->count == 0) && p->tokens < PARTS_TOKENS)
        p->token_from[p->tokens++] = main->count;
    *joint = false;
    text_put(main, u_foldCase(c, U_FOLD_CASE_DEFAULT), at);
    p->has_truth = p->has_truth || char_is_true(c);
    p->has_han = p->has_han || char_is_han(c) || !char_is_true(c);
    p->has_kana = p->has_kana || char_is_kana(c);
    p->has_latin = p->has_latin || char_is_latin(c);
}

static void put_bracket(struct parts *p, UChar32 c, uint16_t at)
{
    size_t i = p->brackets - 1;

    if (p->brackets > PARTS_BRACKETS)
        return;
    if (!is_joint(c, char_is_latin(c)))
        text_put(&p->bracket[i], u_foldCase(c, U_FOLD_CASE_DEFAULT), at);
    else if (p->bracket[i].count != 0)
        p->bracket_words[i] = true;
}

/* Words that say what the name in brackets is. */
static void drop_label(struct text *bracket)
{
    static const UChar32 labels[][3] = {
        { 0x901A, 0x79F0, 0x540D }, /* tsuushoumei: alias */
        { 0x901A, 0x79F0, 0 },
        { 0x65E7, 0x59D3, 0 }, /* kyuusei: former surname */
        { 0x65E7, 0x6C0F, 0 }, /* kyuushi, as the law has it */
        { 0x5225, 0x540D, 0 }, /* betsumei: other name */
        { 0x672C, 0x540D, 0 }, /* honmyou: real name */
    };

    for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
        size_t len = labels[i][2] == 0 ? 2 : 3;
        struct text rest;

        if (bracket->count <= len ||
            memcmp(bracket->c, labels[i], len * sizeof(UChar32)) != 0)
            continue;
        if (bracket->c[len] == ':')
            len++;
        text_start(&rest, bracket);
        text_put_slice(&rest, slice_of(bracket, len, bracket->count));
        text_start(bracket, &rest);
        text_put_slice(bracket, slice_all(&rest));
        return;
    }
}

void parts_read(const struct text *t, struct parts *out)
{
    size_t depth = 0;
    bool joint = false;
    bool after_latin = false;

    text_start(&out->main, t);
    out->tokens = 0;
    out->brackets = 0;
    out->has_han = out->has_kana = out->has_latin = out->has_truth = false;
    for (size_t i = 0; i < t->count; i++) {
        UChar32 c = t->c[i];

        if (is_open(c)) {
            if (depth++ == 0 && ++out->brackets <= PARTS_BRACKETS) {
                text_start(&out->bracket[out->brackets - 1], t);
                out->bracket_words[out->brackets - 1] = false;
            }
            joint = true;
        } else if (is_close(c)) {
            depth -= depth == 0 ? 0 : 1;
        } else if (depth != 0) {
            put_bracket(out, c, t->at[i]);
        } else if (is_joint(c, after_latin)) {
            joint = true;
        } else {
            put_main(out, c, t->at[i], &joint);
            after_latin = char_is_latin(c);
        }
    }
    if (out->brackets > PARTS_BRACKETS)
        out->brackets = PARTS_BRACKETS;
    for (size_t i = 0; i < out->brackets; i++)
        drop_label(&out->bracket[i]);
}

static struct slice token(const struct parts *p, size_t i)
{
    size_t to = i + 1 < p->tokens ? p->token_from[i + 1] : p->main.count;

    return slice_of(&p->main, p->token_from[i], to);
}

bool parts_reordered(const struct inkan_matcher *m, const struct parts *a,
                     const struct parts *b)
{
    unsigned used = 0;

    if (a->tokens != b->tokens || a->tokens < 2)
        return false;
    for (size_t i = 0; i < a->tokens; i++) {
        size_t j = 0;

        while (j < b->tokens &&
               ((used & 1u << j) != 0 ||
                !slice_alike(m, token(a, i), token(b, j), NULL)))
            j++;
        if (j == b->tokens)
            return false;
        used |= 1u << j;
    }
    return true;
}

static bool has_truth(struct slice s)
{
    for (size_t i = 0; i < slice_len(s); i++) {
        if (char_is_true(slice_char(s, i)))
            return true;
    }
    return false;
}

static enum inkan_match_grade grade_part(const struct inkan_matcher *m,
                                         struct slice a, struct slice b)
{
    if (!has_truth(a) || !has_truth(b))
        return INKAN_MATCH_NA;
    if (slice_equal(a, b))
        return INKAN_MATCH_A;
    return slice_alike(m, a, b, NULL) ? INKAN_MATCH_B : INKAN_MATCH_C;
}

/* Where the given name of p begins, judged by a name whose parts are known. */
static size_t infer_given(const struct inkan_matcher *m, const struct parts *p,
                          const struct parts *known)
{
    size_t surname = parts_given(known);
    size_t given = known->main.count - surname;

    if (p->main.count == known->main.count)
        return surname;
    if (p->main.count > surname &&
        slice_alike(m, slice_of(&p->main, 0, surname), token(known, 0), NULL))
        return surname;
    if (p->main.count > given &&
        slice_alike(m, slice_of(&p->main, p->main.count - given, p->main.count),
                    slice_of(&known->main, surname, known->main.count), NULL))
        return p->main.count - given;
    return 0;
}

void parts_grade(const struct inkan_matcher *m, const struct parts *a,
                 const struct parts *b, struct inkan_match_result *r)
{
    size_t given_a = parts_given(a);
    size_t given_b = parts_given(b);

    if (given_a == 0 && given_b != 0)
        given_a = infer_given(m, a, b);
    else if (given_b == 0 && given_a != 0)
        given_b = infer_given(m, b, a);
    if (given_a == 0 || given_b == 0) {
        bool same = a->has_truth &&
                    slice_equal(slice_all(&a->main), slice_all(&b->main)) &&
                    !inkan_match_has(r, INKAN_MATCH_DOT);

        r->surname = r->given = same ? INKAN_MATCH_A : INKAN_MATCH_NA;
        return;
    }
    r->surname = grade_part(m, slice_of(&a->main, 0, given_a),
                            slice_of(&b->main, 0, given_b));
    r->given = grade_part(m, slice_of(&a->main, given_a, a->main.count),
                          slice_of(&b->main, given_b, b->main.count));
}
