/* SPDX-License-Identifier: Apache-2.0
 *
 * Hexadecimal text. No libc, so that it also runs on bare metal.
 */
#include "tests/support/hex.h"

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool hex_parse(const char *text, struct wbuf *w)
{
    while (*text != '\0') {
        int high = hex_digit(text[0]);
        int low;

        if (*text == ' ') {
            text++;
            continue;
        }
        low = high < 0 ? -1 : hex_digit(text[1]);
        if (low < 0)
            return false;
        wbuf_put_u8(w, (uint8_t)(high << 4 | low));
        text += 2;
    }
    return !w->full;
}

void hex_print(struct span s, char *out)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < s.len; i++) {
        *out++ = digits[s.ptr[i] >> 4];
        *out++ = digits[s.ptr[i] & 0x0F];
    }
    *out = '\0';
}
