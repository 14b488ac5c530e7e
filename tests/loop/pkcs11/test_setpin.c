/* SPDX-License-Identifier: Apache-2.0
 *
 * C_SetPIN, with the same care as C_Login.
 */
#include "tests/support/p11.h"

#include <string.h>

static CK_RV set_pin(CK_SESSION_HANDLE s, const char *old, const char *fresh)
{
    CK_UTF8CHAR old_copy[64], fresh_copy[64];

    memcpy(old_copy, old, strlen(old));
    memcpy(fresh_copy, fresh, strlen(fresh));
    return C_SetPIN(s, old_copy, strlen(old), fresh_copy, strlen(fresh));
}

static void both_pins_can_be_changed(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE auth = p11_open(SLOT_AUTH), sign = p11_open(SLOT_SIGN);

    assert_rv(set_pin(auth, AUTH_PIN, "5678"), CKR_OK);
    assert_rv(set_pin(sign, SIGN_PIN, "NEW45678"), CKR_OK);
    assert_rv(p11_login(auth, "5678"), CKR_OK);
    assert_rv(p11_login(sign, "NEW45678"), CKR_OK);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 3);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
}

static void a_login_goes_on_with_the_new_pin(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);

    assert_rv(set_pin(s, AUTH_PIN, "5678"), CKR_OK);
    assert_rv(p11_sign(s, key), CKR_OK);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 3);
}

static void a_wrong_old_pin_keeps_the_login_and_the_pin(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);

    assert_rv(set_pin(s, "9999", "5678"), CKR_PIN_INCORRECT);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 2);
    assert_rv(set_pin(s, "9999", "5678"), CKR_PIN_INCORRECT);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 2); /* not sent twice */
    assert_rv(p11_sign(s, key), CKR_OK);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 3);
}

static void a_new_pin_of_the_wrong_form_costs_nothing(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE auth = p11_open(SLOT_AUTH), sign = p11_open(SLOT_SIGN);
    unsigned apdus = desk_counts(&p->desk).apdus;

    assert_rv(set_pin(auth, AUTH_PIN, "567"), CKR_PIN_LEN_RANGE);
    assert_rv(set_pin(auth, AUTH_PIN, "56789"), CKR_PIN_LEN_RANGE);
    assert_rv(set_pin(auth, AUTH_PIN, "567x"), CKR_PIN_INVALID);
    assert_rv(set_pin(sign, SIGN_PIN, "ABC12"), CKR_PIN_LEN_RANGE);
    assert_rv(set_pin(sign, SIGN_PIN, "ABC_123"), CKR_PIN_INVALID);
    assert_rv(set_pin(sign, SIGN_PIN, "ABCDEF"), CKR_PIN_INVALID);
    assert_rv(set_pin(sign, "short", "NEW45678"), CKR_PIN_INCORRECT);
    assert_int_equal(desk_counts(&p->desk).apdus, apdus);
    assert_int_equal(desk_counts(&p->desk).verifies, 0);
}

static void the_last_try_is_not_spent_on_a_change(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s;

    posix_card_close(desk_pull(&p->desk, 0));
    desk_insert(&p->desk, 0, p11_card(p, "last"));
    s = p11_open(SLOT_AUTH);
    assert_rv(set_pin(s, AUTH_PIN, "5678"), CKR_FUNCTION_REJECTED);
    assert_int_equal(desk_counts(&p->desk).verifies, 0);
    posix_card_close(desk_pull(&p->desk, 0));
    desk_insert(&p->desk, 0, p11_card(p, "blocked"));
    s = p11_open(SLOT_AUTH);
    assert_rv(set_pin(s, AUTH_PIN, "5678"), CKR_PIN_LOCKED);
}

static void it_wants_a_session_that_may_write(void **state)
{
    CK_SESSION_HANDLE s;

    (void)state;
    assert_rv(C_OpenSession(SLOT_AUTH, CKF_SERIAL_SESSION, NULL, NULL, &s),
              CKR_OK);
    assert_rv(set_pin(s, AUTH_PIN, "5678"), CKR_SESSION_READ_ONLY);
    assert_rv(C_SetPIN(p11_open(SLOT_AUTH), NULL, 0, NULL, 0),
              CKR_ARGUMENTS_BAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(both_pins_can_be_changed),
        P11_WITH_CARD(a_login_goes_on_with_the_new_pin),
        P11_WITH_CARD(a_wrong_old_pin_keeps_the_login_and_the_pin),
        P11_WITH_CARD(a_new_pin_of_the_wrong_form_costs_nothing),
        P11_WITH_CARD(the_last_try_is_not_spent_on_a_change),
        P11_WITH_CARD(it_wants_a_session_that_may_write),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/setpin", tests, NULL, NULL);
}
