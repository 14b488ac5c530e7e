/* SPDX-License-Identifier: Apache-2.0
 *
 * The driving licence on the card (card-spec.md 3.7). Of its objects only C1,
 * C2, C3 and C5 are publicly known; the rest is handed on as it is.
 */
#include <inkan/face.h>

#include "host/era.h"
#include "host/record.h"
#include "host/unlock.h"

#define EF_PIN_SETTING 0x001A
#define EF_LICENCE     0x001B
#define EF_SIGNATURE   0x001C

#define TAG_PIN_SET 0xC1
#define TAG_EXPIRY  0xC5

/* What a card without a licence PIN wants to be verified with. */
static const uint8_t default_pin[] = { '*', '*', '*', '*' };

/* 7 digits, era and YYMMDD, to YYYYMMDD. false: some other form. */
static bool take_expiry(struct span value, char out[9])
{
    int year;

    if (value.len != 7)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9')
            return false;
    }
    if (value.ptr[0] < '1' || value.ptr[0] > '5')
        return false;
    year = era_row((enum inkan_era)(value.ptr[0] - '0'))->from / 10000 - 1 +
           (value.ptr[1] - '0') * 10 + (value.ptr[2] - '0');
    for (size_t i = 4; i-- > 0; year /= 10)
        out[i] = (char)('0' + year % 10);
    memcpy(out + 4, value.ptr + 3, 4);
    out[8] = '\0';
    return true;
}

/* Objects up to the filler; anything else behind them is malformed. */
static bool take_items(struct span in, struct inkan_licence *out)
{
    while (in.len != 0 && in.ptr[0] != 0xFF && in.ptr[0] != 0x00) {
        struct inkan_licence_item *item = &out->items[out->count];
        struct tlv object;

        if (out->count == INKAN_LICENCE_ITEMS_MAX || !tlv_next(&in, &object))
            return false;
        out->count++;
        item->tag = object.tag;
        item->value =
            (struct inkan_bytes){ object.value.ptr, object.value.len };
        if (object.tag == TAG_EXPIRY && !take_expiry(object.value, out->expiry))
            return false;
    }
    return true;
}

static enum inkan_rc read_setting(struct inkan_card *card, bool *set)
{
    struct span bytes;
    struct tlv object;
    enum inkan_rc rc = iso_read(card, EF_PIN_SETTING, ISO_OBJECT, &bytes);

    if (rc != INKAN_OK)
        return rc;
    if (!tlv_next(&bytes, &object) || object.tag != TAG_PIN_SET ||
        object.value.len != 1)
        return card_fail(card, INKAN_MALFORMED);
    *set = object.value.ptr[0] != 0;
    return INKAN_OK;
}

/* Licence data and signature into one piece of memory. */
static enum inkan_rc read_files(struct inkan_card *card, struct record *out,
                                size_t *data_len)
{
    struct record data, sig;
    enum inkan_rc rc = record_read(card, EF_LICENCE, ISO_ALL, &data);

    if (rc != INKAN_OK)
        return rc;
    *data_len = data.len;
    rc = record_read(card, EF_SIGNATURE, ISO_ALL, &sig);
    if (rc == INKAN_NOT_FOUND || rc == INKAN_NOT_VERIFIED)
        rc = INKAN_OK; /* absent, or guarded by something that nobody knows */
    if (rc == INKAN_OK)
        rc = record_join(card, &data, &sig, out);
    record_clear(&data);
    record_clear(&sig);
    return rc;
}

static enum inkan_rc licence(struct inkan_card *card,
                             const struct inkan_secret *secret,
                             struct record *r, size_t *data_len,
                             struct inkan_licence *out)
{
    struct inkan_secret open = { .pin = INKAN_PIN_LICENCE,
                                 .value = default_pin,
                                 .len = sizeof(default_pin) };
    enum inkan_rc rc = iso_select(card, APP_LICENCE);

    if (rc == INKAN_OK)
        rc = read_setting(card, &out->pin_set);
    if (rc != INKAN_OK)
        return rc;
    if (out->pin_set && secret == NULL)
        return INKAN_OK;
    rc = unlock_app(card, APP_LICENCE, out->pin_set ? secret : &open);
    if (rc == INKAN_OK)
        rc = read_files(card, r, data_len);
    out->read = rc == INKAN_OK;
    return rc;
}

enum inkan_rc inkan_licence_read(struct inkan_card *card,
                                 const struct inkan_secret *secret,
                                 struct inkan_licence *out)
{
    struct record r = { NULL, 0 };
    size_t data_len = 0;
    enum inkan_rc rc;

    if (card == NULL || out == NULL ||
        (secret != NULL && secret->pin != INKAN_PIN_LICENCE))
        return INKAN_ARG;
    memset(out, 0, sizeof(*out));
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    rc = card_end(card, licence(card, secret, &r, &data_len, out));
    if (rc == INKAN_OK && !take_items(span_of(r.ptr, data_len), out))
        rc = card_fail(card, INKAN_MALFORMED);
    if (rc != INKAN_OK) {
        record_clear(&r);
        memset(out, 0, sizeof(*out));
        return rc;
    }
    out->record = r.ptr;
    out->record_len = r.len;
    if (r.len > data_len)
        out->signature =
            (struct inkan_bytes){ r.ptr + data_len, r.len - data_len };
    return INKAN_OK;
}

void inkan_licence_clear(struct inkan_licence *licence)
{
    struct record r;

    if (licence == NULL)
        return;
    r = (struct record){ licence->record, licence->record_len };
    record_clear(&r);
    wipe(licence, sizeof(*licence));
}
