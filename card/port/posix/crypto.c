/* SPDX-License-Identifier: Apache-2.0
 *
 * PSA Crypto for one card. A key lives in PSA only during one operation:
 * importing costs some microseconds beside milliseconds of RSA, and leaves
 * the number of cards in a process unlimited.
 */
#include "card/port/posix/crypto.h"

#include <mbedtls/asn1.h>
#include <psa/crypto.h>

#define RSA_BITS (8 * RSA_LEN)
#define ALG_RAW  PSA_ALG_RSA_PKCS1V15_SIGN_RAW
#define ALG_PSS  PSA_ALG_RSA_PSS(PSA_ALG_SHA_256)
#define ALG_OAEP PSA_ALG_RSA_OAEP(PSA_ALG_SHA_256)
#define OAEP_MAX (RSA_LEN - 2 * SHA256_LEN - 2)

bool crypto_init(void)
{
    return psa_crypto_init() == PSA_SUCCESS;
}

static bool import_rsa(struct span pkcs1, psa_key_usage_t usage,
                       psa_algorithm_t alg, psa_key_id_t *out)
{
    psa_key_attributes_t attr = PSA_KEY_ATTRIBUTES_INIT;
    bool done;

    psa_set_key_type(&attr, PSA_KEY_TYPE_RSA_KEY_PAIR);
    psa_set_key_bits(&attr, RSA_BITS);
    psa_set_key_usage_flags(&attr, usage);
    psa_set_key_algorithm(&attr, alg);
    done = psa_import_key(&attr, pkcs1.ptr, pkcs1.len, out) == PSA_SUCCESS;
    psa_reset_key_attributes(&attr);
    return done;
}

bool crypto_is_rsa2048(struct span pkcs1)
{
    psa_key_id_t key;

    if (!import_rsa(pkcs1, PSA_KEY_USAGE_SIGN_HASH, ALG_RAW, &key))
        return false;
    psa_destroy_key(key);
    return true;
}

bool crypto_random(uint8_t *out, size_t len)
{
    return psa_generate_random(out, len) == PSA_SUCCESS;
}

bool crypto_sha256_two(struct span a, struct span b, uint8_t out[SHA256_LEN])
{
    psa_hash_operation_t op = PSA_HASH_OPERATION_INIT;
    size_t len;
    bool done = psa_hash_setup(&op, PSA_ALG_SHA_256) == PSA_SUCCESS &&
                psa_hash_update(&op, a.ptr, a.len) == PSA_SUCCESS &&
                psa_hash_update(&op, b.ptr, b.len) == PSA_SUCCESS &&
                psa_hash_finish(&op, out, SHA256_LEN, &len) == PSA_SUCCESS;

    if (!done)
        psa_hash_abort(&op);
    return done;
}

bool crypto_sha256(struct span in, uint8_t out[SHA256_LEN])
{
    return crypto_sha256_two(in, span_none(), out);
}

static bool sign(struct span pkcs1, psa_algorithm_t alg, struct span in,
                 uint8_t out[RSA_LEN])
{
    psa_key_id_t key;
    size_t len = 0;
    bool done;

    if (!import_rsa(pkcs1, PSA_KEY_USAGE_SIGN_HASH, alg, &key))
        return false;
    done = psa_sign_hash(key, alg, in.ptr, in.len, out, RSA_LEN, &len) ==
               PSA_SUCCESS &&
           len == RSA_LEN;
    psa_destroy_key(key);
    return done;
}

bool crypto_rsa_sign(struct span pkcs1, struct span in, uint8_t out[RSA_LEN])
{
    return in.len >= 1 && in.len <= RSA_RAW_MAX &&
           sign(pkcs1, ALG_RAW, in, out);
}

bool crypto_rsa_sign_pss(struct span pkcs1, const uint8_t hash[SHA256_LEN],
                         uint8_t out[RSA_LEN])
{
    return sign(pkcs1, ALG_PSS, span_of(hash, SHA256_LEN), out);
}

/* RSAPrivateKey: SEQUENCE of version, modulus, ... (RFC 8017 A.1.2). */
static bool find_modulus(struct span pkcs1, struct span *out)
{
    /* mbedTLS reads through a pointer it does not declare const. */
    unsigned char *p = (unsigned char *)(uintptr_t)pkcs1.ptr;
    const unsigned char *end = p + pkcs1.len;
    int version;
    size_t len;

    if (mbedtls_asn1_get_tag(&p, end, &len,
                             MBEDTLS_ASN1_CONSTRUCTED |
                                 MBEDTLS_ASN1_SEQUENCE) != 0 ||
        mbedtls_asn1_get_int(&p, end, &version) != 0 ||
        mbedtls_asn1_get_tag(&p, end, &len, MBEDTLS_ASN1_INTEGER) != 0)
        return false;
    *out = span_of(p, len);
    return true;
}

/* Is the number in, of RSA_LEN bytes, not below the modulus? */
static bool is_too_big(struct span pkcs1, struct span in)
{
    struct span modulus;

    if (!find_modulus(pkcs1, &modulus) || modulus.len < RSA_LEN)
        return false;
    modulus = span_sub(modulus, modulus.len - RSA_LEN, RSA_LEN);
    return memcmp(in.ptr, modulus.ptr, RSA_LEN) >= 0;
}

bool crypto_rsa_decrypt_oaep(struct span pkcs1, struct span in, uint8_t *out,
                             size_t cap, size_t *out_len, bool *too_big)
{
    uint8_t plain[OAEP_MAX];
    psa_key_id_t key;
    bool done;

    *too_big = in.len == RSA_LEN && is_too_big(pkcs1, in);
    if (in.len != RSA_LEN || *too_big ||
        !import_rsa(pkcs1, PSA_KEY_USAGE_DECRYPT, ALG_OAEP, &key))
        return false;
    done = psa_asymmetric_decrypt(key, ALG_OAEP, in.ptr, in.len, NULL, 0, plain,
                                  sizeof(plain), out_len) == PSA_SUCCESS &&
           *out_len <= cap;
    if (done)
        memcpy(out, plain, *out_len);
    wipe(plain, sizeof(plain));
    psa_destroy_key(key);
    return done;
}

static bool import_aes(const uint8_t key[AES_BLOCK], bool encrypt,
                       psa_key_id_t *out)
{
    psa_key_attributes_t attr = PSA_KEY_ATTRIBUTES_INIT;
    bool done;

    psa_set_key_type(&attr, PSA_KEY_TYPE_AES);
    psa_set_key_usage_flags(&attr, encrypt ? PSA_KEY_USAGE_ENCRYPT
                                           : PSA_KEY_USAGE_DECRYPT);
    psa_set_key_algorithm(&attr, PSA_ALG_CBC_NO_PADDING);
    done = psa_import_key(&attr, key, AES_BLOCK, out) == PSA_SUCCESS;
    psa_reset_key_attributes(&attr);
    return done;
}

/* Block by block, so that working in place needs no second buffer. */
static bool run_cipher(psa_cipher_operation_t *op, const uint8_t *iv,
                       uint8_t *data, size_t len)
{
    uint8_t block[2 * AES_BLOCK];
    size_t part;
    bool done = psa_cipher_set_iv(op, iv, AES_BLOCK) == PSA_SUCCESS;

    for (size_t at = 0; done && at < len; at += AES_BLOCK) {
        done = psa_cipher_update(op, data + at, AES_BLOCK, block, sizeof(block),
                                 &part) == PSA_SUCCESS &&
               part == AES_BLOCK;
        if (done)
            memcpy(data + at, block, AES_BLOCK);
    }
    if (done)
        done =
            psa_cipher_finish(op, block, sizeof(block), &part) == PSA_SUCCESS &&
            part == 0;
    wipe(block, sizeof(block));
    return done;
}

bool crypto_aes_cbc(bool encrypt, const uint8_t key[AES_BLOCK],
                    const uint8_t iv[AES_BLOCK], uint8_t *data, size_t len)
{
    psa_cipher_operation_t op = PSA_CIPHER_OPERATION_INIT;
    psa_key_id_t id;
    psa_status_t rc;
    bool done;

    if (len % AES_BLOCK != 0 || !import_aes(key, encrypt, &id))
        return false;
    rc = encrypt ? psa_cipher_encrypt_setup(&op, id, PSA_ALG_CBC_NO_PADDING)
                 : psa_cipher_decrypt_setup(&op, id, PSA_ALG_CBC_NO_PADDING);
    done = rc == PSA_SUCCESS && run_cipher(&op, iv, data, len);
    psa_cipher_abort(&op);
    psa_destroy_key(id);
    return done;
}
