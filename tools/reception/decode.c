/* SPDX-License-Identifier: Apache-2.0
 *
 * CP932 and UTF-8 by iconv. Decides nothing about what the text says.
 */
#include "tools/reception/decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "tools/tool.h"

/* A declaration is far shorter. */
#define DECLARATION_MAX 256

/* What files call their encoding, and what iconv calls what they mean. */
static const struct encoding_row {
    const char *name;
    const char *iconv_name;
} encodings[] = {
    { "UTF-8", "UTF-8" },       { "UTF8", "UTF-8" },  { "Shift_JIS", "CP932" },
    { "Shift-JIS", "CP932" },   { "SJIS", "CP932" },  { "x-sjis", "CP932" },
    { "windows-31j", "CP932" }, { "MS932", "CP932" }, { "CP932", "CP932" },
};

static const char *iconv_name_of(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(encodings); i++) {
        if (strcasecmp(encodings[i].name, name) == 0)
            return encodings[i].iconv_name;
    }
    return NULL;
}

/* in_len bytes never become more than three times as many, both ways: one
 * byte of CP932 (half-width kana) is three of UTF-8. */
static enum decode_rc convert(const char *to, const char *from, const char *in,
                              size_t in_len, char **out, size_t *out_len)
{
    size_t cap = in_len * 3, left = cap;
    char *text = malloc(cap + 1), *at = text;
    char *from_at = (char *)(uintptr_t)in; /* iconv does not write there */
    iconv_t cd = iconv_open(to, from);
    enum decode_rc rc = DECODE_OK;

    if (text == NULL)
        rc = DECODE_NOMEM;
    else if (cd == (iconv_t)-1)
        rc = DECODE_ENCODING;
    else if (iconv(cd, &from_at, &in_len, &at, &left) != 0)
        rc = DECODE_BROKEN; /* also where something was only approximated */
    if (cd != (iconv_t)-1)
        iconv_close(cd);
    if (rc != DECODE_OK) {
        free(text);
        return rc;
    }
    *at = '\0';
    *out = text;
    *out_len = (size_t)(at - text);
    return DECODE_OK;
}

enum decode_rc decode_text(const uint8_t *data, size_t len,
                           const char *encoding, char **out, size_t *out_len)
{
    const char *from = iconv_name_of(encoding);

    if (from == NULL)
        return DECODE_ENCODING;
    if (len > 0 && memchr(data, 0, len) != NULL)
        return DECODE_NUL;
    return convert("UTF-8", from, (const char *)data, len, out, out_len);
}

enum decode_rc decode_back(const char *text, size_t len, const char *encoding,
                           char **out, size_t *out_len)
{
    const char *to = iconv_name_of(encoding);

    if (to == NULL)
        return DECODE_ENCODING;
    return convert(to, "UTF-8", text, len, out, out_len);
}

/* Bytes of the declaration; 0: there is none. SIZE_MAX: it has no end. */
static size_t declaration_len(const uint8_t *data, size_t len)
{
    size_t cap = len < DECLARATION_MAX ? len : DECLARATION_MAX;
    const uint8_t *end;

    if (len < 5 || memcmp(data, "<?xml", 5) != 0)
        return 0;
    end = memmem(data, cap, "?>", 2);
    return end != NULL ? (size_t)(end - data) + 2 : SIZE_MAX;
}

/* The value of encoding="..."; what is too long for out is cut, and so is no
 * known name. */
void decode_declared(const uint8_t *data, size_t len, char out[DECODE_NAME_MAX])
{
    size_t head = declaration_len(data, len);
    char copy[DECLARATION_MAX + 1];
    const char *value, *end;

    snprintf(out, DECODE_NAME_MAX, "UTF-8");
    if (head == 0 || head > DECLARATION_MAX)
        return;
    memcpy(copy, data, head);
    copy[head] = '\0';
    value = strstr(copy, "encoding");
    if (value == NULL)
        return;
    value += strlen("encoding");
    value += strspn(value, " \t\r\n=");
    end = *value == '"' || *value == '\'' ? strchr(value + 1, *value) : NULL;
    if (end != NULL)
        snprintf(out, DECODE_NAME_MAX, "%.*s", (int)(end - value - 1),
                 value + 1);
}

enum decode_rc decode_xml(const uint8_t *data, size_t len, char **out,
                          size_t *out_len)
{
    static const uint8_t mark[] = { 0xEF, 0xBB, 0xBF };
    char encoding[DECODE_NAME_MAX];
    size_t head;

    if (len >= sizeof(mark) && memcmp(data, mark, sizeof(mark)) == 0) {
        data += sizeof(mark);
        len -= sizeof(mark);
    }
    head = declaration_len(data, len);
    if (head == SIZE_MAX)
        return DECODE_BROKEN;
    decode_declared(data, len, encoding);
    return decode_text(data + head, len - head, encoding, out, out_len);
}
