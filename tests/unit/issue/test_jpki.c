/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/issue/ap_jpki.c and crl.c: the JPKI application as a host reads it;
 * chains and revocation judged by libcrypto.
 */
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#include "tests/unit/issue/issued.h"
#include "tools/issue/crl.h"
#include "tools/issue/rsa.h"

static struct content content;

static int issue_adult(void **state)
{
    static struct issued issued;
    const struct issued_wish wish = { .persona = "adult" };

    issued_make(&wish, &issued);
    *state = &issued;
    return 0;
}

static int free_adult(void **state)
{
    issued_free(*state);
    return 0;
}

static X509 *read_cert(struct issued *issued, uint16_t fid)
{
    const uint8_t *at = content.bytes;
    X509 *cert;

    if (fid == 0x0001)
        assert_int_equal(issued_verify(issued, APP_JPKI, 0x001B, "ABC123"),
                         0x9000);
    else
        assert_int_equal(issued_select(issued, APP_JPKI), 0x9000);
    assert_int_equal(issued_read(issued, fid, &content), 0x9000);
    assert_int_equal(content.bytes[0], 0x30);
    assert_int_equal(content.bytes[1], 0x82);
    cert = d2i_X509(NULL, &at, (long)content.len);
    assert_non_null(cert);
    assert_ptr_equal(at, content.bytes + content.len); /* no filler */
    return cert;
}

/* libcrypto's verdict (X509_V_OK or an error) on the chain at a time, with
 * the whole CRL when there is one. */
static int verdict(X509 *cert, X509 *ca, X509_CRL *crl, time_t at)
{
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    int error;

    X509_STORE_add_cert(store, ca);
    if (crl != NULL)
        X509_STORE_add_crl(store, crl);
    assert_int_equal(X509_STORE_CTX_init(ctx, store, cert, NULL), 1);
    X509_STORE_CTX_set_time(ctx, 0, at);
    X509_STORE_CTX_set_flags(ctx,
                             X509_V_FLAG_X509_STRICT |
                                 (crl != NULL ? X509_V_FLAG_CRL_CHECK : 0));
    X509_verify_cert(ctx);
    error = X509_STORE_CTX_get_error(ctx);
    X509_STORE_CTX_free(ctx);
    X509_STORE_free(store);
    return error;
}

static time_t noon(const char *day)
{
    struct date date;

    assert_true(date_parse(day, &date));
    return date_start(date) + 12 * 60 * 60;
}

static void both_certificates_chain_to_the_ca_on_the_card(void **state)
{
    X509 *auth = read_cert(*state, 0x000A);
    X509 *auth_ca = read_cert(*state, 0x000B);
    X509 *sign = read_cert(*state, 0x0001);
    X509 *sign_ca = read_cert(*state, 0x0002);

    assert_int_equal(verdict(auth, auth_ca, NULL, noon("20261101")), X509_V_OK);
    assert_int_equal(verdict(sign, sign_ca, NULL, noon("20261101")), X509_V_OK);
    assert_int_not_equal(verdict(sign, auth_ca, NULL, noon("20261101")),
                         X509_V_OK);
    X509_free(auth);
    X509_free(auth_ca);
    X509_free(sign);
    X509_free(sign_ca);
}

static void certificates_end_with_the_birthday_in_tokyo(void **state)
{
    X509 *auth = read_cert(*state, 0x000A);
    X509 *ca = read_cert(*state, 0x000B);

    /* Born 14 June: valid to 23:59:59 in Tokyo on that day. */
    assert_memory_equal(ASN1_STRING_get0_data(X509_get0_notAfter(auth)),
                        "310614145959Z", 13);
    assert_int_equal(verdict(auth, ca, NULL, noon("20310614")), X509_V_OK);
    assert_int_equal(verdict(auth, ca, NULL, noon("20310615")),
                     X509_V_ERR_CERT_HAS_EXPIRED);
    assert_int_equal(verdict(auth, ca, NULL, noon("20261031")),
                     X509_V_ERR_CERT_NOT_YET_VALID);
    X509_free(auth);
    X509_free(ca);
}

static void nothing_can_be_mistaken_for_the_real_ca(void **state)
{
    X509 *ca = read_cert(*state, 0x0002);
    char o[64];

    assert_true(X509_NAME_get_text_by_NID(X509_get_subject_name(ca),
                                          NID_organizationName, o,
                                          sizeof(o)) > 0);
    assert_string_equal(o, "INKAN-TEST");
    X509_free(ca);
}

static void the_keys_of_the_card_are_those_of_the_certificates(void **state)
{
    X509 *auth = read_cert(*state, 0x000A);
    uint8_t pubkey[CV_PUBKEY_LEN];
    struct wbuf w = wbuf_of(pubkey, sizeof(pubkey));
    struct problem problem = { 0 };

    assert_true(cv_put_pubkey(X509_get0_pubkey(auth), &w, &problem));
    assert_int_equal(issued_verify(*state, APP_JPKI, 0x0018, "1234"), 0x9000);
    assert_int_equal(issued_send(*state, "80 2A 03 97 02 4869 00", &content),
                     0x9000);
    assert_true(issued_verifies(wbuf_span(&w), span_of("Hi", 2),
                                span_of(content.bytes, content.len)));
    X509_free(auth);
}

static void token_information_is_the_published_one(void **state)
{
    static struct content want;

    issued_hex("4A504B49 41504943 43544F4B 454E3220 20202020 20202020 20202020"
               "20202020 30303030 30303030 30303030 30303030 30303030 30303030"
               "30303030 30303031 45313652 30314E4A 20202020 20202020 30303030"
               "30303030 32303530 30303033 0000040D 00000001 00000000 00000001"
               "00000000 00000010 00000006 FFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFF"
               "30333031 39393939 39393939 39393939 39393939",
               &want);
    assert_int_equal(issued_select(*state, APP_JPKI), 0x9000);
    assert_int_equal(issued_read(*state, 0x0006, &content), 0x9000);
    assert_int_equal(content.len, 160);
    assert_memory_equal(content.bytes, want.bytes, 160);
}

static void expect_availability(struct issued *issued, const char *bytes)
{
    assert_int_equal(issued_select(issued, APP_JPKI), 0x9000);
    assert_int_equal(issued_read(issued, 0x0008, &content), 0x9000);
    assert_int_equal(content.len, 3);
    assert_memory_equal(content.bytes, bytes, 3);
}

static void absent_certificates_are_told_and_read_as_filler(void **state)
{
    const struct issued_wish child_wish = { .persona = "child" };
    struct issued child;

    expect_availability(*state, "\x8F\x8F\x00");
    issued_make(&child_wish, &child);
    expect_availability(&child, "\x00\x8F\x00");
    assert_int_equal(issued_send(&child, "00 20 00 9B", &content), 0x63C0);
    assert_int_equal(issued_read(&child, 0x0001, &content), 0x6982);
    issued_free(&child);
}

static void a_phone_shows_its_auth_certificate_only_to_the_pin(void **state)
{
    static const char *const labels[] = { "JPKIAPGPSETOKEN ",
                                          "JPKIAPIOSTOKEN  " };
    static const char *const names[] = { "android", "iphone" };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const struct issued_wish wish = { .persona = names[i] };
        struct issued phone;

        issued_make(&wish, &phone);
        assert_int_equal(issued_select(&phone, APP_TEXT), 0x6A82);
        assert_int_equal(issued_select(&phone, APP_JPKI), 0x9000);
        assert_int_equal(issued_read(&phone, 0x0006, &content), 0x9000);
        assert_memory_equal(content.bytes, labels[i], 16);
        assert_int_equal(issued_read(&phone, 0x000A, &content), 0x6982);
        assert_int_equal(issued_verify(&phone, APP_JPKI, 0x0018, "1234"),
                         0x9000);
        assert_int_equal(issued_read(&phone, 0x000A, &content), 0x9000);
        issued_free(&phone);
    }
}

/* A CRL of the built-in sign CA; city NULL = the whole list. */
static X509_CRL *make_crl(const char *prefecture, const char *city)
{
    static struct ca ca;
    static uint8_t buf[CRL_MAX];
    struct wbuf w = wbuf_of(buf, sizeof(buf));
    struct problem problem = { 0 };
    struct crl_list list;
    struct date today;
    const uint8_t *at = buf;
    X509_CRL *crl;

    assert_true(ca_load(NULL, &ca, &problem));
    assert_true(crl_collect(&list, &problem));
    assert_true(date_parse("20261031", &today));
    assert_true(
        crl_put(&ca, CA_SIGN, &list, today, prefecture, city, &w, &problem));
    ca_free(&ca);
    crl = d2i_X509_CRL(NULL, &at, (long)w.len);
    assert_non_null(crl);
    return crl;
}

static void the_crl_says_revoked_of_the_revoked_one_only(void **state)
{
    const struct issued_wish wish = { .persona = "revoked" };
    X509_CRL *crl = make_crl(NULL, NULL);
    X509 *good = read_cert(*state, 0x0001);
    X509 *ca = read_cert(*state, 0x0002);
    struct issued issued;
    X509 *bad;

    issued_make(&wish, &issued);
    bad = read_cert(&issued, 0x0001);
    assert_int_equal(verdict(good, ca, crl, noon("20261101")), X509_V_OK);
    assert_int_equal(verdict(bad, ca, crl, noon("20261101")),
                     X509_V_ERR_CERT_REVOKED);
    assert_int_equal(verdict(bad, ca, NULL, noon("20261101")), X509_V_OK);
    issued_free(&issued);
    X509_free(good);
    X509_free(bad);
    X509_free(ca);
    X509_CRL_free(crl);
}

/* The point inside the list is that of the certificate: libcrypto, which
 * compares them, takes it. */
static void a_municipality_s_crl_names_its_point_critically(void **state)
{
    const struct issued_wish wish = { .persona = "revoked" };
    X509_CRL *crl = make_crl("Tokyo-to", "Kiyose-shi");
    X509_CRL *other = make_crl("Aichi-ken", "Nagoya-shi-Naka-ku");
    X509 *ca = read_cert(*state, 0x0002);
    struct issued issued;
    X509 *bad;
    int place =
        X509_CRL_get_ext_by_NID(crl, NID_issuing_distribution_point, -1);

    assert_true(place >= 0);
    assert_true(X509_EXTENSION_get_critical(X509_CRL_get_ext(crl, place)));
    issued_make(&wish, &issued);
    bad = read_cert(&issued, 0x0001);
    assert_int_equal(verdict(bad, ca, crl, noon("20261101")),
                     X509_V_ERR_CERT_REVOKED);
    assert_int_equal(verdict(bad, ca, other, noon("20261101")),
                     X509_V_ERR_DIFFERENT_CRL_SCOPE);
    issued_free(&issued);
    X509_free(bad);
    X509_free(ca);
    X509_CRL_free(crl);
    X509_CRL_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_certificates_chain_to_the_ca_on_the_card),
        cmocka_unit_test(certificates_end_with_the_birthday_in_tokyo),
        cmocka_unit_test(nothing_can_be_mistaken_for_the_real_ca),
        cmocka_unit_test(the_keys_of_the_card_are_those_of_the_certificates),
        cmocka_unit_test(token_information_is_the_published_one),
        cmocka_unit_test(absent_certificates_are_told_and_read_as_filler),
        cmocka_unit_test(a_phone_shows_its_auth_certificate_only_to_the_pin),
        cmocka_unit_test(the_crl_says_revoked_of_the_revoked_one_only),
        cmocka_unit_test(a_municipality_s_crl_names_its_point_critically),
    };

    return cmocka_run_group_tests_name("issue/jpki", tests, issue_adult,
                                       free_adult);
}
