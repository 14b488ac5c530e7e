/* SPDX-License-Identifier: Apache-2.0
 *
 * Extension ::= SEQUENCE { OID, [TRUE when critical], OCTET STRING { value } }
 */
#include "tools/issue/cert_ext.h"

#include "tools/issue/der.h"

/* Arc after 2.5.29. */
enum ext_id {
    EXT_SUBJECT_KEY = 14,
    EXT_KEY_USAGE = 15,
    EXT_SUBJECT_ALT_NAME = 17,
    EXT_ISSUER_ALT_NAME = 18,
    EXT_BASIC = 19,
    EXT_CRL_NUMBER = 20,
    EXT_ISSUING_POINT = 28,
    EXT_CRL_POINTS = 31,
    EXT_POLICIES = 32,
    EXT_AUTHORITY_KEY = 35,
    EXT_EXTENDED_USAGE = 37
};

/* 1.2.392.200149.8.5: the arc under which JPKI keeps policies and names. */
#define JPKI_ARC 0x2A, 0x83, 0x08, 0x8C, 0x9B, 0x55, 0x08, 0x05

/* Places of an extension that is being written. */
struct ext {
    size_t whole;
    size_t value;
};

static struct ext ext_begin(struct wbuf *w, struct span oid, bool critical)
{
    static const uint8_t yes[] = { 0xFF };
    struct ext ext;

    ext.whole = der_open(w, DER_SEQUENCE);
    der_put(w, DER_OID, oid);
    if (critical)
        der_put(w, DER_BOOLEAN, span_of(yes, sizeof(yes)));
    ext.value = der_open(w, DER_OCTET_STRING);
    return ext;
}

static struct ext ext_open(struct wbuf *w, enum ext_id id, bool critical)
{
    const uint8_t oid[] = { 0x55, 0x1D, (uint8_t)id };

    return ext_begin(w, span_of(oid, sizeof(oid)), critical);
}

static void ext_close(struct wbuf *w, struct ext ext)
{
    der_close(w, ext.value);
    der_close(w, ext.whole);
}

void ext_put_key_usage(struct wbuf *w, enum key_usage usage)
{
    static const uint8_t bits[][2] = {
        [USAGE_DIGITAL_SIGNATURE] = { 7, 0x80 },
        [USAGE_SIGNATURE_NON_REPUDIATION] = { 6, 0xC0 },
        [USAGE_CA] = { 1, 0x06 },
    };
    struct ext ext = ext_open(w, EXT_KEY_USAGE, true);

    der_put(w, DER_BIT_STRING, span_of(bits[usage], sizeof(bits[usage])));
    ext_close(w, ext);
}

void ext_put_client_auth(struct wbuf *w)
{
    static const uint8_t client_auth[] = { 0x2B, 0x06, 0x01, 0x05,
                                           0x05, 0x07, 0x03, 0x02 };
    struct ext ext = ext_open(w, EXT_EXTENDED_USAGE, false);
    size_t list = der_open(w, DER_SEQUENCE);

    der_put(w, DER_OID, span_of(client_auth, sizeof(client_auth)));
    der_close(w, list);
    ext_close(w, ext);
}

void ext_put_policy(struct wbuf *w, enum policy policy)
{
    static const uint8_t oids[][11] = {
        [POLICY_AUTH] = { JPKI_ARC, 1, 3, 30 },
        [POLICY_SIGN] = { JPKI_ARC, 1, 1, 20 },
        [POLICY_SIGN_TEST] = { JPKI_ARC, 1, 0, 20 },
        [POLICY_SIGN_PHONE] = { JPKI_ARC, 1, 1, 40 },
    };
    static const uint8_t cps[] = { 0x2B, 0x06, 0x01, 0x05,
                                   0x05, 0x07, 0x02, 0x01 };
    struct ext ext = ext_open(w, EXT_POLICIES, true);
    size_t list = der_open(w, DER_SEQUENCE);
    size_t info = der_open(w, DER_SEQUENCE);
    size_t qualifiers;
    size_t qualifier;

    der_put(w, DER_OID, span_of(oids[policy], sizeof(oids[policy])));
    qualifiers = der_open(w, DER_SEQUENCE);
    qualifier = der_open(w, DER_SEQUENCE);
    der_put(w, DER_OID, span_of(cps, sizeof(cps)));
    der_put_text(w, DER_IA5, CPS_URL);
    der_close(w, qualifier);
    der_close(w, qualifiers);
    der_close(w, info);
    der_close(w, list);
    ext_close(w, ext);
}

/* otherName: [0] { OID, [0] { UTF8String } } */
static void put_other_name(struct wbuf *w, uint8_t last, const char *text)
{
    const uint8_t oid[] = { JPKI_ARC, 5, last };
    size_t name = der_open(w, DER_CONTEXT(0));
    size_t value;

    der_put(w, DER_OID, span_of(oid, sizeof(oid)));
    value = der_open(w, DER_CONTEXT(0));
    der_put_text(w, DER_UTF8, text);
    der_close(w, value);
    der_close(w, name);
}

void ext_put_person(struct wbuf *w, const struct cert_person *person)
{
    struct ext ext = ext_open(w, EXT_SUBJECT_ALT_NAME, false);
    size_t names = der_open(w, DER_SEQUENCE);

    put_other_name(w, 1, person->name);
    put_other_name(w, 4, person->birth);
    put_other_name(w, 3, person->sex);
    put_other_name(w, 5, person->address);
    put_other_name(w, 2, person->name_flags);
    put_other_name(w, 6, person->address_flags);
    der_close(w, names);
    ext_close(w, ext);
}

static void put_japanese_name(struct wbuf *w, enum ext_id id,
                              const struct profile *ca)
{
    struct ext ext = ext_open(w, id, false);
    size_t names = der_open(w, DER_SEQUENCE);
    size_t directory = der_open(w, DER_CONTEXT(4));
    size_t name = der_open(w, DER_SEQUENCE);

    profile_put_rdn(w, RDN_C, "JP");
    profile_put_rdn(w, RDN_O, ca->o_ja);
    profile_put_rdn(w, RDN_OU, ca->ou_ja);
    profile_put_rdn(w, RDN_OU, PROFILE_OU_OPERATOR_JA);
    der_close(w, name);
    der_close(w, directory);
    der_close(w, names);
    ext_close(w, ext);
}

void ext_put_issuer_alt_name(struct wbuf *w, const struct profile *ca)
{
    put_japanese_name(w, EXT_ISSUER_ALT_NAME, ca);
}

void ext_put_ca_alt_name(struct wbuf *w, const struct profile *ca)
{
    put_japanese_name(w, EXT_SUBJECT_ALT_NAME, ca);
}

/* distributionPoint [0] { fullName [0] { directoryName [4] { name } } } */
static void put_point_name(struct wbuf *w, struct span name)
{
    size_t point = der_open(w, DER_CONTEXT(0));
    size_t full = der_open(w, DER_CONTEXT(0));
    size_t directory = der_open(w, DER_CONTEXT(4));

    wbuf_put(w, name);
    der_close(w, directory);
    der_close(w, full);
    der_close(w, point);
}

static void put_municipality_point(struct wbuf *w, const struct profile *ca,
                                   const char *prefecture, const char *city)
{
    uint8_t buf[512];
    char cn[128] = "";
    struct wbuf name = wbuf_of(buf, sizeof(buf));
    size_t at = der_open(&name, DER_SEQUENCE);

    strncat(cn, city, sizeof(cn) - sizeof(" CRLDP"));
    strcat(cn, " CRLDP");
    profile_put_rdn(&name, RDN_C, "JP");
    profile_put_rdn(&name, RDN_O, ca->o);
    profile_put_rdn(&name, RDN_OU, ca->ou);
    profile_put_rdn(&name, RDN_OU, "CRL Distribution Points");
    profile_put_rdn(&name, RDN_OU, prefecture);
    profile_put_rdn(&name, RDN_CN, cn);
    der_close(&name, at);
    w->full = w->full || name.full;
    put_point_name(w, wbuf_span(&name));
}

void ext_put_crl_point(struct wbuf *w, const struct profile *ca,
                       const char *prefecture, const char *city)
{
    struct ext ext = ext_open(w, EXT_CRL_POINTS, false);
    size_t list = der_open(w, DER_SEQUENCE);
    size_t point = der_open(w, DER_SEQUENCE);

    put_municipality_point(w, ca, prefecture, city);
    der_close(w, point);
    der_close(w, list);
    ext_close(w, ext);
}

void ext_put_ca_crl_point(struct wbuf *w, struct span ca_name)
{
    struct ext ext = ext_open(w, EXT_CRL_POINTS, false);
    size_t list = der_open(w, DER_SEQUENCE);
    size_t point = der_open(w, DER_SEQUENCE);

    put_point_name(w, ca_name);
    der_close(w, point);
    der_close(w, list);
    ext_close(w, ext);
}

void ext_put_issuing_point(struct wbuf *w, const struct profile *ca,
                           const char *prefecture, const char *city)
{
    struct ext ext = ext_open(w, EXT_ISSUING_POINT, true);
    size_t point = der_open(w, DER_SEQUENCE);

    put_municipality_point(w, ca, prefecture, city);
    der_close(w, point);
    ext_close(w, ext);
}

void ext_put_ocsp(struct wbuf *w, const char *url)
{
    static const uint8_t aia[] = { 0x2B, 0x06, 0x01, 0x05,
                                   0x05, 0x07, 0x01, 0x01 };
    static const uint8_t ocsp[] = { 0x2B, 0x06, 0x01, 0x05,
                                    0x05, 0x07, 0x30, 0x01 };
    struct ext ext = ext_begin(w, span_of(aia, sizeof(aia)), false);
    size_t list = der_open(w, DER_SEQUENCE);
    size_t access = der_open(w, DER_SEQUENCE);

    der_put(w, DER_OID, span_of(ocsp, sizeof(ocsp)));
    der_put_text(w, DER_CONTEXT_PRIMITIVE(6), url);
    der_close(w, access);
    der_close(w, list);
    ext_close(w, ext);
}

void ext_put_authority_key(struct wbuf *w, struct span key_id,
                           struct span ca_name, struct span ca_serial)
{
    struct ext ext = ext_open(w, EXT_AUTHORITY_KEY, false);
    size_t whole = der_open(w, DER_SEQUENCE);
    size_t issuer;
    size_t directory;

    der_put(w, DER_CONTEXT_PRIMITIVE(0), key_id);
    issuer = der_open(w, DER_CONTEXT(1));
    directory = der_open(w, DER_CONTEXT(4));
    wbuf_put(w, ca_name);
    der_close(w, directory);
    der_close(w, issuer);
    der_put(w, DER_CONTEXT_PRIMITIVE(2), ca_serial);
    der_close(w, whole);
    ext_close(w, ext);
}

void ext_put_crl_authority_key(struct wbuf *w, struct span key_id)
{
    struct ext ext = ext_open(w, EXT_AUTHORITY_KEY, false);
    size_t whole = der_open(w, DER_SEQUENCE);

    der_put(w, DER_CONTEXT_PRIMITIVE(0), key_id);
    der_close(w, whole);
    ext_close(w, ext);
}

void ext_put_subject_key(struct wbuf *w, struct span key_id)
{
    struct ext ext = ext_open(w, EXT_SUBJECT_KEY, false);

    der_put(w, DER_OCTET_STRING, key_id);
    ext_close(w, ext);
}

void ext_put_basic_ca(struct wbuf *w)
{
    static const uint8_t is_ca[] = { 0xFF };
    struct ext ext = ext_open(w, EXT_BASIC, true);
    size_t whole = der_open(w, DER_SEQUENCE);

    der_put(w, DER_BOOLEAN, span_of(is_ca, sizeof(is_ca)));
    der_close(w, whole);
    ext_close(w, ext);
}

void ext_put_crl_number(struct wbuf *w, uint32_t number)
{
    uint8_t bytes[5] = { 0 };
    size_t skip = 0;
    struct ext ext = ext_open(w, EXT_CRL_NUMBER, false);

    put_be32(bytes + 1, number);
    while (skip < 4 && bytes[skip] == 0 && bytes[skip + 1] < 0x80)
        skip++;
    der_put(w, DER_INTEGER, span_of(bytes + skip, sizeof(bytes) - skip));
    ext_close(w, ext);
}
