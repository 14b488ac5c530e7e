/* SPDX-License-Identifier: Apache-2.0
 *
 * PKCS#11 3.0, 5.13: signatures, the question for their length, and what ends
 * an operation. Signatures are checked with the certificate by libinkan,
 * which has its verification from elsewhere than its signing.
 */
#include "tests/support/p11.h"

#include <string.h>

struct user {
    CK_SESSION_HANDLE s;
    CK_OBJECT_HANDLE key;
};

static struct user log_in(CK_SLOT_ID slot)
{
    struct user u = { p11_logged_in(slot), 0 };

    u.key = p11_object(u.s, CKO_PRIVATE_KEY);
    return u;
}

static CK_RV init(const struct user *u, CK_MECHANISM_TYPE type)
{
    CK_MECHANISM mech = { type, NULL, 0 };

    return C_SignInit(u->s, &mech, u->key);
}

static struct inkan_cert *cert_of(const struct user *u)
{
    static CK_BYTE der[4096];
    CK_ATTRIBUTE wanted = { CKA_VALUE, der, sizeof(der) };
    struct inkan_cert *cert;

    assert_rv(C_GetAttributeValue(u->s, p11_object(u->s, CKO_CERTIFICATE),
                                  &wanted, 1),
              CKR_OK);
    assert_int_equal(inkan_cert_parse(der, wanted.ulValueLen, &cert), INKAN_OK);
    return cert;
}

static void assert_verifies(const struct user *u, enum inkan_hash hash,
                            const void *data, size_t len, const CK_BYTE *sig)
{
    struct inkan_cert *cert = cert_of(u);
    uint8_t digest[INKAN_DIGEST_MAX];
    size_t digest_len;
    enum inkan_rc rc;

    if (hash == INKAN_HASH_NONE) {
        rc = inkan_verify(cert, INKAN_RAW, hash, data, len, sig, 256);
    } else {
        assert_int_equal(inkan_digest(hash, data, len, digest, &digest_len),
                         INKAN_OK);
        rc =
            inkan_verify(cert, INKAN_PKCS1, hash, digest, digest_len, sig, 256);
    }
    inkan_cert_free(cert);
    assert_int_equal(rc, INKAN_OK);
}

static const struct {
    CK_MECHANISM_TYPE type;
    enum inkan_hash hash;
} mechs[] = {
    { CKM_RSA_PKCS, INKAN_HASH_NONE },
    { CKM_SHA1_RSA_PKCS, INKAN_HASH_SHA1 },
    { CKM_SHA256_RSA_PKCS, INKAN_HASH_SHA256 },
    { CKM_SHA384_RSA_PKCS, INKAN_HASH_SHA384 },
    { CKM_SHA512_RSA_PKCS, INKAN_HASH_SHA512 },
};

static void each_mechanism_signs_at_once_and_in_parts(void **state)
{
    CK_BYTE data[200], sig[256];

    (void)state;
    memset(data, 'x', sizeof(data));
    for (CK_SLOT_ID slot = SLOT_AUTH; slot <= SLOT_SIGN; slot++) {
        struct user u = log_in(slot);

        for (size_t i = 0; i < sizeof(mechs) / sizeof(mechs[0]); i++) {
            CK_ULONG len = sizeof(sig);

            assert_rv(init(&u, mechs[i].type), CKR_OK);
            assert_rv(C_Sign(u.s, data, sizeof(data), sig, &len), CKR_OK);
            assert_int_equal(len, 256);
            assert_verifies(&u, mechs[i].hash, data, sizeof(data), sig);
            memset(sig, 0, sizeof(sig));
            assert_rv(init(&u, mechs[i].type), CKR_OK);
            for (size_t at = 0; at < sizeof(data); at += 40)
                assert_rv(C_SignUpdate(u.s, data + at, 40), CKR_OK);
            assert_rv(C_SignFinal(u.s, sig, &len), CKR_OK);
            assert_verifies(&u, mechs[i].hash, data, sizeof(data), sig);
        }
    }
}

static void asking_for_the_length_keeps_the_operation(void **state)
{
    struct user u = log_in(SLOT_AUTH);
    CK_BYTE data[20] = { 1 }, sig[256];
    CK_ULONG len = 0;

    (void)state;
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OK);
    assert_rv(C_Sign(u.s, data, 20, NULL, &len), CKR_OK);
    assert_int_equal(len, 256);
    len = 1;
    assert_rv(C_Sign(u.s, data, 20, sig, &len), CKR_BUFFER_TOO_SMALL);
    assert_int_equal(len, 256);
    assert_rv(C_Sign(u.s, data, 20, NULL, &len), CKR_OK);
    assert_rv(C_Sign(u.s, data, 20, sig, &len), CKR_OK);
    assert_verifies(&u, INKAN_HASH_NONE, data, 20, sig);
    assert_rv(C_Sign(u.s, data, 20, sig, &len), CKR_OPERATION_NOT_INITIALIZED);
}

static void the_same_holds_for_parts(void **state)
{
    struct user u = log_in(SLOT_AUTH);
    CK_BYTE sig[256];
    CK_ULONG len = 255;

    (void)state;
    assert_rv(init(&u, CKM_SHA256_RSA_PKCS), CKR_OK);
    assert_rv(C_SignUpdate(u.s, p11_text("abc"), 3), CKR_OK);
    assert_rv(C_SignFinal(u.s, NULL, &len), CKR_OK);
    len = 255;
    assert_rv(C_SignFinal(u.s, sig, &len), CKR_BUFFER_TOO_SMALL);
    assert_rv(C_SignUpdate(u.s, p11_text("def"), 3), CKR_OK);
    assert_rv(C_SignFinal(u.s, sig, &len), CKR_OK);
    assert_verifies(&u, INKAN_HASH_SHA256, "abcdef", 6, sig);
}

static void any_error_ends_the_operation(void **state)
{
    struct user u = log_in(SLOT_AUTH);
    CK_BYTE data[300] = { 1 }, sig[256];
    CK_ULONG len = sizeof(sig);

    (void)state;
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OK);
    assert_rv(C_Sign(u.s, data, 246, sig, &len), CKR_DATA_LEN_RANGE);
    assert_rv(C_Sign(u.s, data, 20, sig, &len), CKR_OPERATION_NOT_INITIALIZED);
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OK);
    assert_rv(C_Sign(u.s, data, 20, sig, NULL), CKR_ARGUMENTS_BAD);
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OK);
    assert_rv(C_Sign(u.s, NULL, 20, sig, &len), CKR_ARGUMENTS_BAD);
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OK);
    assert_rv(C_SignUpdate(u.s, NULL, 20), CKR_ARGUMENTS_BAD);
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OK);
    assert_rv(C_SignUpdate(u.s, data, 200), CKR_OK);
    assert_rv(C_SignUpdate(u.s, data, 46), CKR_DATA_LEN_RANGE);
    assert_rv(C_SignFinal(u.s, sig, &len), CKR_OPERATION_NOT_INITIALIZED);
    assert_rv(init(&u, CKM_SHA256_RSA_PKCS), CKR_OK);
    assert_rv(C_SignUpdate(u.s, data, 1), CKR_OK);
    assert_rv(C_Sign(u.s, data, 1, sig, &len), CKR_OPERATION_NOT_INITIALIZED);
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OK);
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OPERATION_ACTIVE);
}

static void the_limits_of_the_data_are_exact(void **state)
{
    struct user u = log_in(SLOT_AUTH);
    CK_BYTE data[245], sig[256];
    CK_ULONG len = sizeof(sig);

    (void)state;
    memset(data, 'z', sizeof(data));
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OK);
    assert_rv(C_Sign(u.s, data, 245, sig, &len), CKR_OK);
    assert_verifies(&u, INKAN_HASH_NONE, data, 245, sig);
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OK);
    assert_rv(C_Sign(u.s, data, 1, sig, &len), CKR_OK);
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OK);
    assert_rv(C_Sign(u.s, data, 0, sig, &len), CKR_DATA_LEN_RANGE);
    assert_rv(init(&u, CKM_RSA_PKCS), CKR_OK);
    assert_rv(C_SignFinal(u.s, sig, &len), CKR_DATA_LEN_RANGE);
    assert_rv(init(&u, CKM_SHA256_RSA_PKCS), CKR_OK); /* a hash of nothing */
    assert_rv(C_Sign(u.s, NULL, 0, sig, &len), CKR_OK);
    assert_verifies(&u, INKAN_HASH_SHA256, "", 0, sig);
    assert_rv(init(&u, CKM_SHA256_RSA_PKCS), CKR_OK);
    assert_rv(C_SignFinal(u.s, sig, &len), CKR_OK);
    assert_verifies(&u, INKAN_HASH_SHA256, "", 0, sig);
}

static void keys_and_mechanisms_are_checked(void **state)
{
    struct user u = log_in(SLOT_AUTH), sign = log_in(SLOT_SIGN);
    CK_MECHANISM rsa = { CKM_RSA_PKCS, NULL, 0 };
    CK_MECHANISM odd = { CKM_RSA_X_509, NULL, 0 };
    CK_MECHANISM fat = { CKM_RSA_PKCS, &rsa, sizeof(rsa) };

    (void)state;
    assert_rv(C_SignInit(u.s, NULL, u.key), CKR_ARGUMENTS_BAD);
    assert_rv(C_SignInit(u.s, &odd, u.key), CKR_MECHANISM_INVALID);
    assert_rv(C_SignInit(u.s, &fat, u.key), CKR_MECHANISM_PARAM_INVALID);
    assert_rv(C_SignInit(u.s, &rsa, 0), CKR_KEY_HANDLE_INVALID);
    assert_rv(C_SignInit(u.s, &rsa, sign.key), CKR_KEY_HANDLE_INVALID);
    assert_rv(C_SignInit(u.s, &rsa, p11_object(u.s, CKO_CERTIFICATE)),
              CKR_KEY_HANDLE_INVALID);
    assert_rv(C_SignInit(u.s, &rsa, p11_object(u.s, CKO_PUBLIC_KEY)),
              CKR_KEY_FUNCTION_NOT_PERMITTED);
    assert_rv(C_Logout(u.s), CKR_OK);
    assert_rv(C_SignInit(u.s, &rsa, u.key), CKR_USER_NOT_LOGGED_IN);
}

static void a_logout_ends_the_signature(void **state)
{
    struct user u = log_in(SLOT_SIGN);
    CK_BYTE sig[256];
    CK_ULONG len = sizeof(sig);

    (void)state;
    assert_rv(init(&u, CKM_SHA256_RSA_PKCS), CKR_OK);
    assert_rv(C_SignUpdate(u.s, p11_text("abc"), 3), CKR_OK);
    assert_rv(C_Logout(u.s), CKR_OK);
    assert_rv(p11_login(u.s, SIGN_PIN), CKR_OK);
    assert_rv(C_SignFinal(u.s, sig, &len), CKR_OPERATION_NOT_INITIALIZED);
}

static void sessions_sign_apart(void **state)
{
    struct user a = log_in(SLOT_AUTH), b = { p11_open(SLOT_AUTH), a.key };
    CK_BYTE sig[256];
    CK_ULONG len = sizeof(sig);

    (void)state;
    assert_rv(init(&a, CKM_SHA256_RSA_PKCS), CKR_OK);
    assert_rv(init(&b, CKM_SHA512_RSA_PKCS), CKR_OK);
    assert_rv(C_SignUpdate(a.s, p11_text("abc"), 3), CKR_OK);
    assert_rv(C_SignUpdate(b.s, p11_text("xyz"), 3), CKR_OK);
    assert_rv(C_SignFinal(a.s, sig, &len), CKR_OK);
    assert_verifies(&a, INKAN_HASH_SHA256, "abc", 3, sig);
    assert_rv(C_SignFinal(b.s, sig, &len), CKR_OK);
    assert_verifies(&b, INKAN_HASH_SHA512, "xyz", 3, sig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(each_mechanism_signs_at_once_and_in_parts),
        P11_WITH_CARD(asking_for_the_length_keeps_the_operation),
        P11_WITH_CARD(the_same_holds_for_parts),
        P11_WITH_CARD(any_error_ends_the_operation),
        P11_WITH_CARD(the_limits_of_the_data_are_exact),
        P11_WITH_CARD(keys_and_mechanisms_are_checked),
        P11_WITH_CARD(a_logout_ends_the_signature),
        P11_WITH_CARD(sessions_sign_apart),
    };

    return cmocka_run_group_tests_name("conformance/pkcs11/signing", tests,
                                       NULL, NULL);
}
