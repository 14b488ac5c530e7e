/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pkcs11/rv.c.
 */
#include "tests/support/p11.h"

#include "pkcs11/rv.h"

static void only_ok_is_ok(void **state)
{
    (void)state;
    assert_rv(rv_of(INKAN_OK), CKR_OK);
    for (int rc = 1; rc < INKAN_RC_COUNT; rc++)
        assert_true(rv_of((enum inkan_rc)rc) != CKR_OK);
}

static void every_result_has_a_name(void **state)
{
    (void)state;
    for (int rc = 0; rc < INKAN_RC_COUNT; rc++)
        assert_string_not_equal(rv_name(rv_of((enum inkan_rc)rc)), "CKR_?");
    assert_string_equal(rv_name(0x12345678), "CKR_?");
}

static void a_code_that_is_none_ends_the_login(void **state)
{
    (void)state;
    assert_rv(rv_of((enum inkan_rc)999), CKR_GENERAL_ERROR);
    assert_int_equal(rv_aftermath((enum inkan_rc)999), AFTER_LOGIN_ENDS);
}

static void refusals_without_a_verify_keep_the_login(void **state)
{
    (void)state;
    assert_int_equal(rv_aftermath(INKAN_PIN_FORMAT), AFTER_NOTHING);
    assert_int_equal(rv_aftermath(INKAN_LAST_TRY), AFTER_NOTHING);
    assert_int_equal(rv_aftermath(INKAN_BUSY), AFTER_NOTHING);
}

static void a_verify_that_failed_or_got_lost_ends_the_login(void **state)
{
    (void)state;
    assert_int_equal(rv_aftermath(INKAN_WRONG_PIN), AFTER_LOGIN_ENDS);
    assert_int_equal(rv_aftermath(INKAN_PIN_BLOCKED), AFTER_LOGIN_ENDS);
    assert_int_equal(rv_aftermath(INKAN_COMM), AFTER_LOGIN_ENDS);
    assert_int_equal(rv_aftermath(INKAN_MUTE), AFTER_LOGIN_ENDS);
}

static void removal_and_service_errors_end_the_card(void **state)
{
    (void)state;
    assert_int_equal(rv_aftermath(INKAN_REMOVED), AFTER_CARD_ENDS);
    assert_int_equal(rv_aftermath(INKAN_NO_SERVICE), AFTER_CARD_ENDS);
    assert_int_equal(rv_aftermath(INKAN_NO_READER), AFTER_CARD_ENDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_ok_is_ok),
        cmocka_unit_test(every_result_has_a_name),
        cmocka_unit_test(a_code_that_is_none_ends_the_login),
        cmocka_unit_test(refusals_without_a_verify_keep_the_login),
        cmocka_unit_test(a_verify_that_failed_or_got_lost_ends_the_login),
        cmocka_unit_test(removal_and_service_errors_end_the_card),
    };

    return cmocka_run_group_tests_name("pkcs11/rv", tests, NULL, NULL);
}
