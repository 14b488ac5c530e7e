/* SPDX-License-Identifier: Apache-2.0
 *
 * The text application: My Number and four attributes, the record that signs
 * their hashes, the card's own key for challenges (card-spec.md 3.2).
 */
#include "card/edge/tlv.h"
#include "tools/issue/digits.h"
#include "tools/issue/job.h"
#include "tools/issue/rsa.h"

#define NUMBER_FILE      0x0001
#define ATTRIBUTES_FILE  0x0002
#define INTEGRITY_FILE   0x0003
#define CV_CERT_FILE     0x0004
#define BASIC_FILE       0x0005
#define SESSION_KEY_FILE 0x0006
#define AUTH_KEY_FILE    0x0007
#define UNKNOWN_FILE     0x0008

#define NUMBER_LEN     17
#define ATTRIBUTES_LEN 1280 /* assumed: holds the longest name and address */
#define UNKNOWN_LEN    16
#define OFFSETS_LEN    8
#define DF43_LEN       128
#define DF43_OPAQUE    32

static bool put_number(struct job *job, uint8_t hash[HASH_LEN])
{
    const char *number = persona_get(job->records->persona, P_NUMBER);
    uint8_t buf[NUMBER_LEN];
    struct wbuf w = wbuf_of(buf, sizeof(buf));

    memset(buf, 0xFF, sizeof(buf));
    tlv_put(&w, 0xFF10, span_of(number, MY_NUMBER_LEN));
    return rsa_hash(span_of(buf, sizeof(buf)), hash, job->problem) &&
           job_put(job, APP_TEXT, NUMBER_FILE, span_of(buf, sizeof(buf)));
}

/* DF21 holds where DF22 to DF25 begin, from the start of the file; the hash
 * is over DF22 to DF25. */
static void write_attributes(const struct citizen *citizen, struct wbuf *out,
                             size_t *out_signed_at)
{
    const struct persona *p = citizen->persona;
    const char *values[] = { persona_get(p, P_TEXT_NAME),
                             persona_get(p, P_TEXT_ADDRESS),
                             citizen->birth_digits, persona_get(p, P_SEX) };
    size_t len = tlv_head_len(0xDF21, OFFSETS_LEN) + OFFSETS_LEN;
    size_t at;

    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        len += tlv_head_len(0xDF22, strlen(values[i])) + strlen(values[i]);
    at = tlv_head_len(0xFF20, len) + tlv_head_len(0xDF21, OFFSETS_LEN) +
         OFFSETS_LEN;
    *out_signed_at = at;
    tlv_put_head(out, 0xFF20, len);
    tlv_put_head(out, 0xDF21, OFFSETS_LEN);
    for (size_t i = 0; i < ARRAY_LEN(values); i++) {
        wbuf_put_be16(out, (uint16_t)at);
        at += tlv_head_len(0xDF22, strlen(values[i])) + strlen(values[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(values); i++)
        tlv_put(out, (uint16_t)(0xDF22 + i),
                span_of(values[i], strlen(values[i])));
}

static bool put_attributes(struct job *job, uint8_t hash[HASH_LEN])
{
    uint8_t buf[ATTRIBUTES_LEN];
    struct wbuf w = wbuf_of(buf, sizeof(buf));
    size_t signed_at;

    write_attributes(job->records, &w, &signed_at);
    if (!rsa_hash(span_sub(wbuf_span(&w), signed_at, w.len), hash,
                  job->problem))
        return false;
    /* The last digit of the year of birth; DF25 and the day follow. */
    if (job->forge == FORGE_RECORD && !w.full)
        w.ptr[w.len - 9] = w.ptr[w.len - 9] == '1' ? '2' : '1';
    return job_put_written(job, APP_TEXT, ATTRIBUTES_FILE, &w, ATTRIBUTES_LEN);
}

static bool put_integrity(struct job *job, const uint8_t number[HASH_LEN],
                          const uint8_t attributes[HASH_LEN])
{
    uint8_t buf[512];
    struct wbuf w = wbuf_of(buf, sizeof(buf));
    size_t hashes = 2 * (tlv_head_len(0xDF31, HASH_LEN) + HASH_LEN);
    size_t head;

    tlv_put_head(&w, 0xFF30,
                 hashes + tlv_head_len(0xDF33, RSA_BYTES) + RSA_BYTES);
    head = w.len;
    tlv_put(&w, 0xDF31, span_of(number, HASH_LEN));
    tlv_put(&w, 0xDF32, span_of(attributes, HASH_LEN));
    return job_sign(job, CV_TEXT, &w, 0xDF33, span_of(buf + head, hashes)) &&
           job_put_written(job, APP_TEXT, INTEGRITY_FILE, &w, 0);
}

static bool put_cv_cert(struct job *job)
{
    uint8_t buf[CV_CERT_LEN];
    struct wbuf w = wbuf_of(buf, sizeof(buf));

    return job_cv_cert(job, CV_TEXT, &w) &&
           job_put_written(job, APP_TEXT, CV_CERT_FILE, &w, 0);
}

/* DF43 is opaque: 32 bytes that are no known digest, and filler. */
static bool put_basic(struct job *job)
{
    static const uint8_t version[] = { 0x01, 0x03, 0x0E, 0x01 };
    uint8_t key_id[CV_KEY_ID_LEN];
    uint8_t opaque[DF43_LEN];
    uint8_t buf[256];
    struct wbuf w = wbuf_of(buf, sizeof(buf));

    memset(opaque, 0xFF, sizeof(opaque));
    if (!seed_bytes(job->seed, "text DF43", opaque, DF43_OPAQUE, job->problem))
        return false;
    cv_key_id("6990034", "000", key_id);
    /* 82 009F by rule; the length is 7 + 19 + 133. */
    tlv_put_head(&w, 0xFF40, 159);
    tlv_put(&w, 0xDF41, span_of(version, sizeof(version)));
    tlv_put(&w, 0xDF42, span_of(key_id, sizeof(key_id)));
    tlv_put(&w, 0xDF43, span_of(opaque, sizeof(opaque)));
    return job_put_written(job, APP_TEXT, BASIC_FILE, &w, sizeof(buf));
}

static bool put_session_key(struct job *job)
{
    uint8_t buf[512];
    struct wbuf w = wbuf_of(buf, sizeof(buf));

    tlv_put_head(&w, 0xA1, CV_PUBKEY_LEN);
    return cv_put_pubkey(job->keys[KEY_SESSION], &w, job->problem) &&
           job_put_written(job, APP_TEXT, SESSION_KEY_FILE, &w, 0);
}

static bool put_auth_key(struct job *job)
{
    uint8_t buf[640];
    struct wbuf w = wbuf_of(buf, sizeof(buf));
    size_t object = tlv_head_len(0xDF51, CV_PUBKEY_LEN) + CV_PUBKEY_LEN;
    size_t head;

    tlv_put_head(&w, 0xFF50,
                 object + tlv_head_len(0xDF52, RSA_BYTES) + RSA_BYTES);
    head = w.len;
    tlv_put_head(&w, 0xDF51, CV_PUBKEY_LEN);
    return cv_put_pubkey(job->keys[KEY_TEXT], &w, job->problem) &&
           job_sign(job, CV_TEXT, &w, 0xDF52, span_of(buf + head, object)) &&
           job_put_written(job, APP_TEXT, AUTH_KEY_FILE, &w, 0);
}

static bool put_pins(struct job *job)
{
    const struct persona *p = job->citizen->persona;

    return job_put_pin(job, PIN_TEXT, persona_get(p, P_TEXT_PIN),
                       P_TEXT_TRIES) &&
           job_put_pin(job, PIN_TEXT_A, persona_get(p, P_NUMBER), P_A_TRIES) &&
           job_put_pin(job, PIN_TEXT_B, job->citizen->number_b, P_B_TRIES) &&
           job_put_pin(job, PIN_TEXT_LOCKED, "none", P_TEXT_TRIES);
}

bool ap_text_put(struct job *job)
{
    uint8_t number[HASH_LEN];
    uint8_t attributes[HASH_LEN];

    return put_number(job, number) && put_attributes(job, attributes) &&
           put_integrity(job, number, attributes) && put_cv_cert(job) &&
           put_basic(job) && put_session_key(job) && put_auth_key(job) &&
           job_put_filler(job, APP_TEXT, UNKNOWN_FILE, 0xFF, UNKNOWN_LEN) &&
           job_put_key(job, KEY_TEXT) && job_put_key(job, KEY_SESSION) &&
           put_pins(job);
}
