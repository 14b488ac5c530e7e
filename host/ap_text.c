/* SPDX-License-Identifier: Apache-2.0
 *
 * The text application: four attributes and My Number. Must never read the
 * number in order to open something else.
 */
#include "host/ap_text.h"

#include "card/edge/tlv.h"
#include "host/iso.h"
#include "host/unlock.h"
#include "host/utf8.h"

bool ap_text_date(struct span value, char out[9])
{
    if (value.len != 8)
        return false;
    for (size_t i = 0; i < 8; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9')
            return false;
        out[i] = (char)value.ptr[i];
    }
    out[8] = '\0';
    return true;
}

static bool take_string(struct span value, char *out, size_t cap)
{
    if (value.len >= cap || !utf8_is_clean(value))
        return false;
    if (value.len != 0)
        memcpy(out, value.ptr, value.len);
    out[value.len] = '\0';
    return true;
}

enum inkan_rc ap_text_person(struct span record, struct inkan_person *out,
                             struct span *signed_part)
{
    struct tlv outer, offsets, name, address, birth, sex;
    struct span in;

    if (!tlv_next(&record, &outer) || outer.tag != 0xFF20)
        return INKAN_MALFORMED;
    in = outer.value;
    /* The order is fixed: card-spec.md 3.2.2. New objects may follow. */
    if (!tlv_next(&in, &offsets) || offsets.tag != 0xDF21 ||
        !tlv_next(&in, &name) || name.tag != 0xDF22 ||
        !tlv_next(&in, &address) || address.tag != 0xDF23 ||
        !tlv_next(&in, &birth) || birth.tag != 0xDF24 || !tlv_next(&in, &sex) ||
        sex.tag != 0xDF25)
        return INKAN_MALFORMED;
    if (!take_string(name.value, out->name, sizeof(out->name)) ||
        !take_string(address.value, out->address, sizeof(out->address)) ||
        !ap_text_date(birth.value, out->birth) || sex.value.len != 1 ||
        sex.value.ptr[0] < '0' || sex.value.ptr[0] > '9')
        return INKAN_MALFORMED;
    out->sex = (char)sex.value.ptr[0];
    *signed_part =
        span_of(name.object.ptr, name.object.len + address.object.len +
                                     birth.object.len + sex.object.len);
    return INKAN_OK;
}

/* card-spec.md 8.1 */
static bool check_digit_fits(const uint8_t *digits)
{
    static const uint8_t weights[11] = { 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2 };
    unsigned sum = 0;
    unsigned r;

    for (size_t i = 0; i < 11; i++)
        sum += (unsigned)(digits[i] - '0') * weights[i];
    r = sum % 11;
    return digits[11] - '0' == (int)(r <= 1 ? 0 : 11 - r);
}

enum inkan_rc ap_text_number(struct span record, char out[13])
{
    struct tlv number;

    if (!tlv_next(&record, &number) || number.tag != 0xFF10 ||
        number.value.len != 12)
        return INKAN_MALFORMED;
    for (size_t i = 0; i < 12; i++) {
        if (number.value.ptr[i] < '0' || number.value.ptr[i] > '9')
            return INKAN_MALFORMED;
    }
    if (!check_digit_fits(number.value.ptr))
        return INKAN_MALFORMED;
    memcpy(out, number.value.ptr, 12);
    out[12] = '\0';
    return INKAN_OK;
}

void inkan_person_wipe(struct inkan_person *person)
{
    if (person != NULL)
        wipe(person, sizeof(*person));
}

enum inkan_rc inkan_person_read(struct inkan_card *card,
                                const struct inkan_secret *secret,
                                struct inkan_person *out)
{
    struct span record, part;
    enum inkan_rc rc;

    if (card == NULL || secret == NULL || out == NULL ||
        (secret->pin != INKAN_PIN_TEXT && secret->pin != INKAN_PIN_NUMBER_B))
        return INKAN_ARG;
    memset(out, 0, sizeof(*out));
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    rc = unlock_app(card, APP_TEXT, secret);
    if (rc == INKAN_OK)
        rc = iso_read(card, EF_TEXT_ATTRIBUTES, ISO_OBJECT, &record);
    if (rc == INKAN_OK) {
        rc = ap_text_person(record, out, &part);
        if (rc != INKAN_OK)
            rc = card_fail(card, rc);
    }
    rc = card_end(card, rc);
    if (rc != INKAN_OK)
        inkan_person_wipe(out);
    return rc;
}

enum inkan_rc inkan_number_read(struct inkan_card *card,
                                const struct inkan_secret *secret, char out[13])
{
    struct span record;
    enum inkan_rc rc;

    if (card == NULL || secret == NULL || out == NULL ||
        (secret->pin != INKAN_PIN_TEXT && secret->pin != INKAN_PIN_NUMBER_A))
        return INKAN_ARG;
    memset(out, 0, 13);
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    rc = unlock_app(card, APP_TEXT, secret);
    if (rc == INKAN_OK)
        rc = iso_read(card, EF_TEXT_NUMBER, ISO_OBJECT, &record);
    if (rc == INKAN_OK) {
        rc = ap_text_number(record, out);
        if (rc != INKAN_OK)
            rc = card_fail(card, rc);
    }
    rc = card_end(card, rc);
    if (rc != INKAN_OK)
        wipe(out, 13);
    return rc;
}
