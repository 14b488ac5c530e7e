/* SPDX-License-Identifier: Apache-2.0
 *
 * Pairs of rows and what must be said of them. The published causes of wrong
 * links stand here by name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "tools/audit/compare.h"

struct side {
    const char *name, *kana, *birth, *sex, *address;
};

struct pair {
    struct side a, b;
    enum audit_verdict verdict;
};

static const struct side taro = { "山田　太郎", "ヤマダ　タロウ", "19700403",
                                  "1", "東京都新宿区西新宿2-8-1" };

static struct inkan_match_text text_of(const char *s)
{
    return (struct inkan_match_text){ s, strlen(s), NULL };
}

static enum audit_verdict judge(const struct inkan_matcher *m,
                                const struct side *a, const struct side *b)
{
    struct inkan_match_text x[] = { text_of(a->name), text_of(a->kana),
                                    text_of(a->birth), text_of(a->sex),
                                    text_of(a->address) };
    struct inkan_match_text y[] = { text_of(b->name), text_of(b->kana),
                                    text_of(b->birth), text_of(b->sex),
                                    text_of(b->address) };
    struct audit_comparison c;

    compare_texts(m, x, y, &c);
    return verdict_of(&c);
}

static void check(void **state, const struct pair *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        enum audit_verdict v = judge(*state, &rows[i].a, &rows[i].b);

        if (v != rows[i].verdict)
            fail_msg("row %zu: %s, not %s", i, verdict_name(v),
                     verdict_name(rows[i].verdict));
        assert_int_equal(judge(*state, &rows[i].b, &rows[i].a), v);
    }
}

#define CHECK(rows) check(state, rows, sizeof(rows) / sizeof(rows[0]))

static void one_person_in_two_notations_is_the_same(void **state)
{
    const struct pair rows[] = {
        { taro, taro, SAME },
        { taro,
          { "山田 太郎", "ﾔﾏﾀﾞ ﾀﾛｳ", "昭和45年4月3日", "男",
            "東京都新宿区西新宿二丁目8番1号" },
          SAME },
        { taro,
          { "山田太郎", "", "S45.4.3", "", "東京都新宿区西新宿2-8-1" },
          SAME },
        { { "髙橋　一郎", "タカハシ　イチロウ", "19800101", "1",
            "港区芝1-2-3" },
          { "高橋　一郎", "タカハシ　イチロウ", "19800101", "1",
            "港区芝1-2-3" },
          SAME_VARIANT },
        { taro,
          { "山田太郎", "ヤマダ　タロウ", "19700403", "1",
            "新宿区西新宿2-8-1" },
          SAME_VARIANT },
        /* kanji against kana: the reading is the name */
        { { "山田　太郎", "ヤマダ　タロウ", "19700403", "1", "港区芝1-2-3" },
          { "ヤマダ　タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ", "19700403", "1", "港区芝1-2-3" },
          SAME_VARIANT },
        { { "山﨑　花子", "ヤマザキ　ハナコ", "19800101", "2", "港区芝1-2-3" },
          { "山●　花子", "ヤマザキ　ハナコ", "19800101", "2", "港区芝1-2-3" },
          SAME_VARIANT },
    };

    CHECK(rows);
}

/* Applicant without a number, looked up by kana and birth date alone. */
static void the_three_item_lookup_is_a_namesake(void **state)
{
    const struct pair rows[] = {
        { taro,
          { "山田　太郎", "ヤマダ　タロウ", "19700403", "1",
            "大阪府大阪市北区中之島1-3-20" },
          NAMESAKE_SUSPECT },
        /* the namesake is written with other kanji */
        { taro,
          { "山田　多郎", "ヤマダ　タロウ", "19700403", "1",
            "大阪府大阪市北区中之島1-3-20" },
          AMBIGUOUS },
        /* kana only on one side: nothing but the look-up's three items */
        { { "ヤマダ　タロウ", "ヤマダ　タロウ", "19700403", "1",
            "福岡市中央区天神1-8-1" },
          taro,
          NAMESAKE_SUSPECT },
        /* without an address nobody can tell */
        { taro,
          { "山田　太郎", "ヤマダ　タロウ", "19700403", "1", "" },
          AMBIGUOUS },
    };

    CHECK(rows);
}

/* A family member's number on the same form (Shimane). */
static void a_family_member_is_a_family_suspect(void **state)
{
    const struct pair rows[] = {
        { taro,
          { "山田　花子", "ヤマダ　ハナコ", "19720512", "2",
            "東京都新宿区西新宿2-8-1" },
          FAMILY_SUSPECT },
        { taro,
          { "山田　花子", "ヤマダ　ハナコ", "19720512", "2",
            "大阪府大阪市北区中之島1-3-20" },
          FAMILY_SUSPECT },
        { taro,
          { "鈴木　花子", "スズキ　ハナコ", "19720512", "2",
            "東京都新宿区西新宿2-8-1" },
          FAMILY_SUSPECT },
        /* twins */
        { taro,
          { "山田　次郎", "ヤマダ　ジロウ", "19700403", "1",
            "東京都新宿区西新宿2-8-1" },
          FAMILY_SUSPECT },
    };

    CHECK(rows);
}

/* The next citizen at a terminal that was not logged out. */
static void a_stranger_is_another_person(void **state)
{
    const struct pair rows[] = {
        { taro,
          { "鈴木　花子", "スズキ　ハナコ", "19880512", "2",
            "大阪府大阪市北区中之島1-3-20" },
          OTHER_PERSON },
        { taro, { "鈴木　花子", "", "", "", "" }, OTHER_PERSON },
        { taro,
          { "山田　太郎", "ヤマダ　タロウ", "19880512", "1",
            "大阪府大阪市北区中之島1-3-20" },
          OTHER_PERSON },
    };

    CHECK(rows);
}

static void what_is_open_is_left_to_people(void **state)
{
    const struct pair rows[] = {
        /* a new surname */
        { taro,
          { "鈴木　太郎", "スズキ　タロウ", "19700403", "1",
            "東京都新宿区西新宿2-8-1" },
          AMBIGUOUS },
        /* a look-alike kanji */
        { { "斎藤　花", "サイトウ　ハナ", "19800101", "2", "港区芝1-2-3" },
          { "斉藤　花", "サイトウ　ハナ", "19800101", "2", "港区芝1-2-3" },
          AMBIGUOUS },
        /* one part of the date */
        { taro,
          { "山田　太郎", "ヤマダ　タロウ", "19700413", "1",
            "東京都新宿区西新宿2-8-1" },
          AMBIGUOUS },
        /* another house number */
        { taro,
          { "山田　太郎", "ヤマダ　タロウ", "19700403", "1",
            "東京都新宿区西新宿2-8-2" },
          AMBIGUOUS },
        /* sex contradicts */
        { taro,
          { "山田　太郎", "ヤマダ　タロウ", "19700403", "2",
            "東京都新宿区西新宿2-8-1" },
          AMBIGUOUS },
        /* day unknown */
        { taro,
          { "山田　太郎", "ヤマダ　タロウ", "19700400", "1",
            "東京都新宿区西新宿2-8-1" },
          AMBIGUOUS },
        /* fillers alone are no surname */
        { taro,
          { "●●　太郎", "", "19700403", "1", "東京都新宿区西新宿2-8-1" },
          AMBIGUOUS },
        { { "", "", "", "", "" }, { "", "", "", "", "" }, AMBIGUOUS },
    };

    CHECK(rows);
}

/* Whatever an item says, only name and birth date and address together make
 * two rows the same person. */
static void no_two_items_alone_are_ever_enough(void **state)
{
    static const enum inkan_match_grade grades[] = {
        INKAN_MATCH_A, INKAN_MATCH_B, INKAN_MATCH_C, INKAN_MATCH_NA
    };

    (void)state;
    for (unsigned n = 0; n < 1024; n++) {
        struct audit_comparison c = { 0 };
        enum audit_verdict v;
        bool name;

        for (unsigned i = 0; i < INKAN_MATCH_FIELD_COUNT; i++) {
            c.field[i].grade = grades[n >> (2 * i) & 3];
            c.field[i].surname = c.field[i].given = INKAN_MATCH_NA;
        }
        v = verdict_of(&c);
        name = c.field[INKAN_MATCH_NAME].grade <= INKAN_MATCH_B ||
               (c.field[INKAN_MATCH_NAME].grade == INKAN_MATCH_NA &&
                c.field[INKAN_MATCH_KANA].grade <= INKAN_MATCH_B);
        if (v == SAME || v == SAME_VARIANT)
            assert_true(name &&
                        c.field[INKAN_MATCH_BIRTH].grade <= INKAN_MATCH_B &&
                        c.field[INKAN_MATCH_ADDRESS].grade <= INKAN_MATCH_B &&
                        c.field[INKAN_MATCH_SEX].grade != INKAN_MATCH_C &&
                        c.field[INKAN_MATCH_KANA].grade != INKAN_MATCH_C);
    }
}

static void reasons_name_field_code_and_place(void **state)
{
    struct inkan_match_text x[] = { text_of("高橋　一郎"), text_of(""),
                                    text_of("19800101"), text_of("1"),
                                    text_of("港区芝1-2-3") };
    struct inkan_match_text y[] = { text_of("髙橋　一郎"), text_of(""),
                                    text_of("19800102"), text_of("1"),
                                    text_of("東京都港区芝1-2-3") };
    struct audit_comparison c;
    char reasons[REASONS_MAX];

    compare_texts(*state, x, y, &c);
    compare_reasons(&c, reasons);
    assert_string_equal(reasons,
                        "name=variant@1;birth=day@7;address=prefecture");
}

static int setup(void **state)
{
    *state = inkan_matcher_open();
    return *state == NULL ? -1 : 0;
}

static int teardown(void **state)
{
    inkan_matcher_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_person_in_two_notations_is_the_same),
        cmocka_unit_test(the_three_item_lookup_is_a_namesake),
        cmocka_unit_test(a_family_member_is_a_family_suspect),
        cmocka_unit_test(a_stranger_is_another_person),
        cmocka_unit_test(what_is_open_is_left_to_people),
        cmocka_unit_test(no_two_items_alone_are_ever_enough),
        cmocka_unit_test(reasons_name_field_code_and_place),
    };

    return cmocka_run_group_tests_name("audit/verdict", tests, setup, teardown);
}
