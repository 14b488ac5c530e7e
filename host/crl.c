/* SPDX-License-Identifier: Apache-2.0
 *
 * Certificate revocation lists (RFC 5280 5), read here because mbedTLS
 * refuses those with a critical issuingDistributionPoint, which these CAs
 * issue: one per municipality. What is not understood is never taken for
 * "not revoked".
 */
#include "host/chain.h"
#include "host/sig.h"

static const uint8_t oid_idp[] = { 0x55, 0x1D, 0x1C };
static const uint8_t oid_crldp[] = { 0x55, 0x1D, 0x1F };
static const uint8_t oid_crl_number[] = { 0x55, 0x1D, 0x14 };
static const uint8_t oid_crl_aki[] = { 0x55, 0x1D, 0x23 };
static const uint8_t oid_delta[] = { 0x55, 0x1D, 0x1B };

enum { CRL_SIGN = 6 };

struct crl {
    struct span tbs;
    struct span issuer;
    struct inkan_time this_update;
    struct inkan_time next_update;
    bool has_next;
    struct span revoked; /* contents of SEQUENCE OF; may be empty */
    struct span extensions;
    enum inkan_hash hash;
    struct span signature;
};

static bool take_time(struct span *in, struct inkan_time *out)
{
    struct der t;
    struct span rest = *in;

    if (!der_next(&rest, &t) || !der_time(&t, out))
        return false;
    *in = rest;
    return true;
}

static bool take_tbs(struct span in, struct crl *crl)
{
    struct der version, alg, issuer, revoked, ext, list;

    (void)der_optional(&in, DER_INTEGER, &version);
    if (!der_expect(&in, DER_SEQUENCE, &alg) ||
        !der_expect(&in, DER_SEQUENCE, &issuer) ||
        !take_time(&in, &crl->this_update))
        return false;
    crl->issuer = issuer.object;
    crl->has_next = take_time(&in, &crl->next_update);
    if (der_optional(&in, DER_SEQUENCE, &revoked))
        crl->revoked = revoked.value;
    if (der_optional(&in, DER_CONTEXT(0), &ext)) {
        if (!der_whole(ext.value, DER_SEQUENCE, &list))
            return false;
        crl->extensions = list.value;
    }
    return in.len == 0;
}

static bool parse(struct span der, struct crl *crl)
{
    struct der outer, tbs, alg, bits;
    struct span in;

    memset(crl, 0, sizeof(*crl));
    if (!der_whole(der, DER_SEQUENCE, &outer))
        return false;
    in = outer.value;
    if (!der_expect(&in, DER_SEQUENCE, &tbs) ||
        !der_expect(&in, DER_SEQUENCE, &alg) ||
        !der_expect(&in, DER_BIT_STRING, &bits) ||
        !der_bits(&bits, &crl->signature))
        return false;
    crl->tbs = tbs.object;
    crl->hash = sig_algorithm(alg.value);
    return take_tbs(tbs.value, crl);
}

bool chain_is_crl(struct span der)
{
    struct crl crl;

    return parse(der, &crl);
}

/* --- extensions ----------------------------------------------------------- */

/* The distributionPoint of the certificate's first DistributionPoint: the
 * contents of its [0], which is what a CRL's issuingDistributionPoint has. */
static bool cert_point(const struct inkan_cert *cert, struct span *out)
{
    struct span value;
    struct der points, point, name;
    bool critical;

    if (!der_extension(cert->extensions, span_of(oid_crldp, sizeof(oid_crldp)),
                       &value, &critical) ||
        !der_whole(value, DER_SEQUENCE, &points) ||
        !der_expect(&points.value, DER_SEQUENCE, &point) ||
        !der_expect(&point.value, DER_CONTEXT(0), &name))
        return false;
    *out = name.value;
    return true;
}

enum scope { SCOPE_COVERS, SCOPE_OTHER, SCOPE_UNKNOWN };

/* Does the CRL speak of this certificate? Only the plain form is understood:
 * a distribution point, and perhaps "only user certificates". */
static enum scope idp_scope(struct span value, const struct inkan_cert *cert)
{
    struct der idp, item;
    struct span in, point;

    if (!der_whole(value, DER_SEQUENCE, &idp))
        return SCOPE_UNKNOWN;
    in = idp.value;
    while (der_next(&in, &item)) {
        bool on = item.value.len == 1 && item.value.ptr[0] != 0;

        switch (item.tag) {
        case DER_CONTEXT(0):
            if (!cert_point(cert, &point) || !span_equal(point, item.value))
                return SCOPE_OTHER;
            break;
        case DER_CONTEXTP(1): /* onlyContainsUserCerts */
            if (on && cert_is_ca(cert))
                return SCOPE_OTHER;
            break;
        case DER_CONTEXTP(2): /* onlyContainsCACerts */
            if (on && !cert_is_ca(cert))
                return SCOPE_OTHER;
            break;
        default: return SCOPE_UNKNOWN;
        }
    }
    return in.len == 0 ? SCOPE_COVERS : SCOPE_UNKNOWN;
}

/* Extensions of the CRL: those that change what it means are understood or
 * the CRL is not used. */
static enum scope crl_scope(const struct crl *crl,
                            const struct inkan_cert *cert)
{
    struct span in = crl->extensions;
    struct der ext;
    enum scope scope = SCOPE_COVERS;

    while (der_expect(&in, DER_SEQUENCE, &ext)) {
        struct der id, flag, value;
        bool critical;

        if (!der_expect(&ext.value, DER_OID, &id))
            return SCOPE_UNKNOWN;
        critical = der_optional(&ext.value, DER_BOOLEAN, &flag) &&
                   flag.value.len == 1 && flag.value.ptr[0] != 0;
        if (!der_expect(&ext.value, DER_OCTETS, &value))
            return SCOPE_UNKNOWN;
        if (span_equal(id.value, span_of(oid_idp, sizeof(oid_idp))))
            scope = idp_scope(value.value, cert);
        else if (span_equal(id.value, span_of(oid_delta, sizeof(oid_delta))))
            return SCOPE_UNKNOWN;
        else if (critical &&
                 !span_equal(id.value,
                             span_of(oid_crl_number, sizeof(oid_crl_number))) &&
                 !span_equal(id.value,
                             span_of(oid_crl_aki, sizeof(oid_crl_aki))))
            return SCOPE_UNKNOWN;
        if (scope != SCOPE_COVERS)
            return scope;
    }
    return in.len == 0 ? scope : SCOPE_UNKNOWN;
}

/* --- entries -------------------------------------------------------------- */

/* Is the serial number in the list? false in *ok: the list is no list, or an
 * entry has a critical extension, which could give it to another issuer. */
static bool is_listed(const struct crl *crl, const struct inkan_cert *cert,
                      bool *ok)
{
    struct span in = crl->revoked;
    struct der entry;
    bool listed = false;

    *ok = true;
    while (in.len != 0) {
        struct der serial, extensions, ext, id, flag;
        struct inkan_time when;

        if (!der_expect(&in, DER_SEQUENCE, &entry) ||
            !der_expect(&entry.value, DER_INTEGER, &serial) ||
            !take_time(&entry.value, &when)) {
            *ok = false;
            return listed;
        }
        if (span_equal(serial.object, cert->serial))
            listed = true;
        if (!der_optional(&entry.value, DER_SEQUENCE, &extensions))
            continue;
        while (der_expect(&extensions.value, DER_SEQUENCE, &ext)) {
            if (!der_expect(&ext.value, DER_OID, &id) ||
                (der_optional(&ext.value, DER_BOOLEAN, &flag) &&
                 flag.value.len == 1 && flag.value.ptr[0] != 0))
                *ok = false;
        }
    }
    return listed;
}

/* What one CRL says. NO_CRL: it speaks of others, or is not by this issuer. */
static enum inkan_check_reason one_crl(struct span der,
                                       const struct inkan_cert *cert,
                                       const struct inkan_cert *issuer,
                                       const struct inkan_time *now)
{
    struct crl crl;
    enum scope scope;
    bool listed, ok;

    if (!parse(der, &crl) || !span_equal(crl.issuer, cert->issuer) ||
        crl.hash == INKAN_HASH_NONE || !cert_may(issuer, CRL_SIGN) ||
        !sig_verify_data(issuer->spki, crl.hash, crl.tbs, crl.signature))
        return INKAN_REASON_NO_CRL;
    scope = crl_scope(&crl, cert);
    if (scope == SCOPE_OTHER)
        return INKAN_REASON_NO_CRL;
    if (scope == SCOPE_UNKNOWN)
        return INKAN_REASON_CRL_UNSUPPORTED;
    listed = is_listed(&crl, cert, &ok);
    if (!ok)
        return INKAN_REASON_CRL_UNSUPPORTED;
    if (listed) /* once revoked is revoked, however old the list */
        return INKAN_REASON_REVOKED;
    if (!crl.has_next || time_compare(now, &crl.next_update) > 0 ||
        time_compare(now, &crl.this_update) < 0)
        return INKAN_REASON_CRL_STALE;
    return INKAN_REASON_NONE;
}

enum inkan_check_state
chain_revocation(const struct inkan_cert *cert, const struct inkan_cert *issuer,
                 const struct inkan_bytes *crls, size_t crl_count,
                 const struct inkan_time *now, enum inkan_check_reason *reason)
{
    bool good = false;

    *reason = INKAN_REASON_NO_CRL;
    for (size_t i = 0; i < crl_count; i++) {
        enum inkan_check_reason one =
            one_crl(der_span(crls[i]), cert, issuer, now);

        if (one == INKAN_REASON_REVOKED) {
            *reason = one;
            return INKAN_FORGED;
        }
        if (one == INKAN_REASON_NONE)
            good = true;
        else if (one != INKAN_REASON_NO_CRL)
            *reason = one;
    }
    if (!good)
        return INKAN_UNCHECKED;
    *reason = INKAN_REASON_NONE;
    return INKAN_GENUINE;
}
