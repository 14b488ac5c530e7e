/* SPDX-License-Identifier: Apache-2.0
 *
 * CMS both ways, with libcrypto, which knows nothing of us, as the judge and
 * as the other signer.
 */
#include "tests/loop/host/host_desk.h"

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>

static const char document[] = "to be signed";
static const struct inkan_time now = TODAY;

static void digest_of(const char *text, uint8_t out[32])
{
    size_t len;

    assert_int_equal(inkan_digest(INKAN_HASH_SHA256, (const uint8_t *)text,
                                  strlen(text), out, &len),
                     INKAN_OK);
}

/* A CMS over the document by the card's sign key. */
static struct inkan_cms_item sign_document(const char *kind, enum inkan_key key)
{
    struct host_desk *hd = host_desk_open(kind);
    struct inkan_secret pin = key == INKAN_KEY_SIGN
                                  ? secret_of(INKAN_PIN_SIGN, SIGN_PIN)
                                  : secret_of(INKAN_PIN_AUTH, AUTH_PIN);
    struct inkan_cms_item item;

    digest_of(document, item.digest);
    assert_int_equal(inkan_cms_sign(hd->card, key, &pin, &now, &item, 1),
                     INKAN_OK);
    host_desk_close(hd);
    return item;
}

static enum inkan_rc verify_at(const struct inkan_time *when,
                               const uint8_t *cms, size_t len, const char *text,
                               struct inkan_trust *trust,
                               struct inkan_cms_report *report)
{
    uint8_t digest[32];
    size_t certs = 0, crls = 0;
    struct inkan_cert *const *c =
        trust != NULL ? inkan_trust_certs(trust, &certs) : NULL;
    const struct inkan_bytes *l =
        trust != NULL ? inkan_trust_crls(trust, &crls) : NULL;

    digest_of(text, digest);
    return inkan_cms_verify(cms, len, digest, c, certs, l, crls, when, report);
}

static enum inkan_rc verify(const uint8_t *cms, size_t len, const char *text,
                            struct inkan_trust *trust,
                            struct inkan_cms_report *report)
{
    return verify_at(&now, cms, len, text, trust, report);
}

static X509_STORE *test_store(void)
{
    X509_STORE *store = X509_STORE_new();
    X509_VERIFY_PARAM *param = X509_STORE_get0_param(store);
    char path[512];

    snprintf(path, sizeof(path), "%s/trust/sign-ca.pem",
             getenv("INKAN_TEST_CA"));
    assert_int_equal(X509_STORE_load_locations(store, path, NULL), 1);
    X509_VERIFY_PARAM_set_time(param, 1775098800); /* 2026-04-02 */
    X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY);
    return store;
}

static void libcrypto_verifies_what_the_card_signed(void **state)
{
    struct inkan_cms_item item = sign_document("adult", INKAN_KEY_SIGN);
    const unsigned char *at = item.der;
    CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)item.der_len);
    BIO *content = BIO_new_mem_buf(document, -1);
    BIO *wrong = BIO_new_mem_buf("not this", -1);
    X509_STORE *store = test_store();

    (void)state;
    assert_non_null(cms);
    assert_ptr_equal(at, item.der + item.der_len);
    assert_int_equal(CMS_verify(cms, NULL, store, content, NULL, CMS_BINARY),
                     1);
    assert_int_equal(CMS_verify(cms, NULL, store, wrong, NULL, CMS_BINARY), 0);
    BIO_free(content);
    BIO_free(wrong);
    CMS_ContentInfo_free(cms);
    X509_STORE_free(store);
    inkan_free(item.der);
}

static void our_own_is_intact_in_all_parts_with_trust_and_crls(void **state)
{
    struct inkan_cms_item item = sign_document("adult", INKAN_KEY_SIGN);
    struct inkan_trust *trust = trust_of(true);
    struct inkan_cms_report r;

    (void)state;
    assert_int_equal(verify(item.der, item.der_len, document, trust, &r),
                     INKAN_OK);
    assert_int_equal(r.signature, INKAN_INTACT);
    assert_int_equal(r.chain, INKAN_INTACT);
    assert_int_equal(r.validity, INKAN_INTACT);
    assert_int_equal(r.revocation, INKAN_INTACT);
    assert_null(r.reason);
    assert_int_equal(r.signed_at.year, 2026);
    assert_int_equal(r.signed_at.second, 5);
    assert_non_null(r.signer);
    inkan_cms_report_clear(&r);
    inkan_trust_free(trust);
    inkan_free(item.der);
}

static void without_trust_the_chain_is_not_checked(void **state)
{
    struct inkan_cms_item item = sign_document("adult", INKAN_KEY_AUTH);
    struct inkan_cms_report r;

    (void)state;
    assert_int_equal(verify(item.der, item.der_len, document, NULL, &r),
                     INKAN_OK);
    assert_int_equal(r.signature, INKAN_INTACT);
    assert_int_equal(r.chain, INKAN_NOT_CHECKED);
    assert_int_equal(r.revocation, INKAN_NOT_CHECKED);
    assert_non_null(r.reason);
    inkan_cms_report_clear(&r);
    inkan_free(item.der);
}

static void another_document_breaks_the_signature(void **state)
{
    struct inkan_cms_item item = sign_document("adult", INKAN_KEY_SIGN);
    struct inkan_cms_report r;

    (void)state;
    assert_int_equal(verify(item.der, item.der_len, "another", NULL, &r),
                     INKAN_OK);
    assert_int_equal(r.signature, INKAN_BROKEN);
    assert_string_equal(r.reason,
                        "the document is not the one that was signed");
    inkan_cms_report_clear(&r);
    inkan_free(item.der);
}

static void a_revoked_and_an_expired_signer_are_broken(void **state)
{
    struct inkan_trust *trust = trust_of(true);
    struct inkan_cms_item item = sign_document("revoked", INKAN_KEY_SIGN);
    struct inkan_cms_report r;

    (void)state;
    assert_int_equal(verify(item.der, item.der_len, document, trust, &r),
                     INKAN_OK);
    assert_int_equal(r.signature, INKAN_INTACT);
    assert_int_equal(r.revocation, INKAN_BROKEN);
    assert_string_equal(r.reason, "revoked");
    inkan_cms_report_clear(&r);
    inkan_free(item.der);
    item = sign_document("expired-2m", INKAN_KEY_SIGN);
    assert_int_equal(verify(item.der, item.der_len, document, trust, &r),
                     INKAN_OK);
    assert_int_equal(r.validity, INKAN_BROKEN);
    inkan_cms_report_clear(&r);
    inkan_free(item.der);
    inkan_trust_free(trust);
}

/* Ten years later nobody knows whether it was signed today and backdated. */
static void the_signing_time_is_the_signers_word(void **state)
{
    struct inkan_trust *trust = trust_of(true);
    struct inkan_cms_item item = sign_document("adult", INKAN_KEY_SIGN);
    struct inkan_time later = now;
    struct inkan_cms_report r;

    (void)state;
    later.year += 10;
    assert_int_equal(
        verify_at(&later, item.der, item.der_len, document, trust, &r),
        INKAN_OK);
    assert_int_equal(r.signature, INKAN_INTACT);
    assert_int_equal(r.validity, INKAN_NOT_CHECKED);
    assert_string_equal(
        r.reason, "not valid today; the signing time is the signer's word");
    inkan_cms_report_clear(&r);
    inkan_free(item.der);
    inkan_trust_free(trust);
}

/* RFC 5652, 11.1 and 5.1: neither is signed, both must agree with what is. */
static void the_kind_of_content_and_the_hash_must_agree(void **state)
{
    struct inkan_cms_item item = sign_document("adult", INKAN_KEY_SIGN);
    struct inkan_cms_report r;

    (void)state;
    assert_int_equal(item.der[53], 0x01); /* the end of id-data */
    item.der[53] = 0x02;
    assert_int_equal(verify(item.der, item.der_len, document, NULL, &r),
                     INKAN_OK);
    assert_int_equal(r.signature, INKAN_BROKEN);
    assert_string_equal(r.reason,
                        "the content is of another kind than what was signed");
    inkan_cms_report_clear(&r);
    item.der[53] = 0x01;
    assert_int_equal(item.der[40], 0x01); /* the end of id-sha256 */
    item.der[40] = 0x02;
    assert_int_equal(verify(item.der, item.der_len, document, NULL, &r),
                     INKAN_MALFORMED);
    inkan_free(item.der);
}

/* Somebody with a key and a certificate of his own. */
static X509 *make_signer(EVP_PKEY *key)
{
    X509 *cert = X509_new();
    X509_NAME *name = X509_get_subject_name(cert);

    X509_set_version(cert, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(cert), 77);
    X509_gmtime_adj(X509_getm_notBefore(cert), -3600);
    X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               (const unsigned char *)"somebody", -1, -1, 0);
    X509_set_issuer_name(cert, name);
    X509_set_pubkey(cert, key);
    assert_true(X509_sign(cert, key, EVP_sha256()) > 0);
    return cert;
}

/* The other direction: a signer of another make, named by issuer or by key,
 * with and without signed attributes, in DER and PEM. */
static void what_libcrypto_signed_is_read(void **state)
{
    EVP_PKEY *key = EVP_RSA_gen(2048);
    X509 *cert = make_signer(key);

    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        unsigned int flags =
            CMS_DETACHED | CMS_BINARY | (i % 2 != 0 ? CMS_NOATTR : 0);
        BIO *content = BIO_new_mem_buf(document, -1);
        CMS_ContentInfo *cms = CMS_sign(cert, key, NULL, content, flags);
        BIO *out = BIO_new(BIO_s_mem());
        struct inkan_cms_report r;
        char *data;
        long len;

        assert_non_null(cms);
        if (i < 2)
            i2d_CMS_bio(out, cms);
        else
            PEM_write_bio_CMS_stream(out, cms, NULL, 0);
        len = BIO_get_mem_data(out, &data);
        assert_int_equal(
            verify((const uint8_t *)data, (size_t)len, document, NULL, &r),
            INKAN_OK);
        assert_int_equal(r.signature, INKAN_INTACT);
        assert_int_equal(r.chain, INKAN_NOT_CHECKED);
        assert_int_equal(r.signed_at.year != 0, i % 2 == 0);
        inkan_cms_report_clear(&r);
        assert_int_equal(
            verify((const uint8_t *)data, (size_t)len, "another", NULL, &r),
            INKAN_OK);
        assert_int_equal(r.signature, INKAN_BROKEN);
        inkan_cms_report_clear(&r);
        BIO_free(out);
        BIO_free(content);
        CMS_ContentInfo_free(cms);
    }
    EVP_PKEY_free(key);
    X509_free(cert);
}

/* A CA's certificate is not for signing documents: the signature fits, and
 * is refused for that. */
static void a_ca_is_no_signer_of_documents(void **state)
{
    char path[512];
    FILE *in;
    EVP_PKEY *key;
    X509 *cert;
    BIO *content = BIO_new_mem_buf(document, -1);
    BIO *out = BIO_new(BIO_s_mem());
    CMS_ContentInfo *cms;
    struct inkan_cms_report r;
    char *data;
    long len;

    (void)state;
    snprintf(path, sizeof(path), "%s/private/sign-ca.key.pem",
             getenv("INKAN_TEST_CA"));
    in = fopen(path, "r");
    assert_non_null(in);
    key = PEM_read_PrivateKey(in, NULL, NULL, NULL);
    fclose(in);
    snprintf(path, sizeof(path), "%s/trust/sign-ca.pem",
             getenv("INKAN_TEST_CA"));
    in = fopen(path, "r");
    assert_non_null(in);
    cert = PEM_read_X509(in, NULL, NULL, NULL);
    fclose(in);
    cms = CMS_sign(cert, key, NULL, content, CMS_DETACHED | CMS_BINARY);
    i2d_CMS_bio(out, cms);
    len = BIO_get_mem_data(out, &data);
    assert_int_equal(
        verify((const uint8_t *)data, (size_t)len, document, NULL, &r),
        INKAN_OK);
    assert_int_equal(r.signature, INKAN_BROKEN);
    assert_string_equal(r.reason, "the certificate is not for signatures");
    inkan_cms_report_clear(&r);
    CMS_ContentInfo_free(cms);
    BIO_free(out);
    BIO_free(content);
    EVP_PKEY_free(key);
    X509_free(cert);
}

static void every_truncation_and_change_is_noticed(void **state)
{
    struct inkan_cms_item item = sign_document("adult", INKAN_KEY_SIGN);
    struct inkan_cms_report r;
    size_t intact = 0;

    (void)state;
    for (size_t len = 0; len < item.der_len; len++) {
        uint8_t *copy = malloc(len != 0 ? len : 1);

        assert_non_null(copy);
        memcpy(copy, item.der, len);
        assert_int_equal(verify(copy, len, document, NULL, &r),
                         INKAN_MALFORMED);
        free(copy);
    }
    for (size_t i = 0; i < item.der_len; i++) {
        item.der[i] ^= 0x01;
        if (verify(item.der, item.der_len, document, NULL, &r) == INKAN_OK) {
            intact += r.signature == INKAN_INTACT;
            inkan_cms_report_clear(&r);
        }
        item.der[i] ^= 0x01;
    }
    /* The attributes name the certificate by its hash, so what is left are
     * version numbers and the like, which nobody signs. */
    print_message("# intact with one byte changed: %zu of %zu\n", intact,
                  item.der_len);
    assert_true(intact < 32);
    inkan_free(item.der);
}

static void signed_attributes_are_recognised(void **state)
{
    static const uint8_t attributes[] = {
        0x31, 0x1A, 0x30, 0x18, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86,
        0xF7, 0x0D, 0x01, 0x09, 0x03, 0x31, 0x0B, 0x06, 0x09, 0x2A,
        0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01,
    };
    static const uint8_t others[][4] = { { 0x31, 0x00 },
                                         { 0x30, 0x02, 0x05, 0x00 },
                                         { 0x31, 0x02, 0x05, 0x00 },
                                         { 'a', 'b', 'c', 'd' } };

    (void)state;
    assert_true(inkan_is_signed_attributes(attributes, sizeof(attributes)));
    assert_false(
        inkan_is_signed_attributes(attributes, sizeof(attributes) - 1));
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        assert_false(inkan_is_signed_attributes(others[i], i == 0 ? 2 : 4));
    assert_false(inkan_is_signed_attributes(NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(libcrypto_verifies_what_the_card_signed),
        cmocka_unit_test(our_own_is_intact_in_all_parts_with_trust_and_crls),
        cmocka_unit_test(without_trust_the_chain_is_not_checked),
        cmocka_unit_test(another_document_breaks_the_signature),
        cmocka_unit_test(a_revoked_and_an_expired_signer_are_broken),
        cmocka_unit_test(the_signing_time_is_the_signers_word),
        cmocka_unit_test(the_kind_of_content_and_the_hash_must_agree),
        cmocka_unit_test(what_libcrypto_signed_is_read),
        cmocka_unit_test(a_ca_is_no_signer_of_documents),
        cmocka_unit_test(every_truncation_and_change_is_noticed),
        cmocka_unit_test(signed_attributes_are_recognised),
    };

    return cmocka_run_group_tests_name("loop/host/cms", tests, NULL, NULL);
}
