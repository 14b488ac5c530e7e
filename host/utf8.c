/* SPDX-License-Identifier: Apache-2.0
 *
 * UTF-8 as RFC 3629 has it.
 */
#include "host/utf8.h"

/* Takes one character; 0 when there is none that is well-formed. */
static size_t take(struct span in, uint32_t *out)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    uint8_t first = in.ptr[0];
    size_t len;
    uint32_t c;

    if (first < 0x80) {
        *out = first;
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF)
        len = 2;
    else if (first >= 0xE0 && first <= 0xEF)
        len = 3;
    else if (first >= 0xF0 && first <= 0xF4)
        len = 4;
    else
        return 0;
    if (in.len < len)
        return 0;
    c = first & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((in.ptr[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (in.ptr[i] & 0x3Fu);
    }
    if (c < least[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *out = c;
    return len;
}

bool utf8_is_clean(struct span text)
{
    while (text.len != 0) {
        uint32_t c;
        size_t len = take(text, &c);

        if (len == 0 || c < 0x20 || (c >= 0x7F && c <= 0x9F))
            return false;
        text = span_of(text.ptr + len, text.len - len);
    }
    return true;
}
