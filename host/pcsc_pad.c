/* SPDX-License-Identifier: Apache-2.0
 *
 * PC/SC part 10: readers with their own keys for the PIN. The PIN never
 * reaches this process.
 */
#include <string.h>

#include <reader.h>

#include "card/edge/bytes.h"
#include "host/pcsc_internal.h"

#define PAD_TIMEOUT_S 30

/* PC/SC part 10, 2.5.2: what the reader puts where. */
#define FORMAT_ASCII_LEFT 0x82 /* bytes, left aligned, ASCII */
#define END_BY_KEY        0x02 /* the holder presses OK */
#define END_BY_MAX        0x01 /* or the longest PIN is there */

/* What the reader says when the holder gives up: 2.5.2.4 */
#define SW_PAD_TIMEOUT  0x6400
#define SW_PAD_CANCELED 0x6401

/* The ioctl of FEATURE_VERIFY_PIN_DIRECT, asked once. */
static DWORD pad_ioctl(struct pcsc_conn *c)
{
    uint8_t buf[256];
    DWORD len = 0;

    if (c->pad_asked)
        return c->pad_ioctl;
    c->pad_asked = true;
    if (SCardControl(c->handle, CM_IOCTL_GET_FEATURE_REQUEST, NULL, 0, buf,
                     sizeof(buf), &len) != SCARD_S_SUCCESS ||
        len > sizeof(buf))
        return 0;
    /* tag, length 4, ioctl big-endian */
    for (size_t at = 0; at + 6 <= len; at += 2u + buf[at + 1]) {
        if (buf[at] == FEATURE_VERIFY_PIN_DIRECT && buf[at + 1] == 4) {
            c->pad_ioctl = get_be32(buf + at + 2);
            break;
        }
    }
    return c->pad_ioctl;
}

bool pcsc_has_pinpad(void *conn)
{
    return pad_ioctl(conn) != 0;
}

enum inkan_rc pcsc_pinpad_verify(void *conn,
                                 const struct inkan_pinpad_request *req,
                                 uint8_t *resp, size_t cap, size_t *out_len)
{
    struct pcsc_conn *c = conn;
    uint8_t raw[sizeof(PIN_VERIFY_STRUCTURE) + sizeof(req->apdu) + 1];
    PIN_VERIFY_STRUCTURE pv;
    size_t head = offsetof(PIN_VERIFY_STRUCTURE, abData);
    DWORD len = 0;
    LONG rv;
    uint16_t sw;

    memset(&pv, 0, sizeof(pv));
    pv.bTimerOut = PAD_TIMEOUT_S;
    pv.bTimerOut2 = PAD_TIMEOUT_S;
    pv.bmFormatString = FORMAT_ASCII_LEFT;
    pv.wPINMaxExtraDigit = (uint16_t)(req->min_len << 8 | req->max_len);
    pv.bEntryValidationCondition =
        req->min_len == req->max_len ? END_BY_KEY | END_BY_MAX : END_BY_KEY;
    pv.bNumberMessage = 1;
    pv.wLangId = 0x0411; /* Japanese */
    /* Lc 0: the reader puts the length and the digits behind it. */
    pv.ulDataLength = (uint32_t)(req->apdu_len + 1);
    memcpy(raw, &pv, head);
    memcpy(raw + head, req->apdu, req->apdu_len);
    raw[head + req->apdu_len] = 0;
    rv =
        SCardControl(c->handle, pad_ioctl(c), raw,
                     (DWORD)(head + req->apdu_len + 1), resp, (DWORD)cap, &len);
    if (rv != SCARD_S_SUCCESS)
        return pcsc_note(c, rv);
    if (len < 2)
        return INKAN_COMM;
    sw = get_be16(resp + len - 2);
    if (sw == SW_PAD_TIMEOUT)
        return INKAN_TIMEOUT;
    if (sw == SW_PAD_CANCELED)
        return INKAN_CANCELLED;
    *out_len = len;
    return INKAN_OK;
}
