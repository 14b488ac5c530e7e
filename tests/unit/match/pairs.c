/* SPDX-License-Identifier: Apache-2.0
 *
 * Checks rows of pairs; prints every row that fails before it fails the test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include "tests/unit/match/pairs.h"

struct inkan_match_text text_of(const char *s)
{
    return (struct inkan_match_text){ s, strlen(s), NULL };
}

static void list_codes(const struct inkan_match_result *r, char out[256])
{
    out[0] = '\0';
    for (unsigned i = 0; i < r->count; i++) {
        if (i != 0)
            strcat(out, " ");
        strcat(out, inkan_match_code_name(r->reasons[i].code));
    }
}

static bool places_mirrored(const struct inkan_match_result *x,
                            const struct inkan_match_result *y)
{
    if (x->count != y->count || x->surname != y->surname ||
        x->given != y->given)
        return false;
    for (unsigned i = 0; i < x->count; i++) {
        if (x->reasons[i].count != y->reasons[i].count)
            return false;
        for (unsigned k = 0; k < x->reasons[i].count; k++) {
            const struct inkan_match_place *p = &x->reasons[i].at[k];
            const struct inkan_match_place *q = &y->reasons[i].at[k];

            if (p->a_first != q->b_first || p->a_last != q->b_last ||
                p->b_first != q->a_first || p->b_last != q->a_last)
                return false;
        }
    }
    return true;
}

static bool check_row(const struct inkan_matcher *m,
                      enum inkan_match_field field, const struct pair *row)
{
    struct inkan_match_result r;
    struct inkan_match_result back;
    char codes[256];
    char letter;

    (void)inkan_match_compare(m, field, text_of(row->a), text_of(row->b), &r);
    (void)inkan_match_compare(m, field, text_of(row->b), text_of(row->a),
                              &back);
    list_codes(&r, codes);
    letter = inkan_match_grade_letter(r.grade);
    if (back.grade != r.grade || !places_mirrored(&r, &back)) {
        print_message("not symmetric: %s | %s\n", row->a, row->b);
        return false;
    }
    if (letter == row->grade && strcmp(codes, row->codes) == 0)
        return true;
    print_message("%s | %s: %c (%s), not %c (%s)\n", row->a, row->b, letter,
                  codes, row->grade, row->codes);
    return false;
}

void pairs_check(const struct inkan_matcher *m, enum inkan_match_field field,
                 const struct pair *rows, size_t count)
{
    size_t failed = 0;

    for (size_t i = 0; i < count; i++)
        failed += check_row(m, field, &rows[i]) ? 0 : 1;
    assert_int_equal(failed, 0);
}

int matcher_setup(void **state)
{
    *state = inkan_matcher_open();
    return *state == NULL ? -1 : 0;
}

int matcher_teardown(void **state)
{
    inkan_matcher_close(*state);
    return 0;
}
