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
    static const enum inkan_match_code codes[DATE_PARTS] = { INKAN_MATCH_YEAR,
                                                             INKAN_MATCH_MONTH,
                                                             INKAN_MATCH_DAY };

    for (int i = 0; i < DATE_PARTS; i++) {
        struct inkan_match_place place = { a->place[i].first, a->place[i].last,
                                           b->place[i].first,
                                           b->place[i].last };

        if (!parts_agree(a->part[i], b->part[i]))
            result_add_place(r, codes[i], place);
    }
    if (a->part[DATE_YEAR] == b->part[DATE_YEAR] &&
        a->part[DATE_MONTH] == b->part[DATE_DAY] &&
        a->part[DATE_DAY] == b->part[DATE_MONTH] &&
        a->part[DATE_MONTH] != a->part[DATE_DAY])
        result_add(r, INKAN_MATCH_SWAPPED);
}

static bool is_whole(const struct date *d)
{
    return d->part[DATE_YEAR] != 0 && d->part[DATE_MONTH] != 0 &&
           d->part[DATE_DAY] != 0;
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
    if (a.part[DATE_YEAR] == 0 || b.part[DATE_YEAR] == 0) {
        result_add(r, INKAN_MATCH_UNKNOWN_DATE);
        return;
    }
    if (!is_whole(&a) || !is_whole(&b))
        result_add(r, INKAN_MATCH_PARTIAL_DATE);
    if (a.era_misfit || b.era_misfit)
        result_add(r, INKAN_MATCH_ERA);
}
