/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pkcs11/mech.c, and of PSS: offered exactly where it is proved.
 */
#include "tests/support/p11.h"

#include <stdlib.h>
#include <string.h>

static bool is_listed(CK_SLOT_ID slot, CK_MECHANISM_TYPE wanted)
{
    CK_MECHANISM_TYPE list[16];
    CK_ULONG count = 16;

    assert_rv(C_GetMechanismList(slot, list, &count), CKR_OK);
    for (CK_ULONG i = 0; i < count; i++)
        if (list[i] == wanted)
            return true;
    return false;
}

static void plain_rsa_comes_first(void **state)
{
    CK_MECHANISM_TYPE list[16];
    CK_ULONG count = 0;

    (void)state;
    assert_rv(C_GetMechanismList(SLOT_AUTH, NULL, &count), CKR_OK);
    assert_rv(C_GetMechanismList(SLOT_AUTH, list, &count), CKR_OK);
    assert_int_equal(list[0], CKM_RSA_PKCS);
    count--;
    assert_rv(C_GetMechanismList(SLOT_AUTH, list, &count),
              CKR_BUFFER_TOO_SMALL);
}

static void what_the_card_cannot_do_is_absent(void **state)
{
    static const CK_MECHANISM_TYPE absent[] = { CKM_RSA_X_509,
                                                CKM_SHA256,
                                                CKM_MD5_RSA_PKCS,
                                                CKM_ECDSA,
                                                CKM_RSA_PKCS_KEY_PAIR_GEN,
                                                CKM_SHA384_RSA_PKCS_PSS };
    CK_MECHANISM_INFO info;

    (void)state;
    for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
        assert_false(is_listed(SLOT_AUTH, absent[i]));
        assert_rv(C_GetMechanismInfo(SLOT_AUTH, absent[i], &info),
                  CKR_MECHANISM_INVALID);
    }
    assert_rv(C_GetMechanismInfo(SLOT_SIGN, CKM_SHA256_RSA_PKCS, &info),
              CKR_OK);
    assert_int_equal(info.ulMinKeySize, 2048);
    assert_int_equal(info.ulMaxKeySize, 2048);
    assert_int_equal(info.flags, CKF_HW | CKF_SIGN);
}

static void pss_is_listed_on_a_card_that_does_it(void **state)
{
    (void)state;
    assert_true(is_listed(SLOT_AUTH, CKM_RSA_PKCS_PSS));
    assert_true(is_listed(SLOT_SIGN, CKM_SHA256_RSA_PKCS_PSS));
}

static void pss_is_asked_for_once(void **state)
{
    struct p11 *p = *state;
    unsigned before;

    assert_true(is_listed(SLOT_AUTH, CKM_RSA_PKCS_PSS));
    before = desk_counts(&p->desk).apdus;
    assert_true(is_listed(SLOT_AUTH, CKM_RSA_PKCS_PSS));
    assert_true(is_listed(SLOT_SIGN, CKM_RSA_PKCS_PSS));
    assert_int_equal(desk_counts(&p->desk).apdus, before);
}

static void pss_is_absent_on_a_card_without_it(void **state)
{
    struct p11 *p = *state;
    CK_MECHANISM_INFO info;

    posix_card_close(desk_pull(&p->desk, 0));
    desk_insert(&p->desk, 0, p11_card(p, "plain"));
    assert_false(is_listed(SLOT_AUTH, CKM_RSA_PKCS_PSS));
    assert_rv(C_GetMechanismInfo(SLOT_AUTH, CKM_RSA_PKCS_PSS, &info),
              CKR_MECHANISM_INVALID);
}

static void pss_can_be_switched_off(void **state)
{
    struct p11 *p = *state;
    unsigned before;

    assert_rv(C_Finalize(NULL), CKR_OK);
    setenv("INKAN_PSS", "off", 1);
    assert_rv(C_Initialize(NULL), CKR_OK);
    unsetenv("INKAN_PSS");
    (void)p11_open(SLOT_AUTH);
    before = desk_counts(&p->desk).signs;
    assert_false(is_listed(SLOT_AUTH, CKM_RSA_PKCS_PSS));
    assert_int_equal(desk_counts(&p->desk).signs, before);
}

static CK_RV init_pss(CK_SESSION_HANDLE s, CK_OBJECT_HANDLE key,
                      CK_MECHANISM_TYPE hash, CK_ULONG mgf, CK_ULONG salt)
{
    CK_RSA_PKCS_PSS_PARAMS params = { hash, mgf, salt };
    CK_MECHANISM mech = { CKM_RSA_PKCS_PSS, &params, sizeof(params) };

    return C_SignInit(s, &mech, key);
}

static void pss_takes_the_one_parameter_that_the_card_can(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);
    CK_MECHANISM bare = { CKM_RSA_PKCS_PSS, NULL, 0 };
    CK_BYTE digest[33] = { 1 }, signature[256];
    CK_ULONG len = sizeof(signature);

    (void)state;
    assert_rv(C_SignInit(s, &bare, key), CKR_MECHANISM_PARAM_INVALID);
    assert_rv(init_pss(s, key, CKM_SHA_1, CKG_MGF1_SHA1, 20),
              CKR_MECHANISM_PARAM_INVALID);
    assert_rv(init_pss(s, key, CKM_SHA256, CKG_MGF1_SHA256, 0),
              CKR_MECHANISM_PARAM_INVALID);
    assert_rv(init_pss(s, key, CKM_SHA256, CKG_MGF1_SHA256, 32), CKR_OK);
    assert_rv(C_Sign(s, digest, 33, signature, &len), CKR_DATA_LEN_RANGE);
    assert_rv(init_pss(s, key, CKM_SHA256, CKG_MGF1_SHA256, 32), CKR_OK);
    assert_rv(C_Sign(s, digest, 32, signature, &len), CKR_OK);
}

/* Spoils one bit of each answer that is long enough to be a signature. */
static size_t spoil(struct desk *desk, uint8_t *resp, size_t len, size_t cap)
{
    (void)desk;
    (void)cap;
    if (len == INKAN_SIGNATURE_LEN + 2)
        resp[100] ^= 1;
    return len;
}

static void a_pss_signature_that_does_not_verify_withdraws_pss(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);
    CK_BYTE digest[32] = { 1 }, signature[256];
    CK_ULONG len = sizeof(signature);

    assert_rv(init_pss(s, key, CKM_SHA256, CKG_MGF1_SHA256, 32), CKR_OK);
    p->desk.lie = spoil;
    assert_true(C_Sign(s, digest, 32, signature, &len) != CKR_OK);
    p->desk.lie = NULL;
    assert_false(is_listed(SLOT_AUTH, CKM_RSA_PKCS_PSS));
    assert_rv(init_pss(s, key, CKM_SHA256, CKG_MGF1_SHA256, 32),
              CKR_MECHANISM_INVALID);
    assert_rv(p11_sign(s, key), CKR_OK); /* the login is not harmed */
}

static void a_false_signature_is_not_handed_out(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);
    CK_MECHANISM mech = { CKM_SHA256_RSA_PKCS, NULL, 0 };
    CK_BYTE data[1] = { 1 }, signature[256];
    CK_ULONG len = sizeof(signature);

    memset(signature, 0xEE, sizeof(signature));
    assert_rv(C_SignInit(s, &mech, key), CKR_OK);
    p->desk.lie = spoil;
    assert_rv(C_Sign(s, data, 1, signature, &len), CKR_DEVICE_ERROR);
    for (size_t i = 0; i < sizeof(signature); i++)
        assert_int_equal(signature[i], 0xEE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(plain_rsa_comes_first),
        P11_WITH_CARD(what_the_card_cannot_do_is_absent),
        P11_WITH_CARD(pss_is_listed_on_a_card_that_does_it),
        P11_WITH_CARD(pss_is_asked_for_once),
        P11_WITH_CARD(pss_is_absent_on_a_card_without_it),
        P11_WITH_CARD(pss_can_be_switched_off),
        P11_WITH_CARD(pss_takes_the_one_parameter_that_the_card_can),
        P11_WITH_CARD(a_pss_signature_that_does_not_verify_withdraws_pss),
        P11_WITH_CARD(a_false_signature_is_not_handed_out),
    };

    return cmocka_run_group_tests_name("pkcs11/mech", tests, NULL, NULL);
}
