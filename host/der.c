/* SPDX-License-Identifier: Apache-2.0
 *
 * DER, strictly. Every length comes from a card or a file: nothing is read
 * before it is known to be there.
 */
#include "host/der.h"

static bool read_len(struct span in, size_t *at, size_t *len)
{
    uint8_t first;
    size_t n;

    if (*at >= in.len)
        return false;
    first = in.ptr[(*at)++];
    if (first < 0x80) {
        *len = first;
        return true;
    }
    n = first & 0x7F;
    if (n == 0 || n > 4 || in.len - *at < n)
        return false;
    *len = 0;
    for (size_t i = 0; i < n; i++)
        *len = *len << 8 | in.ptr[(*at)++];
    /* the shortest form, or it is no DER */
    return *len >= 0x80 && *len >> (8 * (n - 1)) != 0;
}

bool der_next(struct span *in, struct der *out)
{
    size_t at = 1;
    size_t len;

    if (in->len < 2 || (in->ptr[0] & 0x1F) == 0x1F)
        return false;
    if (!read_len(*in, &at, &len) || len > in->len - at)
        return false;
    out->tag = in->ptr[0];
    out->value = span_of(in->ptr + at, len);
    out->object = span_of(in->ptr, at + len);
    in->ptr += at + len;
    in->len -= at + len;
    return true;
}

bool der_expect(struct span *in, uint8_t tag, struct der *out)
{
    struct span rest = *in;

    if (!der_next(&rest, out) || out->tag != tag)
        return false;
    *in = rest;
    return true;
}

bool der_whole(struct span in, uint8_t tag, struct der *out)
{
    return der_expect(&in, tag, out) && in.len == 0;
}

bool der_optional(struct span *in, uint8_t tag, struct der *out)
{
    return der_expect(in, tag, out);
}

bool der_bits(const struct der *in, struct span *out)
{
    if (in->value.len < 1 || in->value.ptr[0] != 0)
        return false;
    *out = span_of(in->value.ptr + 1, in->value.len - 1);
    return true;
}

/* --- times ---------------------------------------------------------------- */

static bool two_digits(const uint8_t *p, int *out)
{
    if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
        return false;
    *out = (p[0] - '0') * 10 + (p[1] - '0');
    return true;
}

bool der_time(const struct der *in, struct inkan_time *out)
{
    const uint8_t *p = in->value.ptr;
    int century = 0;
    int year;

    if (in->tag == DER_TIME && in->value.len == 15) {
        if (!two_digits(p, &century))
            return false;
        p += 2;
    } else if (in->tag != DER_UTC_TIME || in->value.len != 13) {
        return false;
    }
    if (!two_digits(p, &year) || !two_digits(p + 2, &out->month) ||
        !two_digits(p + 4, &out->day) || !two_digits(p + 6, &out->hour) ||
        !two_digits(p + 8, &out->minute) || !two_digits(p + 10, &out->second))
        return false;
    if (in->tag == DER_UTC_TIME)
        century = year < 50 ? 20 : 19; /* RFC 5280 4.1.2.5.1 */
    out->year = century * 100 + year;
    return p[12] == 'Z' && out->month >= 1 && out->month <= 12 &&
           out->day >= 1 && out->day <= 31 && out->hour <= 23 &&
           out->minute <= 59 && out->second <= 60;
}

/* --- extensions ----------------------------------------------------------- */

bool der_extension(struct span extensions, struct span oid,
                   struct span *out_value, bool *out_critical)
{
    struct der ext;

    while (der_expect(&extensions, DER_SEQUENCE, &ext)) {
        struct span in = ext.value;
        struct der id;
        struct der critical;
        struct der value;
        bool is_critical;

        if (!der_expect(&in, DER_OID, &id))
            return false;
        is_critical = der_optional(&in, DER_BOOLEAN, &critical) &&
                      critical.value.len == 1 && critical.value.ptr[0] != 0;
        if (!der_expect(&in, DER_OCTETS, &value))
            return false;
        if (span_equal(id.value, oid)) {
            *out_value = value.value;
            *out_critical = is_critical;
            return true;
        }
    }
    return false;
}

/* --- writing -------------------------------------------------------------- */

void der_put_head(struct wbuf *w, uint8_t tag, size_t len)
{
    wbuf_put_u8(w, tag);
    if (len > 0xFFFFFF) {
        w->full = true;
    } else if (len > 0xFFFF) {
        wbuf_put_u8(w, 0x83);
        wbuf_put_u8(w, (uint8_t)(len >> 16));
        wbuf_put_be16(w, (uint16_t)len);
    } else if (len > 0xFF) {
        wbuf_put_u8(w, 0x82);
        wbuf_put_be16(w, (uint16_t)len);
    } else if (len > 0x7F) {
        wbuf_put_u8(w, 0x81);
        wbuf_put_u8(w, (uint8_t)len);
    } else {
        wbuf_put_u8(w, (uint8_t)len);
    }
}

void der_put(struct wbuf *w, uint8_t tag, struct span value)
{
    der_put_head(w, tag, value.len);
    wbuf_put(w, value);
}
