/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence of the text application: hashes and signature over the holder's
 * data, the signed key, the challenge (card-spec.md 9).
 */
#include "host/ap_text.h"
#include "host/check_internal.h"
#include "host/cv.h"
#include "host/digest.h"
#include "host/unlock.h"

/* EF 0003: DF31 hash of the number, DF32 of the attributes, DF33 signature. */
enum { HASH_NUMBER, HASH_ATTRIBUTES, HASH_SIGNATURE, HASH_OBJECTS };
/* EF 0007: DF51 key, DF52 signature. */
enum { KEY_OBJECT, KEY_SIGNATURE, KEY_OBJECTS };

static bool hash_fits(struct span data, struct span expected)
{
    uint8_t hash[32];

    return digest_sha256(data, hash) &&
           span_equal(span_of(hash, sizeof(hash)), expected);
}

/* A hash is worth what the record with it is worth. */
static void set_hash(struct checker *c, enum inkan_check_id id, bool fits)
{
    if (!fits)
        check_set(c, id, INKAN_FORGED, INKAN_REASON_BAD_HASH);
    else if (check_is_genuine(c, INKAN_CHECK_TEXT_RECORD))
        check_set(c, id, INKAN_GENUINE, INKAN_REASON_NONE);
    else
        check_set(c, id, INKAN_UNCHECKED, INKAN_REASON_DEPENDS);
}

static enum inkan_rc check_record(struct checker *c, struct span issuer,
                                  struct record *r, struct tlv o[HASH_OBJECTS],
                                  bool *got)
{
    static const uint16_t tags[] = { 0xDF31, 0xDF32, 0xDF33 };
    struct span covered;
    enum inkan_rc rc = check_read(c, INKAN_CHECK_TEXT_RECORD, EF_TEXT_RECORD,
                                  ISO_OBJECT, r, got);

    if (rc != INKAN_OK || !*got)
        return rc;
    *got = record_objects(record_span(r), 0xFF30, tags, HASH_OBJECTS, false, o);
    if (!*got) {
        check_set(c, INKAN_CHECK_TEXT_RECORD, INKAN_FORGED,
                  INKAN_REASON_MALFORMED);
        return INKAN_OK;
    }
    covered =
        span_of(o[HASH_NUMBER].object.ptr,
                o[HASH_NUMBER].object.len + o[HASH_ATTRIBUTES].object.len);
    if (issuer.len == 0)
        check_set(c, INKAN_CHECK_TEXT_RECORD, INKAN_UNCHECKED,
                  INKAN_REASON_DEPENDS);
    else
        check_signed(c, INKAN_CHECK_TEXT_RECORD, INKAN_CHECK_TEXT_ISSUER,
                     cv_verify(issuer, covered, o[HASH_SIGNATURE].value));
    return INKAN_OK;
}

static enum inkan_rc check_attributes(struct checker *c, bool has_hash,
                                      struct span hash)
{
    struct inkan_person *person = &c->report->person;
    struct record r;
    struct span covered;
    bool got;
    enum inkan_rc rc = check_read(c, INKAN_CHECK_TEXT_ATTRIBUTES,
                                  EF_TEXT_ATTRIBUTES, ISO_OBJECT, &r, &got);

    if (rc != INKAN_OK || !got)
        return rc;
    if (ap_text_person(record_span(&r), person, &covered) != INKAN_OK) {
        inkan_person_wipe(person);
        check_set(c, INKAN_CHECK_TEXT_ATTRIBUTES, INKAN_FORGED,
                  INKAN_REASON_MALFORMED);
    } else {
        c->report->has_person = true;
        if (has_hash)
            set_hash(c, INKAN_CHECK_TEXT_ATTRIBUTES, hash_fits(covered, hash));
        else
            check_set(c, INKAN_CHECK_TEXT_ATTRIBUTES, INKAN_UNCHECKED,
                      INKAN_REASON_DEPENDS);
    }
    record_clear(&r);
    return INKAN_OK;
}

/* The hash is over the file as it lies there, with its two bytes of filler. */
static enum inkan_rc check_number(struct checker *c, bool has_hash,
                                  struct span hash)
{
    struct record r;
    bool got;
    enum inkan_rc rc;

    if (!c->options->with_number)
        return INKAN_OK;
    rc = check_read(c, INKAN_CHECK_TEXT_NUMBER, EF_TEXT_NUMBER, ISO_ALL, &r,
                    &got);
    if (rc != INKAN_OK || !got)
        return rc;
    if (has_hash)
        set_hash(c, INKAN_CHECK_TEXT_NUMBER, hash_fits(record_span(&r), hash));
    else
        check_set(c, INKAN_CHECK_TEXT_NUMBER, INKAN_UNCHECKED,
                  INKAN_REASON_DEPENDS);
    record_clear(&r);
    return INKAN_OK;
}

static enum inkan_rc check_key(struct checker *c, struct span issuer)
{
    static const uint16_t tags[] = { 0xDF51, 0xDF52 };
    struct tlv o[KEY_OBJECTS];
    struct record r;
    bool got;
    enum inkan_rc rc =
        check_read(c, INKAN_CHECK_TEXT_KEY, EF_TEXT_KEY, ISO_OBJECT, &r, &got);

    if (rc != INKAN_OK)
        return rc;
    if (!got) {
        check_set(c, INKAN_CHECK_TEXT_CHALLENGE, INKAN_UNCHECKED,
                  INKAN_REASON_DEPENDS);
        return INKAN_OK;
    }
    if (!record_objects(record_span(&r), 0xFF50, tags, KEY_OBJECTS, false, o)) {
        check_set(c, INKAN_CHECK_TEXT_KEY, INKAN_FORGED,
                  INKAN_REASON_MALFORMED);
        check_set(c, INKAN_CHECK_TEXT_CHALLENGE, INKAN_UNCHECKED,
                  INKAN_REASON_DEPENDS);
    } else {
        if (issuer.len == 0)
            check_set(c, INKAN_CHECK_TEXT_KEY, INKAN_UNCHECKED,
                      INKAN_REASON_DEPENDS);
        else
            check_signed(c, INKAN_CHECK_TEXT_KEY, INKAN_CHECK_TEXT_ISSUER,
                         cv_verify(issuer, o[KEY_OBJECT].object,
                                   o[KEY_SIGNATURE].value));
        rc = check_challenge(c, INKAN_CHECK_TEXT_CHALLENGE,
                             INKAN_CHECK_TEXT_KEY, o[KEY_OBJECT].value);
    }
    record_clear(&r);
    return rc;
}

enum inkan_rc check_text_app(struct checker *c)
{
    struct record cv = { NULL, 0 };
    struct record hashes = { NULL, 0 };
    struct tlv o[HASH_OBJECTS];
    struct span issuer = span_none();
    bool got = false;
    enum inkan_rc rc;

    if (c->options->secret == NULL)
        return INKAN_OK;
    rc = unlock_app(c->card, APP_TEXT, c->options->secret);
    if (rc == INKAN_OK)
        rc = check_issuer(c, INKAN_CHECK_TEXT_ISSUER, &cv, &issuer);
    if (rc == INKAN_OK)
        rc = check_record(c, issuer, &hashes, o, &got);
    if (rc == INKAN_OK)
        rc = check_attributes(c, got,
                              got ? o[HASH_ATTRIBUTES].value : span_none());
    if (rc == INKAN_OK)
        rc = check_number(c, got, got ? o[HASH_NUMBER].value : span_none());
    if (rc == INKAN_OK)
        rc = check_key(c, issuer);
    record_clear(&cv);
    record_clear(&hashes);
    return rc;
}
