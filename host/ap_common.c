/* SPDX-License-Identifier: Apache-2.0
 *
 * The common application: the number of the card. No PIN.
 */
#include "host/ap_common.h"

#include "card/edge/tlv.h"
#include "host/iso.h"

#define EF_CARD_NUMBER   0x0001
#define SERIAL_LEN       15
#define MUNICIPALITY_LEN 5
#define EXPIRY_LEN       8

/* Record TLV of the common application: one-byte tag, length of one byte or
 * FF hh ll (card-spec.md 3.4). */
static bool record_value(struct span in, uint8_t tag, struct span *out)
{
    size_t len;
    size_t at = 2;

    if (in.len < 2 || in.ptr[0] != tag)
        return false;
    len = in.ptr[1];
    if (len == 0xFF) {
        if (in.len < 4)
            return false;
        len = get_be16(in.ptr + 2);
        at = 4;
    }
    if (len > in.len - at)
        return false;
    *out = span_of(in.ptr + at, len);
    return true;
}

static bool take_digits(struct span *in, size_t len, char *out)
{
    if (in->len < len)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (in->ptr[i] < '0' || in->ptr[i] > '9')
            return false;
        out[i] = (char)in->ptr[i];
    }
    out[len] = '\0';
    *in = span_of(in->ptr + len, in->len - len);
    return true;
}

enum inkan_rc ap_common_number(struct inkan_card *card,
                               struct inkan_card_number *out)
{
    struct span record, value;
    enum inkan_rc rc = iso_select(card, APP_COMMON);

    if (rc == INKAN_OK)
        rc = iso_read_record(card, EF_CARD_NUMBER, &record);
    if (rc != INKAN_OK)
        return rc;
    if (!record_value(record, 0x01, &value) ||
        !take_digits(&value, SERIAL_LEN, out->serial) ||
        !take_digits(&value, MUNICIPALITY_LEN, out->municipality) ||
        !take_digits(&value, EXPIRY_LEN, out->expiry))
        return card_fail(card, INKAN_MALFORMED);
    return INKAN_OK;
}

enum inkan_rc inkan_card_number_read(struct inkan_card *card,
                                     struct inkan_card_number *out)
{
    struct inkan_card_number number;
    enum inkan_rc rc;

    if (card == NULL || out == NULL)
        return INKAN_ARG;
    rc = card_begin(card);
    if (rc == INKAN_OK)
        rc = card_end(card, ap_common_number(card, &number));
    if (rc == INKAN_OK)
        *out = number;
    return rc;
}
