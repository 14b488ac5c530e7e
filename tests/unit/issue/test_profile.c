/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/issue/cert_ext.c and cert.c against the byte vectors of
 * card-spec-2.md C.5 and the sizes of production certificates (C.1, 7.1). The
 * words of the official CA are here only, in memory, to prove the bytes.
 */
#include <openssl/x509.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/issue/issued.h"
#include "tools/issue/cert.h"
#include "tools/issue/der.h"

static const struct profile official[CA_COUNT] = {
    [CA_AUTH] = { "JPKI", "公的個人認証サービス",
                  "JPKI for user authentication",
                  "公的個人認証サービス利用者証明用" },
    [CA_SIGN] = { "JPKI", "公的個人認証サービス", "JPKI for digital signature",
                  "公的個人認証サービス署名用" },
};

#define OFFICIAL_OCSP "http://ocspauthnorm.jpki.go.jp"

/* What the functions append, compared with a literal. */
static uint8_t buf[CERT_MAX];

static struct wbuf fresh(void)
{
    return wbuf_of(buf, sizeof(buf));
}

static void expect(const struct wbuf *w, const char *hex)
{
    static struct content vector;
    struct span want = issued_hex(hex, &vector);

    assert_false(w->full);
    assert_int_equal(w->len, want.len);
    assert_memory_equal(w->ptr, want.ptr, want.len);
}

static void key_usages_are_those_of_production(void **state)
{
    struct wbuf w = fresh();

    (void)state;
    ext_put_key_usage(&w, USAGE_DIGITAL_SIGNATURE);
    expect(&w, "300E0603551D0F0101FF040403020780");
    w = fresh();
    ext_put_key_usage(&w, USAGE_SIGNATURE_NON_REPUDIATION);
    expect(&w, "300E0603551D0F0101FF0404030206C0");
    w = fresh();
    ext_put_key_usage(&w, USAGE_CA);
    expect(&w, "300E0603551D0F0101FF040403020106");
}

static void client_authentication_is_the_only_extended_usage(void **state)
{
    struct wbuf w = fresh();

    (void)state;
    ext_put_client_auth(&w);
    expect(&w, "30130603551D25040C300A06082B06010505070302");
}

#define CP_HEAD "30490603551D200101FF043F303D303B060B"
#define CP_TAIL                                                                \
    "302C302A06082B06010505070201161E"                                         \
    "687474703A2F2F7777772E6A706B692E676F2E6A702F6370732E68746D6C"

static void policies_differ_in_two_bytes(void **state)
{
    struct wbuf w = fresh();

    (void)state;
    ext_put_policy(&w, POLICY_AUTH);
    expect(&w, CP_HEAD "2A83088C9B55080501031E" CP_TAIL);
    w = fresh();
    ext_put_policy(&w, POLICY_SIGN);
    expect(&w, CP_HEAD "2A83088C9B550805010114" CP_TAIL);
    w = fresh();
    ext_put_policy(&w, POLICY_SIGN_TEST);
    expect(&w, CP_HEAD "2A83088C9B550805010014" CP_TAIL);
}

static void the_ocsp_address_is_the_only_access_method(void **state)
{
    struct wbuf w = fresh();

    (void)state;
    ext_put_ocsp(&w, OFFICIAL_OCSP);
    expect(&w, "303A06082B06010505070101042E302C302A06082B06010505073001861E"
               "687474703A2F2F6F637370617574686E6F726D2E6A706B692E676F2E6A70");
    assert_int_equal(strlen(OCSP_URL), strlen(OFFICIAL_OCSP));
}

static void the_issuer_has_its_japanese_name(void **state)
{
    struct wbuf w = fresh();

    (void)state;
    ext_put_issuer_alt_name(&w, &official[CA_AUTH]);
    expect(&w,
           "3081B70603551D120481AF3081ACA481A93081A6310B3009060355040613024A50"
           "31273025060355040A0C1E"
           "E585ACE79A84E5808BE4BABAE8AA8DE8A8BCE382B5E383BCE38393E382B9"
           "31393037060355040B0C30"
           "E585ACE79A84E5808BE4BABAE8AA8DE8A8BCE382B5E383BCE38393E382B9"
           "E588A9E794A8E88085E8A8BCE6988EE794A8"
           "31333031060355040B0C2A"
           "E59CB0E696B9E585ACE585B1E59BA3E4BD93E68385E5A0B1E382B7E382B9E38386"
           "E383A0E6A99FE6A78B");
    w = fresh();
    ext_put_issuer_alt_name(&w, &official[CA_SIGN]);
    assert_int_equal(w.len, 177);
    assert_memory_equal(w.ptr, "\x30\x81\xAE\x06\x03\x55\x1D\x12", 8);
}

static void each_municipality_has_a_distribution_point(void **state)
{
    struct wbuf w = fresh();

    (void)state;
    ext_put_crl_point(&w, &official[CA_AUTH], "Tokyo-to", "Kiyose-shi");
    expect(
        &w,
        "3081AD0603551D1F0481A53081A230819FA0819CA08199A48196308193"
        "310B3009060355040613024A50310D300B060355040A0C044A504B49"
        "31253023060355040B0C1C"
        "4A504B4920666F7220757365722061757468656E7469636174696F6E"
        "3120301E060355040B0C1743524C20446973747269627574696F6E20506F696E7473"
        "3111300F060355040B0C08546F6B796F2D746F"
        "3119301706035504030C104B69796F73652D7368692043524C4450");
}

static void the_authority_is_named_three_ways(void **state)
{
    static const uint8_t key_id[20] = { 1, 2, 3 };
    static const uint8_t serial[] = { 0x06, 0xD1, 0x80, 0x06 };
    uint8_t name_buf[256];
    struct wbuf name = wbuf_of(name_buf, sizeof(name_buf));
    struct wbuf w = fresh();

    (void)state;
    profile_put_ca_name(&name, &official[CA_AUTH]);
    assert_int_equal(name.len, 3 + 130);
    ext_put_authority_key(&w, span_of(key_id, 20), wbuf_span(&name),
                          span_of(serial, 4));
    assert_int_equal(w.len, 181);
    assert_memory_equal(w.ptr,
                        "\x30\x81\xB2\x06\x03\x55\x1D\x23\x04\x81\xAA\x30\x81"
                        "\xA7\x80\x14\x01\x02\x03",
                        19);
    assert_memory_equal(w.ptr + 14 + 2 + 20,
                        "\xA1\x81\x88\xA4\x81\x85\x30\x81\x82", 9);
    assert_memory_equal(w.ptr + w.len - 6, "\x82\x04\x06\xD1\x80\x06", 6);
}

static void sex_and_birth_are_other_names(void **state)
{
    static const struct cert_person person = {
        "甲", "0", "319800217", "1", "乙", "1",
    };
    static struct content want_sex, want_birth;
    struct wbuf w = fresh();
    struct span sex =
        issued_hex("A011060A2A83088C9B5508050503A0030C0131", &want_sex);
    struct span birth = issued_hex(
        "A019060A2A83088C9B5508050504A00B0C09333139383030323137", &want_birth);
    const uint8_t *at_sex;
    const uint8_t *at_birth;

    (void)state;
    ext_put_person(&w, &person);
    at_sex = memmem(w.ptr, w.len, sex.ptr, sex.len);
    at_birth = memmem(w.ptr, w.len, birth.ptr, birth.len);
    assert_non_null(at_sex);
    assert_non_null(at_birth);
    assert_ptr_equal(at_birth + birth.len, at_sex); /* order 1 4 3 5 2 6 */
}

/* --- whole certificates --- */
struct keys {
    EVP_PKEY *ca;
    EVP_PKEY *card;
};

static int make_keys(void **state)
{
    static struct keys keys;
    struct problem problem = { 0 };
    struct seed seed;

    assert_true(seed_from_text("profile", &seed, &problem));
    keys.ca = seed_rsa_key(&seed, "ca", &problem);
    keys.card = seed_rsa_key(&seed, "card", &problem);
    assert_non_null(keys.ca);
    assert_non_null(keys.card);
    *state = &keys;
    return 0;
}

static int free_keys(void **state)
{
    struct keys *keys = *state;

    EVP_PKEY_free(keys->ca);
    EVP_PKEY_free(keys->card);
    return 0;
}

#define SERIAL                                                                 \
    {                                                                          \
        0x06, 0xD1, 0x80, 0x06                                                 \
    }

static void put_ca(const struct keys *keys, enum ca_kind kind, struct wbuf *out)
{
    static const uint8_t serial[] = SERIAL;
    struct problem problem = { 0 };

    assert_true(cert_put_ca(&official[kind], keys->ca, serial, 1689468064,
                            2004965999, out, &problem));
}

static void ca_certificates_have_the_size_of_the_real_ones(void **state)
{
    struct wbuf w = fresh();

    put_ca(*state, CA_AUTH, &w);
    assert_int_equal(w.len, 1319);
    w = fresh();
    put_ca(*state, CA_SIGN, &w);
    assert_int_equal(w.len, 1304);
}

static const struct cert_person holder = {
    "甲野　花子", "00000", "319850614", "2", "東京都清瀬市", "000000",
};

static void put_cert(const struct keys *keys, enum ca_kind kind,
                     const char *prefecture, const char *city, struct wbuf *out)
{
    static const uint8_t serial[] = SERIAL;
    uint8_t name_buf[256];
    struct wbuf name = wbuf_of(name_buf, sizeof(name_buf));
    struct problem problem = { 0 };
    struct cert_issuer issuer = { .key = keys->ca,
                                  .serial = span_of(serial, 4),
                                  .profile = &official[kind] };
    struct cert_request request = {
        .kind = kind,
        .subject_key = keys->card,
        .serial = SERIAL,
        .not_before = 1767225600,
        .not_after = 1907765999,
        .cn = kind == CA_AUTH ? "997794E9AGCIEG13221003A"
                              : "2026010101020312345678901234",
        .prefecture = prefecture,
        .city = city,
        .policy = kind == CA_AUTH ? POLICY_AUTH : POLICY_SIGN,
        .ocsp = OFFICIAL_OCSP,
        .person = &holder,
    };

    profile_put_ca_name(&name, &official[kind]);
    issuer.name = wbuf_span(&name);
    assert_true(cert_put(&issuer, &request, out, &problem));
}

static void an_auth_certificate_has_the_size_of_a_real_one(void **state)
{
    struct wbuf w = fresh();

    /* 1548 + len("Tokyo-to") + len("Kiyose-shi CRLDP") */
    put_cert(*state, CA_AUTH, "Tokyo-to", "Kiyose-shi", &w);
    assert_int_equal(w.len, 1572);
    w = fresh();
    put_cert(*state, CA_AUTH, "Aichi-ken", "Nagoya-shi-Naka-ku", &w);
    assert_int_equal(w.len, 1548 + 9 + 24);
}

static void the_sign_subject_names_prefecture_and_city(void **state)
{
    static struct content want;
    struct span subject = issued_hex(
        "305C 310B3009060355040613024A50 3111300F06035504070C08546F6B796F2D746F"
        "3113301106035504070C0A4B69796F73652D736869 3125302306035504030C1C"
        "32303236303130313031303230333132333435363738393031323334",
        &want);
    struct wbuf w = fresh();

    put_cert(*state, CA_SIGN, "Tokyo-to", "Kiyose-shi", &w);
    assert_non_null(memmem(w.ptr, w.len, subject.ptr, subject.len));
}

/* The order of extensions and which are critical, read by libcrypto. */
static void expect_extensions(const struct wbuf *w, const char *want)
{
    const uint8_t *at = w->ptr;
    X509 *x509 = d2i_X509(NULL, &at, (long)w->len);
    char got[256] = "";

    assert_non_null(x509);
    assert_ptr_equal(at, w->ptr + w->len);
    for (int i = 0; i < X509_get_ext_count(x509); i++) {
        X509_EXTENSION *ext = X509_get_ext(x509, i);

        strcat(got, OBJ_nid2sn(OBJ_obj2nid(X509_EXTENSION_get_object(ext))));
        strcat(got, X509_EXTENSION_get_critical(ext) ? "! " : " ");
    }
    assert_string_equal(got, want);
    X509_free(x509);
}

static void extensions_stand_in_the_order_of_production(void **state)
{
    struct wbuf w = fresh();

    put_cert(*state, CA_AUTH, "Tokyo-to", "Kiyose-shi", &w);
    expect_extensions(&w, "keyUsage! extendedKeyUsage certificatePolicies! "
                          "issuerAltName crlDistributionPoints "
                          "authorityInfoAccess authorityKeyIdentifier "
                          "subjectKeyIdentifier ");
    w = fresh();
    put_cert(*state, CA_SIGN, "Tokyo-to", "Kiyose-shi", &w);
    expect_extensions(&w, "keyUsage! subjectAltName certificatePolicies! "
                          "issuerAltName crlDistributionPoints "
                          "authorityKeyIdentifier subjectKeyIdentifier ");
    w = fresh();
    put_ca(*state, CA_AUTH, &w);
    expect_extensions(&w, "keyUsage! subjectAltName basicConstraints! "
                          "crlDistributionPoints subjectKeyIdentifier ");
}

static void times_change_their_type_in_2050(void **state)
{
    struct wbuf w = fresh();

    (void)state;
    der_put_time(&w, 2524607999); /* 2049-12-31 23:59:59 */
    der_put_time(&w, 2524608000);
    expect(&w, "170D3439313233313233353935395A"
               "180F32303530303130313030303030305A");
}

static void der_lengths_are_minimal(void **state)
{
    static uint8_t zero[300];
    struct wbuf w = fresh();

    (void)state;
    der_put(&w, DER_OCTET_STRING, span_of(zero, 127));
    assert_memory_equal(w.ptr, "\x04\x7F", 2);
    w = fresh();
    der_put(&w, DER_OCTET_STRING, span_of(zero, 128));
    assert_memory_equal(w.ptr, "\x04\x81\x80", 3);
    w = fresh();
    der_put(&w, DER_OCTET_STRING, span_of(zero, 256));
    assert_memory_equal(w.ptr, "\x04\x82\x01\x00", 4);
    w = wbuf_of(buf, 129); /* room for the value, not for its length */
    der_put(&w, DER_OCTET_STRING, span_of(zero, 128));
    assert_true(w.full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_usages_are_those_of_production),
        cmocka_unit_test(client_authentication_is_the_only_extended_usage),
        cmocka_unit_test(policies_differ_in_two_bytes),
        cmocka_unit_test(the_ocsp_address_is_the_only_access_method),
        cmocka_unit_test(the_issuer_has_its_japanese_name),
        cmocka_unit_test(each_municipality_has_a_distribution_point),
        cmocka_unit_test(the_authority_is_named_three_ways),
        cmocka_unit_test(sex_and_birth_are_other_names),
        cmocka_unit_test(ca_certificates_have_the_size_of_the_real_ones),
        cmocka_unit_test(an_auth_certificate_has_the_size_of_a_real_one),
        cmocka_unit_test(the_sign_subject_names_prefecture_and_city),
        cmocka_unit_test(extensions_stand_in_the_order_of_production),
        cmocka_unit_test(times_change_their_type_in_2050),
        cmocka_unit_test(der_lengths_are_minimal),
    };

    return cmocka_run_group_tests_name("issue/profile", tests, make_keys,
                                       free_keys);
}
