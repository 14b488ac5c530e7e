/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/issue/citizen.c: dates, numbers and flags that follow from a persona.
 */
#include "tools/issue/citizen.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct persona persona;

/* A built-in persona with changes on a day; NULL problem: must succeed. */
static bool resolve(const char *name, const char *today,
                    const char *const *sets, struct citizen *out,
                    struct problem *problem)
{
    struct date day;

    *problem = (struct problem){ 0 };
    persona_free(&persona);
    assert_true(date_parse(today, &day));
    assert_true(persona_load(name, &persona, problem));
    for (; sets != NULL && *sets != NULL; sets++)
        assert_true(persona_set(&persona, *sets, problem));
    return citizen_resolve(&persona, day, out, problem);
}

static void expect_day(struct date date, const char *text)
{
    char got[DATE_TEXT];

    date_text(date, got);
    assert_string_equal(got, text);
}

static void the_published_holder_has_the_published_numbers(void **state)
{
    static const char *const sets[] = { "birth=19800217", "security-code=2285",
                                        NULL };
    struct citizen citizen;
    struct problem problem;

    (void)state;
    assert_true(resolve("adult", "20251028", sets, &citizen, &problem));
    expect_day(citizen.issued, "20251027");
    expect_day(citizen.card_expires, "20350217");
    expect_day(citizen.auth_expires, "20300217");
    expect_day(citizen.sign_expires, "20300217");
    assert_string_equal(citizen.number_b, "55021720352285");
    assert_string_equal(citizen.birth_key, "550217");
    assert_string_equal(citizen.cert_birth, "319800217");
}

static void a_child_s_card_ends_on_the_fifth_birthday(void **state)
{
    struct citizen citizen;
    struct problem problem;

    (void)state;
    assert_true(resolve("child", "20261101", NULL, &citizen, &problem));
    assert_int_equal(date_age(citizen.birth, citizen.today), 10);
    assert_int_equal(date_compare(citizen.card_expires, citizen.auth_expires),
                     0);
    assert_int_equal(citizen.card_expires.year, 2031);
}

static void an_infant_is_eight_months_old_on_any_day(void **state)
{
    struct citizen citizen;
    struct problem problem;

    (void)state;
    assert_true(resolve("infant", "20310315", NULL, &citizen, &problem));
    assert_string_equal(citizen.birth_digits, "20300715");
    assert_string_equal(citizen.birth_key, "120715"); /* Reiwa 12 */
}

static void certificates_never_outlive_the_card(void **state)
{
    struct citizen citizen;
    struct problem problem;

    (void)state;
    assert_true(resolve("foreign", "20261101", NULL, &citizen, &problem));
    expect_day(citizen.card_expires, "20281101");
    expect_day(citizen.auth_expires, "20281101");
    assert_string_equal(citizen.birth_key, "910308"); /* Gregorian year */
    assert_string_equal(citizen.cert_birth, "019910308");
}

static void expired_certificates_ended_on_the_birthday(void **state)
{
    static const struct {
        const char *name;
        const char *ended;
    } rows[] = { { "expired-1d", "20261031" },
                 { "expired-2m", "20260901" },
                 { "expired-4m", "20260701" } };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct citizen citizen;
        struct problem problem;

        assert_true(
            resolve(rows[i].name, "20261101", NULL, &citizen, &problem));
        expect_day(citizen.auth_expires, rows[i].ended);
        expect_day(citizen.sign_expires, rows[i].ended);
        assert_string_equal(citizen.birth_digits + 4, rows[i].ended + 4);
        assert_true(date_compare(citizen.card_expires, citizen.today) > 0);
        assert_int_equal(citizen.issued.year, 2021);
    }
}

static void substitutes_are_flagged_where_they_stand(void **state)
{
    struct citizen citizen;
    struct problem problem;

    (void)state;
    assert_true(resolve("substitute", "20261101", NULL, &citizen, &problem));
    /* 𠮷﨑　瀨奈 (one with a selector) became 吉崎　瀬奈 */
    assert_string_equal(citizen.name_flags, "11010");
    /* 東京都清瀬市栁ケ谷葛原…: 栁 became 柳, 葛 only lost its selector */
    assert_string_equal(citizen.address_flags, "00000010000000000");
    assert_true(resolve("adult", "20261101", NULL, &citizen, &problem));
    assert_string_equal(citizen.name_flags, "00000");
}

static void flags_of_another_length_are_refused(void **state)
{
    static const char *const short_flags[] = { "cert.name-flags=00", NULL };
    static const char *const other_name[] = { "cert.name=甲野花子", NULL };
    static const char *const both[] = { "cert.name=甲野花子",
                                        "cert.name-flags=0001", NULL };
    struct citizen citizen;
    struct problem problem;

    (void)state;
    assert_false(resolve("adult", "20261101", short_flags, &citizen, &problem));
    assert_string_equal(problem.text,
                        "--set: cert.name-flags: needs one digit for each "
                        "character of cert.name");
    assert_false(resolve("adult", "20261101", other_name, &citizen, &problem));
    assert_string_equal(problem.text,
                        "--set: cert.name: has not the length of name: give "
                        "cert.name-flags");
    assert_true(resolve("adult", "20261101", both, &citizen, &problem));
    assert_string_equal(citizen.name_flags, "0001");
}

static void what_cannot_be_true_is_refused(void **state)
{
    static const struct {
        const char *set;
        const char *why;
    } rows[] = {
        { "birth=20261201", "--set: birth: is after the day of issue" },
        { "issued=20261101", "--set: issued: must be before today" },
        { "issued=+1d", "--set: issued: must be before today" },
        { "card.expires=20200101",
          "--set: card.expires: is not after the day of issue (`issued`)" },
        { "sign.expires=20200101",
          "--set: sign.expires: is not after the day of issue (`issued`)" },
        { "sign.serial=80000001",
          "--set: sign.serial: the first byte must be 01 to 7F" },
        { "sign.serial=00000001",
          "--set: sign.serial: the first byte must be 01 to 7F" },
        { "auth.revoked=yes", "--set: auth.revoked: yes needs auth.serial" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const char *const sets[] = { rows[i].set, NULL };
        struct citizen citizen;
        struct problem problem;

        assert_false(resolve("adult", "20261101", sets, &citizen, &problem));
        assert_string_equal(problem.text, rows[i].why);
        assert_int_equal(problem.code, EXIT_USAGE);
    }
}

static void every_knob_reaches_the_card(void **state)
{
    static const char *const sets[] = {
        "quirk.pss=no",          "quirk.reselect-clears=yes",
        "quirk.reset-clears=no", "quirk.query-when-verified=9000",
        "quirk.extended=no",     "quirk.sfi=no",
        "quirk.oneshot=yes",     "quirk.blocked=6983",
        "licence=yes",           NULL
    };
    struct citizen citizen;
    struct problem problem;
    struct card_config config;

    (void)state;
    assert_true(resolve("adult", "20261101", NULL, &citizen, &problem));
    citizen_config(&citizen, &config);
    assert_int_equal(config.on, ON_CARD);
    assert_false(config.no_pss || config.reselect_clears ||
                 config.reset_keeps || config.no_extended || config.no_sfi ||
                 config.oneshot || config.has_licence);
    assert_int_equal(config.query_when_verified, QUERY_63CX);
    assert_int_equal(config.blocked_sw, 0x6984);
    assert_true(resolve("adult", "20261101", sets, &citizen, &problem));
    citizen_config(&citizen, &config);
    assert_true(config.no_pss && config.reselect_clears && config.reset_keeps &&
                config.no_extended && config.no_sfi && config.oneshot &&
                config.has_licence);
    assert_int_equal(config.query_when_verified, QUERY_9000);
    assert_int_equal(config.blocked_sw, 0x6983);
}

static void an_atr_may_be_named_or_given(void **state)
{
    static const char *const named[] = { "atr=contactless-4", NULL };
    static const char *const given[] = { "atr=3B 80 80 01 01", NULL };
    struct citizen citizen;
    struct problem problem;
    uint8_t buf[33];
    struct wbuf atr = wbuf_of(buf, sizeof(buf));

    (void)state;
    assert_true(resolve("adult", "20261101", named, &citizen, &problem));
    assert_true(citizen_atr(&citizen, &atr));
    assert_int_equal(atr.len, 13);
    atr = wbuf_of(buf, sizeof(buf));
    assert_true(resolve("adult", "20261101", given, &citizen, &problem));
    assert_true(citizen_atr(&citizen, &atr));
    assert_int_equal(atr.len, 5);
    assert_memory_equal(buf, "\x3B\x80\x80\x01\x01", 5);
}

static int tear_down(void **state)
{
    (void)state;
    persona_free(&persona);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_holder_has_the_published_numbers),
        cmocka_unit_test(a_child_s_card_ends_on_the_fifth_birthday),
        cmocka_unit_test(an_infant_is_eight_months_old_on_any_day),
        cmocka_unit_test(certificates_never_outlive_the_card),
        cmocka_unit_test(expired_certificates_ended_on_the_birthday),
        cmocka_unit_test(substitutes_are_flagged_where_they_stand),
        cmocka_unit_test(flags_of_another_length_are_refused),
        cmocka_unit_test(what_cannot_be_true_is_refused),
        cmocka_unit_test(every_knob_reaches_the_card),
        cmocka_unit_test(an_atr_may_be_named_or_given),
    };

    return cmocka_run_group_tests_name("issue/citizen", tests, NULL, tear_down);
}
