/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pkcs11/text.c.
 */
#include "tests/support/p11.h"

#include <string.h>

#include "pkcs11/text.h"

static void short_text_is_padded_with_blanks(void **state)
{
    CK_UTF8CHAR field[8];

    (void)state;
    text_pad(field, sizeof(field), "JPKI");
    assert_memory_equal(field, "JPKI    ", 8);
}

static void long_text_is_cut(void **state)
{
    CK_UTF8CHAR field[4];

    (void)state;
    text_pad(field, sizeof(field), "abcdef");
    assert_memory_equal(field, "abcd", 4);
}

static void text_is_not_cut_inside_a_character(void **state)
{
    CK_UTF8CHAR field[4];

    (void)state;
    text_pad(field, sizeof(field), "ab\xE3\x81\x82"); /* hiragana a: 3 bytes */
    assert_memory_equal(field, "ab  ", 4);
}

static void an_ending_is_never_cut(void **state)
{
    CK_UTF8CHAR field[12];

    (void)state;
    text_pad_ending(field, sizeof(field), "Virtual PCD", " (auth)");
    assert_memory_equal(field, "Virtu (auth)", 12);
}

static void a_version_is_two_numbers(void **state)
{
    (void)state;
    assert_int_equal(text_version("3.14.1").major, 3);
    assert_int_equal(text_version("3.14.1").minor, 14);
    assert_int_equal(text_version("7").major, 7);
    assert_int_equal(text_version("7").minor, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_text_is_padded_with_blanks),
        cmocka_unit_test(long_text_is_cut),
        cmocka_unit_test(text_is_not_cut_inside_a_character),
        cmocka_unit_test(an_ending_is_never_cut),
        cmocka_unit_test(a_version_is_two_numbers),
    };

    return cmocka_run_group_tests_name("pkcs11/text", tests, NULL, NULL);
}
