/* SPDX-License-Identifier: Apache-2.0
 *
 * tests/support/soft_crypto: examples of the standards, and agreement with
 * PSA on what a card does.
 */
#include "card/port/posix/crypto.h"
#include "tests/support/hex.h"
#include "tests/support/persona.h"
#include "tests/support/soft_crypto.h"

#include <psa/crypto.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void assert_hex(const uint8_t *bytes, size_t len, const char *want)
{
    char text[2 * RSA_LEN + 1];

    hex_print(span_of(bytes, len), text);
    assert_string_equal(text, want);
}

/* FIPS 180-4, examples of NIST */
static void sha256_of_the_examples(void **state)
{
    uint8_t hash[SHA256_LEN];

    (void)state;
    soft_sha256(span_of("abc", 3), hash);
    assert_hex(hash, sizeof(hash),
               "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015"
               "AD");
    soft_sha256(
        span_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56),
        hash);
    assert_hex(hash, sizeof(hash),
               "248D6A61D20638B8E5C026930C3E6039A33CE45964FF2167F6ECEDD419DB06"
               "C1");
    soft_sha256(span_none(), hash);
    assert_hex(hash, sizeof(hash),
               "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B8"
               "55");
}

/* FIPS 197 C.1, as CBC with an IV of zero */
static void aes_of_the_example(void **state)
{
    static const uint8_t iv[AES_BLOCK];
    uint8_t key[AES_BLOCK];
    uint8_t data[AES_BLOCK];
    struct wbuf k = wbuf_of(key, sizeof(key));
    struct wbuf d = wbuf_of(data, sizeof(data));

    (void)state;
    assert_true(hex_parse("000102030405060708090A0B0C0D0E0F", &k));
    assert_true(hex_parse("00112233445566778899AABBCCDDEEFF", &d));
    soft_aes_cbc(true, key, iv, data, sizeof(data));
    assert_hex(data, sizeof(data), "69C4E0D86A7B0430D8CDB78070B4C55A");
    soft_aes_cbc(false, key, iv, data, sizeof(data));
    assert_hex(data, sizeof(data), "00112233445566778899AABBCCDDEEFF");
}

static void aes_agrees_with_psa(void **state)
{
    uint8_t key[AES_BLOCK];
    uint8_t iv[AES_BLOCK];
    uint8_t a[5 * AES_BLOCK];
    uint8_t b[5 * AES_BLOCK];

    (void)state;
    assert_true(crypto_init());
    for (int i = 0; i < 20; i++) {
        assert_true(crypto_random(key, sizeof(key)));
        assert_true(crypto_random(iv, sizeof(iv)));
        assert_true(crypto_random(a, sizeof(a)));
        memcpy(b, a, sizeof(a));
        soft_aes_cbc(i % 2 == 0, key, iv, a, sizeof(a));
        assert_true(crypto_aes_cbc(i % 2 == 0, key, iv, b, sizeof(b)));
        assert_memory_equal(a, b, sizeof(a));
    }
}

static void signatures_agree_with_psa(void **state)
{
    static const uint8_t message[RSA_RAW_MAX] = "to be signed";
    uint8_t a[RSA_LEN];
    uint8_t b[RSA_LEN];

    (void)state;
    assert_true(crypto_init());
    for (unsigned key = 0; key < 3; key++) {
        for (size_t len = 1; len <= RSA_RAW_MAX; len += 61) {
            struct span in = span_of(message, len);

            assert_true(soft_rsa_sign(persona_keys[key], in, a));
            assert_true(crypto_rsa_sign(persona_keys[key], in, b));
            assert_memory_equal(a, b, RSA_LEN);
        }
    }
    assert_false(crypto_rsa_sign(persona_keys[0], span_none(), b));
    assert_false(crypto_rsa_sign(persona_keys[0], span_of(message, 246), b));
}

/* The same key pair in PSA, which verifies and encrypts for us. */
static psa_key_id_t import(psa_key_usage_t usage, psa_algorithm_t alg)
{
    psa_key_attributes_t attr = PSA_KEY_ATTRIBUTES_INIT;
    struct span key = persona_keys[KEY_SESSION];
    psa_key_id_t id;

    psa_set_key_type(&attr, PSA_KEY_TYPE_RSA_KEY_PAIR);
    psa_set_key_usage_flags(&attr, usage);
    psa_set_key_algorithm(&attr, alg);
    assert_int_equal(psa_import_key(&attr, key.ptr, key.len, &id), PSA_SUCCESS);
    return id;
}

/* PSA takes a salt of the length of the hash, 32 bytes, and no other. */
static void pss_signatures_verify(void **state)
{
    static const uint8_t hash[SHA256_LEN] = "any thirty-two bytes will do...";
    const psa_algorithm_t alg = PSA_ALG_RSA_PSS(PSA_ALG_SHA_256);
    uint8_t soft[RSA_LEN];
    uint8_t card[RSA_LEN];
    uint8_t again[RSA_LEN];
    psa_key_id_t id;

    (void)state;
    assert_true(crypto_init());
    id = import(PSA_KEY_USAGE_VERIFY_HASH, alg);
    assert_true(soft_rsa_sign_pss(persona_keys[KEY_SESSION], hash, soft));
    assert_true(crypto_rsa_sign_pss(persona_keys[KEY_SESSION], hash, card));
    assert_true(crypto_rsa_sign_pss(persona_keys[KEY_SESSION], hash, again));
    assert_memory_not_equal(card, again, RSA_LEN); /* the salt is random */
    assert_int_equal(psa_verify_hash(id, alg, hash, SHA256_LEN, soft, RSA_LEN),
                     PSA_SUCCESS);
    assert_int_equal(psa_verify_hash(id, alg, hash, SHA256_LEN, card, RSA_LEN),
                     PSA_SUCCESS);
    soft[RSA_LEN - 1] ^= 1;
    assert_int_not_equal(
        psa_verify_hash(id, alg, hash, SHA256_LEN, soft, RSA_LEN), PSA_SUCCESS);
    psa_destroy_key(id);
}

static void both_decrypt_what_psa_encrypts(void **state)
{
    static const uint8_t message[36] = "thirty-six bytes of a session key..";
    const psa_algorithm_t alg = PSA_ALG_RSA_OAEP(PSA_ALG_SHA_256);
    uint8_t secret[RSA_LEN];
    uint8_t out[64];
    struct span key = persona_keys[KEY_SESSION];
    psa_key_id_t id;
    size_t len;
    bool too_big;

    (void)state;
    assert_true(crypto_init());
    id = import(PSA_KEY_USAGE_ENCRYPT, alg);
    assert_int_equal(psa_asymmetric_encrypt(id, alg, message, sizeof(message),
                                            NULL, 0, secret, sizeof(secret),
                                            &len),
                     PSA_SUCCESS);
    psa_destroy_key(id);
    for (int soft = 0; soft <= 1; soft++) {
        bool (*decrypt)(struct span, struct span, uint8_t *, size_t, size_t *,
                        bool *) =
            soft ? soft_rsa_decrypt_oaep : crypto_rsa_decrypt_oaep;

        memset(out, 0, sizeof(out));
        assert_true(decrypt(key, span_of(secret, RSA_LEN), out, sizeof(out),
                            &len, &too_big));
        assert_int_equal(len, sizeof(message));
        assert_memory_equal(out, message, sizeof(message));
        /* too little room, and one bit wrong */
        assert_false(decrypt(key, span_of(secret, RSA_LEN), out,
                             sizeof(message) - 1, &len, &too_big));
        secret[RSA_LEN - 1] ^= 1;
        assert_false(decrypt(key, span_of(secret, RSA_LEN), out, sizeof(out),
                             &len, &too_big));
        assert_false(too_big);
        secret[RSA_LEN - 1] ^= 1;
    }
}

static void a_number_not_below_the_modulus_is_too_big(void **state)
{
    uint8_t in[RSA_LEN];
    uint8_t out[64];
    size_t len;
    bool too_big = false;

    (void)state;
    assert_true(crypto_init());
    memset(in, 0xFF, sizeof(in));
    assert_false(crypto_rsa_decrypt_oaep(persona_keys[KEY_SESSION],
                                         span_of(in, sizeof(in)), out,
                                         sizeof(out), &len, &too_big));
    assert_true(too_big);
    assert_false(soft_rsa(persona_keys[KEY_SESSION], in, in));
    memset(in, 0x01, sizeof(in));
    assert_false(crypto_rsa_decrypt_oaep(persona_keys[KEY_SESSION],
                                         span_of(in, sizeof(in)), out,
                                         sizeof(out), &len, &too_big));
    assert_false(too_big);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_of_the_examples),
        cmocka_unit_test(aes_of_the_example),
        cmocka_unit_test(aes_agrees_with_psa),
        cmocka_unit_test(signatures_agree_with_psa),
        cmocka_unit_test(pss_signatures_verify),
        cmocka_unit_test(both_decrypt_what_psa_encrypts),
        cmocka_unit_test(a_number_not_below_the_modulus_is_too_big),
    };

    return cmocka_run_group_tests_name("card/soft_crypto", tests, NULL, NULL);
}
