/* SPDX-License-Identifier: Apache-2.0
 *
 * RSA through libcrypto's EVP interface. Keeps no key.
 */
#include "tools/issue/rsa.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

bool rsa_hash(struct span data, uint8_t out[HASH_LEN], struct problem *problem)
{
    if (EVP_Digest(data.ptr, data.len, out, NULL, EVP_sha256(), NULL) == 1)
        return true;
    return problem_crypto(problem, "SHA-256");
}

bool rsa_sign_sha256(EVP_PKEY *key, struct span data, uint8_t out[RSA_BYTES],
                     struct problem *problem)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    size_t len = RSA_BYTES;
    bool ok = ctx != NULL &&
              EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
              EVP_DigestSign(ctx, out, &len, data.ptr, data.len) == 1 &&
              len == RSA_BYTES;

    EVP_MD_CTX_free(ctx);
    return ok || problem_crypto(problem, "RSA signature");
}

bool rsa_sign_as_is(EVP_PKEY *key, struct span data, uint8_t out[RSA_BYTES],
                    struct problem *problem)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
    size_t len = RSA_BYTES;
    bool ok = ctx != NULL && EVP_PKEY_sign_init(ctx) == 1 &&
              EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) == 1 &&
              EVP_PKEY_sign(ctx, out, &len, data.ptr, data.len) == 1 &&
              len == RSA_BYTES;

    EVP_PKEY_CTX_free(ctx);
    return ok || problem_crypto(problem, "RSA signature");
}

bool rsa_modulus(EVP_PKEY *key, uint8_t out[RSA_BYTES], struct problem *problem)
{
    BIGNUM *n = NULL;
    bool ok = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &n) == 1 &&
              BN_bn2binpad(n, out, RSA_BYTES) == RSA_BYTES;

    BN_free(n);
    return ok || problem_crypto(problem, "RSA modulus");
}

/* Appends what libcrypto allocated as DER and frees it. */
static bool put_and_free(struct wbuf *out, uint8_t *der, int len)
{
    if (len > 0) {
        wbuf_put(out, span_of(der, (size_t)len));
        wipe(der, (size_t)len);
    }
    OPENSSL_free(der);
    return len > 0 && !out->full;
}

bool rsa_put_spki(EVP_PKEY *key, struct wbuf *out, struct problem *problem)
{
    uint8_t *der = NULL;
    int len = i2d_PUBKEY(key, &der);

    return put_and_free(out, der, len) ||
           problem_crypto(problem, "public key encoding");
}

bool rsa_put_pkcs1(EVP_PKEY *key, struct wbuf *out, struct problem *problem)
{
    uint8_t *der = NULL;
    int len = i2d_PrivateKey(key, &der);

    return put_and_free(out, der, len) ||
           problem_crypto(problem, "private key encoding");
}

bool rsa_key_id(EVP_PKEY *key, uint8_t out[RSA_KEY_ID], struct problem *problem)
{
    X509_PUBKEY *pub = NULL;
    const uint8_t *bits = NULL;
    int len = 0;
    bool ok = X509_PUBKEY_set(&pub, key) == 1 &&
              X509_PUBKEY_get0_param(NULL, &bits, &len, NULL, pub) == 1 &&
              EVP_Digest(bits, (size_t)len, out, NULL, EVP_sha1(), NULL) == 1;

    X509_PUBKEY_free(pub);
    return ok || problem_crypto(problem, "key identifier");
}
