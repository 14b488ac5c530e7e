/* SPDX-License-Identifier: Apache-2.0
 *
 * Cryptography for tests on bare metal and for the fake port: correct, slow
 * and with no defence against side channels. Never part of a product.
 */
#ifndef INKAN_TESTS_SUPPORT_SOFT_CRYPTO_H
#define INKAN_TESTS_SUPPORT_SOFT_CRYPTO_H

#include "card/applet/port.h"

void soft_sha256(struct span in, uint8_t out[SHA256_LEN]);

void soft_aes_cbc(bool encrypt, const uint8_t key[AES_BLOCK],
                  const uint8_t iv[AES_BLOCK], uint8_t *data, size_t len);

/* The private operation with a PKCS#1 key; in is RSA_LEN bytes.
 * false  not such a key, or the number is not below the modulus */
NODISCARD bool soft_rsa(struct span pkcs1, const uint8_t in[RSA_LEN],
                        uint8_t out[RSA_LEN]);

NODISCARD bool soft_rsa_sign(struct span pkcs1, struct span in,
                             uint8_t out[RSA_LEN]);
/* The salt is 32 times 5A: good enough to be verified, not to be used. */
NODISCARD bool soft_rsa_sign_pss(struct span pkcs1,
                                 const uint8_t hash[SHA256_LEN],
                                 uint8_t out[RSA_LEN]);
NODISCARD bool soft_rsa_decrypt_oaep(struct span pkcs1, struct span in,
                                     uint8_t *out, size_t cap, size_t *out_len,
                                     bool *too_big);

#endif
