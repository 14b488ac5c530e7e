/* SPDX-License-Identifier: Apache-2.0
 *
 * The visual application: card face, age record, picture of My Number. The
 * face opens with number B; nothing here ever asks for My Number to show a
 * photo.
 */
#include "host/ap_visual.h"

#include <stdlib.h>

#include "host/ap_text.h"
#include "host/record.h"
#include "host/unlock.h"

bool visual_age_objects(struct span in, struct tlv out[AGE_OBJECTS])
{
    static const uint16_t tags[AGE_OBJECTS] = { 0xDF11, 0xDF12, 0xDF13 };

    return record_objects(in, 0xFF10, tags, AGE_OBJECTS, true, out);
}

bool visual_face_objects(struct span in, struct tlv out[FACE_OBJECTS])
{
    static const uint16_t tags[FACE_OBJECTS] = { 0xDF21, 0xDF22, 0xDF23, 0xDF24,
                                                 0xDF25, 0xDF26, 0xDF27, 0xDF28,
                                                 0xDF29, 0xDF2A };

    return record_objects(in, 0xFF20, tags, FACE_OBJECTS, true, out);
}

static struct inkan_bytes bytes_of(struct span s)
{
    return (struct inkan_bytes){ s.ptr, s.len };
}

/* One operation: unlock the visual application and copy one file. */
static enum inkan_rc read_visual(struct inkan_card *card,
                                 const struct inkan_secret *secret,
                                 uint16_t fid, struct record *out)
{
    enum inkan_rc rc = card_begin(card);

    out->ptr = NULL;
    out->len = 0;
    if (rc != INKAN_OK)
        return rc;
    rc = unlock_app(card, APP_VISUAL, secret);
    if (rc == INKAN_OK)
        rc = record_read(card, fid, ISO_OBJECT, out);
    rc = card_end(card, rc);
    if (rc != INKAN_OK)
        record_clear(out);
    return rc;
}

/* --- the face ------------------------------------------------------------- */

static bool take_face(const struct record *r, struct inkan_face *face)
{
    struct tlv o[FACE_OBJECTS];

    if (!visual_face_objects(record_span(r), o) ||
        !ap_text_date(o[FACE_BIRTH].value, face->birth) ||
        !ap_text_date(o[FACE_EXPIRY].value, face->expiry) ||
        o[FACE_SEX].value.len != 1 || o[FACE_SEX].value.ptr[0] < '0' ||
        o[FACE_SEX].value.ptr[0] > '9')
        return false;
    face->sex = (char)o[FACE_SEX].value.ptr[0];
    face->name_png = bytes_of(o[FACE_NAME].value);
    face->address_png = bytes_of(o[FACE_ADDRESS].value);
    face->photo_jp2 = bytes_of(o[FACE_PHOTO].value);
    face->code_png = bytes_of(o[FACE_CODE].value);
    return true;
}

enum inkan_rc inkan_face_read(struct inkan_card *card,
                              const struct inkan_secret *secret,
                              struct inkan_face *out)
{
    struct record r;
    enum inkan_rc rc;

    if (card == NULL || secret == NULL || out == NULL ||
        (secret->pin != INKAN_PIN_NUMBER_A &&
         secret->pin != INKAN_PIN_NUMBER_B))
        return INKAN_ARG;
    memset(out, 0, sizeof(*out));
    rc = read_visual(card, secret, EF_VISUAL_FACE, &r);
    if (rc != INKAN_OK)
        return rc;
    if (!take_face(&r, out)) {
        record_clear(&r);
        memset(out, 0, sizeof(*out));
        return card_fail(card, INKAN_MALFORMED);
    }
    out->record = r.ptr;
    out->record_len = r.len;
    return INKAN_OK;
}

void inkan_face_clear(struct inkan_face *face)
{
    struct record r;

    if (face == NULL)
        return;
    r = (struct record){ face->record, face->record_len };
    record_clear(&r);
    wipe(face, sizeof(*face));
}

/* --- the age record ------------------------------------------------------- */

enum inkan_rc inkan_age_read(struct inkan_card *card,
                             const struct inkan_secret *secret, char out[9])
{
    struct tlv o[AGE_OBJECTS];
    struct record r;
    enum inkan_rc rc;

    if (card == NULL || secret == NULL || out == NULL ||
        secret->pin != INKAN_PIN_BIRTH)
        return INKAN_ARG;
    rc = read_visual(card, secret, EF_VISUAL_AGE, &r);
    if (rc != INKAN_OK)
        return rc;
    if (!visual_age_objects(record_span(&r), o) ||
        !ap_text_date(o[AGE_DATE].value, out))
        rc = card_fail(card, INKAN_MALFORMED);
    record_clear(&r);
    return rc;
}

/* --- picture of My Number ------------------------------------------------- */

enum inkan_rc inkan_number_image_read(struct inkan_card *card,
                                      const struct inkan_secret *secret,
                                      struct inkan_number_image *out)
{
    static const uint16_t tags[] = { 0xDF41 };
    struct tlv o[1];
    struct record r;
    enum inkan_rc rc;

    if (card == NULL || secret == NULL || out == NULL ||
        secret->pin != INKAN_PIN_NUMBER_A)
        return INKAN_ARG;
    memset(out, 0, sizeof(*out));
    rc = read_visual(card, secret, EF_VISUAL_NUMBER, &r);
    if (rc != INKAN_OK)
        return rc;
    if (!record_objects(record_span(&r), 0xFF40, tags, 1, true, o)) {
        record_clear(&r);
        return card_fail(card, INKAN_MALFORMED);
    }
    out->png = bytes_of(o[0].value);
    out->record = r.ptr;
    out->record_len = r.len;
    return INKAN_OK;
}

void inkan_number_image_clear(struct inkan_number_image *image)
{
    struct record r;

    if (image == NULL)
        return;
    r = (struct record){ image->record, image->record_len };
    record_clear(&r);
    wipe(image, sizeof(*image));
}

/* --- municipality --------------------------------------------------------- */

static enum inkan_rc municipality(struct inkan_card *card, char out[6])
{
    static const uint16_t tags[] = { 0xDF31, 0xDF32, 0xDF33, 0xDF34 };
    struct tlv o[ARRAY_LEN(tags)];
    struct span bytes, code;
    enum inkan_rc rc = iso_select(card, APP_VISUAL);

    if (rc == INKAN_OK)
        rc = iso_read(card, EF_VISUAL_INFO, ISO_OBJECT, &bytes);
    if (rc != INKAN_OK)
        return rc;
    if (!record_objects(bytes, 0xFF30, tags, ARRAY_LEN(tags), true, o))
        return card_fail(card, INKAN_MALFORMED);
    code = o[3].value;
    if (code.len != 5)
        return card_fail(card, INKAN_MALFORMED);
    for (size_t i = 0; i < 5; i++) {
        if (code.ptr[i] < '0' || code.ptr[i] > '9')
            return card_fail(card, INKAN_MALFORMED);
        out[i] = (char)code.ptr[i];
    }
    out[5] = '\0';
    return INKAN_OK;
}

enum inkan_rc inkan_municipality_read(struct inkan_card *card, char out[6])
{
    enum inkan_rc rc;

    if (card == NULL || out == NULL)
        return INKAN_ARG;
    rc = card_begin(card);
    return rc == INKAN_OK ? card_end(card, municipality(card, out)) : rc;
}
