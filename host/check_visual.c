/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence of the visual application. Its records sign the holder's data and
 * the card's key together, so they bind the one to the other.
 */
#include "host/ap_text.h"
#include "host/ap_visual.h"
#include "host/check_internal.h"
#include "host/cv.h"
#include "host/digest.h"
#include "host/unlock.h"

/* The birth-date key is our guess, made from the date that the card told. It
 * is not sent where a wrong guess would come near to a lock-out. */
#define BIRTH_TRIES_MIN 5

/* The signature over the face covers three hashes, in a DigestInfo that says
 * SHA-256 and holds 96 bytes (card-spec.md 3.3.2). */
static const uint8_t face_info_head[] = {
    0x30, 0x71, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
    0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x60,
};

static struct span objects_span(const struct tlv *first, const struct tlv *last)
{
    return span_of(first->object.ptr,
                   (size_t)(last->object.ptr - first->object.ptr) +
                       last->object.len);
}

static bool face_verifies(struct span issuer, const struct tlv *o)
{
    uint8_t info[sizeof(face_info_head) + 96];
    uint8_t *hashes = info + sizeof(face_info_head);

    memcpy(info, face_info_head, sizeof(face_info_head));
    return digest_sha256(objects_span(&o[FACE_BIRTH], &o[FACE_KEY]), hashes) &&
           digest_sha256(objects_span(&o[FACE_NAME], &o[FACE_ADDRESS]),
                         hashes + 32) &&
           digest_sha256(o[FACE_PHOTO].object, hashes + 64) &&
           cv_verify_raw(issuer, span_of(info, sizeof(info)),
                         o[FACE_SIGNATURE].value);
}

/* Do the two records tell of one holder? */
static void compare(struct checker *c, struct span birth, struct span sex)
{
    const struct inkan_person *p = &c->report->person;
    bool same;

    if (!c->report->has_person) {
        check_set(c, INKAN_CHECK_SAME_HOLDER, INKAN_UNCHECKED,
                  INKAN_REASON_DEPENDS);
        return;
    }
    same = span_equal(birth, span_of(p->birth, 8)) &&
           (sex.len == 0 || (sex.len == 1 && sex.ptr[0] == (uint8_t)p->sex));
    if (same)
        check_set(c, INKAN_CHECK_SAME_HOLDER, INKAN_GENUINE, INKAN_REASON_NONE);
    else
        check_set(c, INKAN_CHECK_SAME_HOLDER, INKAN_FORGED,
                  INKAN_REASON_DIFFERS);
}

static void judge_record(struct checker *c, enum inkan_check_id id,
                         struct span issuer, bool verifies)
{
    if (issuer.len == 0)
        check_set(c, id, INKAN_UNCHECKED, INKAN_REASON_DEPENDS);
    else
        check_signed(c, id, INKAN_CHECK_VISUAL_ISSUER, verifies);
}

/* --- by number B: the face ------------------------------------------------ */

static enum inkan_rc check_face(struct checker *c, struct span issuer)
{
    struct tlv o[FACE_OBJECTS];
    struct record r;
    bool got;
    enum inkan_rc rc = unlock_app(c->card, APP_VISUAL, c->options->secret);

    if (rc == INKAN_OK)
        rc = check_read(c, INKAN_CHECK_FACE_RECORD, EF_VISUAL_FACE, ISO_OBJECT,
                        &r, &got);
    if (rc != INKAN_OK || !got)
        return rc;
    if (!visual_face_objects(record_span(&r), o)) {
        check_set(c, INKAN_CHECK_FACE_RECORD, INKAN_FORGED,
                  INKAN_REASON_MALFORMED);
    } else {
        judge_record(c, INKAN_CHECK_FACE_RECORD, issuer,
                     issuer.len != 0 && face_verifies(issuer, o));
        compare(c, o[FACE_BIRTH].value, o[FACE_SEX].value);
        if (!ap_text_date(o[FACE_EXPIRY].value, c->face_expiry))
            c->face_expiry[0] = '\0';
        rc = check_challenge(c, INKAN_CHECK_VISUAL_CHALLENGE,
                             INKAN_CHECK_FACE_RECORD, o[FACE_KEY].value);
    }
    record_clear(&r);
    return rc;
}

/* --- by the birth date that was just read: the age record ----------------- */

/* Cards of some foreign residents tell the year as AD: then the key is made
 * of its last two digits. Which one a card has nobody outside knows: both
 * are tried, the usual one first. */
static size_t birth_keys(const char birth[9], char keys[2][7])
{
    if (inkan_birth_key(birth, keys[0]) != INKAN_OK)
        return 0;
    memcpy(keys[1], birth + 2, 6);
    keys[1][6] = '\0';
    return memcmp(keys[0], keys[1], 6) == 0 ? 1 : 2;
}

static enum inkan_rc unlock_birth(struct checker *c, bool *opened)
{
    char keys[2][7];
    size_t count = birth_keys(c->report->person.birth, keys);
    struct inkan_secret guess = { .pin = INKAN_PIN_BIRTH, .len = 6 };
    int tries = 0;
    enum inkan_rc rc = iso_select(c->card, APP_VISUAL);

    *opened = false;
    for (size_t i = 0; rc == INKAN_OK && i < count && !*opened; i++) {
        rc = unlock_tries(c->card, PIN_VISUAL_BIRTH, &tries);
        if (rc != INKAN_OK || tries < BIRTH_TRIES_MIN)
            break;
        guess.value = (const uint8_t *)keys[i];
        rc = unlock(c->card, PIN_VISUAL_BIRTH, &guess);
        *opened = rc == INKAN_OK;
        if (rc == INKAN_WRONG_PIN || rc == INKAN_KNOWN_WRONG)
            rc = INKAN_OK;
    }
    if (rc == INKAN_NOT_FOUND || rc == INKAN_NO_COUNTER ||
        rc == INKAN_PIN_BLOCKED || rc == INKAN_CARD_STATUS)
        rc = INKAN_OK;
    wipe(keys, sizeof(keys));
    return rc;
}

static enum inkan_rc check_age(struct checker *c, struct span issuer)
{
    struct tlv o[AGE_OBJECTS];
    struct record r;
    bool opened, got;
    enum inkan_rc rc = unlock_birth(c, &opened);

    if (rc != INKAN_OK)
        return rc;
    if (!opened) {
        check_set(c, INKAN_CHECK_AGE_RECORD, INKAN_UNCHECKED,
                  INKAN_REASON_REFUSED);
        check_set(c, INKAN_CHECK_SAME_HOLDER, INKAN_UNCHECKED,
                  INKAN_REASON_REFUSED);
        check_set(c, INKAN_CHECK_VISUAL_CHALLENGE, INKAN_UNCHECKED,
                  INKAN_REASON_DEPENDS);
        return INKAN_OK;
    }
    rc = check_read(c, INKAN_CHECK_AGE_RECORD, EF_VISUAL_AGE, ISO_OBJECT, &r,
                    &got);
    if (rc != INKAN_OK || !got)
        return rc;
    if (!visual_age_objects(record_span(&r), o)) {
        check_set(c, INKAN_CHECK_AGE_RECORD, INKAN_FORGED,
                  INKAN_REASON_MALFORMED);
    } else {
        judge_record(c, INKAN_CHECK_AGE_RECORD, issuer,
                     issuer.len != 0 &&
                         cv_verify(issuer,
                                   objects_span(&o[AGE_DATE], &o[AGE_KEY]),
                                   o[AGE_SIGNATURE].value));
        compare(c, o[AGE_DATE].value, span_none());
        rc = check_challenge(c, INKAN_CHECK_VISUAL_CHALLENGE,
                             INKAN_CHECK_AGE_RECORD, o[AGE_KEY].value);
    }
    record_clear(&r);
    return rc;
}

enum inkan_rc check_visual_app(struct checker *c)
{
    struct record cv = { NULL, 0 };
    struct span issuer;
    bool by_number_b;
    enum inkan_rc rc;

    if (c->options->secret == NULL)
        return INKAN_OK;
    by_number_b = c->options->secret->pin == INKAN_PIN_NUMBER_B;
    rc = iso_select(c->card, APP_VISUAL);
    if (rc == INKAN_NOT_FOUND) {
        check_set(c, INKAN_CHECK_VISUAL_ISSUER, INKAN_UNCHECKED,
                  INKAN_REASON_ABSENT);
        return INKAN_OK;
    }
    if (rc == INKAN_OK)
        rc = check_issuer(c, INKAN_CHECK_VISUAL_ISSUER, &cv, &issuer);
    if (rc == INKAN_OK && by_number_b)
        rc = check_face(c, issuer);
    else if (rc == INKAN_OK && c->report->has_person)
        rc = check_age(c, issuer);
    record_clear(&cv);
    return rc;
}
