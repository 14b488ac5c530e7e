/* SPDX-License-Identifier: Apache-2.0
 *
 * Strict UTF-8 (Unicode 15, table 3-7).
 */
#include "tools/issue/utf8.h"

bool utf8_next(const char **text, uint32_t *out)
{
    const uint8_t *p = (const uint8_t *)*text;
    size_t more = p[0] < 0x80 ? 0 : p[0] < 0xE0 ? 1 : p[0] < 0xF0 ? 2 : 3;
    static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
    uint32_t c = p[0];

    if (c == 0 || (c >= 0x80 && c < 0xC2) || c > 0xF4)
        return false;
    if (more > 0)
        c &= 0x3Fu >> more;
    for (size_t i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return false;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if (c < least[more] || (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF)
        return false;
    *text += more + 1;
    *out = c;
    return true;
}

bool utf8_count(const char *text, size_t *out)
{
    uint32_t c;

    *out = 0;
    while (*text != '\0') {
        if (!utf8_next(&text, &c) || c < 0x20 || (c >= 0x7F && c < 0xA0))
            return false;
        (*out)++;
    }
    return true;
}

bool utf8_is_selector(uint32_t c)
{
    return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}
