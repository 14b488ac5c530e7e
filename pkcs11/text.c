/* SPDX-License-Identifier: Apache-2.0
 *
 * Fixed-width texts, see text.h.
 */
#include "pkcs11/text.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of text that fit into cap without cutting a UTF-8 character. */
static size_t fitting(const char *text, size_t cap)
{
    size_t len = strlen(text);

    if (len <= cap)
        return len;
    for (len = cap; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
        len--;
    return len;
}

void text_pad_ending(CK_UTF8CHAR *field, size_t size, const char *text,
                     const char *ending)
{
    size_t ending_len = strlen(ending);
    size_t len = fitting(text, size - ending_len);

    memset(field, ' ', size);
    memcpy(field, text, len);
    memcpy(field + len, ending, ending_len);
}

void text_pad(CK_UTF8CHAR *field, size_t size, const char *text)
{
    text_pad_ending(field, size, text, "");
}

CK_VERSION text_version(const char *text)
{
    char *end;
    unsigned long major = strtoul(text, &end, 10);
    unsigned long minor = *end == '.' ? strtoul(end + 1, NULL, 10) : 0;

    return (CK_VERSION){ (CK_BYTE)major, (CK_BYTE)minor };
}
