/* SPDX-License-Identifier: Apache-2.0
 *
 * base64 (RFC 4648) and PEM (RFC 7468), writing only.
 */
#include "tools/tool.h"

#include <stdlib.h>
#include <string.h>

enum { PEM_LINE = 64 };

/* Writes 4 characters for up to 3 bytes. */
static void encode_group(const uint8_t *in, size_t len, char *out)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "abcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t bits = 0;

    for (size_t i = 0; i < 3; i++)
        bits = bits << 8 | (i < len ? in[i] : 0u);
    for (size_t i = 0; i < 4; i++)
        out[i] = i <= len ? alphabet[bits >> (18 - 6 * i) & 63] : '=';
}

/* A new string, a line break after every `line` characters (0: none). */
static char *encode(const uint8_t *data, size_t len, size_t line)
{
    size_t chars = (len + 2) / 3 * 4;
    char *text = malloc(chars + (line > 0 ? chars / line + 1 : 0) + 1);
    char *out = text;

    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < len; i += 3) {
        encode_group(data + i, len - i < 3 ? len - i : 3, out);
        out += 4;
        if (line > 0 && ((i / 3 + 1) * 4 % line == 0 || i + 3 >= len))
            *out++ = '\n';
    }
    *out = '\0';
    return text;
}

json_t *tool_json_base64(const uint8_t *data, size_t len)
{
    char *text = encode(data, len, 0);
    json_t *json = text != NULL ? json_string(text) : NULL;

    if (text != NULL)
        explicit_bzero(text, strlen(text)); /* a photo, for example */
    free(text);
    return json;
}

char *tool_pem(const char *label, const uint8_t *der, size_t len)
{
    char *body = encode(der, len, PEM_LINE);
    char *pem = NULL;

    if (body != NULL &&
        asprintf(&pem, "-----BEGIN %s-----\n%s-----END %s-----\n", label, body,
                 label) < 0)
        pem = NULL;
    free(body);
    return pem;
}
