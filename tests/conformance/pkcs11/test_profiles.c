/* SPDX-License-Identifier: Apache-2.0
 *
 * The steps of the OASIS profile test cases BL-M-1, EXT-M-1, AUTH-M-1 and
 * CERT-M-1, through the function list as a program gets it, on the tokens
 * that claim the profile.
 */
#include "tests/support/p11.h"

#include <string.h>

static const CK_FUNCTION_LIST_3_0 *functions(void)
{
    CK_INTERFACE_PTR interface;

    assert_rv(C_GetInterface(p11_text("PKCS 11"), &(CK_VERSION){ 3, 0 },
                             &interface, 0),
              CKR_OK);
    return interface->pFunctionList;
}

static bool claims(const CK_FUNCTION_LIST_3_0 *f, CK_SESSION_HANDLE s,
                   CK_PROFILE_ID profile)
{
    CK_OBJECT_CLASS class = CKO_PROFILE;
    CK_OBJECT_HANDLE found[8];
    CK_ATTRIBUTE wanted[] = { { CKA_TOKEN, &(CK_BBOOL){ CK_TRUE }, 1 },
                              { CKA_CLASS, &class, sizeof(class) } };
    CK_ULONG count;
    bool yes = false;

    assert_rv(f->C_FindObjectsInit(s, wanted, 2), CKR_OK);
    assert_rv(f->C_FindObjects(s, found, 8, &count), CKR_OK);
    assert_rv(f->C_FindObjectsFinal(s), CKR_OK);
    for (CK_ULONG i = 0; i < count; i++) {
        CK_PROFILE_ID id = 0;
        CK_ATTRIBUTE value = { CKA_PROFILE_ID, &id, sizeof(id) };

        assert_rv(f->C_GetAttributeValue(s, found[i], &value, 1), CKR_OK);
        yes = yes || id == profile;
    }
    return yes;
}

static CK_SESSION_HANDLE begin(const CK_FUNCTION_LIST_3_0 *f, CK_SLOT_ID slot,
                               CK_FLAGS flags)
{
    CK_SLOT_ID slots[16];
    CK_ULONG count;
    CK_SESSION_HANDLE s;

    assert_rv(f->C_Initialize(NULL), CKR_OK);
    assert_rv(f->C_GetInfo(&(CK_INFO){ 0 }), CKR_OK);
    assert_rv(f->C_GetSlotList(CK_TRUE, NULL, &count), CKR_OK);
    assert_rv(f->C_GetSlotList(CK_TRUE, slots, &count), CKR_OK);
    assert_rv(f->C_GetSlotInfo(slots[slot], &(CK_SLOT_INFO){ 0 }), CKR_OK);
    assert_rv(f->C_GetTokenInfo(slots[slot], &(CK_TOKEN_INFO){ 0 }), CKR_OK);
    assert_rv(f->C_OpenSession(slots[slot], CKF_SERIAL_SESSION | flags, NULL,
                               NULL, &s),
              CKR_OK);
    return s;
}

static void finish(const CK_FUNCTION_LIST_3_0 *f, CK_SESSION_HANDLE s,
                   CK_SLOT_ID slot)
{
    assert_rv(f->C_CloseSession(s), CKR_OK);
    assert_rv(f->C_CloseAllSessions(slot), CKR_OK);
    assert_rv(f->C_Finalize(NULL), CKR_OK);
}

static int setup(void **state)
{
    struct p11 *p;

    if (p11_setup(state) != 0)
        return -1;
    p = *state;
    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    return 0;
}

static void baseline_provider(void **state)
{
    const CK_FUNCTION_LIST_3_0 *f = functions();

    (void)state;
    for (CK_SLOT_ID slot = SLOT_AUTH; slot <= SLOT_SIGN; slot++) {
        CK_SESSION_HANDLE s = begin(f, slot, 0);
        CK_ATTRIBUTE token = { CKA_TOKEN, &(CK_BBOOL){ CK_TRUE }, 1 };
        CK_OBJECT_HANDLE one;
        CK_ULONG count;

        assert_true(claims(f, s, CKP_BASELINE_PROVIDER));
        assert_rv(f->C_FindObjectsInit(s, &token, 1), CKR_OK);
        assert_rv(f->C_FindObjects(s, &one, 1, &count), CKR_OK);
        assert_int_equal(count, 1);
        assert_rv(f->C_FindObjectsFinal(s), CKR_OK);
        assert_rv(f->C_GetSessionInfo(s, &(CK_SESSION_INFO){ 0 }), CKR_OK);
        finish(f, s, slot);
    }
}

static void extended_provider(void **state)
{
    const CK_FUNCTION_LIST_3_0 *f = functions();

    (void)state;
    for (CK_SLOT_ID slot = SLOT_AUTH; slot <= SLOT_SIGN; slot++) {
        const char *pin = slot == SLOT_AUTH ? AUTH_PIN : SIGN_PIN;
        CK_SESSION_HANDLE s = begin(f, slot, CKF_RW_SESSION);
        CK_MECHANISM_TYPE list[16];
        CK_ULONG count;

        assert_true(claims(f, s, CKP_EXTENDED_PROVIDER));
        assert_rv(f->C_GetMechanismList(slot, NULL, &count), CKR_OK);
        assert_rv(f->C_GetMechanismList(slot, list, &count), CKR_OK);
        for (CK_ULONG i = 0; i < count; i++)
            assert_rv(
                f->C_GetMechanismInfo(slot, list[i], &(CK_MECHANISM_INFO){ 0 }),
                CKR_OK);
        assert_rv(
            f->C_LoginUser(s, CKU_USER, p11_text(pin), strlen(pin), NULL, 0),
            CKR_OK);
        assert_int_not_equal(p11_count(s, NULL, 0), 0);
        assert_rv(f->C_Logout(s), CKR_OK);
        finish(f, s, slot);
    }
}

static CK_OBJECT_HANDLE by_label(const CK_FUNCTION_LIST_3_0 *f,
                                 CK_SESSION_HANDLE s, const char *label,
                                 CK_OBJECT_CLASS class)
{
    CK_ATTRIBUTE wanted[] = { { CKA_TOKEN, &(CK_BBOOL){ CK_TRUE }, 1 },
                              { CKA_LABEL, p11_text(label), strlen(label) },
                              { CKA_CLASS, &class, sizeof(class) } };
    CK_OBJECT_HANDLE found;
    CK_ULONG count;

    assert_rv(f->C_FindObjectsInit(s, wanted, 3), CKR_OK);
    assert_rv(f->C_FindObjects(s, &found, 1, &count), CKR_OK);
    assert_rv(f->C_FindObjectsFinal(s), CKR_OK);
    assert_int_equal(count, 1);
    return found;
}

static void authentication_token(void **state)
{
    const CK_FUNCTION_LIST_3_0 *f = functions();
    CK_MECHANISM mech = { CKM_SHA256_RSA_PKCS, NULL, 0 };
    CK_BYTE modulus[1024], exponent[1024], data[390] = { 7 }, sig[1024];
    CK_ATTRIBUTE values[] = {
        { CKA_MODULUS, modulus, sizeof(modulus) },
        { CKA_PUBLIC_EXPONENT, exponent, sizeof(exponent) },
    };
    CK_SESSION_HANDLE s = begin(f, SLOT_AUTH, CKF_RW_SESSION);
    CK_ULONG len = sizeof(sig);

    (void)state;
    assert_true(claims(f, s, CKP_AUTHENTICATION_TOKEN));
    assert_rv(f->C_Login(s, CKU_USER, p11_text(AUTH_PIN), 4), CKR_OK);
    assert_rv(
        f->C_GetAttributeValue(
            s, by_label(f, s, "User Authentication Public Key", CKO_PUBLIC_KEY),
            values, 2),
        CKR_OK);
    assert_int_equal(values[0].ulValueLen, 256);
    assert_int_equal(values[1].ulValueLen, 3);
    assert_rv(f->C_SignInit(
                  s, &mech,
                  by_label(f, s, "User Authentication Key", CKO_PRIVATE_KEY)),
              CKR_OK);
    assert_rv(f->C_Sign(s, data, sizeof(data), sig, &len), CKR_OK);
    assert_int_equal(len, 256);
    assert_rv(f->C_Logout(s), CKR_OK);
    finish(f, s, SLOT_AUTH);
}

static void public_certificates_token(void **state)
{
    const CK_FUNCTION_LIST_3_0 *f = functions();
    CK_SESSION_HANDLE s = begin(f, SLOT_AUTH, 0);
    CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    CK_ATTRIBUTE wanted = { CKA_CLASS, &class, sizeof(class) };
    CK_OBJECT_HANDLE found[8];
    CK_ULONG count;

    (void)state;
    assert_true(claims(f, s, CKP_PUBLIC_CERTIFICATES_TOKEN));
    assert_rv(f->C_FindObjectsInit(s, &wanted, 1), CKR_OK);
    assert_rv(f->C_FindObjects(s, found, 8, &count), CKR_OK);
    assert_int_equal(count, 2);
    for (CK_ULONG i = 0; i < count; i++) { /* while the search is open */
        CK_BYTE der[4096];
        CK_ATTRIBUTE value = { CKA_VALUE, NULL, 0 };

        assert_rv(f->C_GetAttributeValue(s, found[i], &value, 1), CKR_OK);
        assert_in_range(value.ulValueLen, 500, sizeof(der));
        value.pValue = der;
        assert_rv(f->C_GetAttributeValue(s, found[i], &value, 1), CKR_OK);
        assert_int_equal(der[0], 0x30);
    }
    assert_rv(f->C_FindObjectsFinal(s), CKR_OK);
    finish(f, s, SLOT_AUTH);
}

static void the_sign_token_does_not_claim_public_certificates(void **state)
{
    const CK_FUNCTION_LIST_3_0 *f = functions();
    CK_SESSION_HANDLE s = begin(f, SLOT_SIGN, 0);

    (void)state;
    assert_false(claims(f, s, CKP_PUBLIC_CERTIFICATES_TOKEN));
    finish(f, s, SLOT_SIGN);
}

#define PROFILE(test) cmocka_unit_test_setup_teardown(test, setup, p11_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROFILE(baseline_provider),
        PROFILE(extended_provider),
        PROFILE(authentication_token),
        PROFILE(public_certificates_token),
        PROFILE(the_sign_token_does_not_claim_public_certificates),
    };

    return cmocka_run_group_tests_name("conformance/pkcs11/profiles", tests,
                                       NULL, NULL);
}
