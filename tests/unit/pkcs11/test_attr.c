/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pkcs11/attr.c: the protocol of pValue and ulValueLen, and the
 * values of every attribute that programs rely on.
 */
#include "tests/support/p11.h"

#include <string.h>

static CK_BYTE buf[4096];

static CK_RV get(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                 CK_ATTRIBUTE_TYPE type, CK_ULONG room, CK_ULONG *out_len)
{
    CK_ATTRIBUTE wanted = { type, buf, room };
    CK_RV rv = C_GetAttributeValue(session, object, &wanted, 1);

    *out_len = wanted.ulValueLen;
    return rv;
}

static void assert_bool(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                        CK_ATTRIBUTE_TYPE type, CK_BBOOL wanted)
{
    CK_ULONG len;

    assert_rv(get(session, object, type, sizeof(buf), &len), CKR_OK);
    assert_int_equal(len, sizeof(CK_BBOOL));
    assert_int_equal(buf[0], wanted);
}

static void assert_number(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                          CK_ATTRIBUTE_TYPE type, CK_ULONG wanted)
{
    CK_ULONG len, number;

    assert_rv(get(session, object, type, sizeof(buf), &len), CKR_OK);
    assert_int_equal(len, sizeof(number));
    memcpy(&number, buf, sizeof(number));
    assert_int_equal(number, wanted);
}

static void assert_text(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object,
                        CK_ATTRIBUTE_TYPE type, const char *wanted)
{
    CK_ULONG len;

    assert_rv(get(session, object, type, sizeof(buf), &len), CKR_OK);
    assert_int_equal(len, strlen(wanted));
    assert_memory_equal(buf, wanted, len);
}

/* --- the protocol --------------------------------------------------------- */

static void a_null_pointer_asks_for_the_length(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_ATTRIBUTE wanted = { CKA_MODULUS, NULL, 0 };

    (void)state;
    assert_rv(C_GetAttributeValue(s, p11_object(s, CKO_PUBLIC_KEY), &wanted, 1),
              CKR_OK);
    assert_int_equal(wanted.ulValueLen, 256);
}

static void a_null_pointer_with_a_stale_length_is_the_same(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_ATTRIBUTE wanted = { CKA_MODULUS, NULL, 1 };

    (void)state;
    assert_rv(C_GetAttributeValue(s, p11_object(s, CKO_PUBLIC_KEY), &wanted, 1),
              CKR_OK);
    assert_int_equal(wanted.ulValueLen, 256);
}

static void a_room_of_exactly_the_length_is_enough(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_ULONG len;

    (void)state;
    memset(buf, 0xEE, sizeof(buf));
    assert_rv(get(s, p11_object(s, CKO_PUBLIC_KEY), CKA_MODULUS, 256, &len),
              CKR_OK);
    assert_int_equal(len, 256);
    assert_int_equal(buf[256], 0xEE);
    assert_true(buf[0] & 0x80);
}

static void one_byte_less_is_too_small_and_writes_nothing(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_ULONG len;

    (void)state;
    memset(buf, 0xEE, sizeof(buf));
    assert_rv(get(s, p11_object(s, CKO_PUBLIC_KEY), CKA_MODULUS, 255, &len),
              CKR_BUFFER_TOO_SMALL);
    assert_int_equal(len, CK_UNAVAILABLE_INFORMATION);
    assert_int_equal(buf[0], 0xEE);
}

static void what_can_be_filled_is_filled(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_BYTE id = 0, modulus[10], exponent[8];
    CK_ATTRIBUTE wanted[] = {
        { CKA_PRIVATE_EXPONENT, buf, sizeof(buf) },
        { CKA_ID, &id, 1 },
        { 0xCE534352, buf, sizeof(buf) }, /* a vendor's */
        { CKA_MODULUS, modulus, sizeof(modulus) },
        { CKA_PUBLIC_EXPONENT, exponent, sizeof(exponent) },
    };

    (void)state;
    assert_true(C_GetAttributeValue(s, p11_object(s, CKO_PRIVATE_KEY), wanted,
                                    5) != CKR_OK);
    assert_int_equal(wanted[0].ulValueLen, CK_UNAVAILABLE_INFORMATION);
    assert_int_equal(wanted[1].ulValueLen, 1);
    assert_int_equal(id, 1);
    assert_int_equal(wanted[2].ulValueLen, CK_UNAVAILABLE_INFORMATION);
    assert_int_equal(wanted[3].ulValueLen, CK_UNAVAILABLE_INFORMATION);
    assert_int_equal(wanted[4].ulValueLen, 3);
    assert_memory_equal(exponent, "\x01\x00\x01", 3);
}

static void the_codes_say_why(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);
    CK_ULONG len;

    (void)state;
    assert_rv(get(s, key, CKA_PRIVATE_EXPONENT, 4096, &len),
              CKR_ATTRIBUTE_SENSITIVE);
    assert_rv(get(s, key, CKA_PRIME_1, 4096, &len), CKR_ATTRIBUTE_SENSITIVE);
    assert_rv(get(s, key, CKA_VALUE, 4096, &len), CKR_ATTRIBUTE_TYPE_INVALID);
    assert_rv(get(s, key, CKA_CERTIFICATE_TYPE, 4096, &len),
              CKR_ATTRIBUTE_TYPE_INVALID);
    assert_rv(get(s, 4711, CKA_ID, 1, &len), CKR_OBJECT_HANDLE_INVALID);
    assert_rv(C_GetAttributeValue(s, key, NULL, 1), CKR_ARGUMENTS_BAD);
}

/* --- the values ----------------------------------------------------------- */

static void a_private_key_says_what_it_may(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);

    (void)state;
    assert_number(s, key, CKA_CLASS, CKO_PRIVATE_KEY);
    assert_number(s, key, CKA_KEY_TYPE, CKK_RSA);
    assert_text(s, key, CKA_LABEL, "Digital Signature Key");
    assert_text(s, key, CKA_ID, "\x02");
    assert_bool(s, key, CKA_TOKEN, CK_TRUE);
    assert_bool(s, key, CKA_PRIVATE, CK_TRUE);
    assert_bool(s, key, CKA_SIGN, CK_TRUE);
    assert_bool(s, key, CKA_SENSITIVE, CK_TRUE);
    assert_bool(s, key, CKA_ALWAYS_SENSITIVE, CK_TRUE);
    assert_bool(s, key, CKA_NEVER_EXTRACTABLE, CK_TRUE);
    assert_bool(s, key, CKA_EXTRACTABLE, CK_FALSE);
    assert_bool(s, key, CKA_DECRYPT, CK_FALSE);
    assert_bool(s, key, CKA_UNWRAP, CK_FALSE);
    assert_bool(s, key, CKA_SIGN_RECOVER, CK_FALSE);
    assert_bool(s, key, CKA_DERIVE, CK_FALSE);
    assert_bool(s, key, CKA_LOCAL, CK_FALSE);
    assert_bool(s, key, CKA_ALWAYS_AUTHENTICATE, CK_FALSE);
    assert_bool(s, key, CKA_MODIFIABLE, CK_FALSE);
    assert_bool(s, key, CKA_COPYABLE, CK_FALSE);
    assert_bool(s, key, CKA_DESTROYABLE, CK_FALSE);
    assert_number(s, key, CKA_KEY_GEN_MECHANISM, CK_UNAVAILABLE_INFORMATION);
}

static void a_public_key_matches_its_private_one(void **state)
{
    static const CK_ATTRIBUTE_TYPE shared[] = { CKA_MODULUS, CKA_ID,
                                                CKA_PUBLIC_EXPONENT,
                                                CKA_PUBLIC_KEY_INFO,
                                                CKA_SUBJECT };
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE public = p11_object(s, CKO_PUBLIC_KEY);
    CK_OBJECT_HANDLE private = p11_object(s, CKO_PRIVATE_KEY);
    CK_BYTE other[4096];
    CK_ULONG len, other_len;

    (void)state;
    for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++) {
        assert_rv(get(s, public, shared[i], sizeof(buf), &other_len), CKR_OK);
        memcpy(other, buf, other_len);
        assert_rv(get(s, private, shared[i], sizeof(buf), &len), CKR_OK);
        assert_int_equal(len, other_len);
        assert_memory_equal(buf, other, len);
    }
    assert_bool(s, public, CKA_VERIFY, CK_TRUE);
    assert_bool(s, public, CKA_ENCRYPT, CK_FALSE);
    assert_number(s, public, CKA_MODULUS_BITS, 2048);
}

static void a_certificate_is_der_and_not_trusted(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_OBJECT_HANDLE cert = p11_object(s, CKO_CERTIFICATE);
    CK_ULONG len;

    (void)state;
    assert_rv(get(s, cert, CKA_VALUE, sizeof(buf), &len), CKR_OK);
    assert_int_equal(buf[0], 0x30);
    assert_int_equal(buf[1], 0x82);
    assert_int_equal(len, 4u + (unsigned)(buf[2] << 8 | buf[3]));
    assert_rv(get(s, cert, CKA_SUBJECT, sizeof(buf), &len), CKR_OK);
    assert_int_equal(buf[0], 0x30);
    assert_rv(get(s, cert, CKA_SERIAL_NUMBER, sizeof(buf), &len), CKR_OK);
    assert_int_equal(buf[0], 0x02); /* a DER INTEGER */
    assert_bool(s, cert, CKA_TRUSTED, CK_FALSE);
    assert_number(s, cert, CKA_CERTIFICATE_TYPE, CKC_X_509);
    assert_number(s, cert, CKA_CERTIFICATE_CATEGORY,
                  CK_CERTIFICATE_CATEGORY_TOKEN_USER);
    assert_rv(get(s, cert, CKA_END_DATE, sizeof(buf), &len), CKR_OK);
    assert_int_equal(len, 8);
    assert_memory_equal(buf, "20", 2);
    assert_rv(get(s, cert, CKA_URL, sizeof(buf), &len), CKR_OK);
    assert_int_equal(len, 0);
}

static void unique_ids_differ(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE found[16];
    CK_BYTE ids[16][64];
    CK_ULONG count, lens[16];

    (void)state;
    assert_rv(C_FindObjectsInit(s, NULL, 0), CKR_OK);
    assert_rv(C_FindObjects(s, found, 16, &count), CKR_OK);
    assert_rv(C_FindObjectsFinal(s), CKR_OK);
    assert_int_equal(count, 8);
    for (CK_ULONG i = 0; i < count; i++) {
        assert_rv(get(s, found[i], CKA_UNIQUE_ID, 64, &lens[i]), CKR_OK);
        memcpy(ids[i], buf, lens[i]);
        for (CK_ULONG k = 0; k < i; k++)
            assert_false(lens[i] == lens[k] &&
                         memcmp(ids[i], ids[k], lens[i]) == 0);
    }
}

static void a_search_compares_values(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_CLASS class = CKO_CERTIFICATE;
    CK_BYTE id = 1;
    CK_BBOOL yes = CK_TRUE;
    CK_ULONG len;
    CK_ATTRIBUTE by_id[] = { { CKA_ID, &id, 1 },
                             { CKA_CLASS, &class, sizeof(class) },
                             { CKA_TOKEN, &yes, 1 } };
    CK_ATTRIBUTE by_value = { CKA_VALUE, buf, 0 };

    (void)state;
    assert_int_equal(p11_count(s, by_id, 1), 3);
    assert_int_equal(p11_count(s, by_id, 3), 1);
    assert_rv(
        get(s, p11_object(s, CKO_CERTIFICATE), CKA_VALUE, sizeof(buf), &len),
        CKR_OK);
    by_value.ulValueLen = len;
    assert_int_equal(p11_count(s, &by_value, 1), 1);
    buf[len - 1] ^= 1;
    assert_int_equal(p11_count(s, &by_value, 1), 0);
    by_value.ulValueLen = len - 1;
    assert_int_equal(p11_count(s, &by_value, 1), 0);
    class = 0xCE534353; /* a vendor's class: no objects, no error */
    assert_int_equal(p11_count(s, by_id, 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(a_null_pointer_asks_for_the_length),
        P11_WITH_CARD(a_null_pointer_with_a_stale_length_is_the_same),
        P11_WITH_CARD(a_room_of_exactly_the_length_is_enough),
        P11_WITH_CARD(one_byte_less_is_too_small_and_writes_nothing),
        P11_WITH_CARD(what_can_be_filled_is_filled),
        P11_WITH_CARD(the_codes_say_why),
        P11_WITH_CARD(a_private_key_says_what_it_may),
        P11_WITH_CARD(a_public_key_matches_its_private_one),
        P11_WITH_CARD(a_certificate_is_der_and_not_trusted),
        P11_WITH_CARD(unique_ids_differ),
        P11_WITH_CARD(a_search_compares_values),
    };

    return cmocka_run_group_tests_name("pkcs11/attr", tests, NULL, NULL);
}
