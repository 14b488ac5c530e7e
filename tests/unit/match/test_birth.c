/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <unicode/ucal.h>

#include "host/match/text.h"
#include "tests/unit/match/pairs.h"

#define CHECK(field, rows)                                                     \
    pairs_check(*state, field, rows, sizeof(rows) / sizeof(rows[0]))

static void eras_and_forms_meet_in_one_date(void **state)
{
    static const struct pair rows[] = {
        { "20010327", "20010327", 'A', "" },
        { "20010327", "2001-03-27", 'A', "notation" },
        { "20010327", "2001年3月27日", 'A', "notation" },
        { "20010327", "平成13年3月27日", 'A', "notation" },
        { "20010327", "平成十三年三月二十七日生", 'A', "notation" },
        { "20010327", "H13.3.27", 'A', "notation" },
        { "20010327", "平13・03・27", 'A', "notation" },
        { "20010327", "Ｈ１３／３／２７", 'A', "notation" },
        { "20010327", "H130327", 'A', "notation" },
        { "20010327", "4130327", 'A', "notation" },
        { "20010327", "420010327", 'A', "notation" },
        { "20010327", "2001-03-27 00:00:00", 'A', "notation" },
        { "20010327", "2001-03-27T00:00:00", 'A', "notation" },
        { "20190501", "令和元年5月1日", 'A', "notation" },
        { "19260101", "大正15年1月1日", 'A', "notation" },
        { "19120730", "明治45年7月30日", 'A', "notation" },
        { "19120730", "大正元年7月30日", 'A', "notation" },
        { "19261225", "大正15年12月25日", 'A', "notation" },
        { "19120731", "明治45年7月31日", 'B', "era" },
        { "19890107", "昭和64年1月7日", 'A', "notation" },
        { "19890108", "昭和64年1月8日", 'B', "era" },
        { "19890108", "319890108", 'B', "era" },
        { "20190501", "平成31年5月1日", 'B', "era" },
    };

    CHECK(INKAN_MATCH_BIRTH, rows);
}

static void different_parts_are_named(void **state)
{
    static const struct pair rows[] = {
        { "20010327", "20020327", 'C', "year" },
        { "20010327", "20010427", 'C', "month" },
        { "20010327", "20010328", 'C', "day" },
        { "20010305", "20010503", 'C', "month day swapped" },
        { "20010327", "昭和13年3月27日", 'C', "year" },
    };

    CHECK(INKAN_MATCH_BIRTH, rows);
}

static void unknown_parts_agree_and_are_said(void **state)
{
    static const struct pair rows[] = {
        { "19500400", "19500412", 'A', "partial-date" },
        { "19500000", "19500412", 'A', "partial-date" },
        { "昭和25年4月吉日", "19500412", 'A', "partial-date" },
        { "昭和25年4月日不詳", "19500412", 'A', "partial-date" },
        { "昭和25年不詳", "19500412", 'A', "partial-date" },
        { "1950年4月", "19500412", 'A', "partial-date" },
        { "19500400", "19500512", 'C', "month" },
        { "400000000", "19500512", '?', "unknown-date" },
        { "00000000", "19500512", '?', "unknown-date" },
        { "不詳", "19500512", '?', "unknown-date" },
    };

    CHECK(INKAN_MATCH_BIRTH, rows);
}

static void what_is_no_date_is_not_guessed(void **state)
{
    static const struct pair rows[] = {
        { "20010230", "20010327", '?', "bad-date" },
        { "20011301", "20010327", '?', "bad-date" },
        { "19000229", "20010327", '?', "bad-date" },
        { "010327", "20010327", '?', "bad-date" },
        { "01/03/27", "20010327", '?', "bad-date" },
        { "1.3.27", "20010327", '?', "bad-date" },
        { "99999999", "20010327", '?', "bad-date" },
        { "820010327", "20010327", '?', "bad-date" },
        { "2001年3月27日頃か", "20010327", '?', "bad-date" },
        { "あ", "20010327", '?', "bad-date" },
        { "", "20010327", '?', "empty" },
    };

    CHECK(INKAN_MATCH_BIRTH, rows);
}

/* ICU's Japanese calendar is the judge of our five eras. */
static void eras_agree_with_the_japanese_calendar(void **state)
{
    static const char letters[] = "mtshr";
    UErrorCode error = U_ZERO_ERROR;
    UCalendar *gregorian;
    UCalendar *japanese;
    int32_t reiwa;

    gregorian = ucal_open(u"Asia/Tokyo", -1, "ja_JP", UCAL_GREGORIAN, &error);
    japanese = ucal_open(u"Asia/Tokyo", -1, "ja_JP@calendar=japanese",
                         UCAL_TRADITIONAL, &error);
    ucal_setDateTime(gregorian, 2020, UCAL_JANUARY, 1, 12, 0, 0, &error);
    ucal_setMillis(japanese, ucal_getMillis(gregorian, &error), &error);
    reiwa = ucal_get(japanese, UCAL_ERA, &error);
    assert_true(U_SUCCESS(error));
    for (int32_t day = 0; day < 366 * 160; day += 1) {
        struct inkan_match_result r;
        char western[40];
        char eastern[48];
        int32_t era;

        ucal_clear(gregorian);
        ucal_setDateTime(gregorian, 1873, UCAL_JANUARY, 1 + day, 12, 0, 0,
                         &error);
        ucal_setMillis(japanese, ucal_getMillis(gregorian, &error), &error);
        era = ucal_get(japanese, UCAL_ERA, &error) - reiwa + 4;
        assert_in_range(era, 0, 4);
        (void)snprintf(western, sizeof(western), "%04d%02d%02d",
                       (int)ucal_get(gregorian, UCAL_YEAR, &error),
                       (int)ucal_get(gregorian, UCAL_MONTH, &error) + 1,
                       (int)ucal_get(gregorian, UCAL_DATE, &error));
        (void)snprintf(eastern, sizeof(eastern), "%c%d.%d.%d", letters[era],
                       (int)ucal_get(japanese, UCAL_YEAR, &error),
                       (int)ucal_get(japanese, UCAL_MONTH, &error) + 1,
                       (int)ucal_get(japanese, UCAL_DATE, &error));
        if (inkan_match_compare(*state, INKAN_MATCH_BIRTH, text_of(western),
                                text_of(eastern), &r) != INKAN_MATCH_A)
            fail_msg("%s is not %s", western, eastern);
    }
    ucal_close(gregorian);
    ucal_close(japanese);
}

static void an_unstated_sex_contradicts_nothing(void **state)
{
    static const struct pair rows[] = {
        { "1", "男", 'A', "notation" }, { "2", "女性", 'A', "notation" },
        { "１", "M", 'A', "notation" }, { "F", "女", 'A', "notation" },
        { "1", "2", 'C', "different" }, { "男", "女", 'C', "different" },
        { "3", "男", '?', "unset" },    { "", "男", '?', "empty" },
        { "不明", "女", '?', "unset" }, { "x", "男", '?', "bad-sex" },
        { "12", "男", '?', "bad-sex" },
    };

    CHECK(INKAN_MATCH_SEX, rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eras_and_forms_meet_in_one_date),
        cmocka_unit_test(different_parts_are_named),
        cmocka_unit_test(unknown_parts_agree_and_are_said),
        cmocka_unit_test(what_is_no_date_is_not_guessed),
        cmocka_unit_test(eras_agree_with_the_japanese_calendar),
        cmocka_unit_test(an_unstated_sex_contradicts_nothing),
    };

    return cmocka_run_group_tests_name("match/birth", tests, matcher_setup,
                                       matcher_teardown);
}
