/* SPDX-License-Identifier: Apache-2.0
 *
 * Is this card genuine? One transaction over everything that the given
 * secrets open. What was not looked at stays "not checked".
 */
#include "host/check_internal.h"

#include <sys/random.h>

#include "card/edge/iso7816.h"
#include "host/ap_text.h"
#include "host/cv.h"
#include "host/digest.h"

#define NONCE_LEN 32

void check_set(struct checker *c, enum inkan_check_id id,
               enum inkan_check_state state, enum inkan_check_reason reason)
{
    c->report->items[id] = (struct inkan_check_item){ id, state, reason };
}

bool check_is_genuine(const struct checker *c, enum inkan_check_id id)
{
    return c->report->items[id].state == INKAN_GENUINE;
}

enum inkan_rc check_read(struct checker *c, enum inkan_check_id id,
                         uint16_t fid, enum iso_extent extent,
                         struct record *out, bool *got)
{
    enum inkan_rc rc = record_read(c->card, fid, extent, out);

    *got = rc == INKAN_OK;
    if (rc == INKAN_NOT_FOUND || rc == INKAN_NOT_VERIFIED ||
        rc == INKAN_CARD_STATUS || rc == INKAN_UNSUPPORTED) {
        check_set(c, id, INKAN_UNCHECKED, INKAN_REASON_ABSENT);
        return INKAN_OK;
    }
    if (rc == INKAN_MALFORMED || rc == INKAN_TOO_BIG) {
        check_set(c, id, INKAN_FORGED, INKAN_REASON_MALFORMED);
        return INKAN_OK;
    }
    return rc;
}

enum inkan_rc check_issuer(struct checker *c, enum inkan_check_id id,
                           struct record *record, struct span *pubkey)
{
    struct cv_cert cv;
    const struct cv_key *key;
    bool got;
    enum inkan_rc rc;

    *pubkey = span_none();
    rc = check_read(c, id, EF_TEXT_CV, ISO_OBJECT, record, &got);
    if (rc != INKAN_OK || !got)
        return rc;
    if (!cv_parse(record_span(record), &cv)) {
        check_set(c, id, INKAN_FORGED, INKAN_REASON_MALFORMED);
        return INKAN_OK;
    }
    *pubkey = cv.pubkey;
    key = trust_cv_key(c->options->trust, cv.issuer);
    /* The production keys are not public: no key is never "forged". */
    if (key == NULL)
        check_set(c, id, INKAN_UNCHECKED, INKAN_REASON_NO_KEY);
    else if (cv_verify(span_of(key->pubkey, CV_PUBKEY_LEN), cv.body,
                       cv.signature))
        check_set(c, id, INKAN_GENUINE, INKAN_REASON_NONE);
    else
        check_set(c, id, INKAN_FORGED, INKAN_REASON_BAD_SIGNATURE);
    return INKAN_OK;
}

void check_signed(struct checker *c, enum inkan_check_id id,
                  enum inkan_check_id issuer, bool verifies)
{
    if (!verifies)
        check_set(c, id, INKAN_FORGED, INKAN_REASON_BAD_SIGNATURE);
    else if (check_is_genuine(c, issuer))
        check_set(c, id, INKAN_GENUINE, INKAN_REASON_NONE);
    else
        check_set(c, id, INKAN_UNCHECKED, INKAN_REASON_DEPENDS);
}

enum inkan_rc check_challenge(struct checker *c, enum inkan_check_id id,
                              enum inkan_check_id signed_by, struct span pubkey)
{
    uint8_t nonce[NONCE_LEN];
    uint8_t hash[32];
    uint8_t info[64];
    uint8_t signature[256];
    struct wbuf w = wbuf_of(info, sizeof(info));
    enum inkan_rc rc;

    if (getrandom(nonce, sizeof(nonce), 0) != (ssize_t)sizeof(nonce) ||
        !digest_sha256(span_of(nonce, sizeof(nonce)), hash))
        return card_fail(c->card, INKAN_NOMEM);
    wbuf_put(&w, digest_info_head(INKAN_HASH_SHA256));
    wbuf_put(&w, span_of(hash, sizeof(hash)));
    rc = iso_sign(c->card, 0, DS_RAW, wbuf_span(&w), signature);
    if (rc == INKAN_NOT_FOUND || rc == INKAN_NOT_VERIFIED ||
        rc == INKAN_CARD_STATUS || rc == INKAN_UNSUPPORTED ||
        rc == INKAN_MALFORMED) {
        check_set(c, id, INKAN_FORGED, INKAN_REASON_BAD_CHALLENGE);
        return INKAN_OK;
    }
    if (rc != INKAN_OK)
        return rc;
    if (!cv_verify_raw(pubkey, wbuf_span(&w), span_of(signature, 256)))
        check_set(c, id, INKAN_FORGED, INKAN_REASON_BAD_CHALLENGE);
    else
        check_signed(c, id, signed_by, true);
    return INKAN_OK;
}

/* --- the whole ------------------------------------------------------------ */

/* Does an item say something about this card, or was it just not asked? */
static bool counts(const struct inkan_check_item *item)
{
    bool certificate = item->id >= INKAN_CHECK_AUTH_CHAIN &&
                       item->id <= INKAN_CHECK_SIGN_REVOKED;

    if (item->reason == INKAN_REASON_NOT_ASKED ||
        item->reason == INKAN_REASON_UNCOVERED ||
        item->reason == INKAN_REASON_AGREES)
        return false;
    /* Many cards have no certificates; every card has its records. */
    return !(certificate && item->reason == INKAN_REASON_ABSENT);
}

/* Certificates and records can be copied to any chip. Only a key that answered
 * a challenge says that the card itself is here. */
static bool card_is_proven(const struct inkan_check_report *report)
{
    return report->items[INKAN_CHECK_TEXT_CHALLENGE].state == INKAN_GENUINE ||
           report->items[INKAN_CHECK_VISUAL_CHALLENGE].state == INKAN_GENUINE;
}

static enum inkan_check_state
verdict_of(const struct inkan_check_report *report)
{
    enum inkan_check_state worst = INKAN_GENUINE;

    for (size_t i = 0; i < INKAN_CHECK_COUNT; i++) {
        const struct inkan_check_item *item = &report->items[i];

        if (!counts(item))
            continue;
        if (item->state == INKAN_FORGED)
            return INKAN_FORGED;
        if (item->state == INKAN_UNCHECKED)
            worst = INKAN_UNCHECKED;
    }
    return card_is_proven(report) ? worst : INKAN_UNCHECKED;
}

/* Genuine is not bound: see <inkan/check.h>. */
static enum inkan_bound bound_of(const struct checker *c)
{
    bool here = check_is_genuine(c, INKAN_CHECK_VISUAL_CHALLENGE) &&
                check_is_genuine(c, INKAN_CHECK_TEXT_ATTRIBUTES) &&
                check_is_genuine(c, INKAN_CHECK_SAME_HOLDER);

    if (here && check_is_genuine(c, INKAN_CHECK_FACE_RECORD))
        return INKAN_BOUND_FACE;
    if (here && check_is_genuine(c, INKAN_CHECK_AGE_RECORD))
        return INKAN_BOUND_BIRTH_DATE;
    return INKAN_BOUND_NO;
}

static void prepare(struct checker *c)
{
    memset(c->report, 0, sizeof(*c->report));
    for (int id = 0; id < INKAN_CHECK_COUNT; id++)
        check_set(c, (enum inkan_check_id)id, INKAN_UNCHECKED,
                  INKAN_REASON_NOT_ASKED);
    check_set(c, INKAN_CHECK_EXPIRY, INKAN_UNCHECKED, INKAN_REASON_UNCOVERED);
    check_set(c, INKAN_CHECK_SECURITY_CODE, INKAN_UNCHECKED,
              INKAN_REASON_UNCOVERED);
}

static bool options_are_sane(const struct inkan_check_options *o)
{
    if (o->secret != NULL && o->secret->pin != INKAN_PIN_TEXT &&
        o->secret->pin != INKAN_PIN_NUMBER_B)
        return false;
    if (o->with_number &&
        (o->secret == NULL || o->secret->pin != INKAN_PIN_TEXT))
        return false;
    return o->sign == NULL || o->sign->pin == INKAN_PIN_SIGN;
}

enum inkan_rc inkan_check(struct inkan_card *card,
                          const struct inkan_check_options *options,
                          struct inkan_check_report *out)
{
    struct checker c = { .card = card, .options = options, .report = out };
    enum inkan_rc rc;

    if (card == NULL || options == NULL || out == NULL ||
        !options_are_sane(options))
        return INKAN_ARG;
    prepare(&c);
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    /* What can be refused for a wrong PIN comes first. */
    rc = check_text_app(&c);
    if (rc == INKAN_OK)
        rc = check_visual_app(&c);
    if (rc == INKAN_OK)
        rc = check_certs(&c);
    if (rc == INKAN_OK)
        rc = check_expiry(&c);
    rc = card_end(card, rc);
    if (rc != INKAN_OK) {
        inkan_check_report_wipe(out);
        return rc;
    }
    out->bound = bound_of(&c);
    out->verdict = verdict_of(out);
    return INKAN_OK;
}

void inkan_check_report_wipe(struct inkan_check_report *report)
{
    if (report == NULL)
        return;
    inkan_person_wipe(&report->person);
    report->has_person = false;
}
