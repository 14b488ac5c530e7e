/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of operations.h. Each function also checks a fact of what it got.
 */
#include "tests/loop/host/operations.h"

#include <stdlib.h>

static enum inkan_rc info(struct inkan_card *card)
{
    struct inkan_card_info i;
    enum inkan_rc rc = inkan_card_info(card, &i);

    if (rc == INKAN_OK) {
        assert_int_equal(i.kind, INKAN_KIND_CARD);
        assert_true(i.has_auth_cert && i.has_sign_cert && i.has_text);
        assert_string_equal(i.token_label, "JPKIAPICCTOKEN2");
    }
    return rc;
}

static enum inkan_rc status(struct inkan_card *card)
{
    int tries[INKAN_PIN_COUNT];
    enum inkan_rc rc = inkan_pin_status(card, tries);

    if (rc == INKAN_OK) {
        assert_int_equal(tries[INKAN_PIN_AUTH], 3);
        assert_int_equal(tries[INKAN_PIN_SIGN], 5);
        assert_int_equal(tries[INKAN_PIN_NUMBER_B], 10);
    }
    return rc;
}

static enum inkan_rc verify(struct inkan_card *card)
{
    struct inkan_secret s = secret_of(INKAN_PIN_JUKI, AUTH_PIN);

    return inkan_pin_verify(card, &s);
}

static enum inkan_rc change(struct inkan_card *card)
{
    struct inkan_secret s = secret_of(INKAN_PIN_JUKI, AUTH_PIN);

    return inkan_pin_change(card, &s, &s, NULL);
}

static enum inkan_rc cert_sign(struct inkan_card *card)
{
    struct inkan_secret s = secret_of(INKAN_PIN_SIGN, SIGN_PIN);
    struct inkan_cert *cert;
    struct inkan_cert_holder h;
    enum inkan_rc rc = inkan_cert_read(card, INKAN_CERT_SIGN, &s, &cert);

    if (rc == INKAN_OK) {
        inkan_cert_holder(cert, &h);
        assert_string_equal(h.name, "甲野　花子");
        assert_string_equal(h.birth, "319850614");
        assert_string_equal(h.sex, "2");
        inkan_cert_free(cert);
    }
    return rc;
}

static enum inkan_rc cert_ca(struct inkan_card *card)
{
    struct inkan_cert *cert;
    enum inkan_rc rc = inkan_cert_read(card, INKAN_CERT_SIGN_CA, NULL, &cert);

    if (rc == INKAN_OK)
        inkan_cert_free(cert);
    return rc;
}

static enum inkan_rc survey(struct inkan_card *card)
{
    struct inkan_jpki_survey s;
    enum inkan_rc rc = inkan_jpki_survey(card, &s);

    if (rc == INKAN_OK)
        inkan_cert_free(s.auth_cert);
    return rc;
}

static enum inkan_rc login(struct inkan_card *card)
{
    struct inkan_secret s = secret_of(INKAN_PIN_AUTH, AUTH_PIN);
    struct inkan_cert *cert;
    enum inkan_rc rc = inkan_login(card, INKAN_KEY_AUTH, &s, &cert);

    if (rc == INKAN_OK)
        inkan_cert_free(cert);
    return rc;
}

static enum inkan_rc sign(struct inkan_card *card)
{
    struct inkan_secret s = secret_of(INKAN_PIN_AUTH, AUTH_PIN);
    uint8_t digest[64] = { 5 };
    struct inkan_sign_item items[3] = {
        { .scheme = INKAN_PKCS1,
          .hash = INKAN_HASH_SHA512,
          .input = digest,
          .input_len = 64 },
        { .scheme = INKAN_RAW, .input = digest, .input_len = 17 },
        { .scheme = INKAN_PSS,
          .hash = INKAN_HASH_SHA256,
          .input = digest,
          .input_len = 32 },
    };

    return inkan_sign(card, INKAN_KEY_AUTH, &s, items, 3);
}

static enum inkan_rc cms(struct inkan_card *card)
{
    struct inkan_secret s = secret_of(INKAN_PIN_SIGN, SIGN_PIN);
    struct inkan_time now = TODAY;
    struct inkan_cms_item items[2] = { { .digest = { 1 } },
                                       { .digest = { 2 } } };
    enum inkan_rc rc = inkan_cms_sign(card, INKAN_KEY_SIGN, &s, &now, items, 2);

    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(items[i].der != NULL, rc == INKAN_OK);
        inkan_free(items[i].der);
    }
    return rc;
}

static enum inkan_rc random_bytes(struct inkan_card *card)
{
    uint8_t out[256];

    return inkan_random(card, out, sizeof(out));
}

static enum inkan_rc person(struct inkan_card *card)
{
    struct inkan_secret s = secret_of(INKAN_PIN_NUMBER_B, NUMBER_B);
    struct inkan_person p;
    enum inkan_rc rc = inkan_person_read(card, &s, &p);

    if (rc == INKAN_OK)
        assert_string_equal(p.name, "甲野　花子");
    else
        assert_string_equal(p.name, "");
    return rc;
}

static enum inkan_rc number(struct inkan_card *card)
{
    struct inkan_secret s = secret_of(INKAN_PIN_TEXT, AUTH_PIN);
    char out[13];
    enum inkan_rc rc = inkan_number_read(card, &s, out);

    assert_string_equal(out, rc == INKAN_OK ? NUMBER : "");
    return rc;
}

static enum inkan_rc face(struct inkan_card *card)
{
    struct inkan_secret s = secret_of(INKAN_PIN_NUMBER_B, NUMBER_B);
    struct inkan_face f;
    enum inkan_rc rc = inkan_face_read(card, &s, &f);

    if (rc == INKAN_OK) {
        assert_string_equal(f.birth, "19850614");
        assert_memory_equal(f.name_png.ptr, "\x89PNG", 4);
        inkan_face_clear(&f);
    }
    return rc;
}

static enum inkan_rc age(struct inkan_card *card)
{
    char key[7], out[9];
    struct inkan_secret s;
    enum inkan_rc rc;

    assert_int_equal(inkan_birth_key("19850614", key), INKAN_OK);
    s = secret_of(INKAN_PIN_BIRTH, key);
    rc = inkan_age_read(card, &s, out);
    if (rc == INKAN_OK)
        assert_string_equal(out, "19850614");
    return rc;
}

static enum inkan_rc number_image(struct inkan_card *card)
{
    struct inkan_secret s = secret_of(INKAN_PIN_NUMBER_A, NUMBER);
    struct inkan_number_image i;
    enum inkan_rc rc = inkan_number_image_read(card, &s, &i);

    if (rc == INKAN_OK) {
        assert_memory_equal(i.png.ptr, "\x89PNG", 4);
        inkan_number_image_clear(&i);
    }
    return rc;
}

static enum inkan_rc card_number(struct inkan_card *card)
{
    struct inkan_card_number n;
    enum inkan_rc rc = inkan_card_number_read(card, &n);

    if (rc == INKAN_OK)
        assert_string_equal(n.municipality, "13221");
    return rc;
}

static enum inkan_rc municipality(struct inkan_card *card)
{
    char out[6];
    enum inkan_rc rc = inkan_municipality_read(card, out);

    if (rc == INKAN_OK)
        assert_string_equal(out, "13221");
    return rc;
}

static enum inkan_rc probe(struct inkan_card *card)
{
    return inkan_probe_pss(card);
}

static enum inkan_rc check(struct inkan_card *card)
{
    struct inkan_secret text = secret_of(INKAN_PIN_TEXT, AUTH_PIN);
    struct inkan_secret sign_pin = secret_of(INKAN_PIN_SIGN, SIGN_PIN);
    struct inkan_check_options options = {
        .secret = &text, .with_number = true, .sign = &sign_pin, .now = TODAY
    };
    struct inkan_check_report report;
    enum inkan_rc rc = inkan_check(card, &options, &report);

    if (rc == INKAN_OK) {
        assert_int_equal(report.verdict, INKAN_UNCHECKED); /* no trust given */
        assert_int_equal(report.bound, INKAN_BOUND_NO);
        inkan_check_report_wipe(&report);
    }
    return rc;
}

const struct operation operations[] = {
    { "info", false, info },
    { "status", false, status },
    { "verify", true, verify },
    { "change", true, change },
    { "cert sign", true, cert_sign },
    { "cert ca", false, cert_ca },
    { "survey", false, survey },
    { "login", true, login },
    { "sign", true, sign },
    { "cms", true, cms },
    { "random", false, random_bytes },
    { "person", true, person },
    { "number", true, number },
    { "face", true, face },
    { "age", true, age },
    { "number image", true, number_image },
    { "card number", false, card_number },
    { "municipality", false, municipality },
    { "probe", false, probe },
    { "check", true, check },
};

const size_t operation_count = ARRAY_LEN(operations);
