/* SPDX-License-Identifier: Apache-2.0
 *
 * Cursor and writer for the card's data objects. Every length comes from the
 * other side of the wire: nothing is read before it is known to be there.
 */
#include "card/edge/tlv.h"

#define LEN_SHORT_MAX 0x7F
#define LEN_1_BYTE    0x81
#define LEN_2_BYTES   0x82

/* In this card a first byte whose low five bits are set (FF, DF, 7F, 5F)
 * announces a second tag byte (ISO/IEC 8825-1 8.1.2.4). */
static bool is_two_byte_tag(uint8_t first)
{
    return (first & 0x1F) == 0x1F;
}

static bool read_tag(struct span in, size_t *at, uint16_t *tag)
{
    if (*at >= in.len)
        return false;
    *tag = in.ptr[(*at)++];
    if (!is_two_byte_tag((uint8_t)*tag))
        return true;
    if (*at >= in.len)
        return false;
    *tag = (uint16_t)(*tag << 8 | in.ptr[(*at)++]);
    return true;
}

static bool read_len(struct span in, size_t *at, size_t *len)
{
    uint8_t first;

    if (*at >= in.len)
        return false;
    first = in.ptr[(*at)++];
    if (first <= LEN_SHORT_MAX) {
        *len = first;
        return true;
    }
    if (first == LEN_1_BYTE && in.len - *at >= 1) {
        *len = in.ptr[(*at)++];
        return true;
    }
    if (first == LEN_2_BYTES && in.len - *at >= 2) {
        *len = get_be16(in.ptr + *at);
        *at += 2;
        return true;
    }
    return false;
}

bool tlv_next(struct span *in, struct tlv *out)
{
    size_t at = 0;
    size_t len;

    if (!read_tag(*in, &at, &out->tag) || !read_len(*in, &at, &len))
        return false;
    if (len > in->len - at)
        return false;
    out->value = (struct span){ in->ptr + at, len };
    out->object = (struct span){ in->ptr, at + len };
    in->ptr += at + len;
    in->len -= at + len;
    return true;
}

bool tlv_find(struct span in, uint16_t tag, struct tlv *out)
{
    while (tlv_next(&in, out)) {
        if (out->tag == tag)
            return true;
    }
    return false;
}

size_t tlv_head_len(uint16_t tag, size_t len)
{
    return (tag > 0xFF ? 2u : 1u) + (len <= LEN_SHORT_MAX ? 1u : 3u);
}

void tlv_put_head(struct wbuf *w, uint16_t tag, size_t len)
{
    if (len > 0xFFFF) {
        w->full = true;
        return;
    }
    if (tag > 0xFF)
        wbuf_put_u8(w, (uint8_t)(tag >> 8));
    wbuf_put_u8(w, (uint8_t)tag);
    if (len <= LEN_SHORT_MAX) {
        wbuf_put_u8(w, (uint8_t)len);
        return;
    }
    wbuf_put_u8(w, LEN_2_BYTES);
    wbuf_put_be16(w, (uint16_t)len);
}

void tlv_put(struct wbuf *w, uint16_t tag, struct span value)
{
    tlv_put_head(w, tag, value.len);
    wbuf_put(w, value);
}
