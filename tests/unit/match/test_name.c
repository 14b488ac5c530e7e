/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/unit/match/pairs.h"

#define CHECK(rows)                                                            \
    pairs_check(*state, INKAN_MATCH_NAME, rows, sizeof(rows) / sizeof(rows[0]))

static void notation_alone_is_grade_a(void **state)
{
    static const struct pair rows[] = {
        { "山田　太郎", "山田　太郎", 'A', "" },
        { "山田　太郎", "山田 太郎", 'A', "notation" },
        { "山田　太郎", "山田太郎", 'A', "notation" },
        { " 山田　太郎 ", "山田　太郎", 'A', "notation" },
        { "\xEF\xA8\x99谷　花", "神谷　花", 'A', "notation" },
        { "葛󠄀城　花", "葛城　花", 'A', "notation" },
        { "辻󠄀　花", "辻　花", 'A', "notation" },
        { "ＴＡＮＡＫＡ　Ｊｕｎ", "TANAKA JUN", 'A', "notation" },
        { "Smith, John", "SMITH JOHN", 'A', "notation" },
        { "MARY-ANN O'NEIL", "Mary Ann ONeil", 'A', "notation" },
        { "ジョン・スミス", "ジョン　スミス", 'A', "notation" },
        { "ｼﾞｮﾝ ｽﾐｽ", "ジョン　スミス", 'A', "notation" },
    };

    CHECK(rows);
}

static void variants_match_and_lookalikes_do_not(void **state)
{
    static const struct pair rows[] = {
        { "髙橋　一郎", "高橋　一郎", 'B', "variant" },
        { "山﨑　花", "山崎　花", 'B', "variant" },
        { "渡邉　花", "渡辺　花", 'B', "variant" },
        { "渡邊　花", "渡邉　花", 'B', "variant" },
        { "濵田　德子", "浜田　徳子", 'B', "variant" },
        { "𠮷野　眞", "吉野　真", 'B', "variant" },
        { "斎藤　花", "齋藤　花", 'B', "variant" },
        { "斎藤　花", "斉藤　花", 'C', "different" },
        { "齋藤　花", "齊藤　花", 'C', "different" },
        { "中村　祐", "中村　佑", 'C', "different" },
        { "中村　浩", "中村　皓", 'C', "different" },
        { "太田　花", "大田　花", 'C', "different" },
        { "富田　花", "福田　花", 'C', "different" },
        { "大阪　花", "大坂　花", 'C', "different" },
        { "佐々木　花", "佐佐木　花", 'B', "iteration" },
        { "田中　さくら", "田中　サクラ", 'B', "kana-kind" },
        { "田中　りょう", "田中　りよう", 'B', "small-in-name" },
    };

    CHECK(rows);
}

static void dots_stand_for_one_character_each(void **state)
{
    static const struct pair rows[] = {
        { "山●　花子", "山﨑　花子", 'B', "dot" },
        { "山●　花子", "山﨑山　花子", 'C', "different" },
        { "山〓　花子", "山﨑　花子", 'B', "dot" },
        { "山?　花子", "山﨑　花子", 'B', "dot" },
        { "山\xEE\x80\x80　花子", "山﨑　花子", 'B', "gaiji" },
        { "●●　●●", "山﨑　花子", '?', "all-dots" },
        { "山●　花子", "山●　花子", 'B', "dot" },
        { "山●　花子", "川﨑　花子", 'C', "different" },
        { "髙●　花子", "高﨑　花子", 'B', "variant dot" },
    };

    CHECK(rows);
}

static void other_names_in_brackets_are_used_and_said(void **state)
{
    static const struct pair rows[] = {
        { "佐藤［山田］花子", "佐藤　花子", 'B', "bracket" },
        { "佐藤［山田］花子", "佐藤（山田）花子", 'A', "notation" },
        { "佐藤［山田］花子", "山田　花子", 'B', "other-name" },
        { "佐藤　花子（山田）", "山田花子", 'B', "other-name" },
        { "佐藤（旧姓：山田）花子", "山田花子", 'B', "other-name" },
        { "佐藤（旧氏山田）花子", "佐藤［山田］花子", 'A', "notation" },
        { "LEE HANAKO（李　花子）", "李花子", 'B', "other-name" },
        { "LEE HANAKO（李花子）", "Lee Hanako", 'B', "bracket" },
        { "佐藤［山田］花子", "鈴木　花子", 'C', "different" },
        /* a former surname that two sisters share */
        { "佐藤［山田］花子", "佐藤［山田］良子", 'C', "different" },
        { "LEE HANAKO（李花子）", "HANA L（李　花子）", 'B', "other-name" },
    };

    CHECK(rows);
}

static void latin_names_may_be_reordered_or_cut_off(void **state)
{
    static const struct pair rows[] = {
        { "JOHN SMITH", "SMITH JOHN", 'B', "order" },
        { "José García", "JOSE GARCIA", 'B', "diacritic" },
        { "MARIA ALEJANDRA FERNANDEZ", "MARIA ALEJANDRA FERN", 'B',
          "truncated" },
        { "MARIA FERN", "MARIA FERNANDEZ", 'C', "different" },
        { "JOHN SMITH", "JOHN SMYTH", 'C', "different" },
        { "山田　太郎", "太郎　山田", 'B', "order" },
    };

    CHECK(rows);
}

static void scripts_that_cannot_meet_are_not_graded(void **state)
{
    static const struct pair rows[] = {
        { "山田　太郎", "ヤマダ　タロウ", '?', "script" },
        { "山田　太郎", "YAMADA TARO", '?', "script" },
        { "田中　さくら", "たなか　さくら", '?', "script" },
        { "鈴木　花", "", '?', "empty" },
        { "鈴木　花", "　", '?', "empty" },
        { "鈴木　花", "\xFF\xFE", '?', "bad-text" },
        { "鈴木　花", "鈴木\n花", 'A', "notation" },
        { "鈴木　花", "鈴木\x01花", '?', "bad-text" },
    };

    CHECK(rows);
}

static struct inkan_match_result compare(void **state, const char *a,
                                         const char *b)
{
    struct inkan_match_result r;

    (void)inkan_match_compare(*state, INKAN_MATCH_NAME, text_of(a), text_of(b),
                              &r);
    return r;
}

static void surname_and_given_name_are_graded_alone(void **state)
{
    struct inkan_match_result r = compare(state, "山田　花子", "鈴木　花子");

    assert_int_equal(r.surname, INKAN_MATCH_C);
    assert_int_equal(r.given, INKAN_MATCH_A);
    r = compare(state, "山田　花子", "鈴木花子");
    assert_int_equal(r.surname, INKAN_MATCH_C);
    assert_int_equal(r.given, INKAN_MATCH_A);
    r = compare(state, "長谷川　花子", "林花子");
    assert_int_equal(r.surname, INKAN_MATCH_C);
    assert_int_equal(r.given, INKAN_MATCH_A);
    r = compare(state, "山﨑　太郎", "山崎　花子");
    assert_int_equal(r.surname, INKAN_MATCH_B);
    assert_int_equal(r.given, INKAN_MATCH_C);
    r = compare(state, "●●　花子", "山崎　花子");
    assert_int_equal(r.surname, INKAN_MATCH_NA);
    assert_int_equal(r.given, INKAN_MATCH_A);
}

static void places_count_characters_of_the_given_text(void **state)
{
    struct inkan_match_result r = compare(state, "　山﨑 花", "山崎花");

    assert_int_equal(r.count, 1);
    assert_int_equal(r.reasons[0].count, 1);
    assert_int_equal(r.reasons[0].at[0].a_first, 3);
    assert_int_equal(r.reasons[0].at[0].a_last, 3);
    assert_int_equal(r.reasons[0].at[0].b_first, 2);
    r = compare(state, "山田　太郎", "山田　次郎");
    assert_int_equal(r.reasons[0].at[0].a_first, 4);
    assert_int_equal(r.reasons[0].at[0].a_last, 4);
    r = compare(state, "山田　太郎", "山田　太一郎");
    assert_int_equal(r.reasons[0].at[0].a_first, 0);
    assert_int_equal(r.reasons[0].at[0].b_first, 5);
}

static void flags_of_the_certificate_make_wildcards(void **state)
{
    struct inkan_match_text a = { "高崎　花", 13, "01" };
    struct inkan_match_text b = { "高﨑　花", 13, NULL };
    struct inkan_match_text c = { "高椅　花", 13, NULL };
    struct inkan_match_result r;

    a.len = b.len = c.len = sizeof("高崎　花") - 1;
    (void)inkan_match_compare(*state, INKAN_MATCH_NAME, a, b, &r);
    assert_int_equal(r.grade, INKAN_MATCH_B);
    (void)inkan_match_compare(*state, INKAN_MATCH_NAME, c, a, &r);
    assert_int_equal(r.grade, INKAN_MATCH_B);
    assert_true(inkan_match_has(&r, INKAN_MATCH_SUBSTITUTE));
    a.substitutes = "10";
    (void)inkan_match_compare(*state, INKAN_MATCH_NAME, c, a, &r);
    assert_int_equal(r.grade, INKAN_MATCH_C);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notation_alone_is_grade_a),
        cmocka_unit_test(variants_match_and_lookalikes_do_not),
        cmocka_unit_test(dots_stand_for_one_character_each),
        cmocka_unit_test(other_names_in_brackets_are_used_and_said),
        cmocka_unit_test(latin_names_may_be_reordered_or_cut_off),
        cmocka_unit_test(scripts_that_cannot_meet_are_not_graded),
        cmocka_unit_test(surname_and_given_name_are_graded_alone),
        cmocka_unit_test(places_count_characters_of_the_given_text),
        cmocka_unit_test(flags_of_the_certificate_make_wildcards),
    };

    return cmocka_run_group_tests_name("match/name", tests, matcher_setup,
                                       matcher_teardown);
}
