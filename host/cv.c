/* SPDX-License-Identifier: Apache-2.0
 *
 * The card's own kind of certificate. Whom to trust is decided elsewhere.
 */
#include "host/cv.h"

#include "card/edge/tlv.h"
#include "host/digest.h"
#include "host/sig.h"

#define MODULUS_LEN 256

bool cv_pubkey(struct span in, struct span *modulus, struct span *exponent)
{
    struct tlv e, n;

    if (!tlv_next(&in, &e) || e.tag != 0x90 || e.value.len == 0 ||
        e.value.len > 4 || !tlv_next(&in, &n) || n.tag != 0x91 ||
        n.value.len != MODULUS_LEN || in.len != 0)
        return false;
    *exponent = e.value;
    *modulus = n.value;
    return true;
}

bool cv_parse(struct span in, struct cv_cert *out)
{
    struct tlv outer, body, sig;
    struct span modulus, exponent;

    if (!tlv_next(&in, &outer) || outer.tag != 0x7F21 || in.len != 0)
        return false;
    in = outer.value;
    if (!tlv_next(&in, &body) || body.tag != 0x5F4E ||
        body.value.len <= 2 * CV_ID_LEN || !tlv_next(&in, &sig) ||
        sig.tag != 0x5F37 || in.len != 0)
        return false;
    out->body = body.value;
    out->issuer = span_sub(body.value, 0, CV_ID_LEN);
    out->subject = span_sub(body.value, CV_ID_LEN, CV_ID_LEN);
    out->pubkey = span_sub(body.value, 2 * CV_ID_LEN, SIZE_MAX);
    out->signature = sig.value;
    return cv_pubkey(out->pubkey, &modulus, &exponent);
}

bool cv_verify_raw(struct span pubkey, struct span input, struct span signature)
{
    uint8_t spki[SIG_SPKI_MAX];
    struct wbuf w = wbuf_of(spki, sizeof(spki));
    struct span modulus, exponent;

    return cv_pubkey(pubkey, &modulus, &exponent) &&
           sig_rsa_spki(modulus, exponent, &w) &&
           sig_verify(wbuf_span(&w), INKAN_RAW, INKAN_HASH_NONE, input,
                      signature);
}

bool cv_verify(struct span pubkey, struct span data, struct span signature)
{
    struct span head = digest_info_head(INKAN_HASH_SHA256);
    uint8_t info[64];
    uint8_t hash[32];
    struct wbuf w = wbuf_of(info, sizeof(info));

    if (!digest_sha256(data, hash))
        return false;
    wbuf_put(&w, head);
    wbuf_put(&w, span_of(hash, sizeof(hash)));
    return cv_verify_raw(pubkey, wbuf_span(&w), signature);
}
