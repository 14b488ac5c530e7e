/* SPDX-License-Identifier: Apache-2.0
 *
 * The cryptography of the port, through PSA. PSA keys of mbedTLS 2.28 must
 * not be used from several threads at once: all cards of a process are to be
 * run from one thread, or under one lock of the caller.
 */
#ifndef INKAN_CARD_PORT_POSIX_CRYPTO_H
#define INKAN_CARD_PORT_POSIX_CRYPTO_H

#include "card/applet/port.h"

NODISCARD bool crypto_init(void);

/* Is this an RSA-2048 private key as PKCS#1 DER? */
bool crypto_is_rsa2048(struct span pkcs1);

NODISCARD bool crypto_random(uint8_t *out, size_t len);
NODISCARD bool crypto_sha256(struct span in, uint8_t out[SHA256_LEN]);
NODISCARD bool crypto_sha256_two(struct span a, struct span b,
                                 uint8_t out[SHA256_LEN]);

/* See struct port for the four below. */
NODISCARD bool crypto_rsa_sign(struct span pkcs1, struct span in,
                               uint8_t out[RSA_LEN]);
NODISCARD bool crypto_rsa_sign_pss(struct span pkcs1,
                                   const uint8_t hash[SHA256_LEN],
                                   uint8_t out[RSA_LEN]);
NODISCARD bool crypto_rsa_decrypt_oaep(struct span pkcs1, struct span in,
                                       uint8_t *out, size_t cap,
                                       size_t *out_len, bool *too_big);
NODISCARD bool crypto_aes_cbc(bool encrypt, const uint8_t key[AES_BLOCK],
                              const uint8_t iv[AES_BLOCK], uint8_t *data,
                              size_t len);

#endif
