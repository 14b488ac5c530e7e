/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/issue/digits.c: check digits, with the examples of card-spec.md 8.
 */
#include "tools/issue/digits.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void the_published_numbers_have_right_check_digits(void **state)
{
    (void)state;
    assert_true(digits_my_number_ok("537686677188"));
    assert_true(digits_my_number_ok("123456789018"));
}

static void a_rest_of_zero_or_one_gives_zero(void **state)
{
    (void)state;
    /* Weights 6 5 4 3 2 7 6 5 4 3 2 from the left. */
    assert_int_equal(digits_my_number_check("00000000000"), '0');
    assert_int_equal(digits_my_number_check("20000000000"), '0'); /* 12 */
    assert_int_equal(digits_my_number_check("00000000001"), '9'); /* 2 */
    assert_int_equal(digits_my_number_check("00000000100"), '7'); /* 4 */
    assert_int_equal(digits_my_number_check("00000001001"), '4'); /* 7 */
}

static void a_wrong_digit_in_the_published_number_is_noticed(void **state)
{
    char text[] = "537686677188";

    (void)state;
    for (size_t at = 0; at < MY_NUMBER_LEN - 1; at++) {
        char right = text[at];
        int accepted = 0;

        for (char c = '0'; c <= '9'; c++) {
            text[at] = c;
            accepted += digits_my_number_ok(text) ? 1 : 0;
        }
        text[at] = right;
        assert_int_equal(accepted, 1);
    }
}

static void other_than_twelve_digits_is_no_number(void **state)
{
    (void)state;
    assert_false(digits_my_number_ok("53768667718"));
    assert_false(digits_my_number_ok("5376866771888"));
    assert_false(digits_my_number_ok("53768667718x"));
    assert_false(digits_my_number_ok(""));
}

static void municipality_codes_have_their_published_sixth_digit(void **state)
{
    (void)state;
    assert_int_equal(digits_municipality_check("13221"), '7'); /* Kiyose */
    assert_int_equal(digits_municipality_check("01101"), '1'); /* Sapporo */
    assert_int_equal(digits_municipality_check("23106"), '1'); /* Nagoya */
    assert_int_equal(digits_municipality_check("01100"), '2');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_numbers_have_right_check_digits),
        cmocka_unit_test(a_rest_of_zero_or_one_gives_zero),
        cmocka_unit_test(a_wrong_digit_in_the_published_number_is_noticed),
        cmocka_unit_test(other_than_twelve_digits_is_no_number),
        cmocka_unit_test(municipality_codes_have_their_published_sixth_digit),
    };

    return cmocka_run_group_tests_name("issue/digits", tests, NULL, NULL);
}
