/* SPDX-License-Identifier: Apache-2.0
 *
 * Readers with a PIN pad: the PIN never comes into this process.
 */
#include "tests/support/p11.h"

static int setup(void **state)
{
    struct p11 *p;

    if (p11_setup_with_card(state) != 0)
        return -1;
    p = *state;
    p->desk.has_pad = true;
    p->desk.pad_pin = AUTH_PIN;
    return 0;
}

static void the_path_is_announced(void **state)
{
    struct p11 *p = *state;
    CK_TOKEN_INFO info;

    assert_rv(C_GetTokenInfo(SLOT_AUTH, &info), CKR_OK);
    assert_true(info.flags & CKF_PROTECTED_AUTHENTICATION_PATH);
    p->desk.has_pad = false;
    assert_rv(C_GetTokenInfo(SLOT_AUTH, &info), CKR_OK);
    assert_false(info.flags & CKF_PROTECTED_AUTHENTICATION_PATH);
}

static void each_signature_asks_on_the_pad(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_OBJECT_HANDLE key;

    assert_rv(C_Login(s, CKU_USER, NULL, 0), CKR_OK);
    assert_int_equal(desk_counts(&p->desk).pads, 1);
    key = p11_object(s, CKO_PRIVATE_KEY);
    assert_rv(p11_sign(s, key), CKR_OK);
    assert_rv(p11_sign(s, key), CKR_OK);
    assert_int_equal(desk_counts(&p->desk).pads, 3);
    assert_int_equal(
        module_pin(module_get(), &module_get()->readers[0], TOKEN_AUTH)->len,
        0);
    assert_int_equal(p11_steal(p, 0, SLOT_AUTH), 0x6982);
}

static void a_wrong_pin_on_the_pad_ends_the_login(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_OBJECT_HANDLE key;

    assert_rv(C_Login(s, CKU_USER, NULL, 0), CKR_OK);
    key = p11_object(s, CKO_PRIVATE_KEY);
    p->desk.pad_pin = "9999";
    assert_rv(p11_sign(s, key), CKR_USER_NOT_LOGGED_IN);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 2);
    assert_rv(p11_sign(s, key), CKR_USER_NOT_LOGGED_IN);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 2);
    assert_rv(C_Login(s, CKU_USER, NULL, 0), CKR_PIN_INCORRECT);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 1);
    /* The last try is not asked for. */
    assert_rv(C_Login(s, CKU_USER, NULL, 0), CKR_FUNCTION_REJECTED);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 1);
}

static void the_sign_password_can_be_typed_there(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_open(SLOT_SIGN);

    p->desk.pad_pin = SIGN_PIN;
    assert_rv(C_Login(s, CKU_USER, NULL, 0), CKR_OK);
    assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
    assert_int_equal(desk_counts(&p->desk).pads, 2);
}

static void a_pin_from_the_program_is_taken_too(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);

    assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
    assert_int_equal(desk_counts(&p->desk).pads, 0);
}

#define WITH_PAD(test)                                                         \
    cmocka_unit_test_setup_teardown(test, setup, p11_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PAD(the_path_is_announced),
        WITH_PAD(each_signature_asks_on_the_pad),
        WITH_PAD(a_wrong_pin_on_the_pad_ends_the_login),
        WITH_PAD(the_sign_password_can_be_typed_there),
        WITH_PAD(a_pin_from_the_program_is_taken_too),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/pad", tests, NULL, NULL);
}
