/* SPDX-License-Identifier: Apache-2.0
 *
 * card/edge/layout: the tables agree with each other. That they agree with
 * the card is the business of tests/conformance.
 */
#include "card/edge/layout.h"
#include "card/edge/sw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void every_pin_is_one_file(void **state)
{
    (void)state;
    for (unsigned pin = 0; pin < PIN_COUNT; pin++) {
        const struct pin_row *row = &layout_pins[pin];
        const struct file_row *file =
            layout_file((enum app_id)row->app, row->fid, ON_BOTH);
        unsigned rows = 0;

        assert_non_null(file);
        assert_int_equal(file->kind, EF_PIN);
        assert_int_equal(file->ref, pin);
        for (size_t i = 0; i < layout_file_count; i++)
            rows +=
                layout_files[i].kind == EF_PIN && layout_files[i].ref == pin;
        assert_int_equal(rows, 1);
        assert_true(row->min_len >= 1 && row->min_len <= row->max_len);
        assert_true(row->max_len <= PIN_MAX_LEN);
        assert_true(row->tries <= 15); /* one digit of 63Cx */
    }
}

static void no_file_is_listed_twice_for_one_kind_of_token(void **state)
{
    (void)state;
    for (size_t i = 0; i < layout_file_count; i++) {
        for (size_t j = i + 1; j < layout_file_count; j++)
            assert_false(layout_files[i].app == layout_files[j].app &&
                         layout_files[i].fid == layout_files[j].fid &&
                         (layout_files[i].on & layout_files[j].on) != 0);
    }
}

static void a_guard_is_a_pin_of_the_same_application(void **state)
{
    (void)state;
    for (size_t i = 0; i < layout_file_count; i++) {
        guard_t guard = layout_files[i].guard;

        if (guard == GUARD_NEVER)
            continue;
        for (unsigned pin = 0; pin < 16; pin++) {
            if ((guard & GUARD_PIN(pin)) == 0)
                continue;
            assert_true(pin < PIN_COUNT);
            assert_int_equal(layout_pins[pin].app, layout_files[i].app);
        }
    }
}

static void guards_have_room_for_every_pin(void **state)
{
    (void)state;
    for (unsigned pin = 0; pin < PIN_COUNT; pin++)
        assert_int_not_equal(GUARD_PIN(pin), GUARD_NEVER);
    assert_true(PIN_COUNT < 16);
}

static void default_keys_are_keys(void **state)
{
    (void)state;
    for (unsigned app = 0; app < APP_COUNT; app++) {
        uint8_t fid = layout_apps[app].default_key;
        const struct file_row *file;

        if (fid == 0)
            continue;
        file = layout_file((enum app_id)app, fid, ON_BOTH);
        assert_non_null(file);
        assert_int_equal(file->kind, EF_KEY);
        assert_int_equal(file->guard, GUARD_FREE);
    }
}

static void a_file_is_found_for_its_kind_of_token_only(void **state)
{
    (void)state;
    assert_int_equal(layout_file(APP_JPKI, 0x000A, ON_CARD)->guard, GUARD_FREE);
    assert_int_equal(layout_file(APP_JPKI, 0x000A, ON_PHONE)->guard,
                     GUARD_PIN(PIN_AUTH));
    assert_null(layout_file(APP_TEXT, 0x0001, ON_PHONE));
    assert_null(layout_file(APP_JPKI, 0x0077, ON_BOTH));
    assert_null(layout_file(APP_COUNT, 0x0001, ON_BOTH));
}

static void applications_are_found_by_a_beginning(void **state)
{
    static const uint8_t name[] = { 0xD3, 0x92, 0x10, 0x00, 0x31,
                                    0x00, 0x01, 0x01, 0x04, 0x08 };
    size_t at = 0;

    (void)state;
    assert_ptr_equal(layout_app_next(span_of(name, 5), &at),
                     &layout_apps[APP_TEXT]);
    assert_ptr_equal(layout_app_next(span_of(name, 5), &at),
                     &layout_apps[APP_VISUAL]);
    at = 0;
    assert_ptr_equal(layout_app_next(span_of(name, 10), &at),
                     &layout_apps[APP_TEXT]);
    assert_null(layout_app_next(span_of(name, 10), &at));
    assert_int_equal(at, APP_COUNT);
    assert_null(layout_app_next(span_of(name, 10), &at));
    at = 0;
    assert_null(layout_app_next(span_of(name, AID_MIN - 1), &at));
}

static void pins_have_the_form_that_the_card_takes(void **state)
{
    static const struct {
        enum pin_id pin;
        const char *value;
        bool good;
    } rows[] = {
        { PIN_AUTH, "1234", true },
        { PIN_AUTH, "123", false },
        { PIN_AUTH, "12345", false },
        { PIN_AUTH, "12a4", false },
        { PIN_AUTH, "12:4", false },
        { PIN_AUTH, "12/4", false },
        { PIN_SIGN, "ABC123", true },
        { PIN_SIGN, "ABC12", false },
        { PIN_SIGN, "ABCDEFGHIJKLMNO9", true },
        { PIN_SIGN, "ABCDEFGHIJKLMNO90", false },
        { PIN_SIGN, "abc123", false },
        { PIN_SIGN, "ABC@12", false },
        { PIN_SIGN, "ABC[12", false },
        { PIN_TEXT_A, "537686677188", true },
        { PIN_TEXT_A, "53768667718", false },
        { PIN_TEXT_B, "55021720352285", true },
        { PIN_VISUAL_BIRTH, "550217", true },
        { PIN_LICENCE, "****", true },
        { PIN_LICENCE, "12*4", true },
        { PIN_LICENCE, "12+4", false },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(
            layout_pin_form(rows[i].pin,
                            span_of(rows[i].value, strlen(rows[i].value))),
            rows[i].good);
}

static void tries_are_read_from_63cx_only(void **state)
{
    (void)state;
    for (unsigned sw = 0; sw <= 0xFFFF; sw++)
        assert_int_equal(SW_IS_TRIES(sw), sw >= 0x63C0 && sw <= 0x63CF);
    assert_int_equal(SW_TRIES_OF(0x63CA), 10);
    assert_int_equal(SW_TRIES_OF(0x63C0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pin_is_one_file),
        cmocka_unit_test(no_file_is_listed_twice_for_one_kind_of_token),
        cmocka_unit_test(a_guard_is_a_pin_of_the_same_application),
        cmocka_unit_test(guards_have_room_for_every_pin),
        cmocka_unit_test(default_keys_are_keys),
        cmocka_unit_test(a_file_is_found_for_its_kind_of_token_only),
        cmocka_unit_test(applications_are_found_by_a_beginning),
        cmocka_unit_test(pins_have_the_form_that_the_card_takes),
        cmocka_unit_test(tries_are_read_from_63cx_only),
    };

    return cmocka_run_group_tests_name("edge/layout", tests, NULL, NULL);
}
