/* SPDX-License-Identifier: Apache-2.0
 *
 * What belongs to the card rather than to one service: the common and the
 * juki application, and the GET DATA objects of the card level. Their values
 * follow one surveyed card (card-spec.md 3.4 to 3.6); the tag of the key
 * reference records and which CV certificate is which are assumed.
 */
#include "card/edge/tlv.h"
#include "tools/issue/job.h"

#define CARD_RECORD      0x0001
#define KEY_RECORD       0x0002
#define CARD_NUMBER_LEN  15
#define MUNICIPALITY     5
#define RECORD_TAG       0x01
#define WRAPPER_7F21_LEN 5

static bool put_card_record(struct job *job, const char *card_number)
{
    const struct citizen *citizen = job->citizen;
    const char *municipality = persona_get(citizen->persona, P_MUNICIPALITY);
    char text[CARD_NUMBER_LEN + MUNICIPALITY + DATE_DIGITS + 1];
    uint8_t buf[64];
    struct wbuf w = wbuf_of(buf, sizeof(buf));

    snprintf(text, sizeof(text), "%s%s%s", card_number, municipality,
             citizen->card_expires_digits);
    tlv_put(&w, RECORD_TAG, span_of(text, strlen(text)));
    return job_put_written(job, APP_COMMON, CARD_RECORD, &w, 0);
}

static bool put_key_record(struct job *job, enum app_id app)
{
    uint8_t buf[32];
    struct wbuf w = wbuf_of(buf, sizeof(buf));

    tlv_put(&w, RECORD_TAG,
            span_of(job->signer->cv[CV_CARD].id, CV_KEY_ID_LEN));
    return job_put_written(job, app, KEY_RECORD, &w, 0);
}

static bool put_object(struct job *job, uint16_t tag, const char *text)
{
    return job_put(job, APP_ISD, tag, span_of(text, strlen(text)));
}

/* 00F8 holds the issuer's certificate without its outer tag, 7F21 that of
 * the card's own key for INTERNAL AUTHENTICATE. */
static bool put_chain(struct job *job)
{
    const struct ca_cv *cv = &job->signer->cv[CV_CARD];
    uint8_t issuer[CV_KEY_ID_LEN];
    uint8_t subject[CV_KEY_ID_LEN];
    uint8_t upper_buf[CV_CERT_LEN];
    uint8_t lower_buf[CV_CERT_LEN];
    struct wbuf upper = wbuf_of(upper_buf, sizeof(upper_buf));
    struct wbuf lower = wbuf_of(lower_buf, sizeof(lower_buf));

    ca_municipality_id(persona_get(job->citizen->persona, P_MUNICIPALITY),
                       issuer);
    memcpy(subject, issuer, sizeof(subject));
    subject[CV_KEY_ID_LEN - 1] = 0xA8; /* seen in keys of the card level */
    return job_cv_cert(job, CV_CARD, &upper) &&
           cv_put_cert(cv->issuer, issuer, subject, job->keys[KEY_COMMON],
                       &lower, job->problem) &&
           job_put(job, APP_ISD, 0x00F8,
                   span_sub(wbuf_span(&upper), WRAPPER_7F21_LEN, upper.len)) &&
           job_put_written(job, APP_ISD, 0x7F21, &lower, 0);
}

static bool put_objects(struct job *job, const char *card_number)
{
    /* GlobalPlatform 2.1.1 with secure channel 02, option 15: an ordinary
     * value, not one read from a card. */
    static const uint8_t recognition[] = {
        0x66, 0x31, 0x73, 0x2F, 0x06, 0x07, 0x2A, 0x86, 0x48, 0x86, 0xFC,
        0x6B, 0x01, 0x60, 0x0C, 0x06, 0x0A, 0x2A, 0x86, 0x48, 0x86, 0xFC,
        0x6B, 0x02, 0x02, 0x01, 0x01, 0x63, 0x09, 0x06, 0x07, 0x2A, 0x86,
        0x48, 0x86, 0xFC, 0x6B, 0x03, 0x64, 0x0B, 0x06, 0x09, 0x2A, 0x86,
        0x48, 0x86, 0xFC, 0x6B, 0x04, 0x02, 0x15,
    };
    static const uint8_t contact_atr[] = { 0xE0, 0x00, 0xFF, 0x81,
                                           0x31, 0xFE, 0x45, 0x14 };
    const struct citizen *citizen = job->citizen;
    struct span key_id = span_of(job->signer->cv[CV_CARD].id, CV_KEY_ID_LEN);

    return job_put(job, APP_ISD, 0x0042, key_id) &&
           put_object(job, 0x0045, card_number) &&
           job_put(job, APP_ISD, 0x0066,
                   span_of(recognition, sizeof(recognition))) &&
           put_object(job, 0x00F0,
                      persona_get(citizen->persona, P_MUNICIPALITY)) &&
           put_object(job, 0x00F2, citizen->card_expires_digits) &&
           job_put(job, APP_ISD, 0x00F7, key_id) && put_chain(job) &&
           job_put(job, APP_ISD, 0x5F51,
                   span_of(contact_atr, sizeof(contact_atr)));
}

/* 15 digits that begin with 4 on the card that was surveyed. */
static bool make_card_number(struct job *job, char out[CARD_NUMBER_LEN + 1])
{
    const char *given = persona_get(job->citizen->persona, P_CARD_NUMBER);

    if (given[0] != '\0') {
        memcpy(out, given, CARD_NUMBER_LEN + 1);
        return true;
    }
    out[0] = '4';
    return seed_chars(job->seed, "card number", "0123456789", out + 1,
                      CARD_NUMBER_LEN - 1, job->problem);
}

bool ap_card_put(struct job *job)
{
    const char *pin = persona_get(job->citizen->persona, P_JUKI_PIN);
    char card_number[CARD_NUMBER_LEN + 1];

    return make_card_number(job, card_number) &&
           put_card_record(job, card_number) &&
           put_key_record(job, APP_COMMON) && put_key_record(job, APP_JUKI) &&
           put_objects(job, card_number) && job_put_key(job, KEY_COMMON) &&
           job_put_pin(job, PIN_COMMON, pin, P_JUKI_TRIES) &&
           job_put_pin(job, PIN_JUKI, pin, P_JUKI_TRIES);
}
