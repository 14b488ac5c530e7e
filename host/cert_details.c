/* SPDX-License-Identifier: Apache-2.0
 *
 * What else stands in a certificate of this card (card-spec-2.md C.1): use of
 * the key, policy, responder, place of the CRL, municipality. What has another
 * form is left out; whether that matters is not decided here.
 */
#include <stdio.h>

#include "host/cert.h"

static const uint8_t oid_eku[] = { 0x55, 0x1D, 0x25 };
static const uint8_t oid_policies[] = { 0x55, 0x1D, 0x20 };
static const uint8_t oid_issuer_alt[] = { 0x55, 0x1D, 0x12 };
static const uint8_t oid_crldp[] = { 0x55, 0x1D, 0x1F };
/* 1.3.6.1.5.5.7.1.1 */
static const uint8_t oid_aia[] = { 0x2B, 0x06, 0x01, 0x05,
                                   0x05, 0x07, 0x01, 0x01 };
/* 1.3.6.1.5.5.7.48.1 */
static const uint8_t oid_ocsp[] = { 0x2B, 0x06, 0x01, 0x05,
                                    0x05, 0x07, 0x30, 0x01 };
/* 1.3.6.1.5.5.7.3.2 */
static const uint8_t oid_client_auth[] = { 0x2B, 0x06, 0x01, 0x05,
                                           0x05, 0x07, 0x03, 0x02 };
/* 1.3.6.1.5.5.7.2.1 */
static const uint8_t oid_cps[] = { 0x2B, 0x06, 0x01, 0x05,
                                   0x05, 0x07, 0x02, 0x01 };
static const uint8_t oid_common_name[] = { 0x55, 0x04, 0x03 };

/* An auth certificate's CN: 14 opaque characters, the municipality, 3 digits
 * and a letter. */
#define CN_LEN           23
#define MUNICIPALITY_OFF 14
#define MUNICIPALITY_LEN 5

enum { DIGITAL_SIGNATURE = 0, NON_REPUDIATION = 1 };

static bool extension(const struct inkan_cert *cert, const uint8_t *oid,
                      size_t oid_len, struct der *out)
{
    struct span value;
    bool critical;

    return der_extension(cert->extensions, span_of(oid, oid_len), &value,
                         &critical) &&
           der_whole(value, DER_SEQUENCE, out);
}

static bool is_oid(const struct der *d, const uint8_t *oid, size_t len)
{
    return span_equal(d->value, span_of(oid, len));
}

/* "1.2.392..." of the contents of an OID. */
static const char *oid_text(struct inkan_cert *cert, struct span oid)
{
    char text[128];
    size_t len = 0;
    uint32_t arc = 0;
    bool first = true;

    for (size_t i = 0; i < oid.len; i++) {
        if (arc > UINT32_MAX >> 7 || len + 24 > sizeof(text))
            return NULL;
        arc = arc << 7 | (oid.ptr[i] & 0x7Fu);
        if (oid.ptr[i] & 0x80)
            continue;
        if (first) { /* X.690 8.19.4: two arcs in one number */
            uint32_t top = arc < 80 ? arc / 40 : 2;

            len += (size_t)snprintf(text + len, sizeof(text) - len, "%u.%u",
                                    top, arc - 40 * top);
        } else {
            len += (size_t)snprintf(text + len, sizeof(text) - len, ".%u", arc);
        }
        first = false;
        arc = 0;
    }
    return len != 0 ? cert_keep_text(cert, span_of(text, len)) : NULL;
}

static void take_policy(struct inkan_cert *cert)
{
    struct der list, policy, id, qualifiers, qualifier, kind, uri;

    if (!extension(cert, oid_policies, sizeof(oid_policies), &list) ||
        !der_expect(&list.value, DER_SEQUENCE, &policy) ||
        !der_expect(&policy.value, DER_OID, &id))
        return;
    cert->details.policy = oid_text(cert, id.value);
    if (der_expect(&policy.value, DER_SEQUENCE, &qualifiers) &&
        der_expect(&qualifiers.value, DER_SEQUENCE, &qualifier) &&
        der_expect(&qualifier.value, DER_OID, &kind) &&
        is_oid(&kind, oid_cps, sizeof(oid_cps)) &&
        der_next(&qualifier.value, &uri))
        cert->details.cps = cert_keep_text(cert, uri.value);
}

static void take_usage(struct inkan_cert *cert)
{
    struct der list, id;

    cert->details.is_ca = cert_is_ca(cert);
    cert->details.may_sign = cert_may(cert, DIGITAL_SIGNATURE);
    cert->details.non_repudiation = cert_may(cert, NON_REPUDIATION);
    if (!extension(cert, oid_eku, sizeof(oid_eku), &list))
        return;
    while (der_expect(&list.value, DER_OID, &id)) {
        if (is_oid(&id, oid_client_auth, sizeof(oid_client_auth)))
            cert->details.client_auth = true;
    }
}

static void take_ocsp(struct inkan_cert *cert)
{
    struct der list, access, method, place;

    if (!extension(cert, oid_aia, sizeof(oid_aia), &list))
        return;
    while (der_expect(&list.value, DER_SEQUENCE, &access)) {
        if (der_expect(&access.value, DER_OID, &method) &&
            is_oid(&method, oid_ocsp, sizeof(oid_ocsp)) &&
            der_expect(&access.value, DER_CONTEXTP(6), &place) &&
            cert->details.ocsp == NULL)
            cert->details.ocsp = cert_keep_text(cert, place.value);
    }
}

/* directoryName [4] among GeneralNames: the Name in it. */
static void take_name(struct span names, struct inkan_bytes *out)
{
    struct der name, dn;

    while (der_next(&names, &name)) {
        if (name.tag == DER_CONTEXT(4) &&
            der_whole(name.value, DER_SEQUENCE, &dn)) {
            *out = der_bytes(dn.object);
            return;
        }
    }
}

static void take_names(struct inkan_cert *cert)
{
    struct der list, point, place, full;

    if (extension(cert, oid_issuer_alt, sizeof(oid_issuer_alt), &list))
        take_name(list.value, &cert->details.issuer_name);
    if (extension(cert, oid_crldp, sizeof(oid_crldp), &list) &&
        der_expect(&list.value, DER_SEQUENCE, &point) &&
        der_expect(&point.value, DER_CONTEXT(0), &place) &&
        der_expect(&place.value, DER_CONTEXT(0), &full))
        take_name(full.value, &cert->details.crl_point);
}

static void take_municipality(struct inkan_cert *cert)
{
    struct der name, rdn, pair, type, value;

    if (!cert->details.client_auth ||
        !der_whole(cert->subject, DER_SEQUENCE, &name))
        return;
    while (der_expect(&name.value, DER_SET, &rdn)) {
        if (!der_expect(&rdn.value, DER_SEQUENCE, &pair) ||
            !der_expect(&pair.value, DER_OID, &type) ||
            !der_next(&pair.value, &value))
            return;
        if (is_oid(&type, oid_common_name, sizeof(oid_common_name)) &&
            value.value.len == CN_LEN)
            cert->details.municipality =
                cert_keep_text(cert, span_sub(value.value, MUNICIPALITY_OFF,
                                              MUNICIPALITY_LEN));
    }
}

void cert_details_parse(struct inkan_cert *cert)
{
    take_usage(cert);
    take_policy(cert);
    take_ocsp(cert);
    take_names(cert);
    take_municipality(cert);
}
