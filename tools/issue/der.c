/* SPDX-License-Identifier: Apache-2.0
 *
 * DER lengths are minimal: one byte below 80, else 81 or 82.
 */
#include "tools/issue/der.h"

size_t der_open(struct wbuf *w, int tag)
{
    wbuf_put_u8(w, (uint8_t)tag);
    wbuf_put_u8(w, 0);
    return w->len;
}

void der_close(struct wbuf *w, size_t at)
{
    size_t len = w->len - at;
    size_t extra = len < 0x80 ? 0 : len < 0x100 ? 1 : 2;
    uint8_t *value;

    if (w->full || len > 0xFFFF || wbuf_reserve(w, extra) == NULL) {
        w->full = true;
        return;
    }
    value = w->ptr + at;
    memmove(value + extra, value, len);
    if (extra == 0)
        value[-1] = (uint8_t)len;
    else
        value[-1] = (uint8_t)(0x80 + extra);
    if (extra == 1)
        value[0] = (uint8_t)len;
    if (extra == 2)
        put_be16(value, (uint16_t)len);
}

void der_put(struct wbuf *w, int tag, struct span value)
{
    size_t at = der_open(w, tag);

    wbuf_put(w, value);
    der_close(w, at);
}

void der_put_text(struct wbuf *w, int tag, const char *text)
{
    der_put(w, tag, span_of(text, strlen(text)));
}

void der_put_small_int(struct wbuf *w, uint8_t value)
{
    der_put(w, DER_INTEGER, span_of(&value, 1));
}

/* Two digits of a year mean 1950 to 2049 (RFC 5280, 4.1.2.5). */
void der_put_time(struct wbuf *w, time_t time)
{
    char text[32];
    struct tm tm;

    gmtime_r(&time, &tm);
    strftime(text, sizeof(text), "%Y%m%d%H%M%SZ", &tm);
    if (tm.tm_year >= 1950 - 1900 && tm.tm_year < 2050 - 1900)
        der_put_text(w, DER_UTCTIME, text + 2);
    else
        der_put_text(w, DER_GENERALIZEDTIME, text);
}
