/* SPDX-License-Identifier: Apache-2.0
 *
 * The library's entry: builds a matcher, loads both texts, hands them to their
 * field. Symmetry is made here, once: the two sides always reach a field in
 * one order, and the places are put back.
 */
#include "host/match/internal.h"

#include <stdlib.h>
#include <string.h>

static const struct field_row {
    const char *name;
    void (*compare)(const struct inkan_matcher *m, const struct text *a,
                    const struct text *b, struct inkan_match_result *r);
} fields[] = {
    [INKAN_MATCH_NAME] = { "name", name_compare },
    [INKAN_MATCH_KANA] = { "kana", kana_compare },
    [INKAN_MATCH_BIRTH] = { "birth", birth_compare },
    [INKAN_MATCH_SEX] = { "sex", sex_compare },
    [INKAN_MATCH_ADDRESS] = { "address", address_compare },
};
_Static_assert(ARRAY_LEN(fields) == INKAN_MATCH_FIELD_COUNT,
               "every field has a row");

struct inkan_matcher *inkan_matcher_open(void)
{
    struct inkan_matcher *m = calloc(1, sizeof(*m));
    UErrorCode error = U_ZERO_ERROR;

    if (m == NULL)
        return NULL;
    m->nfkc = unorm2_getNFKCInstance(&error);
    if (U_SUCCESS(error) && variants_load_own(&m->variants))
        return m;
    inkan_matcher_close(m);
    return NULL;
}

static bool copy_variants(const struct variants *from, struct variants *to)
{
    *to = (struct variants){ 0 };
    for (size_t i = 0; i < from->count; i++) {
        if (!variants_add(to, from->rows[i].c, from->rows[i].group))
            return false;
    }
    return true;
}

enum inkan_match_rc inkan_matcher_add_file(struct inkan_matcher *m,
                                           const char *path)
{
    const char *dot = strrchr(path, '.');
    enum inkan_match_rc rc = INKAN_MATCH_NOMEM;
    struct variants added;

    if (!copy_variants(&m->variants, &added))
        goto out;
    if (dot != NULL && strcmp(dot, ".json") == 0)
        rc = variants_read_json(&added, &m->mj, path);
    else
        rc = variants_read_csv(&added, &m->mj, m->nfkc, path);
    if (rc == INKAN_MATCH_OK) {
        struct variants old = m->variants;

        variants_sort(&added);
        m->variants = added;
        added = old;
    }
out:
    variants_free(&added);
    return rc;
}

void inkan_matcher_close(struct inkan_matcher *m)
{
    if (m == NULL)
        return;
    variants_free(&m->variants);
    free(m->mj.chars);
    free(m);
}

/* Which side comes first while comparing: any fixed rule will do. */
static int order(struct inkan_match_text a, struct inkan_match_text b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int c = len == 0 ? 0 : memcmp(a.ptr, b.ptr, len);

    if (c != 0)
        return c;
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    return strcmp(a.substitutes == NULL ? "" : a.substitutes,
                  b.substitutes == NULL ? "" : b.substitutes);
}

static void exchange(struct inkan_match_result *r)
{
    for (unsigned i = 0; i < r->count; i++) {
        for (unsigned k = 0; k < r->reasons[i].count; k++) {
            struct inkan_match_place p = r->reasons[i].at[k];

            r->reasons[i].at[k] =
                (struct inkan_match_place){ p.b_first, p.b_last, p.a_first,
                                            p.a_last };
        }
    }
}

enum inkan_match_grade inkan_match_compare(const struct inkan_matcher *m,
                                           enum inkan_match_field field,
                                           struct inkan_match_text a,
                                           struct inkan_match_text b,
                                           struct inkan_match_result *out)
{
    int c = order(a, b);
    struct text ta;
    struct text tb;
    enum text_state state_a = text_load(m->nfkc, c > 0 ? b : a, &ta);
    enum text_state state_b;

    result_start(out);
    if ((unsigned)field >= INKAN_MATCH_FIELD_COUNT)
        return out->grade = INKAN_MATCH_NA;
    state_b = c == 0 ? state_a : text_load(m->nfkc, c > 0 ? a : b, &tb);
    if (state_a != TEXT_OK || state_b != TEXT_OK) {
        result_add_state(out, state_a, state_b);
        return out->grade;
    }
    fields[field].compare(m, &ta, c == 0 ? &ta : &tb, out);
    if (c != 0 && out->count == 0)
        result_add(out, INKAN_MATCH_NOTATION);
    if (c > 0)
        exchange(out);
    return out->grade;
}

const char *inkan_match_field_name(enum inkan_match_field field)
{
    return (unsigned)field < INKAN_MATCH_FIELD_COUNT ? fields[field].name : "";
}

enum inkan_match_field inkan_match_field_of(const char *name)
{
    unsigned i = 0;

    while (i < INKAN_MATCH_FIELD_COUNT && strcmp(fields[i].name, name) != 0)
        i++;
    return (enum inkan_match_field)i;
}
