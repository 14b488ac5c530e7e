/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/match/pairs.h"

#define CHECK(rows)                                                            \
    pairs_check(*state, INKAN_MATCH_ADDRESS, rows,                             \
                sizeof(rows) / sizeof(rows[0]))

static void one_address_in_many_notations_is_grade_a(void **state)
{
    static const struct pair rows[] = {
        { "東京都新宿区西新宿２－８－１", "東京都新宿区西新宿2-8-1", 'A',
          "notation" },
        { "新宿区西新宿二丁目8番1号", "新宿区西新宿2-8-1", 'A', "notation" },
        { "新宿区西新宿2丁目8番地の1", "新宿区西新宿2-8-1", 'A', "notation" },
        { "新宿区西新宿2丁目 8番 1号", "新宿区西新宿２－８－１", 'A',
          "notation" },
        { "新宿区西新宿2の8の1", "新宿区西新宿2−8−1", 'A', "notation" },
        { "新宿区西新宿2ノ8ノ1", "新宿区西新宿2ー8ー1", 'A', "notation" },
        { "新宿区西新宿二ノ八ノ一", "新宿区西新宿2‐8‐1", 'A', "notation" },
        { "港区六本木六丁目10番1号", "港区六本木6-10-1", 'A', "notation" },
        { "札幌市中央区北一条西二丁目", "札幌市中央区北1条西2丁目", 'A',
          "notation" },
        { "〒100-0013 千代田区霞が関1-2-3", "千代田区霞ヶ関1-2-3", 'A',
          "notation" },
        { "龍ケ崎市3710番地", "龍ヶ崎市3710", 'A', "notation" },
        { "大字下川123番地", "下川123", 'A', "notation" },
        { "千代田区三番町二十三番地", "千代田区三番町23", 'A', "notation" },
        { "千代田区一番町1-1", "千代田区1番町1番1号", 'A', "notation" },
        { "新宿区西新宿2-8-1 都庁マンション301号室",
          "新宿区西新宿2-8-1都庁マンション３０１", 'A', "notation" },
        { "堺市北区百舌鳥梅町1丁30-1", "堺市北区百舌鳥梅町1-30-1", 'A',
          "notation" },
        { "和歌山市七番丁23", "和歌山市7番丁23番地", 'A', "notation" },
        { "三鷹市下連雀3丁目30番12号205室", "三鷹市下連雀3-30-12 205号室", 'A',
          "notation" },
        { "盛岡市第3地割12番地5", "盛岡市第三地割12-5", 'A', "notation" },
        { "四日市市諏訪町1-5", "四日市市諏訪町一番五号", 'A', "notation" },
        { "千葉市中央区1-1", "千葉市中央区一丁目一番", 'A', "notation" },
    };

    CHECK(rows);
}

static void what_one_side_leaves_out_is_named(void **state)
{
    static const struct pair rows[] = {
        { "東京都新宿区西新宿2-8-1", "新宿区西新宿2丁目8番1号", 'B',
          "prefecture" },
        { "新宿区西新宿2-8-1 メゾン101", "新宿区西新宿2-8-1", 'B', "building" },
        { "新宿区西新宿2-8-1 メゾン101", "新宿区西新宿2-8-1-101", 'B',
          "building" },
        { "新宿区西新宿2-8-1", "新宿区西新宿2-8-1-101", 'B', "building" },
        { "新宿区西新宿2-8-1 101", "新宿区西新宿2-8-1 メゾン101", 'B',
          "building" },
        { "新宿区西新宿2-8-1 メゾン101", "新宿区西新宿2-8-1 メゾン102", 'B',
          "room" },
        { "三島郡島本町桜井1-2-3", "島本町桜井1-2-3", 'B', "county" },
        { "下川字西123", "下川西123", 'B', "aza" },
        { "渋谷区1-2-3", "澁谷区1-2-3", 'B', "variant" },
        { "●谷区1-2-3", "渋谷区1-2-3", 'B', "dot" },
        { "新宿区西新宿1番地2", "新宿区西新宿1番2号", 'B', "lot" },
    };

    CHECK(rows);
}

static void different_places_are_told_apart(void **state)
{
    static const struct pair rows[] = {
        { "新宿区西新宿2-8-1", "新宿区西新宿2-8-2", 'C', "block" },
        { "新宿区西新宿2-8", "新宿区西新宿2-8-1", 'C', "block" },
        { "新宿区西新宿", "新宿区西新宿2-8-1", 'C', "block" },
        { "新宿区西新宿2-8-1", "新宿区北新宿2-8-1", 'C', "town" },
        { "東京都府中市宮西町2-24", "広島県府中市宮西町2-24", 'C', "town" },
        { "郡山市朝日1-23-7", "山市朝日1-23-7", 'C', "town" },
        { "新宿区西新宿2-8-1", "新宿区西新宿28-1", 'C', "block" },
        { "新宿区西新宿2-81", "新宿区西新宿28-1", 'C', "block" },
        { "新宿区西新宿2-8-1", "", '?', "empty" },
    };

    CHECK(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_address_in_many_notations_is_grade_a),
        cmocka_unit_test(what_one_side_leaves_out_is_named),
        cmocka_unit_test(different_places_are_told_apart),
    };

    return cmocka_run_group_tests_name("match/address", tests, matcher_setup,
                                       matcher_teardown);
}
