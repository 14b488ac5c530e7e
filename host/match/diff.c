/* SPDX-License-Identifier: Apache-2.0
 *
 * Where two texts differ, for a person to look at: the longest common
 * subsequence of short middles, one place for long ones. Never decides
 * whether they differ.
 */
#include "host/match/internal.h"

#include <string.h>

/* Longer middles have nothing in common worth showing. */
#define MIDDLE_MAX 48

struct diff {
    const struct inkan_matcher *m;
    struct slice a, b;
    uint8_t common[MIDDLE_MAX + 1][MIDDLE_MAX + 1]; /* of the rests from i, j */
};

static bool alike(const struct inkan_matcher *m, struct slice a, size_t i,
                  struct slice b, size_t j)
{
    enum inkan_match_code code;

    return char_relation(m, a, i, b, j, &code) != CHAR_DIFFERENT;
}

static void measure(struct diff *d)
{
    size_t rows = slice_len(d->a);
    size_t cols = slice_len(d->b);

    memset(d->common, 0, sizeof(d->common));
    for (size_t i = rows; i-- != 0;) {
        for (size_t j = cols; j-- != 0;) {
            uint8_t down = d->common[i + 1][j];
            uint8_t right = d->common[i][j + 1];

            if (alike(d->m, d->a, i, d->b, j))
                d->common[i][j] = (uint8_t)(d->common[i + 1][j + 1] + 1);
            else
                d->common[i][j] = down > right ? down : right;
        }
    }
}

/* Ties may go either way: inkan_match_compare puts the two sides in one order
 * before anything is compared. */
static bool skip_a(const struct diff *d, size_t i, size_t j)
{
    uint8_t down = d->common[i + 1][j];
    uint8_t right = d->common[i][j + 1];

    return down >= right;
}

static void walk(const struct diff *d, enum inkan_match_code code,
                 struct inkan_match_result *r)
{
    size_t rows = slice_len(d->a);
    size_t cols = slice_len(d->b);
    size_t i = 0;
    size_t j = 0;

    while (i < rows || j < cols) {
        size_t from_i = i;
        size_t from_j = j;

        while (i < rows && j < cols && alike(d->m, d->a, i, d->b, j)) {
            i++;
            j++;
        }
        if (i != from_i)
            continue;
        while ((i < rows || j < cols) &&
               !(i < rows && j < cols && alike(d->m, d->a, i, d->b, j))) {
            if (j == cols || (i < rows && skip_a(d, i, j)))
                i++;
            else
                j++;
        }
        result_add_at(r, code,
                      slice_of(d->a.text, d->a.from + from_i, d->a.from + i),
                      slice_of(d->b.text, d->b.from + from_j, d->b.from + j));
    }
}

void diff_add(const struct inkan_matcher *m, struct slice a, struct slice b,
              enum inkan_match_code code, struct inkan_match_result *r)
{
    struct diff d = { .m = m };

    while (slice_len(a) != 0 && slice_len(b) != 0 && alike(m, a, 0, b, 0)) {
        a.from++;
        b.from++;
    }
    while (slice_len(a) != 0 && slice_len(b) != 0 &&
           alike(m, a, slice_len(a) - 1, b, slice_len(b) - 1)) {
        a.to--;
        b.to--;
    }
    if (slice_len(a) > MIDDLE_MAX || slice_len(b) > MIDDLE_MAX) {
        result_add_at(r, code, a, b);
        return;
    }
    if (slice_len(a) == 0 && slice_len(b) == 0)
        result_add(r, code);
    d.a = a;
    d.b = b;
    measure(&d);
    walk(&d, code, r);
}
