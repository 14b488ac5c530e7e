/* SPDX-License-Identifier: Apache-2.0
 *
 * Detached CMS signatures of one signer, taken apart and judged in four
 * parts. What was not looked at is never called intact.
 */
#include <inkan/cms.h>

#include <stdlib.h>

#include "host/chain.h"
#include "host/cms_oid.h"
#include "host/digest.h"
#include "host/pem.h"
#include "host/sig.h"
#include "host/trust.h"

#define SEEN_MAX 8 /* certificates in a CMS that are looked at */

enum { DIGITAL_SIGNATURE = 0, NON_REPUDIATION = 1 };

/* The parts of one message; everything borrowed but seen. */
struct message {
    struct inkan_cert *seen[SEEN_MAX]; /* owned */
    size_t seen_count;
    struct span content_type;      /* OBJECT IDENTIFIER, contents */
    struct span sid;               /* SignerIdentifier */
    struct span signed_attributes; /* contents of [0]; empty: none */
    bool has_attributes;
    struct span digest_alg; /* contents of AlgorithmIdentifier */
    struct span signature_alg;
    struct span signature;
};

static bool algorithm_is(struct span alg, struct span oid)
{
    struct der id;

    return der_expect(&alg, DER_OID, &id) && span_equal(id.value, oid);
}

/* --- taking apart --------------------------------------------------------- */

static enum inkan_rc take_certs(struct span in, struct message *m)
{
    struct der one;

    while (in.len != 0) {
        enum inkan_rc rc;

        if (!der_next(&in, &one))
            return INKAN_MALFORMED;
        if (one.tag != DER_SEQUENCE || m->seen_count == SEEN_MAX)
            continue; /* other kinds of certificates do not concern us */
        rc = inkan_cert_parse(one.object.ptr, one.object.len,
                              &m->seen[m->seen_count]);
        if (rc == INKAN_NOMEM)
            return rc;
        if (rc == INKAN_OK)
            m->seen_count++;
    }
    return INKAN_OK;
}

static bool take_signer(struct span in, struct message *m)
{
    struct der version, sid, digest_alg, attributes, sig_alg, sig;

    if (!der_expect(&in, DER_INTEGER, &version) || !der_next(&in, &sid) ||
        !der_expect(&in, DER_SEQUENCE, &digest_alg))
        return false;
    m->has_attributes = der_optional(&in, DER_CONTEXT(0), &attributes);
    if (m->has_attributes)
        m->signed_attributes = attributes.value;
    if (!der_expect(&in, DER_SEQUENCE, &sig_alg) ||
        !der_expect(&in, DER_OCTETS, &sig))
        return false;
    m->sid = sid.object;
    m->digest_alg = digest_alg.value;
    m->signature_alg = sig_alg.value;
    m->signature = sig.value;
    return true;
}

/* Is the hash of the signer among those that the message announces? */
static bool announces_sha256(struct span algs)
{
    struct der alg;
    bool found = false;

    while (algs.len != 0) {
        if (!der_expect(&algs, DER_SEQUENCE, &alg))
            return false;
        found = found || algorithm_is(alg.value, OID_SHA256);
    }
    return found;
}

static enum inkan_rc take_message(struct span in, struct message *m)
{
    struct der info, type, content, data, version, algs, encap, set, signer;
    enum inkan_rc rc = INKAN_OK;

    if (!der_whole(in, DER_SEQUENCE, &info) ||
        !der_expect(&info.value, DER_OID, &type) ||
        !span_equal(type.value, OID_SIGNED_DATA) ||
        !der_expect(&info.value, DER_CONTEXT(0), &content) ||
        !der_whole(content.value, DER_SEQUENCE, &data))
        return INKAN_MALFORMED;
    in = data.value;
    if (!der_expect(&in, DER_INTEGER, &version) ||
        !der_expect(&in, DER_SET, &algs) || !announces_sha256(algs.value) ||
        !der_expect(&in, DER_SEQUENCE, &encap) ||
        !der_expect(&encap.value, DER_OID, &type))
        return INKAN_MALFORMED;
    m->content_type = type.value;
    if (der_optional(&in, DER_CONTEXT(0), &set))
        rc = take_certs(set.value, m);
    if (rc != INKAN_OK)
        return rc;
    (void)der_optional(&in, DER_CONTEXT(1), &set); /* CRLs: by file only */
    if (!der_expect(&in, DER_SET, &set) || in.len != 0 ||
        !der_expect(&set.value, DER_SEQUENCE, &signer) || set.value.len != 0 ||
        !take_signer(signer.value, m) ||
        !algorithm_is(m->digest_alg, OID_SHA256))
        return INKAN_MALFORMED;
    return INKAN_OK;
}

/* The single value of an attribute that may stand there once. */
static bool attribute(const struct message *m, struct span oid, struct der *out)
{
    struct span in = m->signed_attributes;
    bool found = false;

    while (in.len != 0) {
        struct der one, id, values;

        if (!der_expect(&in, DER_SEQUENCE, &one) ||
            !der_expect(&one.value, DER_OID, &id) ||
            !der_expect(&one.value, DER_SET, &values))
            return false;
        if (!span_equal(id.value, oid))
            continue;
        if (found || !der_next(&values.value, out) || values.value.len != 0)
            return false;
        found = true;
    }
    return found;
}

/* The certificate that the signer says is his, among seen and trusted. */
static const struct inkan_cert *signer_of(const struct message *m,
                                          struct inkan_cert *const *trust,
                                          size_t trust_count)
{
    for (size_t i = 0; i < m->seen_count + trust_count; i++) {
        const struct inkan_cert *cert =
            i < m->seen_count ? m->seen[i] : trust[i - m->seen_count];
        struct span in = m->sid;
        struct der id, issuer, serial;

        if (der_expect(&in, DER_SEQUENCE, &id)) {
            if (der_expect(&id.value, DER_SEQUENCE, &issuer) &&
                der_expect(&id.value, DER_INTEGER, &serial) &&
                span_equal(issuer.object, cert->issuer) &&
                span_equal(serial.object, cert->serial))
                return cert;
        } else if (der_expect(&in, DER_CONTEXTP(0), &id) &&
                   cert->key_id.len != 0 &&
                   span_equal(id.value, cert->key_id)) {
            return cert;
        }
    }
    return NULL;
}

/* --- judging -------------------------------------------------------------- */

static bool verify_digest(const struct message *m,
                          const struct inkan_cert *signer, struct span hash)
{
    if (!algorithm_is(m->signature_alg, OID_RSA) &&
        sig_algorithm(m->signature_alg) != INKAN_HASH_SHA256)
        return false;
    return sig_verify(signer->spki, INKAN_PKCS1, INKAN_HASH_SHA256, hash,
                      m->signature);
}

/* The attributes are signed as SET OF, though they stand there as [0]. */
static bool verify_attributes(const struct message *m,
                              const struct inkan_cert *signer)
{
    struct inkan_hasher *h;
    uint8_t head[6];
    uint8_t hash[INKAN_DIGEST_MAX];
    struct wbuf w = wbuf_of(head, sizeof(head));
    size_t len = 0;
    bool ok;

    der_put_head(&w, DER_SET, m->signed_attributes.len);
    if (w.full || inkan_hasher_new(INKAN_HASH_SHA256, &h) != INKAN_OK)
        return false;
    ok = inkan_hasher_update(h, head, w.len) == INKAN_OK &&
         inkan_hasher_update(h, m->signed_attributes.ptr,
                             m->signed_attributes.len) == INKAN_OK &&
         inkan_hasher_finish(h, hash, &len) == INKAN_OK;
    inkan_hasher_free(h);
    return ok && verify_digest(m, signer, span_of(hash, len));
}

/* signingCertificateV2 ties the signature to one certificate (RFC 5035). Where
 * it is absent, or hashes otherwise than with SHA-256, it says nothing. */
static bool names_certificate(const struct message *m,
                              const struct inkan_cert *signer)
{
    uint8_t hash[32];
    struct der value, list, id, first, alg;

    if (!attribute(m, OID_SIGNING_CERT, &value))
        return true;
    if (value.tag != DER_SEQUENCE ||
        !der_expect(&value.value, DER_SEQUENCE, &list) ||
        !der_expect(&list.value, DER_SEQUENCE, &id))
        return false;
    if (der_optional(&id.value, DER_SEQUENCE, &alg) &&
        !algorithm_is(alg.value, OID_SHA256))
        return true;
    return der_expect(&id.value, DER_OCTETS, &first) &&
           digest_sha256(span_of(signer->der, signer->der_len), hash) &&
           span_equal(first.value, span_of(hash, sizeof(hash)));
}

static const char *judge_signature(const struct message *m,
                                   const struct inkan_cert *signer,
                                   const uint8_t digest[32],
                                   struct inkan_cms_report *r)
{
    struct der type, value;

    r->signature = INKAN_BROKEN;
    if (!cert_may(signer, DIGITAL_SIGNATURE) &&
        !cert_may(signer, NON_REPUDIATION))
        return "the certificate is not for signatures";
    if (!m->has_attributes) {
        if (!span_equal(m->content_type, OID_DATA))
            return "the signed attributes are incomplete";
        if (!verify_digest(m, signer, span_of(digest, 32)))
            return "the signature does not fit the document";
        r->signature = INKAN_INTACT;
        return NULL;
    }
    if (!attribute(m, OID_CONTENT_TYPE, &type) ||
        !attribute(m, OID_MESSAGE_DIGEST, &value) || value.tag != DER_OCTETS)
        return "the signed attributes are incomplete";
    if (type.tag != DER_OID || !span_equal(type.value, m->content_type))
        return "the content is of another kind than what was signed";
    if (!span_equal(value.value, span_of(digest, 32)))
        return "the document is not the one that was signed";
    if (!verify_attributes(m, signer))
        return "the signature does not verify";
    if (!names_certificate(m, signer))
        return "the certificate is not the one that was signed with";
    r->signature = INKAN_INTACT;
    return NULL;
}

static enum inkan_state state_of(enum inkan_check_state s)
{
    return s == INKAN_GENUINE  ? INKAN_INTACT
           : s == INKAN_FORGED ? INKAN_BROKEN
                               : INKAN_NOT_CHECKED;
}

/* Dates of the signer and his issuer at one time. */
static enum inkan_state dates_at(const struct inkan_cert *signer,
                                 const struct inkan_cert *issuer,
                                 const struct inkan_time *when,
                                 enum inkan_check_reason *reason)
{
    enum inkan_state state = state_of(chain_dates(signer, when, reason));

    if (state == INKAN_INTACT && issuer != NULL)
        state = state_of(chain_dates(issuer, when, reason));
    return state;
}

/* The signing time is the signer's word. It can only make things worse: who
 * says that he signed before his certificate expired may have signed today. */
static enum inkan_state judge_dates(const struct inkan_cert *signer,
                                    const struct inkan_cert *issuer,
                                    const struct inkan_time *claimed,
                                    const struct inkan_time *now,
                                    const char **out_reason)
{
    enum inkan_check_reason reason = INKAN_REASON_NONE;
    enum inkan_state state = INKAN_INTACT;

    if (claimed->year != 0)
        state = dates_at(signer, issuer, claimed, &reason);
    if (state != INKAN_INTACT) {
        *out_reason = inkan_check_reason_text(reason, NULL);
        return state;
    }
    state = dates_at(signer, issuer, now, &reason);
    *out_reason =
        state == INKAN_INTACT ? NULL : inkan_check_reason_text(reason, NULL);
    if (state == INKAN_BROKEN && claimed->year != 0) {
        *out_reason = "not valid today; the signing time is the signer's word";
        return INKAN_NOT_CHECKED;
    }
    return state;
}

/* Chain, dates and revocation; the first bad reason is kept. */
static void judge_signer(const struct message *m,
                         const struct inkan_cert *signer,
                         const struct inkan_trust *lists,
                         const struct chain_pool *pool,
                         const struct inkan_time *now,
                         struct inkan_cms_report *r, const char *reasons[3])
{
    const struct inkan_cert *issuer = NULL;
    enum inkan_check_reason reason;

    (void)m;
    r->chain = state_of(chain_issuer(signer, pool, &issuer, &reason));
    reasons[0] = reason == INKAN_REASON_NONE
                     ? NULL
                     : inkan_check_reason_text(reason, NULL);
    r->validity = judge_dates(signer, issuer, &r->signed_at, now, &reasons[1]);
    r->revocation = INKAN_NOT_CHECKED;
    reason = INKAN_REASON_DEPENDS;
    if (issuer != NULL)
        r->revocation = state_of(chain_revocation(
            signer, issuer, lists->crls, lists->crl_count, now, &reason));
    reasons[2] = reason == INKAN_REASON_NONE
                     ? NULL
                     : inkan_check_reason_text(reason, NULL);
}

/* The reason for the worst state: broken before not checked, in order. */
static const char *worst_reason(const struct inkan_cms_report *r,
                                const char *signature, const char *rest[3])
{
    const enum inkan_state states[3] = { r->chain, r->validity, r->revocation };

    if (r->signature != INKAN_INTACT)
        return signature;
    for (size_t i = 0; i < 3; i++) {
        if (states[i] == INKAN_BROKEN)
            return rest[i];
    }
    for (size_t i = 0; i < 3; i++) {
        if (states[i] == INKAN_NOT_CHECKED)
            return rest[i];
    }
    return NULL;
}

static enum inkan_rc judge(const struct message *m, const uint8_t digest[32],
                           struct inkan_cert *const *trust, size_t trust_count,
                           const struct inkan_trust *lists,
                           const struct inkan_time *now,
                           struct inkan_cms_report *r)
{
    const struct chain_pool pool = { trust, trust_count, m->seen,
                                     m->seen_count };
    const struct inkan_cert *signer = signer_of(m, trust, trust_count);
    const char *signature;
    const char *rest[3] = { NULL, NULL, NULL };
    struct der time;

    r->signature = INKAN_NOT_CHECKED;
    r->chain = INKAN_NOT_CHECKED;
    r->validity = INKAN_NOT_CHECKED;
    r->revocation = INKAN_NOT_CHECKED;
    if (m->has_attributes && attribute(m, OID_SIGNING_TIME, &time) &&
        !der_time(&time, &r->signed_at))
        memset(&r->signed_at, 0, sizeof(r->signed_at));
    if (signer == NULL) {
        r->reason = "the signer's certificate is missing";
        return INKAN_OK;
    }
    signature = judge_signature(m, signer, digest, r);
    judge_signer(m, signer, lists, &pool, now, r, rest);
    r->reason = worst_reason(r, signature, rest);
    return inkan_cert_parse(signer->der, signer->der_len, &r->signer);
}

/* PEM is decoded, and CRLs are taken in as trust material would be; what is
 * no CRL simply tells nothing. */
static enum inkan_rc take_lists(const struct inkan_bytes *crls,
                                size_t crl_count, struct inkan_trust **out)
{
    enum inkan_rc rc = inkan_trust_new(out);

    for (size_t i = 0; rc == INKAN_OK && i < crl_count; i++) {
        rc = inkan_trust_add(*out, crls[i].ptr, crls[i].len);
        if (rc == INKAN_MALFORMED)
            rc = INKAN_OK;
    }
    return rc;
}

static enum inkan_rc decode(struct span in, uint8_t **owned, struct span *out)
{
    struct pem pem;
    bool bad;

    *owned = NULL;
    *out = in;
    if (in.len == 0 || in.ptr[0] == DER_SEQUENCE || !pem_is(in))
        return INKAN_OK;
    if (!pem_next(&in, &pem, &bad))
        return INKAN_MALFORMED;
    *owned = pem.der;
    *out = span_of(pem.der, pem.len);
    return pem.kind == PEM_CMS ? INKAN_OK : INKAN_MALFORMED;
}

enum inkan_rc
inkan_cms_verify(const uint8_t *cms, size_t cms_len, const uint8_t digest[32],
                 struct inkan_cert *const *trust, size_t trust_count,
                 const struct inkan_bytes *crls, size_t crl_count,
                 const struct inkan_time *now, struct inkan_cms_report *out)
{
    struct message m;
    struct inkan_cms_report r;
    struct inkan_trust *lists = NULL;
    struct span in;
    uint8_t *owned = NULL;
    enum inkan_rc rc;

    if (cms == NULL || digest == NULL || now == NULL || out == NULL ||
        (trust == NULL && trust_count != 0) || (crls == NULL && crl_count != 0))
        return INKAN_ARG;
    memset(&m, 0, sizeof(m));
    memset(&r, 0, sizeof(r));
    rc = take_lists(crls, crl_count, &lists);
    if (rc == INKAN_OK)
        rc = decode(span_of(cms, cms_len), &owned, &in);
    if (rc == INKAN_OK)
        rc = take_message(in, &m);
    if (rc == INKAN_OK)
        rc = judge(&m, digest, trust, trust_count, lists, now, &r);
    for (size_t i = 0; i < m.seen_count; i++)
        inkan_cert_free(m.seen[i]);
    inkan_trust_free(lists);
    free(owned);
    if (rc == INKAN_OK)
        *out = r;
    return rc;
}

void inkan_cms_report_clear(struct inkan_cms_report *report)
{
    if (report == NULL)
        return;
    inkan_cert_free(report->signer);
    report->signer = NULL;
}
