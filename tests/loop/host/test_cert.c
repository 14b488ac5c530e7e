/* SPDX-License-Identifier: Apache-2.0
 *
 * Certificates of issued cards: what stands in them, and what happens to
 * those that are cut short or changed.
 */
#include "tests/loop/host/host_desk.h"

#include <stdlib.h>

static struct inkan_cert *read_cert(const char *kind, enum inkan_cert_id id)
{
    struct host_desk *hd = host_desk_open(kind);
    struct inkan_secret pin = secret_of(INKAN_PIN_SIGN, SIGN_PIN);
    struct inkan_cert *cert;

    assert_int_equal(inkan_cert_read(hd->card, id,
                                     id == INKAN_CERT_SIGN ? &pin : NULL,
                                     &cert),
                     INKAN_OK);
    host_desk_close(hd);
    return cert;
}

static void the_auth_certificate_has_the_profile(void **state)
{
    struct inkan_cert *cert = read_cert("adult", INKAN_CERT_AUTH);
    struct inkan_cert_details d;
    struct inkan_cert_holder h;
    struct inkan_time from, to;
    char text[512];

    (void)state;
    inkan_cert_details(cert, &d);
    assert_false(d.is_ca);
    assert_true(d.may_sign && !d.non_repudiation && d.client_auth);
    assert_string_equal(d.policy, "1.2.392.200149.8.5.1.3.30");
    assert_string_equal(d.cps, "http://www.jpki.go.jp/cps.html");
    assert_string_equal(d.municipality, "13221");
    assert_int_equal(inkan_dn_text(d.crl_point, text, sizeof(text)), INKAN_OK);
    assert_string_equal(text, "C=JP, O=INKAN-TEST, OU=JPKI for user "
                              "authentication, OU=CRL Distribution Points, "
                              "OU=Tokyo-to, CN=Kiyose-shi CRLDP");
    assert_int_equal(inkan_dn_text(d.issuer_name, text, sizeof(text)),
                     INKAN_OK);
    inkan_cert_holder(cert, &h);
    assert_null(h.name);
    assert_int_equal(inkan_cert_modulus(cert).len, 256);
    assert_int_equal(inkan_cert_exponent(cert).len, 3);
    assert_int_equal(inkan_cert_key_id(cert).len, 20);
    inkan_cert_validity(cert, &from, &to);
    assert_int_equal(to.hour * 100 + to.minute, 1459); /* 23:59 in Tokyo */
    assert_int_equal(to.month * 100 + to.day, 614);
    inkan_cert_free(cert);
}

static void the_sign_certificate_tells_its_holder(void **state)
{
    struct inkan_cert *cert = read_cert("substitute", INKAN_CERT_SIGN);
    struct inkan_cert_details d;
    struct inkan_cert_holder h;
    enum inkan_era era;
    char date[9];

    (void)state;
    inkan_cert_details(cert, &d);
    assert_true(d.may_sign && d.non_repudiation && !d.client_auth);
    assert_string_equal(d.policy, "1.2.392.200149.8.5.1.1.20");
    assert_null(d.municipality);
    assert_null(d.ocsp);
    inkan_cert_holder(cert, &h);
    assert_non_null(h.name);
    assert_non_null(h.address);
    assert_non_null(strchr(h.name_substituted, '1'));
    assert_int_equal(inkan_cert_birth(h.birth, &era, date), INKAN_OK);
    assert_int_equal(strlen(date), 8);
    inkan_cert_free(cert);
}

static void a_chain_is_one_step(void **state)
{
    struct inkan_cert *auth = read_cert("adult", INKAN_CERT_AUTH);
    struct inkan_cert *auth_ca = read_cert("adult", INKAN_CERT_AUTH_CA);
    struct inkan_cert *sign_ca = read_cert("adult", INKAN_CERT_SIGN_CA);
    struct inkan_bytes aki = inkan_cert_authority_key_id(auth);
    struct inkan_bytes ski = inkan_cert_key_id(auth_ca);

    (void)state;
    assert_int_equal(inkan_cert_signed_by(auth, auth_ca), INKAN_OK);
    assert_int_equal(inkan_cert_signed_by(auth_ca, auth_ca), INKAN_OK);
    assert_int_equal(inkan_cert_signed_by(auth, sign_ca), INKAN_BAD_SIGNATURE);
    assert_int_equal(aki.len, ski.len);
    assert_memory_equal(aki.ptr, ski.ptr, ski.len);
    inkan_cert_free(auth);
    inkan_cert_free(auth_ca);
    inkan_cert_free(sign_ca);
}

/* Exact-size copies, so that a sanitizer guards the ends. */
static enum inkan_rc parse_copy(const uint8_t *der, size_t len)
{
    uint8_t *copy = malloc(len != 0 ? len : 1);
    struct inkan_cert *cert;
    enum inkan_rc rc;

    assert_non_null(copy);
    memcpy(copy, der, len);
    rc = inkan_cert_parse(copy, len, &cert);
    free(copy);
    if (rc == INKAN_OK)
        inkan_cert_free(cert);
    return rc;
}

static void every_truncated_certificate_is_malformed(void **state)
{
    struct inkan_cert *cert = read_cert("adult", INKAN_CERT_SIGN);
    struct inkan_bytes der = inkan_cert_der(cert);

    (void)state;
    for (size_t len = 0; len < der.len; len++)
        assert_int_equal(parse_copy(der.ptr, len), INKAN_MALFORMED);
    assert_int_equal(parse_copy(der.ptr, der.len), INKAN_OK);
    inkan_cert_free(cert);
}

/* Each byte in turn: it is refused, or it is parsed; and then it does not
 * verify, for each byte is signed or part of the signature. */
static void every_changed_byte_is_refused_or_does_not_verify(void **state)
{
    struct inkan_cert *cert = read_cert("adult", INKAN_CERT_SIGN);
    struct inkan_cert *ca = read_cert("adult", INKAN_CERT_SIGN_CA);
    struct inkan_bytes der = inkan_cert_der(cert);
    uint8_t *copy = malloc(der.len);
    size_t parsed = 0;

    (void)state;
    assert_non_null(copy);
    for (size_t i = 0; i < der.len; i++) {
        struct inkan_cert *changed;

        memcpy(copy, der.ptr, der.len);
        copy[i] ^= 0x11;
        if (inkan_cert_parse(copy, der.len, &changed) != INKAN_OK)
            continue;
        parsed++;
        assert_int_equal(inkan_cert_signed_by(changed, ca),
                         INKAN_BAD_SIGNATURE);
        inkan_cert_free(changed);
    }
    assert_true(parsed > 500);
    free(copy);
    inkan_cert_free(cert);
    inkan_cert_free(ca);
}

/* basicConstraints becomes an extension that nobody knows, and is critical. */
static void an_unknown_critical_extension_is_refused(void **state)
{
    struct inkan_cert *ca = read_cert("adult", INKAN_CERT_SIGN_CA);
    struct inkan_bytes der = inkan_cert_der(ca);
    uint8_t *copy = malloc(der.len);
    size_t at;

    (void)state;
    assert_non_null(copy);
    memcpy(copy, der.ptr, der.len);
    for (at = 0; at + 5 < der.len; at++) {
        if (memcmp(copy + at, "\x06\x03\x55\x1D\x13", 5) == 0)
            break;
    }
    assert_true(at + 5 < der.len);
    copy[at + 4] = 0x7E;
    assert_int_equal(parse_copy(copy, der.len), INKAN_MALFORMED);
    free(copy);
    inkan_cert_free(ca);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_auth_certificate_has_the_profile),
        cmocka_unit_test(the_sign_certificate_tells_its_holder),
        cmocka_unit_test(a_chain_is_one_step),
        cmocka_unit_test(every_truncated_certificate_is_malformed),
        cmocka_unit_test(every_changed_byte_is_refused_or_does_not_verify),
        cmocka_unit_test(an_unknown_critical_extension_is_refused),
    };

    return cmocka_run_group_tests_name("loop/host/cert", tests, NULL, NULL);
}
