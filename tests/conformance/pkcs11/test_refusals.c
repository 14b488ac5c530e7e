/* SPDX-License-Identifier: Apache-2.0
 *
 * What the module cannot do is refused with the right code, after the checks
 * that come first, and nothing is left under way.
 */
#include "tests/support/p11.h"

static void the_card_is_read_only(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE cert = p11_object(s, CKO_CERTIFICATE), made;
    CK_ATTRIBUTE label = { CKA_LABEL, p11_text("x"), 1 };

    (void)state;
    assert_rv(C_CreateObject(s, &label, 1, &made), CKR_TOKEN_WRITE_PROTECTED);
    assert_rv(C_CopyObject(s, cert, &label, 1, &made), CKR_ACTION_PROHIBITED);
    assert_rv(C_DestroyObject(s, cert), CKR_ACTION_PROHIBITED);
    assert_rv(C_SetAttributeValue(s, cert, &label, 1), CKR_ACTION_PROHIBITED);
    assert_rv(C_CopyObject(s, 4711, &label, 1, &made),
              CKR_OBJECT_HANDLE_INVALID);
    assert_rv(C_DestroyObject(s, 4711), CKR_OBJECT_HANDLE_INVALID);
    assert_rv(C_SetAttributeValue(s, 4711, &label, 1),
              CKR_OBJECT_HANDLE_INVALID);
    assert_rv(C_InitToken(SLOT_AUTH, NULL, 0, NULL),
              CKR_FUNCTION_NOT_SUPPORTED);
    assert_rv(C_InitToken(99, NULL, 0, NULL), CKR_SLOT_ID_INVALID);
}

static void there_is_no_random_generator(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_BYTE buf[8];

    (void)state;
    assert_rv(C_SeedRandom(s, buf, 8), CKR_RANDOM_NO_RNG);
    assert_rv(C_GenerateRandom(s, buf, 8), CKR_RANDOM_NO_RNG);
}

static void no_other_operation_can_begin(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE public = p11_object(s, CKO_PUBLIC_KEY);
    CK_OBJECT_HANDLE private = p11_object(s, CKO_PRIVATE_KEY);
    CK_MECHANISM rsa = { CKM_RSA_PKCS, NULL, 0 }, sha = { CKM_SHA256, NULL, 0 };
    CK_BYTE buf[256];
    CK_ULONG len = sizeof(buf);

    (void)state;
    assert_rv(C_DigestInit(s, &sha), CKR_MECHANISM_INVALID);
    assert_rv(C_Digest(s, buf, 1, buf, &len), CKR_OPERATION_NOT_INITIALIZED);
    assert_rv(C_EncryptInit(s, &rsa, public), CKR_FUNCTION_NOT_SUPPORTED);
    assert_rv(C_DecryptInit(s, &rsa, private), CKR_FUNCTION_NOT_SUPPORTED);
    assert_rv(C_VerifyInit(s, &rsa, public), CKR_FUNCTION_NOT_SUPPORTED);
    assert_rv(C_SignRecoverInit(s, &rsa, private), CKR_FUNCTION_NOT_SUPPORTED);
    assert_rv(C_MessageSignInit(s, &rsa, private), CKR_FUNCTION_NOT_SUPPORTED);
    assert_rv(C_GenerateKey(s, &rsa, NULL, 0, &private),
              CKR_FUNCTION_NOT_SUPPORTED);
    assert_rv(C_GetOperationState(s, buf, &len), CKR_FUNCTION_NOT_SUPPORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(the_card_is_read_only),
        P11_WITH_CARD(there_is_no_random_generator),
        P11_WITH_CARD(no_other_operation_can_begin),
    };

    return cmocka_run_group_tests_name("conformance/pkcs11/refusals", tests,
                                       NULL, NULL);
}
