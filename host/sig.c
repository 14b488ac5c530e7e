/* SPDX-License-Identifier: Apache-2.0
 *
 * Signature checks through mbedtls_pk, which needs no key store and is clean
 * in threads. Must never be used for a private key.
 */
#include "host/sig.h"

#include "host/compat_mbedtls.h"
#include "host/der.h"
#include "host/digest.h"

static mbedtls_md_type_t md_of(enum inkan_hash hash)
{
    switch (hash) {
    case INKAN_HASH_SHA1: return MBEDTLS_MD_SHA1;
    case INKAN_HASH_SHA256: return MBEDTLS_MD_SHA256;
    case INKAN_HASH_SHA384: return MBEDTLS_MD_SHA384;
    case INKAN_HASH_SHA512: return MBEDTLS_MD_SHA512;
    case INKAN_HASH_NONE:
    case INKAN_HASH_COUNT: break;
    }
    return MBEDTLS_MD_NONE;
}

static bool verify_with(mbedtls_pk_context *pk, enum inkan_scheme scheme,
                        enum inkan_hash hash, struct span input,
                        struct span sig)
{
    mbedtls_pk_rsassa_pss_options pss = { MBEDTLS_MD_SHA256, 32 };

    if (scheme != INKAN_RAW && input.len != digest_len(hash))
        return false;
    switch (scheme) {
    case INKAN_RAW:
        return mbedtls_pk_get_type(pk) == MBEDTLS_PK_RSA && input.len != 0 &&
               mbedtls_pk_verify(pk, MBEDTLS_MD_NONE, input.ptr, input.len,
                                 sig.ptr, sig.len) == 0;
    case INKAN_PKCS1:
        return digest_len(hash) != 0 &&
               mbedtls_pk_verify(pk, md_of(hash), input.ptr, input.len, sig.ptr,
                                 sig.len) == 0;
    case INKAN_PSS:
        return hash == INKAN_HASH_SHA256 &&
               mbedtls_pk_verify_ext(MBEDTLS_PK_RSASSA_PSS, &pss, pk,
                                     MBEDTLS_MD_SHA256, input.ptr, input.len,
                                     sig.ptr, sig.len) == 0;
    }
    return false;
}

bool sig_verify(struct span spki, enum inkan_scheme scheme,
                enum inkan_hash hash, struct span input, struct span signature)
{
    mbedtls_pk_context pk;
    bool ok;

    mbedtls_pk_init(&pk);
    ok = mbedtls_pk_parse_public_key(&pk, spki.ptr, spki.len) == 0 &&
         verify_with(&pk, scheme, hash, input, signature);
    mbedtls_pk_free(&pk);
    return ok;
}

bool sig_verify_data(struct span spki, enum inkan_hash hash, struct span data,
                     struct span signature)
{
    uint8_t digest[INKAN_DIGEST_MAX];
    size_t len;

    return inkan_digest(hash, data.ptr, data.len, digest, &len) == INKAN_OK &&
           sig_verify(spki, INKAN_PKCS1, hash, span_of(digest, len), signature);
}

enum inkan_hash sig_algorithm(struct span alg)
{
    /* clang-format off */
    static const struct { uint8_t oid[9]; uint8_t len; enum inkan_hash hash; } rows[] = {
        /* sha256/384/512WithRSAEncryption, RFC 4055 */
        { { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B }, 9, INKAN_HASH_SHA256 },
        { { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0C }, 9, INKAN_HASH_SHA384 },
        { { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0D }, 9, INKAN_HASH_SHA512 },
        /* ecdsa-with-SHA256/384, RFC 5758: the next card (card-spec.md 11) */
        { { 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02 }, 8, INKAN_HASH_SHA256 },
        { { 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03 }, 8, INKAN_HASH_SHA384 },
    };
    /* clang-format on */
    struct der oid;

    if (!der_expect(&alg, DER_OID, &oid))
        return INKAN_HASH_NONE;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (span_equal(oid.value, span_of(rows[i].oid, rows[i].len)))
            return rows[i].hash;
    }
    return INKAN_HASH_NONE;
}

/* INTEGER of an unsigned number. */
static void put_unsigned(struct wbuf *w, struct span number)
{
    while (number.len > 1 && number.ptr[0] == 0)
        number = span_sub(number, 1, number.len - 1);
    if (number.len == 0)
        w->full = true;
    else if (number.ptr[0] & 0x80) {
        der_put_head(w, DER_INTEGER, number.len + 1);
        wbuf_put_u8(w, 0);
        wbuf_put(w, number);
    } else {
        der_put(w, DER_INTEGER, number);
    }
}

bool sig_rsa_spki(struct span modulus, struct span exponent, struct wbuf *out)
{
    static const uint8_t alg[] = { 0x30, 0x0D, 0x06, 0x09, 0x2A,
                                   0x86, 0x48, 0x86, 0xF7, 0x0D,
                                   0x01, 0x01, 0x01, 0x05, 0x00 };
    uint8_t numbers[SIG_SPKI_MAX];
    uint8_t head[8];
    struct wbuf n = wbuf_of(numbers, sizeof(numbers));
    struct wbuf h = wbuf_of(head, sizeof(head));
    size_t key_len;

    put_unsigned(&n, modulus);
    put_unsigned(&n, exponent);
    der_put_head(&h, DER_SEQUENCE, n.len); /* RSAPublicKey */
    key_len = 1 + h.len + n.len;           /* and the unused-bits byte */
    h.len = 0;
    der_put_head(&h, DER_BIT_STRING, key_len);
    der_put_head(out, DER_SEQUENCE, sizeof(alg) + h.len + key_len);
    wbuf_put(out, span_of(alg, sizeof(alg)));
    der_put_head(out, DER_BIT_STRING, key_len);
    wbuf_put_u8(out, 0);
    der_put_head(out, DER_SEQUENCE, n.len);
    wbuf_put(out, wbuf_span(&n));
    return !n.full && !out->full;
}
