/* SPDX-License-Identifier: Apache-2.0
 *
 * Genuine or not: each forged card is caught by the right item, and no
 * genuine one is called forged.
 */
#include "tests/loop/host/host_desk.h"

#include <stdio.h>
#include <stdlib.h>

struct wish {
    enum inkan_pin pin; /* INKAN_PIN_NONE: no secret */
    bool number, sign, trust, crls;
    struct inkan_time now;
};

static const struct wish by_text = { INKAN_PIN_TEXT, true, true,
                                     true,           true, TODAY };
static const struct wish by_number_b = {
    INKAN_PIN_NUMBER_B, false, false, true, true, TODAY
};

static struct inkan_check_report check(const char *kind,
                                       const struct wish *wish)
{
    struct host_desk *hd = host_desk_open(kind);
    struct inkan_secret secret =
        secret_of(wish->pin, wish->pin == INKAN_PIN_TEXT ? AUTH_PIN : NUMBER_B);
    struct inkan_secret sign_pin = secret_of(INKAN_PIN_SIGN, SIGN_PIN);
    struct inkan_trust *trust = wish->trust ? trust_of(wish->crls) : NULL;
    struct inkan_check_options options = {
        .secret = wish->pin == INKAN_PIN_NONE ? NULL : &secret,
        .with_number = wish->number,
        .sign = wish->sign ? &sign_pin : NULL,
        .trust = trust,
        .now = wish->now
    };
    struct inkan_check_report report;

    assert_int_equal(inkan_check(hd->card, &options, &report), INKAN_OK);
    inkan_trust_free(trust);
    host_desk_close(hd);
    return report;
}

static void expect(const struct inkan_check_report *r, enum inkan_check_id id,
                   enum inkan_check_state state, enum inkan_check_reason reason)
{
    if (r->items[id].state != state || r->items[id].reason != reason)
        fail_msg("%s: %s (%s)", inkan_check_code(id),
                 inkan_check_state_code(r->items[id].state),
                 inkan_check_reason_code(r->items[id].reason));
    assert_int_equal(r->items[id].id, id);
}

static void genuine(const struct inkan_check_report *r, enum inkan_check_id id)
{
    expect(r, id, INKAN_GENUINE, INKAN_REASON_NONE);
}

static void everything_of_a_genuine_card_is_genuine(void **state)
{
    struct inkan_check_report r = check("adult", &by_text);

    (void)state;
    for (int id = 0; id < INKAN_CHECK_EXPIRY; id++) {
        if (id != INKAN_CHECK_FACE_RECORD)
            genuine(&r, (enum inkan_check_id)id);
    }
    expect(&r, INKAN_CHECK_FACE_RECORD, INKAN_UNCHECKED,
           INKAN_REASON_NOT_ASKED);
    expect(&r, INKAN_CHECK_EXPIRY, INKAN_UNCHECKED, INKAN_REASON_UNCOVERED);
    expect(&r, INKAN_CHECK_SECURITY_CODE, INKAN_UNCHECKED,
           INKAN_REASON_UNCOVERED);
    assert_int_equal(r.verdict, INKAN_GENUINE);
    assert_int_equal(r.bound, INKAN_BOUND_BIRTH_DATE);
    assert_true(r.has_person);
    assert_string_equal(r.person.birth, "19850614");
}

static void number_b_binds_the_face(void **state)
{
    struct inkan_check_report r = check("adult", &by_number_b);

    (void)state;
    genuine(&r, INKAN_CHECK_FACE_RECORD);
    genuine(&r, INKAN_CHECK_VISUAL_CHALLENGE);
    genuine(&r, INKAN_CHECK_SAME_HOLDER);
    assert_int_equal(r.bound, INKAN_BOUND_FACE);
    assert_int_equal(r.verdict, INKAN_GENUINE);
}

static void without_crls_nothing_is_called_genuine_as_a_whole(void **state)
{
    struct wish wish = by_text;
    struct inkan_check_report r;

    (void)state;
    wish.crls = false;
    r = check("adult", &wish);
    expect(&r, INKAN_CHECK_AUTH_REVOKED, INKAN_UNCHECKED, INKAN_REASON_NO_CRL);
    assert_int_equal(r.verdict, INKAN_UNCHECKED);
}

/* As on a production card: our verifier has no key of its issuers. */
static void without_trusted_keys_nothing_is_called_forged(void **state)
{
    struct wish wish = by_text;
    struct inkan_check_report r;

    (void)state;
    wish.trust = false;
    r = check("adult", &wish);
    for (int id = 0; id < INKAN_CHECK_COUNT; id++)
        assert_int_not_equal(r.items[id].state, INKAN_FORGED);
    expect(&r, INKAN_CHECK_TEXT_ISSUER, INKAN_UNCHECKED, INKAN_REASON_NO_KEY);
    expect(&r, INKAN_CHECK_TEXT_RECORD, INKAN_UNCHECKED, INKAN_REASON_DEPENDS);
    expect(&r, INKAN_CHECK_AUTH_CHAIN, INKAN_UNCHECKED, INKAN_REASON_NO_KEY);
    assert_int_equal(r.verdict, INKAN_UNCHECKED);
    assert_int_equal(r.bound, INKAN_BOUND_NO);
}

static void without_any_secret_only_certificates_are_checked(void **state)
{
    const struct wish wish = {
        INKAN_PIN_NONE, false, false, true, true, TODAY
    };
    struct inkan_check_report r = check("adult", &wish);

    (void)state;
    genuine(&r, INKAN_CHECK_AUTH_CHAIN);
    expect(&r, INKAN_CHECK_TEXT_RECORD, INKAN_UNCHECKED,
           INKAN_REASON_NOT_ASKED);
    assert_false(r.has_person);
    assert_int_equal(r.bound, INKAN_BOUND_NO);
    /* a copied certificate proves no card */
    assert_int_equal(r.verdict, INKAN_UNCHECKED);
}

static void each_forged_card_is_caught_by_the_right_item(void **state)
{
    static const struct {
        const char *kind;
        enum inkan_check_id id;
        enum inkan_check_reason reason;
    } rows[] = {
        { "forged-record", INKAN_CHECK_TEXT_ATTRIBUTES, INKAN_REASON_BAD_HASH },
        { "forged-signature", INKAN_CHECK_TEXT_RECORD,
          INKAN_REASON_BAD_SIGNATURE },
        { "forged-certificate", INKAN_CHECK_TEXT_ISSUER,
          INKAN_REASON_BAD_SIGNATURE },
        { "forged-certificate", INKAN_CHECK_AUTH_CHAIN,
          INKAN_REASON_BAD_SIGNATURE },
        { "forged-key", INKAN_CHECK_TEXT_CHALLENGE,
          INKAN_REASON_BAD_CHALLENGE },
        { "forged-key", INKAN_CHECK_VISUAL_CHALLENGE,
          INKAN_REASON_BAD_CHALLENGE },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct inkan_check_report r = check(rows[i].kind, &by_text);

        expect(&r, rows[i].id, INKAN_FORGED, rows[i].reason);
        assert_int_equal(r.verdict, INKAN_FORGED);
        assert_int_equal(r.bound, INKAN_BOUND_NO);
    }
}

/* A victim's data beside the forger's own genuine card: each record verifies,
 * but nothing binds the data to the card that is here. */
static void data_of_another_holder_are_not_bound(void **state)
{
    struct inkan_check_report r = check("forged-mixed", &by_text);

    (void)state;
    genuine(&r, INKAN_CHECK_TEXT_RECORD);
    genuine(&r, INKAN_CHECK_TEXT_ATTRIBUTES);
    genuine(&r, INKAN_CHECK_TEXT_CHALLENGE);
    assert_int_equal(r.bound, INKAN_BOUND_NO);
    assert_int_not_equal(r.verdict, INKAN_GENUINE);
    assert_int_not_equal(r.items[INKAN_CHECK_SAME_HOLDER].state, INKAN_GENUINE);
}

/* No signature covers the expiry date, which is said; that the places which
 * tell it contradict one another is found where the face is opened. */
static void a_changed_expiry_date_is_found_by_comparing(void **state)
{
    struct inkan_check_report r = check("forged-expiry", &by_number_b);

    (void)state;
    expect(&r, INKAN_CHECK_EXPIRY, INKAN_UNCHECKED, INKAN_REASON_UNCOVERED);
    expect(&r, INKAN_CHECK_EXPIRY_AGREES, INKAN_FORGED, INKAN_REASON_DIFFERS);
    assert_int_equal(r.verdict, INKAN_FORGED);
    genuine(&r, INKAN_CHECK_FACE_RECORD);
    r = check("adult", &by_number_b);
    expect(&r, INKAN_CHECK_EXPIRY_AGREES, INKAN_UNCHECKED, INKAN_REASON_AGREES);
}

static void certificates_out_of_date_are_told_with_their_grace(void **state)
{
    struct inkan_check_report r = check("expired-2m", &by_text);

    (void)state;
    expect(&r, INKAN_CHECK_AUTH_DATES, INKAN_UNCHECKED, INKAN_REASON_GRACE);
    r = check("expired-4m", &by_text);
    expect(&r, INKAN_CHECK_AUTH_DATES, INKAN_UNCHECKED, INKAN_REASON_EXPIRED);
    assert_int_equal(r.verdict, INKAN_UNCHECKED);
}

/* One CRL file of the test CA beside the certificates, and what it says of
 * the sign certificate. */
static struct inkan_check_item revocation(const char *kind, const char *crl)
{
    struct host_desk *hd = host_desk_open(kind);
    struct inkan_secret text = secret_of(INKAN_PIN_TEXT, AUTH_PIN);
    struct inkan_secret sign_pin = secret_of(INKAN_PIN_SIGN, SIGN_PIN);
    struct inkan_trust *trust = trust_of(false);
    struct inkan_check_options options = {
        .secret = &text, .sign = &sign_pin, .trust = trust, .now = TODAY
    };
    struct inkan_check_report r;
    char path[512];
    uint8_t *data;
    size_t len;

    snprintf(path, sizeof(path), "%s/crl/%s", getenv("INKAN_TEST_CA"), crl);
    data = file_of(path, &len);
    assert_int_equal(inkan_trust_add(trust, data, len), INKAN_OK);
    free(data);
    assert_int_equal(inkan_check(hd->card, &options, &r), INKAN_OK);
    inkan_trust_free(trust);
    host_desk_close(hd);
    return r.items[INKAN_CHECK_SIGN_REVOKED];
}

static void a_revoked_certificate_is_found_in_both_kinds_of_list(void **state)
{
    static const struct {
        const char *kind, *crl;
        enum inkan_check_state state;
        enum inkan_check_reason reason;
    } rows[] = {
        { "revoked", "sign-ca.pem", INKAN_FORGED, INKAN_REASON_REVOKED },
        { "revoked", "sign-ca-Kiyose-shi.pem", INKAN_FORGED,
          INKAN_REASON_REVOKED },
        { "adult", "sign-ca.pem", INKAN_GENUINE, INKAN_REASON_NONE },
        { "adult", "sign-ca-Kiyose-shi.pem", INKAN_GENUINE, INKAN_REASON_NONE },
        /* the list of another CA tells nothing */
        { "adult", "auth-ca.pem", INKAN_UNCHECKED, INKAN_REASON_NO_CRL },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct inkan_check_item item = revocation(rows[i].kind, rows[i].crl);

        if (item.state != rows[i].state || item.reason != rows[i].reason)
            fail_msg("%s, %s: %s (%s)", rows[i].kind, rows[i].crl,
                     inkan_check_state_code(item.state),
                     inkan_check_reason_code(item.reason));
    }
}

static void an_unknown_birth_day_leaves_the_card_unbound(void **state)
{
    struct inkan_check_report r = check("unknown-birth", &by_text);

    (void)state;
    assert_int_not_equal(r.verdict, INKAN_FORGED);
    assert_int_equal(r.bound, INKAN_BOUND_NO);
}

static void cards_of_all_citizens_are_not_forged(void **state)
{
    static const char *const kinds[] = { "foreign", "substitute", "long",
                                         "licence", "plain",      "oneshot",
                                         "nine" };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct wish wish = by_text;
        struct inkan_check_report r;

        wish.sign = false;
        r = check(kinds[i], &wish);
        if (r.verdict == INKAN_FORGED)
            fail_msg("%s is called forged", kinds[i]);
        genuine(&r, INKAN_CHECK_TEXT_ATTRIBUTES);
        genuine(&r, INKAN_CHECK_TEXT_CHALLENGE);
    }
}

static void trust_material_is_recognised_by_its_bytes(void **state)
{
    static const char no_crl[] = "-----BEGIN X509 CRL-----\nAAAA\n"
                                 "-----END X509 CRL-----\n";
    static const char *const bad[] = { "", "x", "-----BEGIN CERTIFICATE-----",
                                       no_crl, "0\x82\x01\x01" };
    struct inkan_trust *trust;
    size_t certs, crls;

    (void)state;
    trust = trust_of(true);
    (void)inkan_trust_certs(trust, &certs);
    (void)inkan_trust_crls(trust, &crls);
    assert_int_equal(certs, 2);
    assert_int_equal(crls, 2);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_int_equal(
            inkan_trust_add(trust, (const uint8_t *)bad[i], strlen(bad[i])),
            INKAN_MALFORMED);
    inkan_trust_free(trust);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_of_a_genuine_card_is_genuine),
        cmocka_unit_test(number_b_binds_the_face),
        cmocka_unit_test(without_crls_nothing_is_called_genuine_as_a_whole),
        cmocka_unit_test(without_trusted_keys_nothing_is_called_forged),
        cmocka_unit_test(without_any_secret_only_certificates_are_checked),
        cmocka_unit_test(each_forged_card_is_caught_by_the_right_item),
        cmocka_unit_test(data_of_another_holder_are_not_bound),
        cmocka_unit_test(a_changed_expiry_date_is_found_by_comparing),
        cmocka_unit_test(certificates_out_of_date_are_told_with_their_grace),
        cmocka_unit_test(a_revoked_certificate_is_found_in_both_kinds_of_list),
        cmocka_unit_test(an_unknown_birth_day_leaves_the_card_unbound),
        cmocka_unit_test(cards_of_all_citizens_are_not_forged),
        cmocka_unit_test(trust_material_is_recognised_by_its_bytes),
    };

    return cmocka_run_group_tests_name("loop/host/check", tests, NULL, NULL);
}
