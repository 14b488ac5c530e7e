/* SPDX-License-Identifier: Apache-2.0
 *
 * Two birth dates. An unknown part agrees with anything; that it was unknown
 * is always said.
 */
#include "host/match/date.h"
#include "host/match/internal.h"

static bool parts_agree(int a, int b)
{
    return a == 0 || b == 0 || a == b;
}

static void name_differences(const struct date *a, const struct date *b,
                             struct inkan_match_result *r)
{
    if (!parts_agree(a->year, b->year))
        result_add(r, INKAN_MATCH_YEAR);
    if (!parts_agree(a->month, b->month))
        result_add(r, INKAN_MATCH_MONTH);
    if (!parts_agree(a->day, b->day))
        result_add(r, INKAN_MATCH_DAY);
    if (a->year == b->year && a->month == b->day && a->day == b->month &&
        a->month != a->day)
        result_add(r, INKAN_MATCH_SWAPPED);
}

static bool is_whole(const struct date *d)
{
    return d->year != 0 && d->month != 0 && d->day != 0;
}

void birth_compare(const struct inkan_matcher *m, const struct text *ta,
                   const struct text *tb, struct inkan_match_result *r)
{
    struct date a;
    struct date b;

    (void)m;
    if (!date_read(ta, &a) || !date_read(tb, &b)) {
        result_add(r, INKAN_MATCH_BAD_DATE);
        return;
    }
    name_differences(&a, &b, r);
    if (r->grade == INKAN_MATCH_C)
        return;
    if (a.year == 0 || b.year == 0) {
        result_add(r, INKAN_MATCH_UNKNOWN_DATE);
        return;
    }
    if (!is_whole(&a) || !is_whole(&b))
        result_add(r, INKAN_MATCH_PARTIAL_DATE);
    if (a.era_misfit || b.era_misfit)
        result_add(r, INKAN_MATCH_ERA);
}
