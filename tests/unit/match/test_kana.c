/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/match/pairs.h"

#define CHECK(rows)                                                            \
    pairs_check(*state, INKAN_MATCH_KANA, rows, sizeof(rows) / sizeof(rows[0]))

static void width_and_script_of_kana_do_not_matter(void **state)
{
    static const struct pair rows[] = {
        { "ヤマダ　タロウ", "ヤマダ　タロウ", 'A', "" },
        { "ヤマダ　タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ", 'A', "notation" },
        { "ヤマダ　タロウ", "やまだ　たろう", 'A', "notation" },
        { "ヤマダ　タロウ", "ヤマダ・タロウ", 'A', "notation" },
        { "ヤマダ　タロウ", "ヤマタ　タロウ", 'C', "different" },
    };

    CHECK(rows);
}

static void small_kana_and_sounds_fold_and_are_said(void **state)
{
    static const struct pair rows[] = {
        { "ショウイチ", "ｼﾖｳｲﾁ", 'A', "small-kana" },
        { "ハットリ", "ﾊﾂﾄﾘ", 'A', "small-kana" },
        { "イシヅカ", "イシズカ", 'A', "kana-pair" },
        { "カヲル", "カオル", 'A', "kana-pair" },
        { "ヴィクトル", "ビクトル", 'A', "kana-pair" },
        { "シヅヨ　キョウコ", "シズヨ　キヨウコ", 'A', "kana-pair small-kana" },
    };

    CHECK(rows);
}

static void long_vowels_are_a_named_difference(void **state)
{
    static const struct pair rows[] = {
        { "オオノ", "オーノ", 'B', "long-vowel" },
        { "オノ", "オーノ", 'B', "long-vowel" },
        { "オオノ", "オノ", 'C', "different" },
        { "ショウコ", "ショーコ", 'B', "long-vowel" },
        { "ﾕ-ｺ", "ユウコ", 'B', "long-vowel" },
        { "ケイコ", "ケーコ", 'B', "long-vowel" },
        { "アオノ", "アーノ", 'C', "different" },
    };

    CHECK(rows);
}

static void what_is_no_reading_is_not_graded(void **state)
{
    static const struct pair rows[] = {
        { "******", "ヤマダ　タロウ", '?', "placeholder" },
        { "山田　太郎", "ヤマダ　タロウ", '?', "script" },
        { "YAMADA TARO", "ヤマダ　タロウ", '?', "script" },
        { "●●●", "ヤマダ　タロウ", '?', "all-dots" },
        { "", "ヤマダ　タロウ", '?', "empty" },
        { "ヤマダ　●ロウ", "ヤマダ　タロウ", 'B', "dot" },
        { "タロウ　ヤマダ", "ヤマダ　タロウ", 'B', "order" },
    };

    CHECK(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(width_and_script_of_kana_do_not_matter),
        cmocka_unit_test(small_kana_and_sounds_fold_and_are_said),
        cmocka_unit_test(long_vowels_are_a_named_difference),
        cmocka_unit_test(what_is_no_reading_is_not_graded),
    };

    return cmocka_run_group_tests_name("match/kana", tests, matcher_setup,
                                       matcher_teardown);
}
