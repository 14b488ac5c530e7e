/* SPDX-License-Identifier: Apache-2.0
 *
 * The relation "forms of one kanji": sorted rows and binary search. Knows
 * nothing of files.
 */
#include "host/match/variants.h"

#include "host/match/text.h"

#include <stdlib.h>
#include <string.h>

#define GROUP_OWN 0x200000u /* above every code point */

bool variants_add(struct variants *v, UChar32 c, uint32_t group)
{
    if (v->count == v->cap) {
        size_t cap = v->cap == 0 ? 4096 : v->cap * 2;
        struct variant *rows = realloc(v->rows, cap * sizeof(*rows));

        if (rows == NULL)
            return false;
        v->rows = rows;
        v->cap = cap;
    }
    v->rows[v->count++] = (struct variant){ c, group };
    return true;
}

static int compare_rows(const void *x, const void *y)
{
    const struct variant *a = x;
    const struct variant *b = y;

    if (a->c != b->c)
        return a->c < b->c ? -1 : 1;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return 0;
}

void variants_sort(struct variants *v)
{
    size_t kept = 0;

    if (v->count == 0)
        return;
    qsort(v->rows, v->count, sizeof(*v->rows), compare_rows);
    for (size_t i = 1; i < v->count; i++) {
        if (compare_rows(&v->rows[kept], &v->rows[i]) != 0)
            v->rows[++kept] = v->rows[i];
    }
    v->count = kept + 1;
}

bool variants_load_own(struct variants *v)
{
    for (size_t i = 0; i < variants_table_count; i++) {
        const char *row = variants_table[i];
        size_t len = strlen(row);

        for (size_t at = 0; at < len;) {
            UChar32 c = utf8_next(row, len, &at);

            if (!variants_add(v, c, GROUP_OWN + (uint32_t)i))
                return false;
        }
    }
    variants_sort(v);
    return true;
}

/* The first row of c, or where it would stand. */
static size_t first_row(const struct variants *v, UChar32 c)
{
    size_t low = 0;
    size_t high = v->count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (v->rows[mid].c < c)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool variants_share(const struct variants *v, UChar32 a, UChar32 b)
{
    size_t i = first_row(v, a);
    size_t j = first_row(v, b);

    while (i < v->count && j < v->count && v->rows[i].c == a &&
           v->rows[j].c == b) {
        if (v->rows[i].group == v->rows[j].group)
            return true;
        if (v->rows[i].group < v->rows[j].group)
            i++;
        else
            j++;
    }
    return false;
}

/* Asked for a handful of characters that a claim refuses, so a walk over all
 * rows is cheap enough and needs no second index. */
UChar32 variants_next(const struct variants *v, UChar32 c, size_t *at)
{
    size_t first = first_row(v, c);

    for (; *at < v->count; (*at)++) {
        const struct variant *row = &v->rows[*at];

        if (row->c == c)
            continue;
        for (size_t i = first; i < v->count && v->rows[i].c == c; i++) {
            if (v->rows[i].group != row->group)
                continue;
            (*at)++;
            return row->c;
        }
    }
    return 0;
}

void variants_free(struct variants *v)
{
    free(v->rows);
    *v = (struct variants){ 0 };
}
