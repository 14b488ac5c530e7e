/* SPDX-License-Identifier: Apache-2.0
 *
 * The visual application: age record, card face with its pictures, number
 * picture, each signed (card-spec.md 3.3).
 */
#include <stdlib.h>

#include "card/edge/tlv.h"
#include "tools/issue/job.h"
#include "tools/issue/picture.h"
#include "tools/issue/rsa.h"

#define AGE_FILE     0x0001
#define FACE_FILE    0x0002
#define BASIC_FILE   0x0003
#define CV_CERT_FILE 0x0004
#define NUMBER_FILE  0x0005
#define UNKNOWN_FILE 0x0006

#define UNKNOWN_LEN   16
#define FACE_MAX      (60 * 1024)
#define FACE_HEAD     5    /* FF20 82 hh ll */
#define FACE_OFFSETS  18   /* nine of two bytes */
#define FACE_OBJECTS  9    /* DF22 to DF2A */
#define PHOTO_LEN     5000 /* assumed */
#define NAME_SIZE     24   /* pixels of a character: assumed */
#define ADDRESS_SIZE  20
#define DF35_OPAQUE   256
#define FACE_HASHES   (3 * HASH_LEN)
#define FORGED_MONTHS (5 * 12)

static bool put_pubkey(struct job *job, struct wbuf *w, uint16_t tag)
{
    tlv_put_head(w, tag, CV_PUBKEY_LEN);
    return cv_put_pubkey(job->keys[KEY_VISUAL], w, job->problem);
}

/* FF10 { DF11 birth date, DF12 public key, DF13 signature over both } */
static bool put_age(struct job *job)
{
    uint8_t buf[640];
    struct wbuf w = wbuf_of(buf, sizeof(buf));
    size_t covered = tlv_head_len(0xDF11, DATE_DIGITS) + DATE_DIGITS +
                     tlv_head_len(0xDF12, CV_PUBKEY_LEN) + CV_PUBKEY_LEN;
    size_t head;

    tlv_put_head(&w, 0xFF10,
                 covered + tlv_head_len(0xDF13, RSA_BYTES) + RSA_BYTES);
    head = w.len;
    tlv_put(&w, 0xDF11, span_of(job->citizen->birth_digits, DATE_DIGITS));
    return put_pubkey(job, &w, 0xDF12) &&
           job_sign(job, CV_VISUAL, &w, 0xDF13, span_of(buf + head, covered)) &&
           job_put_written(job, APP_VISUAL, AGE_FILE, &w, 0);
}

static bool put_text_png(struct job *job, struct wbuf *w, uint16_t tag,
                         const char *text, unsigned size)
{
    struct picture picture;
    uint8_t *buf = malloc(FACE_MAX);
    struct wbuf png = wbuf_of(buf, FACE_MAX);
    bool ok = buf != NULL || problem_nomem(job->problem);

    ok = ok && picture_text(text, size, PICTURE_WIDTH, &picture, job->problem);
    if (ok) {
        ok = picture_put_png(&picture, &png, job->problem);
        picture_free(&picture);
        tlv_put(w, tag, wbuf_span(&png));
    }
    free(buf);
    return ok;
}

static bool put_digits_png(struct job *job, struct wbuf *w, uint16_t tag,
                           const char *digits)
{
    struct picture picture;
    uint8_t buf[1024];
    struct wbuf png = wbuf_of(buf, sizeof(buf));
    bool ok;

    if (!picture_digits(digits, &picture, job->problem))
        return false;
    ok = picture_put_png(&picture, &png, job->problem);
    picture_free(&picture);
    tlv_put(w, tag, wbuf_span(&png));
    return ok;
}

/* The face is the person's, not the card's: it comes of the number and stays
 * the same on every card. A person without a photo has an empty object
 * (assumed). */
static bool put_photo(struct job *job, struct wbuf *w, uint16_t tag,
                      const char *label)
{
    const char *number = persona_get(job->citizen->persona, P_NUMBER);
    struct seed person;
    struct picture picture;
    uint8_t buf[4 * PHOTO_LEN];
    struct wbuf jp2 = wbuf_of(buf, sizeof(buf));
    bool ok = true;

    if (persona_is(job->citizen->persona, P_PHOTO, "yes")) {
        if (!seed_from_text(number, &person, job->problem) ||
            !picture_face(&person, label, &picture, job->problem))
            return false;
        ok = picture_put_jp2(&picture, PHOTO_LEN, &jp2, job->problem);
        picture_free(&picture);
    }
    tlv_put(w, tag, wbuf_span(&jp2));
    return ok;
}

/* One object of the face with its place in the writer. */
struct face {
    struct wbuf w;
    size_t at[FACE_OBJECTS + 1]; /* DF22 to DF2A, and the end */
};

static struct span face_part(const struct face *face, uint16_t first,
                             uint16_t last)
{
    size_t from = face->at[first - 0xDF22];

    return span_of(face->w.ptr + from, face->at[last - 0xDF22 + 1] - from);
}

/* DF28: PKCS#1 v1.5 around a DigestInfo that names SHA-256 and holds three
 * hashes: of birth, sex and key, of the two pictures of text, of the photo. */
static bool sign_face(struct job *job, const struct face *face,
                      struct span photo, struct wbuf *out)
{
    static const uint8_t head[] = { 0x30, 0x71, 0x30, 0x0D,       0x06,
                                    0x09, 0x60, 0x86, 0x48,       0x01,
                                    0x65, 0x03, 0x04, 0x02,       0x01,
                                    0x05, 0x00, 0x04, FACE_HASHES };
    uint8_t info[sizeof(head) + FACE_HASHES];
    uint8_t *hash = info + sizeof(head);
    uint8_t signature[RSA_BYTES];

    memcpy(info, head, sizeof(head));
    if (!rsa_hash(face_part(face, 0xDF22, 0xDF24), hash, job->problem) ||
        !rsa_hash(face_part(face, 0xDF25, 0xDF26), hash + HASH_LEN,
                  job->problem) ||
        !rsa_hash(photo, hash + HASH_LEN * 2, job->problem) ||
        !rsa_sign_as_is(job->signer->cv[CV_VISUAL].issuer,
                        span_of(info, sizeof(info)), signature, job->problem))
        return false;
    if (job->forge == FORGE_SIGNATURE)
        signature[RSA_BYTES - 1] ^= 0x01;
    tlv_put(out, 0xDF28, span_of(signature, sizeof(signature)));
    return true;
}

/* What the photo was when the face was signed: another one on a card whose
 * record was changed. */
static bool sign_photo(struct job *job, struct face *face)
{
    uint8_t buf[4 * PHOTO_LEN];
    struct wbuf other = wbuf_of(buf, sizeof(buf));

    if (job->forge != FORGE_RECORD)
        return sign_face(job, face, face_part(face, 0xDF27, 0xDF27), &face->w);
    return put_photo(job, &other, 0xDF27, "face before") &&
           sign_face(job, face, wbuf_span(&other), &face->w);
}

static bool write_object(struct job *job, struct face *face, uint16_t tag)
{
    const struct citizen *citizen = job->citizen;
    const struct persona *p = citizen->persona;
    struct date forged = date_add_months(citizen->card_expires, FORGED_MONTHS);
    char expires[DATE_TEXT];

    date_text(job->forge == FORGE_EXPIRY ? forged : citizen->card_expires,
              expires);
    switch (tag) {
    case 0xDF22:
        tlv_put(&face->w, tag, span_of(citizen->birth_digits, DATE_DIGITS));
        return true;
    case 0xDF23:
        tlv_put(&face->w, tag, span_of(persona_get(p, P_SEX), 1));
        return true;
    case 0xDF24: return put_pubkey(job, &face->w, tag);
    case 0xDF25:
        return put_text_png(job, &face->w, tag, persona_get(p, P_NAME),
                            NAME_SIZE);
    case 0xDF26:
        return put_text_png(job, &face->w, tag, persona_get(p, P_ADDRESS),
                            ADDRESS_SIZE);
    case 0xDF27: return put_photo(job, &face->w, tag, "face");
    case 0xDF28: return sign_photo(job, face);
    case 0xDF29:
        tlv_put(&face->w, tag, span_of(expires, DATE_DIGITS));
        return true;
    case 0xDF2A:
        return put_digits_png(job, &face->w, tag,
                              persona_get(p, P_SECURITY_CODE));
    default: return false;
    }
}

/* FF20 { DF21 offsets, DF22 ... DF2A }; offsets count from the file's start.
 * The public key alone makes it longer than 127 bytes, hence FACE_HEAD. */
static bool put_face(struct job *job)
{
    uint8_t *buf = malloc(FACE_MAX);
    struct face face = { .w = wbuf_of(buf, FACE_MAX) };
    struct wbuf head;
    bool ok = buf != NULL || problem_nomem(job->problem);
    const size_t objects_at =
        FACE_HEAD + tlv_head_len(0xDF21, FACE_OFFSETS) + FACE_OFFSETS;

    if (!ok || wbuf_reserve(&face.w, objects_at) == NULL) {
        free(buf);
        return false;
    }
    for (uint16_t tag = 0xDF22; ok && tag <= 0xDF2A; tag++) {
        face.at[tag - 0xDF22] = face.w.len;
        ok = write_object(job, &face, tag);
        face.at[tag - 0xDF22 + 1] = face.w.len;
    }
    head = wbuf_of(buf, objects_at);
    tlv_put_head(&head, 0xFF20, face.w.len - FACE_HEAD);
    tlv_put_head(&head, 0xDF21, FACE_OFFSETS);
    for (size_t i = 0; i < FACE_OBJECTS; i++)
        wbuf_put_be16(&head, (uint16_t)face.at[i]);
    ok = ok && !head.full &&
         job_put_written(job, APP_VISUAL, FACE_FILE, &face.w, 0);
    free(buf);
    return ok;
}

/* FF40 { DF41 picture, DF42 public key, DF43 signature over both } */
static bool put_number(struct job *job)
{
    uint8_t body_buf[2048];
    uint8_t buf[2560];
    struct wbuf body = wbuf_of(body_buf, sizeof(body_buf));
    struct wbuf w = wbuf_of(buf, sizeof(buf));

    if (!put_digits_png(job, &body, 0xDF41,
                        persona_get(job->citizen->persona, P_NUMBER)) ||
        !put_pubkey(job, &body, 0xDF42))
        return false;
    tlv_put_head(&w, 0xFF40,
                 body.len + tlv_head_len(0xDF43, RSA_BYTES) + RSA_BYTES);
    wbuf_put(&w, wbuf_span(&body));
    return job_sign(job, CV_VISUAL, &w, 0xDF43, wbuf_span(&body)) &&
           job_put_written(job, APP_VISUAL, NUMBER_FILE, &w, 0);
}

/* DF35: a key identifier and 256 bytes of unknown meaning. */
static bool put_basic(struct job *job)
{
    static const uint8_t version[] = { 0x06, 0x03, 0x0E, 0x01 };
    uint8_t opaque[CV_KEY_ID_LEN + DF35_OPAQUE];
    uint8_t key_id[CV_KEY_ID_LEN];
    uint8_t buf[512];
    struct wbuf w = wbuf_of(buf, sizeof(buf));
    const char *municipality =
        persona_get(job->citizen->persona, P_MUNICIPALITY);

    cv_key_id("6990024", "000", key_id);
    cv_key_id("6990025", "000", opaque);
    if (!seed_bytes(job->seed, "visual DF35", opaque + CV_KEY_ID_LEN,
                    DF35_OPAQUE, job->problem))
        return false;
    tlv_put_head(&w, 0xFF30, 0x13B);
    tlv_put(&w, 0xDF31, span_of(version, sizeof(version)));
    tlv_put(&w, 0xDF32, span_of(key_id, sizeof(key_id)));
    tlv_put(&w, 0xDF33, span_of("\0", 1));
    tlv_put(&w, 0xDF34, span_of(municipality, strlen(municipality)));
    tlv_put(&w, 0xDF35, span_of(opaque, sizeof(opaque)));
    return job_put_written(job, APP_VISUAL, BASIC_FILE, &w, 0);
}

static bool put_cv_cert(struct job *job)
{
    uint8_t buf[CV_CERT_LEN];
    struct wbuf w = wbuf_of(buf, sizeof(buf));

    return job_cv_cert(job, CV_VISUAL, &w) &&
           job_put_written(job, APP_VISUAL, CV_CERT_FILE, &w, 0);
}

/* On a mixed card the age record opens with the birth date of the text
 * records: a verifier gets as far as reading another date in it. */
bool ap_visual_put(struct job *job)
{
    const struct persona *p = job->citizen->persona;

    return put_age(job) && put_face(job) && put_basic(job) &&
           put_cv_cert(job) && put_number(job) &&
           job_put_filler(job, APP_VISUAL, UNKNOWN_FILE, 0xFF, UNKNOWN_LEN) &&
           job_put_key(job, KEY_VISUAL) &&
           job_put_pin(job, PIN_VISUAL_A, persona_get(p, P_NUMBER),
                       P_A_TRIES) &&
           job_put_pin(job, PIN_VISUAL_B, job->citizen->number_b, P_B_TRIES) &&
           job_put_pin(job, PIN_VISUAL_BIRTH, job->records->birth_key,
                       P_BIRTH_TRIES);
}
