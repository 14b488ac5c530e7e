/* SPDX-License-Identifier: Apache-2.0
 *
 * To-be-signed parts and signatures of certificates. What an extension looks
 * like is in cert_ext.c, here is which ones and in what order.
 */
#include "tools/issue/cert.h"

#include <stdlib.h>

#include "tools/issue/der.h"
#include "tools/issue/rsa.h"

void cert_put_algorithm(struct wbuf *w)
{
    static const uint8_t sha256_rsa[] = { 0x2A, 0x86, 0x48, 0x86, 0xF7,
                                          0x0D, 0x01, 0x01, 0x0B };
    size_t at = der_open(w, DER_SEQUENCE);

    der_put(w, DER_OID, span_of(sha256_rsa, sizeof(sha256_rsa)));
    der_put(w, DER_NULL, span_none());
    der_close(w, at);
}

bool cert_put_signed(EVP_PKEY *key, struct span tbs, struct wbuf *out,
                     struct problem *problem)
{
    uint8_t bits[1 + RSA_BYTES] = { 0 }; /* no unused bits, signature */
    size_t at;

    if (!rsa_sign_sha256(key, tbs, bits + 1, problem))
        return false;
    at = der_open(out, DER_SEQUENCE);
    wbuf_put(out, tbs);
    cert_put_algorithm(out);
    der_put(out, DER_BIT_STRING, span_of(bits, sizeof(bits)));
    der_close(out, at);
    return !out->full ||
           problem_set(problem, EXIT_OTHER, "a certificate grew too long");
}

static void put_head(struct wbuf *w, const uint8_t serial[CERT_SERIAL_LEN],
                     struct span issuer, time_t not_before, time_t not_after)
{
    size_t version = der_open(w, DER_CONTEXT(0));
    size_t validity;

    der_put_small_int(w, 2); /* v3 */
    der_close(w, version);
    der_put(w, DER_INTEGER, span_of(serial, CERT_SERIAL_LEN));
    cert_put_algorithm(w);
    wbuf_put(w, issuer);
    validity = der_open(w, DER_SEQUENCE);
    der_put_time(w, not_before);
    der_put_time(w, not_after);
    der_close(w, validity);
}

static void put_subject(struct wbuf *w, const struct cert_request *request)
{
    size_t at = der_open(w, DER_SEQUENCE);

    profile_put_rdn(w, RDN_C, "JP");
    if (request->kind == CA_SIGN) {
        profile_put_rdn(w, RDN_L, request->prefecture);
        profile_put_rdn(w, RDN_L, request->city);
    }
    profile_put_rdn(w, RDN_CN, request->cn);
    der_close(w, at);
}

static void put_extensions(struct wbuf *w, const struct cert_issuer *issuer,
                           const struct cert_request *request,
                           struct span issuer_id, struct span subject_id)
{
    size_t outer = der_open(w, DER_CONTEXT(3));
    size_t list = der_open(w, DER_SEQUENCE);
    bool sign = request->kind == CA_SIGN;

    ext_put_key_usage(w, sign ? USAGE_SIGNATURE_NON_REPUDIATION
                              : USAGE_DIGITAL_SIGNATURE);
    if (sign)
        ext_put_person(w, request->person);
    else
        ext_put_client_auth(w);
    ext_put_policy(w, request->policy);
    ext_put_issuer_alt_name(w, issuer->profile);
    ext_put_crl_point(w, issuer->profile, request->prefecture, request->city);
    if (!sign && request->ocsp[0] != '\0')
        ext_put_ocsp(w, request->ocsp);
    ext_put_authority_key(w, issuer_id, issuer->name, issuer->serial);
    ext_put_subject_key(w, subject_id);
    der_close(w, list);
    der_close(w, outer);
}

bool cert_put(const struct cert_issuer *issuer,
              const struct cert_request *request, struct wbuf *out,
              struct problem *problem)
{
    uint8_t issuer_id[RSA_KEY_ID];
    uint8_t subject_id[RSA_KEY_ID];
    uint8_t buf[CERT_MAX];
    struct wbuf tbs = wbuf_of(buf, sizeof(buf));
    size_t at;

    if (!rsa_key_id(issuer->key, issuer_id, problem) ||
        !rsa_key_id(request->subject_key, subject_id, problem))
        return false;
    at = der_open(&tbs, DER_SEQUENCE);
    put_head(&tbs, request->serial, issuer->name, request->not_before,
             request->not_after);
    put_subject(&tbs, request);
    if (!rsa_put_spki(request->subject_key, &tbs, problem))
        return false;
    put_extensions(&tbs, issuer, request, span_of(issuer_id, RSA_KEY_ID),
                   span_of(subject_id, RSA_KEY_ID));
    der_close(&tbs, at);
    if (tbs.full)
        return problem_set(problem, EXIT_OTHER, "a certificate grew too long");
    return cert_put_signed(issuer->key, wbuf_span(&tbs), out, problem);
}

static void put_ca_extensions(struct wbuf *w, const struct profile *profile,
                              struct span name, struct span key_id)
{
    size_t outer = der_open(w, DER_CONTEXT(3));
    size_t list = der_open(w, DER_SEQUENCE);

    ext_put_key_usage(w, USAGE_CA);
    ext_put_ca_alt_name(w, profile);
    ext_put_basic_ca(w);
    ext_put_ca_crl_point(w, name);
    ext_put_subject_key(w, key_id);
    der_close(w, list);
    der_close(w, outer);
}

bool cert_put_ca(const struct profile *profile, EVP_PKEY *key,
                 const uint8_t serial[CERT_SERIAL_LEN], time_t not_before,
                 time_t not_after, struct wbuf *out, struct problem *problem)
{
    uint8_t key_id[RSA_KEY_ID];
    uint8_t name_buf[256];
    uint8_t buf[CERT_MAX];
    struct wbuf name = wbuf_of(name_buf, sizeof(name_buf));
    struct wbuf tbs = wbuf_of(buf, sizeof(buf));
    size_t at;

    if (!rsa_key_id(key, key_id, problem))
        return false;
    profile_put_ca_name(&name, profile);
    at = der_open(&tbs, DER_SEQUENCE);
    put_head(&tbs, serial, wbuf_span(&name), not_before, not_after);
    wbuf_put(&tbs, wbuf_span(&name));
    if (!rsa_put_spki(key, &tbs, problem))
        return false;
    put_ca_extensions(&tbs, profile, wbuf_span(&name),
                      span_of(key_id, RSA_KEY_ID));
    der_close(&tbs, at);
    if (name.full || tbs.full)
        return problem_set(problem, EXIT_OTHER, "a certificate grew too long");
    return cert_put_signed(key, wbuf_span(&tbs), out, problem);
}
