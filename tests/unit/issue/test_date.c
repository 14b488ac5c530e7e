/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/issue/date.c: days, eras, birthdays.
 */
#include "tools/issue/date.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct date day(const char *text)
{
    struct date out;

    assert_true(date_parse(text, &out));
    return out;
}

static void expect_day(struct date date, const char *text)
{
    char got[DATE_TEXT];

    date_text(date, got);
    assert_string_equal(got, text);
}

static void only_days_that_exist_are_days(void **state)
{
    struct date out;

    (void)state;
    assert_true(date_parse("20240229", &out));
    assert_false(date_parse("20230229", &out));
    assert_false(date_parse("19000229", &out));
    assert_true(date_parse("20000229", &out));
    assert_false(date_parse("20240431", &out));
    assert_false(date_parse("20240100", &out));
    assert_false(date_parse("20241301", &out));
    assert_false(date_parse("2024011", &out));
    assert_false(date_parse("202401011", &out));
    assert_false(date_parse("2024-1-1", &out));
    assert_false(date_parse("", &out));
}

static void a_birth_date_may_have_unknown_parts(void **state)
{
    struct date out;

    (void)state;
    assert_true(date_parse_birth("19450000", &out));
    assert_true(date_parse_birth("19450800", &out));
    assert_false(date_parse_birth("19450012", &out));
    assert_false(date_parse_birth("19450832", &out));
}

static void distances_add_up_from_today(void **state)
{
    struct date out;
    struct date today = day("20260331");

    (void)state;
    assert_true(date_parse_relative("-1d", today, &out));
    expect_day(out, "20260330");
    assert_true(date_parse_relative("-1m", today, &out));
    expect_day(out, "20260228");
    assert_true(date_parse_relative("+5y", today, &out));
    expect_day(out, "20310331");
    assert_true(date_parse_relative("-41y-2m", today, &out));
    expect_day(out, "19850131");
    assert_true(date_parse_relative("0d", today, &out));
    expect_day(out, "20260331");
    assert_true(date_parse_relative("20200101", today, &out));
    expect_day(out, "20200101");
    assert_false(date_parse_relative("5y", today, &out));
    assert_false(date_parse_relative("-1w", today, &out));
    assert_false(date_parse_relative("-", today, &out));
    assert_false(date_parse_relative("", today, &out));
    assert_false(date_parse_relative("-1d ", today, &out));
    assert_false(date_parse_relative("-400y", today, &out));
    assert_false(date_parse_relative("+99999999999999999999d", today, &out));
}

static void the_day_in_tokyo_begins_nine_hours_early(void **state)
{
    (void)state;
    /* 2026-11-22 14:59:59 and 15:00:00 UTC */
    expect_day(date_of_time(1795359599), "20261122");
    expect_day(date_of_time(1795359600), "20261123");
    assert_int_equal(date_start(day("20261123")), 1795359600);
}

static void eras_change_on_their_first_day(void **state)
{
    static const struct {
        const char *day;
        enum era era;
        int year;
    } rows[] = {
        { "18680125", ERA_MEIJI, 1 },   { "19120729", ERA_MEIJI, 45 },
        { "19120730", ERA_TAISHO, 1 },  { "19261224", ERA_TAISHO, 15 },
        { "19261225", ERA_SHOWA, 1 },   { "19800217", ERA_SHOWA, 55 },
        { "19890107", ERA_SHOWA, 64 },  { "19890108", ERA_HEISEI, 1 },
        { "20190430", ERA_HEISEI, 31 }, { "20190501", ERA_REIWA, 1 },
        { "20350217", ERA_REIWA, 17 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(date_era(day(rows[i].day)), rows[i].era);
        assert_int_equal(date_era_year(day(rows[i].day)), rows[i].year);
    }
}

static void an_unknown_day_belongs_to_the_era_at_its_end(void **state)
{
    (void)state;
    assert_int_equal(date_era((struct date){ 1945, 0, 0 }), ERA_SHOWA);
    assert_int_equal(date_era_year((struct date){ 1945, 0, 0 }), 20);
    assert_int_equal(date_era((struct date){ 1989, 0, 0 }), ERA_HEISEI);
    assert_int_equal(date_era((struct date){ 1912, 7, 0 }), ERA_TAISHO);
}

static void birthdays_are_counted_after_the_day(void **state)
{
    struct date birth = day("19800217");

    (void)state;
    /* card-spec.md 7.2: issued 2025-10-27, ends 2030-02-17; 3.4: 2035. */
    expect_day(date_birthday_after(birth, day("20251027"), 5), "20300217");
    expect_day(date_birthday_after(birth, day("20251027"), 10), "20350217");
    expect_day(date_birthday_after(birth, day("20250216"), 1), "20250217");
    expect_day(date_birthday_after(birth, day("20250217"), 1), "20260217");
}

static void a_leap_day_birthday_falls_on_the_28th_in_other_years(void **state)
{
    (void)state;
    expect_day(date_birthday_after(day("20000229"), day("20250101"), 1),
               "20250228");
    expect_day(date_birthday_after(day("20000229"), day("20250101"), 4),
               "20280229");
}

static void an_unknown_birthday_is_assumed_in_july(void **state)
{
    (void)state;
    expect_day(
        date_birthday_after((struct date){ 1945, 0, 0 }, day("20261101"), 5),
        "20310701");
    expect_day(
        date_birthday_after((struct date){ 1945, 9, 0 }, day("20261101"), 5),
        "20310901");
}

static void age_counts_full_years(void **state)
{
    (void)state;
    assert_int_equal(date_age(day("20080401"), day("20260331")), 17);
    assert_int_equal(date_age(day("20080401"), day("20260401")), 18);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_days_that_exist_are_days),
        cmocka_unit_test(a_birth_date_may_have_unknown_parts),
        cmocka_unit_test(distances_add_up_from_today),
        cmocka_unit_test(the_day_in_tokyo_begins_nine_hours_early),
        cmocka_unit_test(eras_change_on_their_first_day),
        cmocka_unit_test(an_unknown_day_belongs_to_the_era_at_its_end),
        cmocka_unit_test(birthdays_are_counted_after_the_day),
        cmocka_unit_test(a_leap_day_birthday_falls_on_the_28th_in_other_years),
        cmocka_unit_test(an_unknown_birthday_is_assumed_in_july),
        cmocka_unit_test(age_counts_full_years),
    };

    return cmocka_run_group_tests_name("issue/date", tests, NULL, NULL);
}
