/* SPDX-License-Identifier: Apache-2.0
 *
 * How many APDUs each step costs on a card with short file ids and extended
 * lengths: the budget of pkcs11/README.md, exactly.
 */
#include "tests/support/p11.h"

static unsigned spent(struct p11 *p)
{
    static unsigned last;
    unsigned now = desk_counts(&p->desk).apdus;
    unsigned since = now >= last ? now - last : now;

    last = now;
    return since;
}

static void initialize_asks_nothing(void **state)
{
    struct p11 *p = *state;

    (void)spent(p);
    assert_rv(C_Finalize(NULL), CKR_OK);
    assert_rv(C_Initialize(NULL), CKR_OK);
    assert_int_equal(spent(p), 0);
}

static void slots_ask_nothing(void **state)
{
    struct p11 *p = *state;
    CK_ULONG count;

    (void)spent(p);
    assert_rv(C_GetSlotList(CK_TRUE, NULL, &count), CKR_OK);
    assert_rv(C_GetSlotInfo(0, &(CK_SLOT_INFO){ 0 }), CKR_OK);
    assert_rv(C_GetSlotInfo(1, &(CK_SLOT_INFO){ 0 }), CKR_OK);
    assert_int_equal(spent(p), 0);
}

static void token_info_of_both_costs_five_then_three(void **state)
{
    struct p11 *p = *state;
    CK_TOKEN_INFO info;

    (void)spent(p);
    assert_rv(C_GetTokenInfo(SLOT_AUTH, &info), CKR_OK);
    assert_rv(C_GetTokenInfo(SLOT_SIGN, &info), CKR_OK);
    assert_int_equal(spent(p), 5);
    assert_rv(C_GetTokenInfo(SLOT_SIGN, &info), CKR_OK);
    assert_int_equal(spent(p), 0); /* less than a second old */
    p->now_ms += 1000;
    assert_rv(C_GetTokenInfo(SLOT_AUTH, &info), CKR_OK);
    assert_rv(C_GetTokenInfo(SLOT_SIGN, &info), CKR_OK);
    assert_int_equal(spent(p), 3);
}

static void an_auth_login_costs_four(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);

    (void)spent(p);
    assert_rv(p11_login(s, AUTH_PIN), CKR_OK);
    assert_int_equal(spent(p), 4);
}

static void a_sign_login_costs_five_with_the_certificate(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_open(SLOT_SIGN);

    (void)spent(p);
    assert_rv(p11_login(s, SIGN_PIN), CKR_OK);
    assert_int_equal(spent(p), 5);
    assert_int_not_equal(p11_object(s, CKO_PRIVATE_KEY), 0);
}

static void a_signature_costs_five(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE auth = p11_logged_in(SLOT_AUTH);
    CK_SESSION_HANDLE sign = p11_logged_in(SLOT_SIGN);
    CK_OBJECT_HANDLE auth_key = p11_object(auth, CKO_PRIVATE_KEY);
    CK_OBJECT_HANDLE sign_key = p11_object(sign, CKO_PRIVATE_KEY);

    (void)spent(p);
    assert_rv(p11_sign(auth, auth_key), CKR_OK);
    assert_int_equal(spent(p), 5);
    assert_rv(p11_sign(sign, sign_key), CKR_OK);
    assert_int_equal(spent(p), 5);
}

static void what_is_known_is_not_asked_again(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);
    CK_ATTRIBUTE modulus = { CKA_MODULUS, NULL, 0 };
    CK_MECHANISM mech = { CKM_SHA256_RSA_PKCS, NULL, 0 };

    (void)spent(p);
    assert_rv(C_GetSessionInfo(s, &(CK_SESSION_INFO){ 0 }), CKR_OK);
    assert_rv(C_GetAttributeValue(s, key, &modulus, 1), CKR_OK);
    assert_rv(C_SignInit(s, &mech, key), CKR_OK);
    assert_rv(C_SignUpdate(s, p11_text("abc"), 3), CKR_OK);
    assert_rv(C_SignFinal(s, NULL, &(CK_ULONG){ 0 }), CKR_OK);
    (void)p11_open(SLOT_SIGN);
    assert_rv(C_Logout(s), CKR_OK);
    assert_int_equal(spent(p), 0);
}

static void a_ca_certificate_is_read_when_it_is_asked_for(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_BYTE id = 1;
    CK_ATTRIBUTE own = { CKA_ID, &id, 1 };

    (void)spent(p);
    assert_int_equal(p11_count(s, &own, 1), 2);
    assert_int_equal(spent(p), 0);
    id = 3;
    assert_int_equal(p11_count(s, &own, 1), 1);
    assert_int_equal(spent(p), 2); /* select, read */
    assert_int_equal(p11_count(s, NULL, 0), 7);
    assert_int_equal(spent(p), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(initialize_asks_nothing),
        P11_WITH_CARD(slots_ask_nothing),
        P11_WITH_CARD(token_info_of_both_costs_five_then_three),
        P11_WITH_CARD(an_auth_login_costs_four),
        P11_WITH_CARD(a_sign_login_costs_five_with_the_certificate),
        P11_WITH_CARD(a_signature_costs_five),
        P11_WITH_CARD(what_is_known_is_not_asked_again),
        P11_WITH_CARD(a_ca_certificate_is_read_when_it_is_asked_for),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/budget", tests, NULL, NULL);
}
