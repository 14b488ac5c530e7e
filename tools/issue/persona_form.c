/* SPDX-License-Identifier: Apache-2.0
 *
 * One check for each form of value, and the table of known ATRs.
 */
#include "tools/issue/persona_form.h"

#include <stdlib.h>

#include "tools/issue/date.h"
#include "tools/issue/digits.h"
#include "tools/issue/utf8.h"

#define HEX_MAX 2048
#define ATR_MIN 2
#define ATR_MAX 33

#define DIGITS "0123456789"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* card-spec-2.md E.1 and E.2: three contact ATRs and four that readers make
 * of the contactless card. */
static const struct atr_row {
    const char *name;
    uint8_t len;
    uint8_t bytes[20];
} atr_rows[] = {
    /* clang-format off */
    { "contact-1",      9, { 0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14 } },
    { "contact-2",     19, { 0x3B, 0xDA, 0x13, 0xFF, 0x81, 0x31, 0xFB, 0x46, 0x80, 0x12, 0x39, 0x2F, 0x31, 0xC1, 0x73, 0xC6, 0x01, 0xC0, 0x3B } },
    { "contact-3",     13, { 0x3B, 0xC5, 0xFF, 0x81, 0x31, 0xFB, 0x45, 0x80, 0x73, 0xC6, 0x01, 0x00, 0x00 } },
    { "contactless-1", 13, { 0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xE0, 0xB3, 0x81, 0xA1, 0x00, 0x7F } },
    { "contactless-2", 13, { 0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x41, 0xE0, 0xB3, 0x81, 0xA1, 0x00, 0x3B } },
    { "contactless-3", 13, { 0x3B, 0x88, 0x80, 0x01, 0x00, 0x4B, 0x51, 0xFF, 0xB3, 0x81, 0xD1, 0x00, 0x0F } },
    { "contactless-4", 13, { 0x3B, 0x88, 0x80, 0x01, 0x00, 0x4B, 0x51, 0xFF, 0x00, 0x81, 0xD1, 0x00, 0xBC } },
    /* clang-format on */
};

struct span persona_atr(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(atr_rows); i++) {
        if (strcmp(atr_rows[i].name, name) == 0)
            return span_of(atr_rows[i].bytes, atr_rows[i].len);
    }
    return span_none();
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

bool persona_hex(const char *text, uint8_t *out, size_t cap, size_t *out_len)
{
    *out_len = 0;
    for (text += strspn(text, " "); *text != '\0';
         text += 2 + strspn(text + 2, " ")) {
        int high = hex_digit(text[0]);
        int low = high < 0 ? -1 : hex_digit(text[1]);

        if (low < 0 || *out_len == cap)
            return false;
        out[(*out_len)++] = (uint8_t)(high * 16 + low);
    }
    return true;
}

/* min to max characters, all of them out of alphabet? */
static bool is_out_of(const char *value, const char *alphabet,
                      const struct persona_row *row)
{
    size_t len = strlen(value);

    return len >= row->min && len <= row->max && strspn(value, alphabet) == len;
}

static bool is_none(const char *value)
{
    return strcmp(value, "none") == 0;
}

static bool is_text(const struct persona_row *row, const char *value)
{
    size_t chars;

    return utf8_count(value, &chars) && chars >= row->min && chars <= row->max;
}

static bool is_ascii(const struct persona_row *row, const char *value)
{
    size_t len = strlen(value);

    for (size_t i = 0; i < len; i++) {
        if (value[i] < 0x20 || value[i] > 0x7E)
            return false;
    }
    return len >= row->min && len <= row->max;
}

static bool is_flags(const struct persona_row *row, const char *value)
{
    return is_out_of(value, "01", row);
}

static bool is_digits(const struct persona_row *row, const char *value)
{
    return is_out_of(value, DIGITS, row);
}

static bool is_number(const struct persona_row *row, const char *value)
{
    size_t len = strlen(value);

    return len >= 1 && len <= 4 && strspn(value, DIGITS) == len &&
           strtoul(value, NULL, 10) >= row->min &&
           strtoul(value, NULL, 10) <= row->max;
}

static bool is_hex(const struct persona_row *row, const char *value)
{
    uint8_t bytes[HEX_MAX];
    size_t len;

    return persona_hex(value, bytes, sizeof(bytes), &len) && len >= row->min &&
           len <= row->max;
}

static bool is_choice(const struct persona_row *row, const char *value)
{
    size_t len = strlen(value);

    for (const char *at = row->choices; at != NULL; at = strchr(at, '|')) {
        at += at[0] == '|' ? 1 : 0;
        if (strncmp(at, value, len) == 0 && (at[len] == '|' || at[len] == '\0'))
            return len > 0;
    }
    return false;
}

static bool is_day(const struct persona_row *row, const char *value)
{
    static const struct date any = { 2000, 1, 1 };
    struct date day;

    (void)row;
    return date_parse_relative(value, any, &day);
}

static bool is_birth(const struct persona_row *row, const char *value)
{
    struct date day;

    return date_parse_birth(value, &day) || is_day(row, value);
}

static bool is_my_number(const struct persona_row *row, const char *value)
{
    (void)row;
    return digits_my_number_ok(value);
}

static bool is_pin(const struct persona_row *row, const char *value)
{
    return is_none(value) || is_digits(row, value);
}

/* Length and characters of the sign password are checked by the card; that a
 * letter and a digit are in it is a rule of the counter that issues it. */
static bool is_password(const struct persona_row *row, const char *value)
{
    return is_none(value) ||
           (is_out_of(value, DIGITS UPPER, row) &&
            strpbrk(value, DIGITS) != NULL && strpbrk(value, UPPER) != NULL);
}

static bool is_atr(const struct persona_row *row, const char *value)
{
    uint8_t bytes[ATR_MAX];
    size_t len;

    (void)row;
    return persona_atr(value).len > 0 ||
           (persona_hex(value, bytes, sizeof(bytes), &len) && len >= ATR_MIN);
}

static const struct form_row {
    bool (*is_so)(const struct persona_row *row, const char *value);
    const char *otherwise;
} form_rows[] = {
    /* clang-format off */
    [FORM_TEXT]      = { is_text,      "text of the wrong length" },
    [FORM_ASCII]     = { is_ascii,     "must be plain ASCII, not too long" },
    [FORM_FLAGS]     = { is_flags,     "must be digits 0 and 1" },
    [FORM_DIGITS]    = { is_digits,    "wrong number of digits" },
    [FORM_NUMBER]    = { is_number,    "a number out of its range" },
    [FORM_HEX]       = { is_hex,       "wrong hex bytes" },
    [FORM_CHOICE]    = { is_choice,    "none of its choices" },
    [FORM_BIRTH]     = { is_birth,     "must be YYYYMMDD (00 for an unknown part), or like -8m" },
    [FORM_DAY]       = { is_day,       "must be YYYYMMDD or like +5y, -2m, -1d" },
    [FORM_MY_NUMBER] = { is_my_number, "must be 12 digits with a right check digit" },
    [FORM_PIN]       = { is_pin,       "must be 4 digits, or none" },
    [FORM_PASSWORD]  = { is_password,  "must be 6 to 16 of A-Z and 0-9 with both in it, or none" },
    [FORM_ATR]       = { is_atr,       "no such ATR" },
    /* clang-format on */
};

const char *persona_form_error(const struct persona_row *row, const char *value)
{
    const struct form_row *form = &form_rows[row->form];

    if (value[0] == '\0')
        return "has no value";
    return form->is_so(row, value) ? NULL : form->otherwise;
}
