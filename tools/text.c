/* SPDX-License-Identifier: Apache-2.0
 *
 * Text and JSON on stdout. Text that came from a card or a file is another's:
 * it must not steer a terminal or turn a line round.
 */
#include "tools/tool.h"

#include <stdlib.h>
#include <string.h>

/* U+FFFD, the replacement character. */
#define REPLACEMENT "\xEF\xBF\xBD"

/* Bytes of the character at s, 0 if it is no whole UTF-8 character. */
static size_t utf8_decode(const unsigned char *s, uint32_t *out)
{
    static const struct {
        unsigned char mask, head;
        uint32_t least;
    } forms[] = { { 0x80, 0x00, 0x00 },
                  { 0xE0, 0xC0, 0x80 },
                  { 0xF0, 0xE0, 0x800 },
                  { 0xF8, 0xF0, 0x10000 } };

    for (size_t n = 0; n < ARRAY_LEN(forms); n++) {
        uint32_t c;

        if ((s[0] & forms[n].mask) != forms[n].head)
            continue;
        c = s[0] & (uint32_t)(unsigned char)~forms[n].mask;
        for (size_t i = 1; i <= n; i++) {
            if ((s[i] & 0xC0) != 0x80)
                return 0;
            c = c << 6 | (s[i] & 0x3Fu);
        }
        if (c < forms[n].least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
            return 0;
        *out = c;
        return n + 1;
    }
    return 0;
}

/* Control characters, and those that reorder a line (UAX #9). */
static bool is_hidden(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } hidden[] = { { 0x00, 0x1F },     { 0x7F, 0x9F },     { 0x061C, 0x061C },
                   { 0x200E, 0x200F }, { 0x2028, 0x202E }, { 0x2066, 0x2069 } };

    for (size_t i = 0; i < ARRAY_LEN(hidden); i++) {
        if (c >= hidden[i].first && c <= hidden[i].last)
            return true;
    }
    return false;
}

/* A copy with every bad or hidden character replaced; NULL: no memory. */
static char *cleaned(const char *utf8)
{
    const unsigned char *in = (const unsigned char *)utf8;
    char *copy = malloc(strlen(utf8) * strlen(REPLACEMENT) + 1);
    char *out = copy;

    if (copy == NULL)
        return NULL;
    while (*in != '\0') {
        uint32_t c = 0;
        size_t n = utf8_decode(in, &c);

        if (n == 0 || is_hidden(c)) {
            memcpy(out, REPLACEMENT, strlen(REPLACEMENT));
            out += strlen(REPLACEMENT);
            in += n == 0 ? 1 : n;
        } else {
            memcpy(out, in, n);
            out += n;
            in += n;
        }
    }
    *out = '\0';
    return copy;
}

/* What was printed may be a name or a number: it does not stay in memory. */
static void free_wiped(char *text)
{
    if (text != NULL)
        explicit_bzero(text, strlen(text));
    free(text);
}

void tool_put_text(FILE *out, const char *utf8)
{
    char *copy = cleaned(utf8);

    fputs(copy != NULL ? copy : "?", out);
    free_wiped(copy);
}

json_t *tool_json_text(const char *utf8)
{
    char *copy = cleaned(utf8);
    json_t *text = copy != NULL ? json_string(copy) : NULL;

    free_wiped(copy);
    return text;
}

json_t *tool_json_hex(const uint8_t *data, size_t len)
{
    static const char digits[] = "0123456789abcdef";
    char *hex = malloc(2 * len + 1);
    json_t *text = NULL;

    if (hex == NULL)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        hex[2 * i] = digits[data[i] >> 4];
        hex[2 * i + 1] = digits[data[i] & 15];
    }
    text = json_stringn(hex, 2 * len);
    free(hex);
    return text;
}

int tool_print_json(struct tool *t, json_t *object)
{
    int failed;

    if (object == NULL)
        return tool_fail(t, INKAN_NOMEM);
    failed = json_dumpf(object, stdout, JSON_INDENT(2));
    json_decref(object);
    if (failed != 0)
        return tool_io_error(t, "stdout", _("cannot write"));
    putchar('\n');
    return tool_finish_stdout(t);
}

int tool_finish_stdout(struct tool *t)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return tool_io_error(t, "stdout", _("cannot write"));
    return TOOL_OK;
}

void tool_date_text(const char ymd[8], char out[11])
{
    snprintf(out, 11, "%.4s-%.2s-%.2s", ymd, ymd + 4, ymd + 6);
}

const char *tool_sex_text(char sex)
{
    switch (sex) {
    case '1': return _("male");
    case '2': return _("female");
    case '9': return _("not applicable");
    default: return _("unknown");
    }
}

json_t *tool_json_person(const struct inkan_person *person)
{
    char birth[11];
    char sex[2] = { person->sex, '\0' };

    tool_date_text(person->birth, birth);
    return json_pack("{s:o, s:o, s:o, s:o}", "name",
                     tool_json_text(person->name), "address",
                     tool_json_text(person->address), "birth",
                     tool_json_text(birth), "sex", tool_json_text(sex));
}
