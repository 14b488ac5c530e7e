/* SPDX-License-Identifier: Apache-2.0
 *
 * Two addresses. A difference of place or house number is named for what it
 * is, so that a caller can tell who moved from who is another person; an
 * address alone never proves either.
 */
#include "host/match/address.h"

#include <string.h>

#define AZA      0x5B57
#define GUN      0x90E1 /* county */
#define BLOCK_OK 3 /* district, block, house: a number after that is a room */

static void drop_aza(const struct text *in, struct text *out)
{
    text_start(out, in);
    for (size_t i = 0; i < in->count; i++) {
        if (in->c[i] != AZA)
            text_put(out, in->c[i], in->at[i]);
    }
}

/* What follows the county. false: none, or the name only holds the word
 * (Koriyama begins with it, others hold it in front of "city"). */
static bool drop_county(const struct text *in, struct text *out)
{
    for (size_t i = 1; i + 2 < in->count; i++) {
        if (in->c[i] != GUN)
            continue;
        text_start(out, in);
        text_put_slice(out, slice_of(in, i + 1, in->count));
        return true;
    }
    return false;
}

/* With the county dropped on the one side that names it. */
static bool alike_without_county(const struct inkan_matcher *m,
                                 const struct text *a, const struct text *b,
                                 struct inkan_match_result *r)
{
    struct text short_a;
    struct text short_b;
    bool has_a = drop_county(a, &short_a);
    bool has_b = drop_county(b, &short_b);

    return (has_a && slice_alike(m, slice_all(&short_a), slice_all(b), r)) ||
           (has_b && slice_alike(m, slice_all(a), slice_all(&short_b), r));
}

static bool places_alike(const struct inkan_matcher *m, const struct text *a,
                         const struct text *b, struct inkan_match_result *r)
{
    struct text bare_a;
    struct text bare_b;

    if (slice_alike(m, slice_all(a), slice_all(b), r))
        return true;
    if (alike_without_county(m, a, b, r)) {
        result_add(r, INKAN_MATCH_COUNTY);
        return true;
    }
    drop_aza(a, &bare_a);
    drop_aza(b, &bare_b);
    if (bare_a.count == a->count && bare_b.count == b->count)
        return false;
    if (slice_alike(m, slice_all(&bare_a), slice_all(&bare_b), r)) {
        result_add(r, INKAN_MATCH_AZA);
        return true;
    }
    if (!alike_without_county(m, &bare_a, &bare_b, r))
        return false;
    result_add(r, INKAN_MATCH_AZA);
    result_add(r, INKAN_MATCH_COUNTY);
    return true;
}

/* One side has one more number: the room, written on to the house number? */
static bool is_room_in_block(const struct address *with,
                             const struct address *without)
{
    uint32_t extra;

    if (with->count != without->count + 1 || with->rest.count != 0 ||
        memcmp(with->block, without->block,
               without->count * sizeof(without->block[0])) != 0)
        return false;
    extra = with->block[with->count - 1];
    if (without->rest.count == 0)
        return without->count >= BLOCK_OK;
    return without->room == extra;
}

static bool blocks_equal(const struct address *a, const struct address *b)
{
    return a->count == b->count &&
           memcmp(a->block, b->block, a->count * sizeof(a->block[0])) == 0;
}

static void compare_rests(const struct inkan_matcher *m,
                          const struct address *a, const struct address *b,
                          struct inkan_match_result *r)
{
    if (slice_alike(m, slice_all(&a->rest), slice_all(&b->rest), r))
        return;
    if (a->room != 0 && b->room != 0 && a->room != b->room)
        result_add_at(r, INKAN_MATCH_ROOM, slice_all(&a->rest),
                      slice_all(&b->rest));
    else
        result_add_at(r, INKAN_MATCH_BUILDING, slice_all(&a->rest),
                      slice_all(&b->rest));
}

static void compare_blocks(const struct inkan_matcher *m,
                           const struct address *a, const struct address *b,
                           struct inkan_match_result *r)
{
    if (blocks_equal(a, b)) {
        if ((a->says_lot && b->says_residence) ||
            (b->says_lot && a->says_residence))
            result_add_at(r, INKAN_MATCH_LOT, a->block_at, b->block_at);
        compare_rests(m, a, b, r);
    } else if (is_room_in_block(a, b) || is_room_in_block(b, a)) {
        result_add(r, INKAN_MATCH_BUILDING);
    } else {
        result_add_at(r, INKAN_MATCH_BLOCK, a->block_at, b->block_at);
    }
}

/* Prefecture and place, as they were written. */
static struct slice before_block(const struct text *t, const struct address *a)
{
    return slice_of(t, 0, a->count == 0 ? t->count : a->block_at.from);
}

void address_compare(const struct inkan_matcher *m, const struct text *ta,
                     const struct text *tb, struct inkan_match_result *r)
{
    struct address a;
    struct address b;

    address_read(ta, &a);
    address_read(tb, &b);
    if (a.prefecture != 0 && b.prefecture != 0 &&
        a.prefecture != b.prefecture) {
        diff_add(m, before_block(ta, &a), before_block(tb, &b),
                 INKAN_MATCH_TOWN, r);
        return;
    }
    if (!places_alike(m, &a.place, &b.place, r)) {
        diff_add(m, slice_all(&a.place), slice_all(&b.place), INKAN_MATCH_TOWN,
                 r);
        return;
    }
    if (a.prefecture != b.prefecture)
        result_add(r, INKAN_MATCH_PREFECTURE);
    compare_blocks(m, &a, &b, r);
}
