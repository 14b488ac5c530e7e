/* SPDX-License-Identifier: Apache-2.0
 *
 * Card-verifiable certificates and the public-key object inside them and
 * inside the signed records (card-spec.md 3.0.2; the test range of key
 * identifiers begins with 6, ours with 699).
 */
#ifndef INKAN_TOOLS_ISSUE_CV_H
#define INKAN_TOOLS_ISSUE_CV_H

#include <openssl/evp.h>

#include "card/edge/bytes.h"
#include "tools/issue/problem.h"

#define CV_KEY_ID_LEN 16
#define CV_PUBKEY_LEN 265
#define CV_BODY_LEN   297
#define CV_CERT_LEN   568

/* The chains: who certifies the key that signs a card's records. */
enum cv_kind { CV_TEXT, CV_VISUAL, CV_CARD, CV_COUNT };

/* 7 digits, 08 05, 3 digits, 4 bytes 00. */
void cv_key_id(const char *seven, const char *three,
               uint8_t out[CV_KEY_ID_LEN]);

/* 90 03 exponent, 91 82 0100 modulus. */
NODISCARD bool cv_put_pubkey(EVP_PKEY *key, struct wbuf *out,
                             struct problem *problem);

/* 7F21 { 5F4E { issuer id, subject id, public key }, 5F37 { signature } } */
NODISCARD bool cv_put_cert(EVP_PKEY *issuer, const uint8_t *issuer_id,
                           const uint8_t *subject_id, EVP_PKEY *subject,
                           struct wbuf *out, struct problem *problem);

/* Appends a TLV whose value is the PKCS#1 v1.5 SHA-256 signature over data. */
NODISCARD bool cv_put_signature(struct wbuf *out, uint16_t tag, EVP_PKEY *key,
                                struct span data, struct problem *problem);

#endif
