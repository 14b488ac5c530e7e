/* SPDX-License-Identifier: Apache-2.0
 *
 * HMAC_DRBG streams by label, and RSA keys from them. mbedTLS makes the keys
 * because it takes its random numbers from the caller, with equal results on
 * 2.28 and 3.6; libcrypto does not.
 */
#include "tools/issue/seed.h"

#include <mbedtls/hmac_drbg.h>
#include <mbedtls/pk.h>
#include <mbedtls/rsa.h>
#include <openssl/rand.h>
#include <stdio.h>

#include "tools/issue/rsa.h"

#define LABEL_MAX 64

static bool drbg_open(mbedtls_hmac_drbg_context *drbg, const struct seed *seed,
                      const char *label)
{
    uint8_t material[SEED_LEN + LABEL_MAX] = { 0 };
    int rc;

    memcpy(material, seed->root, SEED_LEN);
    snprintf((char *)material + SEED_LEN, LABEL_MAX, "%s", label);
    mbedtls_hmac_drbg_init(drbg);
    rc = mbedtls_hmac_drbg_seed_buf(
        drbg, mbedtls_md_info_from_type(MBEDTLS_MD_SHA256), material,
        sizeof(material));
    wipe(material, sizeof(material));
    return rc == 0;
}

bool seed_from_text(const char *text, struct seed *out, struct problem *problem)
{
    if (EVP_Digest(text, strlen(text), out->root, NULL, EVP_sha256(), NULL))
        return true;
    return problem_crypto(problem, "SHA-256");
}

bool seed_random(struct seed *out, struct problem *problem)
{
    if (RAND_priv_bytes(out->root, SEED_LEN) == 1)
        return true;
    return problem_crypto(problem, "random numbers");
}

bool seed_bytes(const struct seed *seed, const char *label, uint8_t *out,
                size_t len, struct problem *problem)
{
    mbedtls_hmac_drbg_context drbg;
    bool ok = drbg_open(&drbg, seed, label);

    for (size_t done = 0; ok && done < len;) {
        size_t part = len - done;

        if (part > MBEDTLS_HMAC_DRBG_MAX_REQUEST)
            part = MBEDTLS_HMAC_DRBG_MAX_REQUEST;
        ok = mbedtls_hmac_drbg_random(&drbg, out + done, part) == 0;
        done += part;
    }
    mbedtls_hmac_drbg_free(&drbg);
    return ok || problem_crypto(problem, "HMAC_DRBG");
}

bool seed_chars(const struct seed *seed, const char *label,
                const char *alphabet, char *out, size_t count,
                struct problem *problem)
{
    size_t size = strlen(alphabet);

    if (!seed_bytes(seed, label, (uint8_t *)out, count, problem))
        return false;
    for (size_t i = 0; i < count; i++)
        out[i] = alphabet[(uint8_t)out[i] % size];
    out[count] = '\0';
    return true;
}

/* PKCS#1 bytes of a fresh key at the end of buf, as mbedTLS writes them. */
static int rsa_make(mbedtls_hmac_drbg_context *drbg, uint8_t *buf, size_t cap)
{
    mbedtls_pk_context pk;
    int rc;

    mbedtls_pk_init(&pk);
    rc = mbedtls_pk_setup(&pk, mbedtls_pk_info_from_type(MBEDTLS_PK_RSA));
    if (rc == 0)
        rc = mbedtls_rsa_gen_key(mbedtls_pk_rsa(pk), mbedtls_hmac_drbg_random,
                                 drbg, RSA_BITS, RSA_EXPONENT);
    if (rc == 0)
        rc = mbedtls_pk_write_key_der(&pk, buf, cap);
    mbedtls_pk_free(&pk);
    return rc;
}

EVP_PKEY *seed_rsa_key(const struct seed *seed, const char *label,
                       struct problem *problem)
{
    uint8_t buf[RSA_PKCS1_MAX];
    mbedtls_hmac_drbg_context drbg;
    EVP_PKEY *key = NULL;
    int len = -1;

    if (drbg_open(&drbg, seed, label))
        len = rsa_make(&drbg, buf, sizeof(buf));
    mbedtls_hmac_drbg_free(&drbg);
    if (len > 0) {
        const uint8_t *at = buf + sizeof(buf) - (size_t)len;

        key = d2i_PrivateKey(EVP_PKEY_RSA, NULL, &at, len);
    }
    wipe(buf, sizeof(buf));
    if (key == NULL)
        problem_crypto(problem, "RSA key generation");
    return key;
}
