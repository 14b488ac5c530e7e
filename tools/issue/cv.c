/* SPDX-License-Identifier: Apache-2.0
 *
 * Card-verifiable certificates: fixed sizes, RSA-2048 only.
 */
#include "tools/issue/cv.h"

#include "card/edge/tlv.h"
#include "tools/issue/rsa.h"

void cv_key_id(const char *seven, const char *three, uint8_t out[CV_KEY_ID_LEN])
{
    memset(out, 0, CV_KEY_ID_LEN);
    memcpy(out, seven, 7);
    out[7] = 0x08;
    out[8] = 0x05;
    memcpy(out + 9, three, 3);
}

bool cv_put_pubkey(EVP_PKEY *key, struct wbuf *out, struct problem *problem)
{
    static const uint8_t exponent[] = { 0x01, 0x00, 0x01 };
    uint8_t modulus[RSA_BYTES];

    if (!rsa_modulus(key, modulus, problem))
        return false;
    tlv_put(out, 0x90, span_of(exponent, sizeof(exponent)));
    tlv_put(out, 0x91, span_of(modulus, sizeof(modulus)));
    return true;
}

bool cv_put_signature(struct wbuf *out, uint16_t tag, EVP_PKEY *key,
                      struct span data, struct problem *problem)
{
    uint8_t signature[RSA_BYTES];

    if (!rsa_sign_sha256(key, data, signature, problem))
        return false;
    tlv_put(out, tag, span_of(signature, sizeof(signature)));
    return true;
}

bool cv_put_cert(EVP_PKEY *issuer, const uint8_t *issuer_id,
                 const uint8_t *subject_id, EVP_PKEY *subject, struct wbuf *out,
                 struct problem *problem)
{
    uint8_t buf[CV_BODY_LEN];
    struct wbuf body = wbuf_of(buf, sizeof(buf));

    wbuf_put(&body, span_of(issuer_id, CV_KEY_ID_LEN));
    wbuf_put(&body, span_of(subject_id, CV_KEY_ID_LEN));
    if (!cv_put_pubkey(subject, &body, problem))
        return false;
    tlv_put_head(out, 0x7F21,
                 tlv_head_len(0x5F4E, CV_BODY_LEN) + CV_BODY_LEN +
                     tlv_head_len(0x5F37, RSA_BYTES) + RSA_BYTES);
    tlv_put(out, 0x5F4E, wbuf_span(&body));
    return cv_put_signature(out, 0x5F37, issuer, wbuf_span(&body), problem);
}
