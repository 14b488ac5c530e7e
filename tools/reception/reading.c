/* SPDX-License-Identifier: Apache-2.0
 *
 * The exchanges with one card, in the order that tells most if it is taken
 * out too early: first whose it is (no PIN), then the rest.
 */
#include "tools/reception/reading.h"

#include <stdlib.h>
#include <string.h>

#include "tools/reception/seen.h"
#include "tools/tool.h"

/* What an item of the check means here. */
enum role {
    ROLE_NONE,    /* not about genuineness, or nothing covers it */
    ROLE_PROOF,   /* must be genuine */
    ROLE_FURTHER, /* may be unchecked, must not be forged */
};

static const enum role roles[] = {
    [INKAN_CHECK_TEXT_ISSUER] = ROLE_PROOF,
    [INKAN_CHECK_TEXT_RECORD] = ROLE_PROOF,
    [INKAN_CHECK_TEXT_ATTRIBUTES] = ROLE_PROOF,
    [INKAN_CHECK_TEXT_NUMBER] = ROLE_FURTHER,
    [INKAN_CHECK_TEXT_KEY] = ROLE_PROOF,
    [INKAN_CHECK_TEXT_CHALLENGE] = ROLE_PROOF,
    [INKAN_CHECK_VISUAL_ISSUER] = ROLE_FURTHER,
    [INKAN_CHECK_AGE_RECORD] = ROLE_FURTHER,
    [INKAN_CHECK_FACE_RECORD] = ROLE_FURTHER,
    [INKAN_CHECK_VISUAL_CHALLENGE] = ROLE_FURTHER,
    [INKAN_CHECK_SAME_HOLDER] = ROLE_FURTHER,
    [INKAN_CHECK_AUTH_CHAIN] = ROLE_FURTHER,
    [INKAN_CHECK_AUTH_DATES] = ROLE_NONE,   /* EXPIRED, RENEW */
    [INKAN_CHECK_AUTH_REVOKED] = ROLE_NONE, /* REVIEW */
    [INKAN_CHECK_SIGN_CHAIN] = ROLE_NONE,   /* not asked for */
    [INKAN_CHECK_SIGN_DATES] = ROLE_NONE,
    [INKAN_CHECK_SIGN_REVOKED] = ROLE_NONE,
    [INKAN_CHECK_EXPIRY] = ROLE_NONE,
    [INKAN_CHECK_SECURITY_CODE] = ROLE_NONE,
    [INKAN_CHECK_EXPIRY_AGREES] = ROLE_FURTHER,
};
_Static_assert(ARRAY_LEN(roles) == INKAN_CHECK_COUNT, "a role for each");

enum inkan_check_state reading_genuine(const struct inkan_check_report *report)
{
    enum inkan_check_state state = INKAN_GENUINE;

    for (size_t i = 0; i < INKAN_CHECK_COUNT; i++) {
        if (roles[i] == ROLE_NONE)
            continue;
        if (report->items[i].state == INKAN_FORGED)
            return INKAN_FORGED;
        if (report->items[i].state == INKAN_UNCHECKED && roles[i] == ROLE_PROOF)
            state = INKAN_UNCHECKED;
    }
    return state;
}

/* The certificate: fingerprint and dates. A card may have none. */
static enum inkan_rc read_certificate(struct inkan_card *card,
                                      const struct inkan_time *now,
                                      struct reading *out)
{
    struct inkan_cert *cert = NULL;
    struct inkan_bytes der;
    struct inkan_time from;
    enum inkan_rc rc = inkan_cert_read(card, INKAN_CERT_AUTH, NULL, &cert);

    out->facts.certificate = VISIT_NO_CERTIFICATE;
    if (rc == INKAN_NOT_FOUND || rc == INKAN_MALFORMED)
        return INKAN_OK;
    if (rc != INKAN_OK)
        return rc;
    der = inkan_cert_der(cert);
    out->has_print = seen_digest(der.ptr, der.len, out->print);
    inkan_cert_validity(cert, &from, &out->facts.ends);
    out->facts.certificate = VISIT_EXPIRY_KNOWN;
    out->facts.expiry = expiry_of(&from, &out->facts.ends, now);
    inkan_cert_free(cert);
    return INKAN_OK;
}

/* The picture of the name, to be looked at beside a dot. That there is none
 * is no error. */
static enum inkan_rc read_name_image(struct inkan_card *card,
                                     const struct inkan_secret *secret,
                                     struct visit_facts *facts)
{
    struct inkan_face face;
    enum inkan_rc rc = inkan_face_read(card, secret, &face);
    uint8_t *png;

    if (rc == INKAN_NOT_FOUND || rc == INKAN_MALFORMED)
        return INKAN_OK;
    if (rc != INKAN_OK)
        return rc;
    if (face.name_png.len > 0 && face.name_png.len <= VISIT_PNG_MAX) {
        png = malloc(face.name_png.len);
        if (png != NULL) {
            memcpy(png, face.name_png.ptr, face.name_png.len);
            facts->name_png = (struct inkan_bytes){ png, face.name_png.len };
        }
    }
    inkan_face_clear(&face);
    return INKAN_OK;
}

static enum inkan_rc read_person(struct inkan_card *card,
                                 const struct reading_options *options,
                                 const struct inkan_secret *secret,
                                 struct visit_facts *facts)
{
    struct inkan_check_options check = { .secret = secret,
                                         .trust = options->trust,
                                         .now = options->now };
    struct inkan_check_report *report = calloc(1, sizeof(*report));
    enum inkan_rc rc =
        report != NULL ? inkan_check(card, &check, report) : INKAN_NOMEM;

    if (rc == INKAN_OK && !report->has_person)
        rc = INKAN_NOT_FOUND;
    if (rc == INKAN_OK) {
        facts->person = report->person;
        facts->genuine = reading_genuine(report);
        facts->bound = report->bound;
        facts->revoked =
            report->items[INKAN_CHECK_AUTH_REVOKED].state == INKAN_FORGED;
    }
    if (report != NULL)
        inkan_check_report_wipe(report);
    free(report);
    if (rc == INKAN_OK && options->name_image &&
        secret->pin == INKAN_PIN_NUMBER_B)
        rc = read_name_image(card, secret, facts);
    return rc;
}

static void wipe_facts(struct visit_facts *facts)
{
    uint8_t *png = (uint8_t *)(uintptr_t)facts->name_png.ptr;

    if (png != NULL)
        explicit_bzero(png, facts->name_png.len);
    free(png);
    explicit_bzero(facts, sizeof(*facts));
}

enum inkan_rc reading_card(struct inkan *ink, const char *reader,
                           const struct reading_options *options,
                           struct reading *out)
{
    struct inkan_card *card = NULL;
    struct inkan_secret secret;
    enum inkan_rc rc;

    memset(out, 0, sizeof(*out));
    out->tries = -1;
    rc = inkan_card_open(ink, reader, &card);
    if (rc != INKAN_OK)
        return rc;
    rc = read_certificate(card, &options->now, out);
    if (rc == INKAN_OK) {
        rc = options->secret(options->self, card, &secret);
        if (rc == INKAN_OK)
            rc = read_person(card, options, &secret, &out->facts);
        options->done(options->self);
    }
    if (rc != INKAN_OK) {
        struct inkan_card_error error = inkan_card_error(card);

        if (error.rc == rc && error.pin != INKAN_PIN_NONE)
            out->tries = error.tries;
        wipe_facts(&out->facts);
    }
    inkan_card_close(card);
    return rc;
}
