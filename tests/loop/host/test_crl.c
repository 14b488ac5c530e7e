/* SPDX-License-Identifier: Apache-2.0
 *
 * Revocation lists that must not be misread: made here with libcrypto and the
 * test CA's key, one peculiarity each. What is not understood is never taken
 * for "not revoked".
 */
#include "tests/loop/host/host_desk.h"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

/* One extension of a list, as bytes. */
struct extra {
    const char *oid;
    bool critical;
    const char *der;
    size_t len;
};

struct list {
    const char *from, *to; /* ASN1_TIME texts; to NULL: no next update */
    bool revoked;          /* the adult's sign certificate */
    struct extra extra;    /* oid NULL: none */
    struct extra entry;    /* of the revoked entry */
    const char *key;       /* file of the key that signs */
};

static FILE *ca_file(const char *name)
{
    char path[512];
    FILE *in;

    snprintf(path, sizeof(path), "%s/%s", getenv("INKAN_TEST_CA"), name);
    in = fopen(path, "r");
    assert_non_null(in);
    return in;
}

static X509_EXTENSION *extension_of(const struct extra *e)
{
    ASN1_OBJECT *oid = OBJ_txt2obj(e->oid, 1);
    ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
    X509_EXTENSION *ext;

    ASN1_OCTET_STRING_set(value, (const unsigned char *)e->der, (int)e->len);
    ext = X509_EXTENSION_create_by_OBJ(NULL, oid, e->critical, value);
    ASN1_OBJECT_free(oid);
    ASN1_OCTET_STRING_free(value);
    assert_non_null(ext);
    return ext;
}

static void set_time(X509_CRL *crl, const char *text,
                     int (*set)(X509_CRL *, const ASN1_TIME *))
{
    ASN1_TIME *t = ASN1_TIME_new();

    assert_int_equal(ASN1_TIME_set_string(t, text), 1);
    assert_int_equal(set(crl, t), 1);
    ASN1_TIME_free(t);
}

/* serial: the INTEGER, with tag and length. */
static void revoke(X509_CRL *crl, struct inkan_bytes serial,
                   const struct extra *entry)
{
    const unsigned char *at = serial.ptr;
    ASN1_INTEGER *number = d2i_ASN1_INTEGER(NULL, &at, (long)serial.len);
    X509_REVOKED *revoked = X509_REVOKED_new();
    ASN1_TIME *t = ASN1_TIME_new();

    ASN1_TIME_set_string(t, "260101000000Z");
    X509_REVOKED_set_serialNumber(revoked, number);
    X509_REVOKED_set_revocationDate(revoked, t);
    if (entry->oid != NULL) {
        X509_EXTENSION *ext = extension_of(entry);

        X509_REVOKED_add_ext(revoked, ext, -1);
        X509_EXTENSION_free(ext);
    }
    X509_CRL_add0_revoked(crl, revoked);
    ASN1_INTEGER_free(number);
    ASN1_TIME_free(t);
}

static size_t make_list(const struct list *l, struct inkan_bytes serial,
                        unsigned char **out)
{
    FILE *in = ca_file(l->key != NULL ? l->key : "private/sign-ca.key.pem");
    EVP_PKEY *key = PEM_read_PrivateKey(in, NULL, NULL, NULL);
    X509_CRL *crl = X509_CRL_new();
    X509 *ca;
    int len;

    fclose(in);
    in = ca_file("trust/sign-ca.pem");
    ca = PEM_read_X509(in, NULL, NULL, NULL);
    fclose(in);
    X509_CRL_set_version(crl, 1);
    X509_CRL_set_issuer_name(crl, X509_get_subject_name(ca));
    set_time(crl, l->from, X509_CRL_set1_lastUpdate);
    if (l->to != NULL)
        set_time(crl, l->to, X509_CRL_set1_nextUpdate);
    if (l->revoked)
        revoke(crl, serial, &l->entry);
    if (l->extra.oid != NULL) {
        X509_EXTENSION *ext = extension_of(&l->extra);

        X509_CRL_add_ext(crl, ext, -1);
        X509_EXTENSION_free(ext);
    }
    assert_true(X509_CRL_sign(crl, key, EVP_sha256()) > 0);
    *out = NULL;
    len = i2d_X509_CRL(crl, out);
    assert_true(len > 0);
    X509_CRL_free(crl);
    X509_free(ca);
    EVP_PKEY_free(key);
    return (size_t)len;
}

/* What the check says of the sign certificate when this list is given. */
static struct inkan_check_item judge(const struct list *l)
{
    struct host_desk *hd = host_desk_open("adult");
    struct inkan_secret pin = secret_of(INKAN_PIN_SIGN, SIGN_PIN);
    struct inkan_trust *trust = trust_of(false);
    struct inkan_check_options options = { .sign = &pin,
                                           .trust = trust,
                                           .now = TODAY };
    struct inkan_check_report r;
    struct inkan_cert *cert;
    unsigned char *der;
    size_t len;

    assert_int_equal(inkan_cert_read(hd->card, INKAN_CERT_SIGN, &pin, &cert),
                     INKAN_OK);
    len = make_list(l, inkan_cert_serial(cert), &der);
    assert_int_equal(inkan_trust_add(trust, der, len), INKAN_OK);
    assert_int_equal(inkan_check(hd->card, &options, &r), INKAN_OK);
    OPENSSL_free(der);
    inkan_cert_free(cert);
    inkan_trust_free(trust);
    host_desk_close(hd);
    return r.items[INKAN_CHECK_SIGN_REVOKED];
}

#define DATES(a, b) .from = (a), .to = (b)
#define GOOD        DATES("260101000000Z", "270101000000Z")
#define BYTES(s)    s, sizeof(s) - 1

static void lists_are_read_as_rfc_5280_says(void **state)
{
    static const struct {
        const char *what;
        struct list list;
        enum inkan_check_state state;
        enum inkan_check_reason reason;
    } rows[] = {
        { "plain, empty", { GOOD }, INKAN_GENUINE, INKAN_REASON_NONE },
        { "plain, revoked",
          { GOOD, .revoked = true },
          INKAN_FORGED,
          INKAN_REASON_REVOKED },
        { "out of date",
          { DATES("250101000000Z", "260101000000Z") },
          INKAN_UNCHECKED,
          INKAN_REASON_CRL_STALE },
        { "out of date, but revoked",
          { DATES("250101000000Z", "260101000000Z"), .revoked = true },
          INKAN_FORGED,
          INKAN_REASON_REVOKED },
        { "from the future",
          { DATES("270101000000Z", "280101000000Z") },
          INKAN_UNCHECKED,
          INKAN_REASON_CRL_STALE },
        { "without next update",
          { DATES("260101000000Z", NULL) },
          INKAN_UNCHECKED,
          INKAN_REASON_CRL_STALE },
        { "signed by another key",
          { GOOD, .key = "private/auth-ca.key.pem" },
          INKAN_UNCHECKED,
          INKAN_REASON_NO_CRL },
        { "unknown critical extension",
          { GOOD, .extra = { "1.2.3.4", true, BYTES("\x05\x00") } },
          INKAN_UNCHECKED,
          INKAN_REASON_CRL_UNSUPPORTED },
        { "unknown extension, not critical",
          { GOOD, .extra = { "1.2.3.4", false, BYTES("\x05\x00") } },
          INKAN_GENUINE,
          INKAN_REASON_NONE },
        { "delta list",
          { GOOD, .extra = { "2.5.29.27", true, BYTES("\x02\x01\x01") } },
          INKAN_UNCHECKED,
          INKAN_REASON_CRL_UNSUPPORTED },
        { "users only",
          { GOOD,
            .extra = { "2.5.29.28", true, BYTES("\x30\x03\x81\x01\xFF") } },
          INKAN_GENUINE,
          INKAN_REASON_NONE },
        { "CAs only",
          { GOOD,
            .extra = { "2.5.29.28", true, BYTES("\x30\x03\x82\x01\xFF") } },
          INKAN_UNCHECKED,
          INKAN_REASON_NO_CRL },
        { "some reasons only",
          { GOOD,
            .extra = { "2.5.29.28", true, BYTES("\x30\x04\x83\x02\x06\x40") } },
          INKAN_UNCHECKED,
          INKAN_REASON_CRL_UNSUPPORTED },
        { "indirect",
          { GOOD,
            .extra = { "2.5.29.28", true, BYTES("\x30\x03\x84\x01\xFF") } },
          INKAN_UNCHECKED,
          INKAN_REASON_CRL_UNSUPPORTED },
        { "of another place",
          { GOOD, .extra = { "2.5.29.28", true,
                             BYTES("\x30\x08\xA0\x06\xA0\x04\x86\x02"
                                   "ab") } },
          INKAN_UNCHECKED,
          INKAN_REASON_NO_CRL },
        { "issuingDistributionPoint that is none",
          { GOOD, .extra = { "2.5.29.28", true, BYTES("\x05\x00") } },
          INKAN_UNCHECKED,
          INKAN_REASON_CRL_UNSUPPORTED },
        { "critical extension of an entry",
          { GOOD, .revoked = true,
            .entry = { "1.2.3.4", true, BYTES("\x05\x00") } },
          INKAN_UNCHECKED,
          INKAN_REASON_CRL_UNSUPPORTED },
        { "reason of an entry",
          { GOOD, .revoked = true,
            .entry = { "2.5.29.21", false, BYTES("\x0A\x01\x01") } },
          INKAN_FORGED,
          INKAN_REASON_REVOKED },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct inkan_check_item item = judge(&rows[i].list);

        if (item.state != rows[i].state || item.reason != rows[i].reason)
            fail_msg("%s: %s (%s)", rows[i].what,
                     inkan_check_state_code(item.state),
                     inkan_check_reason_code(item.reason));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_read_as_rfc_5280_says),
    };

    return cmocka_run_group_tests_name("loop/host/crl", tests, NULL, NULL);
}
