/* SPDX-License-Identifier: Apache-2.0
 *
 * What issuing does with an RSA key, by libcrypto: sign, and show the public
 * half in the forms that certificates and the card's records want.
 */
#ifndef INKAN_TOOLS_ISSUE_RSA_H
#define INKAN_TOOLS_ISSUE_RSA_H

#include <openssl/evp.h>

#include "card/edge/bytes.h"
#include "tools/issue/problem.h"

#define RSA_BITS      2048
#define RSA_EXPONENT  65537
#define RSA_BYTES     (RSA_BITS / 8)
#define RSA_PKCS1_MAX 1280 /* RSAPrivateKey of 2048 bits takes up to 1193 */
#define RSA_KEY_ID    20
#define HASH_LEN      32

NODISCARD bool rsa_hash(struct span data, uint8_t out[HASH_LEN],
                        struct problem *problem);

/* PKCS#1 v1.5 with SHA-256. */
NODISCARD bool rsa_sign_sha256(EVP_PKEY *key, struct span data,
                               uint8_t out[RSA_BYTES], struct problem *problem);

/* PKCS#1 v1.5 padding around data as it is, at most 245 bytes. */
NODISCARD bool rsa_sign_as_is(EVP_PKEY *key, struct span data,
                              uint8_t out[RSA_BYTES], struct problem *problem);

NODISCARD bool rsa_modulus(EVP_PKEY *key, uint8_t out[RSA_BYTES],
                           struct problem *problem);

/* SubjectPublicKeyInfo, appended. */
NODISCARD bool rsa_put_spki(EVP_PKEY *key, struct wbuf *out,
                            struct problem *problem);

/* RSAPrivateKey, appended. */
NODISCARD bool rsa_put_pkcs1(EVP_PKEY *key, struct wbuf *out,
                             struct problem *problem);

/* RFC 5280 4.2.1.2 method 1: SHA-1 of the subjectPublicKey's contents. */
NODISCARD bool rsa_key_id(EVP_PKEY *key, uint8_t out[RSA_KEY_ID],
                          struct problem *problem);

#endif
