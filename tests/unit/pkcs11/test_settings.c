/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pkcs11/settings.c.
 */
#include "tests/support/p11.h"

#include <stdlib.h>

#include "pkcs11/settings.h"

static const char *const names[] = { "INKAN_PKCS11_TOKENS", "INKAN_PSS",
                                     "INKAN_LAST_TRY",      "INKAN_PIN_CACHE",
                                     "INKAN_PKCS11_SERIAL", "INKAN_PKCS11_CA",
                                     "INKAN_PKCS11_TRACE" };

static int unset_all(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        unsetenv(names[i]);
    return 0;
}

static void the_defaults_are_safe(void **state)
{
    struct settings s = settings_from_environment();

    (void)state;
    assert_int_equal(s.view, VIEW_BOTH);
    assert_int_equal(s.pss, PSS_AUTO);
    assert_false(s.last_try);
    assert_true(s.keep_pin);
    assert_false(s.zero_serial);
    assert_true(s.show_ca);
    assert_null(s.trace);
}

static void each_variable_is_read(void **state)
{
    struct settings s;

    (void)state;
    setenv("INKAN_PKCS11_TOKENS", "sign", 1);
    setenv("INKAN_PSS", "off", 1);
    setenv("INKAN_LAST_TRY", "1", 1);
    setenv("INKAN_PIN_CACHE", "off", 1);
    setenv("INKAN_PKCS11_SERIAL", "zeros", 1);
    setenv("INKAN_PKCS11_CA", "off", 1);
    setenv("INKAN_PKCS11_TRACE", "some-file", 1);
    s = settings_from_environment();
    assert_int_equal(s.view, VIEW_SIGN);
    assert_int_equal(s.pss, PSS_OFF);
    assert_true(s.last_try);
    assert_false(s.keep_pin);
    assert_true(s.zero_serial);
    assert_false(s.show_ca);
    assert_string_equal(s.trace, "some-file");
    setenv("INKAN_PKCS11_TOKENS", "auth", 1);
    setenv("INKAN_PSS", "on", 1);
    s = settings_from_environment();
    assert_int_equal(s.view, VIEW_AUTH);
    assert_int_equal(s.pss, PSS_ON);
}

static void a_typing_error_counts_as_unset(void **state)
{
    struct settings s;

    (void)state;
    setenv("INKAN_PKCS11_TOKENS", "autth", 1);
    setenv("INKAN_LAST_TRY", "yes", 1);
    setenv("INKAN_PIN_CACHE", "OFF", 1);
    s = settings_from_environment();
    assert_int_equal(s.view, VIEW_BOTH);
    assert_false(s.last_try);
    assert_true(s.keep_pin);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_defaults_are_safe, unset_all),
        cmocka_unit_test_setup(each_variable_is_read, unset_all),
        cmocka_unit_test_setup(a_typing_error_counts_as_unset, unset_all),
    };

    return cmocka_run_group_tests_name("pkcs11/settings", tests, NULL, NULL);
}
