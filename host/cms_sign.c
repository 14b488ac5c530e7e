/* SPDX-License-Identifier: Apache-2.0
 *
 * Detached CMS signatures, assembled here and signed by the card. What is
 * given has been verified. The CA's certificate is not put in: it would cost
 * another exchange with the card, and whoever verifies must have it anyway.
 */
#include <inkan/cms.h>

#include <stdio.h>
#include <stdlib.h>

#include "host/ap_jpki.h"
#include "host/cert.h"
#include "host/cms_oid.h"
#include "host/der.h"
#include "host/digest.h"
#include "host/iso.h"
#include "host/unlock.h"

#define ATTR_MAX  128
#define ATTRS_MAX (4 * ATTR_MAX)
/* everything in a CMS but the certificate, the names and the attributes */
#define CMS_FRAME 1024

void inkan_free(void *ptr)
{
    free(ptr);
}

bool inkan_is_signed_attributes(const uint8_t *data, size_t len)
{
    struct der set, attribute, oid, values;

    if (data == NULL || !der_whole(span_of(data, len), DER_SET, &set) ||
        set.value.len == 0)
        return false;
    while (set.value.len != 0) {
        if (!der_expect(&set.value, DER_SEQUENCE, &attribute) ||
            !der_expect(&attribute.value, DER_OID, &oid) ||
            !der_expect(&attribute.value, DER_SET, &values) ||
            attribute.value.len != 0)
            return false;
    }
    return true;
}

/* --- attributes ----------------------------------------------------------- */

struct attribute {
    uint8_t der[ATTR_MAX];
    size_t len;
};

/* SEQUENCE { oid, SET { value } }, value being whole DER. */
static bool make_attribute(struct attribute *a, struct span oid,
                           struct span value)
{
    uint8_t body[ATTR_MAX];
    struct wbuf b = wbuf_of(body, sizeof(body));
    struct wbuf w = wbuf_of(a->der, sizeof(a->der));

    der_put(&b, DER_OID, oid);
    der_put(&b, DER_SET, value);
    der_put(&w, DER_SEQUENCE, wbuf_span(&b));
    a->len = w.len;
    return !b.full && !w.full;
}

static bool content_type(struct attribute *a)
{
    uint8_t value[16];
    struct wbuf w = wbuf_of(value, sizeof(value));

    der_put(&w, DER_OID, OID_DATA);
    return make_attribute(a, OID_CONTENT_TYPE, wbuf_span(&w));
}

static bool message_digest(struct attribute *a, const uint8_t digest[32])
{
    uint8_t value[40];
    struct wbuf w = wbuf_of(value, sizeof(value));

    der_put(&w, DER_OCTETS, span_of(digest, 32));
    return make_attribute(a, OID_MESSAGE_DIGEST, wbuf_span(&w));
}

/* UTCTime to 2049, GeneralizedTime from then on: RFC 5652 11.3 */
static bool signing_time(struct attribute *a, const struct inkan_time *t)
{
    char text[24];
    uint8_t value[24];
    struct wbuf w = wbuf_of(value, sizeof(value));
    bool utc = t->year < 2050;
    int n = snprintf(text, sizeof(text), "%0*d%02d%02d%02d%02d%02dZ",
                     utc ? 2 : 4, utc ? t->year % 100 : t->year, t->month,
                     t->day, t->hour, t->minute, t->second);

    if (n != (utc ? 13 : 15))
        return false;
    der_put(&w, utc ? DER_UTC_TIME : DER_TIME, span_of(text, (size_t)n));
    return make_attribute(a, OID_SIGNING_TIME, wbuf_span(&w));
}

/* SigningCertificateV2 { { ESSCertIDv2 { hash } } }; SHA-256 by default. */
static bool signing_cert(struct attribute *a, const struct inkan_cert *cert)
{
    uint8_t hash[32];
    uint8_t value[64];
    struct wbuf w = wbuf_of(value, sizeof(value));

    if (!digest_sha256(span_of(cert->der, cert->der_len), hash))
        return false;
    der_put_head(&w, DER_SEQUENCE, 38);
    der_put_head(&w, DER_SEQUENCE, 36);
    der_put_head(&w, DER_SEQUENCE, 34);
    der_put(&w, DER_OCTETS, span_of(hash, sizeof(hash)));
    return !w.full && make_attribute(a, OID_SIGNING_CERT, wbuf_span(&w));
}

static int compare_attributes(const void *x, const void *y)
{
    const struct attribute *a = x;
    const struct attribute *b = y;
    size_t len = a->len < b->len ? a->len : b->len;
    int order = memcmp(a->der, b->der, len);

    if (order != 0)
        return order;
    return (a->len > b->len) - (a->len < b->len);
}

/* The contents of SET OF, in DER's order. */
static bool put_attributes(struct wbuf *w, const struct inkan_cert *cert,
                           const uint8_t digest[32],
                           const struct inkan_time *when)
{
    struct attribute list[4];

    if (!content_type(&list[0]) || !message_digest(&list[1], digest) ||
        !signing_time(&list[2], when) || !signing_cert(&list[3], cert))
        return false;
    qsort(list, ARRAY_LEN(list), sizeof(list[0]), compare_attributes);
    for (size_t i = 0; i < ARRAY_LEN(list); i++)
        wbuf_put(w, span_of(list[i].der, list[i].len));
    return !w->full;
}

/* --- the message ---------------------------------------------------------- */

static void put_version(struct wbuf *w)
{
    const uint8_t one = 1;

    der_put(w, DER_INTEGER, span_of(&one, 1));
}

/* AlgorithmIdentifier without or with NULL parameters. */
static void put_algorithm(struct wbuf *w, struct span oid, bool null)
{
    der_put_head(w, DER_SEQUENCE, 2 + oid.len + (null ? 2 : 0));
    der_put(w, DER_OID, oid);
    if (null)
        wbuf_put(w, span_of("\x05\x00", 2));
}

static void put_signer(struct wbuf *w, const struct inkan_cert *cert,
                       struct span attributes, struct span signature)
{
    put_version(w);
    der_put_head(w, DER_SEQUENCE, cert->issuer.len + cert->serial.len);
    wbuf_put(w, cert->issuer);
    wbuf_put(w, cert->serial);
    put_algorithm(w, OID_SHA256, false);
    der_put(w, DER_CONTEXT(0), attributes);
    put_algorithm(w, OID_RSA, true);
    der_put(w, DER_OCTETS, signature);
}

/* The parts are written behind one another into scratch and then wrapped:
 * sizes stay small, and DER wants lengths before contents. */
static bool assemble(const struct inkan_cert *cert, struct span attributes,
                     struct span signature, struct inkan_cms_item *item)
{
    size_t cap = cert->der_len + cert->issuer.len + ATTRS_MAX + CMS_FRAME;
    uint8_t *scratch = malloc(2 * cap);
    uint8_t *out = malloc(cap);
    struct wbuf signer = wbuf_of(scratch, cap);
    struct wbuf body = wbuf_of(scratch != NULL ? scratch + cap : NULL, cap);
    struct wbuf w = wbuf_of(out, cap);
    struct span content;
    size_t head;
    bool ok = scratch != NULL && out != NULL;

    if (ok) {
        put_signer(&signer, cert, attributes, signature);
        put_version(&body);
        der_put_head(&body, DER_SET, 4 + OID_SHA256.len);
        put_algorithm(&body, OID_SHA256, false);
        der_put_head(&body, DER_SEQUENCE, 2 + OID_DATA.len);
        der_put(&body, DER_OID, OID_DATA);
        der_put(&body, DER_CONTEXT(0), span_of(cert->der, cert->der_len));
        signer.full = signer.full || signer.len > 0xFFFF;
        head = signer.len < 0x100 ? 3 : 4; /* never below 0x80 */
        der_put_head(&body, DER_SET, head + signer.len);
        der_put(&body, DER_SEQUENCE, wbuf_span(&signer));
        content = wbuf_span(&body);
        head = 4; /* a certificate makes it longer than 255 */
        der_put_head(&w, DER_SEQUENCE,
                     2 + OID_SIGNED_DATA.len + head + head + content.len);
        der_put(&w, DER_OID, OID_SIGNED_DATA);
        der_put_head(&w, DER_CONTEXT(0), head + content.len);
        der_put(&w, DER_SEQUENCE, content);
        ok = !signer.full && !body.full && !w.full && content.len > 0xFF &&
             content.len + head <= 0xFFFF;
    }
    free(scratch);
    if (!ok) {
        free(out);
        return false;
    }
    item->der = out;
    item->der_len = w.len;
    return true;
}

/* --- signing -------------------------------------------------------------- */

static enum inkan_rc sign_one(struct inkan_card *card, enum inkan_key key,
                              const struct inkan_secret *secret,
                              const struct inkan_cert *cert,
                              const struct inkan_time *when, bool first,
                              struct inkan_cms_item *item)
{
    uint8_t set[4 + ATTRS_MAX];
    uint8_t body[ATTRS_MAX];
    uint8_t hash[32];
    struct wbuf b = wbuf_of(body, sizeof(body));
    struct wbuf s = wbuf_of(set, sizeof(set));
    struct inkan_sign_item sign = { .scheme = INKAN_PKCS1,
                                    .hash = INKAN_HASH_SHA256,
                                    .input = hash,
                                    .input_len = sizeof(hash) };
    enum inkan_rc rc;

    if (!put_attributes(&b, cert, item->digest, when))
        return card_fail(card, INKAN_ARG);
    der_put(&s, DER_SET, wbuf_span(&b)); /* signed as SET OF, sent as [0] */
    if (s.full || !digest_sha256(wbuf_span(&s), hash))
        return card_fail(card, INKAN_NOMEM);
    rc = jpki_sign_next(card, key, secret, first, &sign);
    if (rc != INKAN_OK)
        return rc;
    return assemble(cert, wbuf_span(&b),
                    span_of(sign.signature, INKAN_SIGNATURE_LEN), item)
               ? INKAN_OK
               : card_fail(card, INKAN_NOMEM);
}

static enum inkan_rc sign_all(struct inkan_card *card, enum inkan_key key,
                              const struct inkan_secret *secret,
                              const struct inkan_time *when,
                              struct inkan_cms_item *items, size_t count)
{
    struct inkan_cert *cert = NULL;
    enum inkan_rc rc = jpki_unlock(card, secret);

    if (rc == INKAN_OK)
        rc = jpki_read_cert(card, jpki_cert_of(key), &cert);
    for (size_t i = 0; rc == INKAN_OK && i < count; i++)
        rc = sign_one(card, key, secret, cert, when, i == 0, &items[i]);
    inkan_cert_free(cert);
    return rc;
}

/* What was made is taken apart and checked as a stranger's would be. */
static enum inkan_rc verify_own(const struct inkan_cms_item *item,
                                const struct inkan_time *when)
{
    struct inkan_cms_report report;
    enum inkan_rc rc = inkan_cms_verify(item->der, item->der_len, item->digest,
                                        NULL, 0, NULL, 0, when, &report);

    if (rc != INKAN_OK)
        return rc;
    if (report.signature != INKAN_INTACT)
        rc = INKAN_BAD_SIGNATURE;
    inkan_cms_report_clear(&report);
    return rc;
}

enum inkan_rc inkan_cms_sign(struct inkan_card *card, enum inkan_key key,
                             const struct inkan_secret *secret,
                             const struct inkan_time *when,
                             struct inkan_cms_item *items, size_t count)
{
    enum inkan_rc rc;

    if (card == NULL || (unsigned)key >= INKAN_KEY_COUNT || secret == NULL ||
        secret->pin != jpki_pin_of(key) || when == NULL || items == NULL ||
        count == 0)
        return INKAN_ARG;
    for (size_t i = 0; i < count; i++) {
        items[i].der = NULL;
        items[i].der_len = 0;
    }
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    rc = card_end(card, sign_all(card, key, secret, when, items, count));
    for (size_t i = 0; rc == INKAN_OK && i < count; i++) {
        rc = verify_own(&items[i], when);
        if (rc != INKAN_OK)
            rc = card_fail(card, rc);
    }
    for (size_t i = 0; rc != INKAN_OK && i < count; i++) {
        free(items[i].der);
        items[i].der = NULL;
        items[i].der_len = 0;
    }
    return rc;
}
