/* SPDX-License-Identifier: Apache-2.0
 *
 * The tables of layout.h. Section numbers are those of the public sources
 * listed in card/README.md; rows marked `assumed` are ours.
 */
#include "card/edge/layout.h"
#include "card/edge/iso7816.h"

/* clang-format off */
/* The order is the one that SELECT "next occurrence" walks: assumed. */
const struct app_row layout_apps[APP_COUNT] = {
    [APP_ISD]     = { { 0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00 }, 7, 0x00, "card manager" },
    [APP_JPKI]    = { { 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01 }, 10, 0x00, "JPKI" },
    [APP_TEXT]    = { { 0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08 }, 10, 0x13, "text" },
    [APP_VISUAL]  = { { 0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02 }, 10, 0x1A, "visual" },
    [APP_COMMON]  = { { 0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00 }, 10, 0x00, "common" },
    [APP_JUKI]    = { { 0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01 }, 10, 0x00, "juki" },
    [APP_LICENCE] = { { 0xA0, 0x00, 0x00, 0x02, 0x31, 0x06 }, 16, 0x00, "licence" },
};

const struct pin_row layout_pins[PIN_COUNT] = {
    /*                     min max tries charset            change                app          fid     name */
    [PIN_AUTH]         = {  4,  4,  3, CHARS_DIGITS,      INS_CHANGE_REFERENCE, APP_JPKI,    0x0018, "auth PIN" },
    [PIN_SIGN]         = {  6, 16,  5, CHARS_UPPER_ALNUM, INS_CHANGE_REFERENCE, APP_JPKI,    0x001B, "sign password" },
    [PIN_TEXT]         = {  4,  4,  3, CHARS_DIGITS,      INS_CHANGE_REFERENCE, APP_TEXT,    0x0011, "text PIN" },
    [PIN_TEXT_A]       = { 12, 12, 10, CHARS_DIGITS,      0,                    APP_TEXT,    0x0014, "number A (text)" },
    [PIN_TEXT_B]       = { 14, 14, 10, CHARS_DIGITS,      0,                    APP_TEXT,    0x0015, "number B (text)" },
    [PIN_TEXT_LOCKED]  = {  4,  4,  0, CHARS_DIGITS,      0,                    APP_TEXT,    0x0012, "locked reference" },
    [PIN_VISUAL_A]     = { 12, 12, 10, CHARS_DIGITS,      0,                    APP_VISUAL,  0x0013, "number A (visual)" },
    [PIN_VISUAL_B]     = { 14, 14, 10, CHARS_DIGITS,      0,                    APP_VISUAL,  0x0012, "number B (visual)" },
    [PIN_VISUAL_BIRTH] = {  6,  6, 10, CHARS_DIGITS,      0,                    APP_VISUAL,  0x0011, "birth-date key" }, /* tries assumed */
    [PIN_COMMON]       = {  4,  4,  3, CHARS_DIGITS,      INS_CHANGE_KEY,       APP_COMMON,  0x001C, "juki PIN (common)" },
    [PIN_JUKI]         = {  4,  4,  3, CHARS_DIGITS,      INS_CHANGE_KEY,       APP_JUKI,    0x001C, "juki PIN" },
    [PIN_LICENCE]      = {  4,  4, 10, CHARS_LICENCE,     0,                    APP_LICENCE, 0x0006, "licence PIN" },
};

#define TEXT_PIN_A   (GUARD_PIN(PIN_TEXT) | GUARD_PIN(PIN_TEXT_A))
#define TEXT_PIN_B   (GUARD_PIN(PIN_TEXT) | GUARD_PIN(PIN_TEXT_B))
#define TEXT_ANY     (GUARD_PIN(PIN_TEXT) | GUARD_PIN(PIN_TEXT_A) | GUARD_PIN(PIN_TEXT_B))
#define VISUAL_A     GUARD_PIN(PIN_VISUAL_A)
#define VISUAL_AB    (GUARD_PIN(PIN_VISUAL_A) | GUARD_PIN(PIN_VISUAL_B))

const struct file_row layout_files[] = {
    /* fid    app          kind       guard                        ref               on        name */
    { 0x001E, APP_ISD,     EF_ISSUER, GUARD_NEVER,                 0,                ON_BOTH,  "issuer key" },

    { 0x0001, APP_JPKI,    EF_DATA,   GUARD_PIN(PIN_SIGN),         0,                ON_BOTH,  "sign certificate" },
    { 0x0002, APP_JPKI,    EF_DATA,   GUARD_FREE,                  0,                ON_BOTH,  "sign CA certificate" },
    { 0x0005, APP_JPKI,    EF_ISSUER, GUARD_NEVER,                 0,                ON_BOTH,  "unknown" },
    { 0x0006, APP_JPKI,    EF_DATA,   GUARD_FREE,                  0,                ON_BOTH,  "token info" },
    { 0x0008, APP_JPKI,    EF_DATA,   GUARD_FREE,                  0,                ON_BOTH,  "certificate availability" },
    { 0x0009, APP_JPKI,    EF_DATA,   GUARD_NEVER,                 0,                ON_BOTH,  "unknown, protected" },
    { 0x000A, APP_JPKI,    EF_DATA,   GUARD_FREE,                  0,                ON_CARD,  "auth certificate" },
    { 0x000A, APP_JPKI,    EF_DATA,   GUARD_PIN(PIN_AUTH),         0,                ON_PHONE, "auth certificate" },
    { 0x000B, APP_JPKI,    EF_DATA,   GUARD_FREE,                  0,                ON_BOTH,  "auth CA certificate" },
    { 0x0010, APP_JPKI,    EF_LOCKED, GUARD_NEVER,                 0,                ON_BOTH,  "unknown key reference" }, /* its counter assumed */
    { 0x0016, APP_JPKI,    EF_ISSUER, GUARD_NEVER,                 0,                ON_BOTH,  "terminal CA key" },
    { 0x0017, APP_JPKI,    EF_KEY,    GUARD_PIN(PIN_AUTH),         KEY_AUTH,         ON_BOTH,  "auth key" },
    { 0x0018, APP_JPKI,    EF_PIN,    GUARD_NEVER,                 PIN_AUTH,         ON_BOTH,  "auth PIN" },
    { 0x0019, APP_JPKI,    EF_ISSUER, GUARD_NEVER,                 0,                ON_BOTH,  "unknown" },
    { 0x001A, APP_JPKI,    EF_KEY,    GUARD_PIN(PIN_SIGN),         KEY_SIGN,         ON_BOTH,  "sign key" },
    { 0x001B, APP_JPKI,    EF_PIN,    GUARD_NEVER,                 PIN_SIGN,         ON_BOTH,  "sign password" },
    { 0x001C, APP_JPKI,    EF_ISSUER, GUARD_NEVER,                 0,                ON_BOTH,  "issuer key" },
    { 0x001E, APP_JPKI,    EF_ISSUER, GUARD_NEVER,                 0,                ON_BOTH,  "issuer key" },

    { 0x0001, APP_TEXT,    EF_DATA,   TEXT_PIN_A,                  0,                ON_CARD,  "My Number" },
    { 0x0002, APP_TEXT,    EF_DATA,   TEXT_PIN_B,                  0,                ON_CARD,  "four attributes" },
    { 0x0003, APP_TEXT,    EF_DATA,   TEXT_ANY,                    0,                ON_CARD,  "integrity record" },
    { 0x0004, APP_TEXT,    EF_DATA,   GUARD_FREE,                  0,                ON_CARD,  "CV certificate" },
    { 0x0005, APP_TEXT,    EF_DATA,   GUARD_FREE,                  0,                ON_CARD,  "basic information" },
    { 0x0006, APP_TEXT,    EF_DATA,   TEXT_ANY,                    0,                ON_CARD,  "session key, public" },
    { 0x0007, APP_TEXT,    EF_DATA,   TEXT_ANY,                    0,                ON_CARD,  "internal authentication key, signed" },
    { 0x0008, APP_TEXT,    EF_DATA,   TEXT_ANY,                    0,                ON_CARD,  "unknown" }, /* guard assumed */
    { 0x0010, APP_TEXT,    EF_LOCKED, GUARD_NEVER,                 0,                ON_CARD,  "unknown key reference" }, /* its counter assumed */
    { 0x0011, APP_TEXT,    EF_PIN,    GUARD_NEVER,                 PIN_TEXT,         ON_CARD,  "text PIN" },
    { 0x0012, APP_TEXT,    EF_PIN,    GUARD_NEVER,                 PIN_TEXT_LOCKED,  ON_CARD,  "locked reference" },
    { 0x0013, APP_TEXT,    EF_KEY,    GUARD_FREE,                  KEY_TEXT,         ON_CARD,  "internal authentication key" },
    { 0x0014, APP_TEXT,    EF_PIN,    GUARD_NEVER,                 PIN_TEXT_A,       ON_CARD,  "number A" },
    { 0x0015, APP_TEXT,    EF_PIN,    GUARD_NEVER,                 PIN_TEXT_B,       ON_CARD,  "number B" },
    { 0x001C, APP_TEXT,    EF_ISSUER, GUARD_NEVER,                 0,                ON_CARD,  "issuer key" },
    { 0x001E, APP_TEXT,    EF_ISSUER, GUARD_NEVER,                 0,                ON_CARD,  "issuer key" },

    { 0x0001, APP_VISUAL,  EF_DATA,   GUARD_PIN(PIN_VISUAL_BIRTH), 0,                ON_CARD,  "age record" },
    { 0x0002, APP_VISUAL,  EF_DATA,   VISUAL_AB,                   0,                ON_CARD,  "card face" },
    { 0x0003, APP_VISUAL,  EF_DATA,   GUARD_FREE,                  0,                ON_CARD,  "basic information" },
    { 0x0004, APP_VISUAL,  EF_DATA,   GUARD_FREE,                  0,                ON_CARD,  "CV certificate" },
    { 0x0005, APP_VISUAL,  EF_DATA,   VISUAL_A,                    0,                ON_CARD,  "My Number image" },
    { 0x0006, APP_VISUAL,  EF_DATA,   VISUAL_AB,                   0,                ON_CARD,  "unknown" },
    { 0x0011, APP_VISUAL,  EF_PIN,    GUARD_NEVER,                 PIN_VISUAL_BIRTH, ON_CARD,  "birth-date key" },
    { 0x0012, APP_VISUAL,  EF_PIN,    GUARD_NEVER,                 PIN_VISUAL_B,     ON_CARD,  "number B" },
    { 0x0013, APP_VISUAL,  EF_PIN,    GUARD_NEVER,                 PIN_VISUAL_A,     ON_CARD,  "number A" },
    { 0x001A, APP_VISUAL,  EF_KEY,    GUARD_FREE,                  KEY_VISUAL,       ON_CARD,  "internal authentication key" },
    { 0x001C, APP_VISUAL,  EF_ISSUER, GUARD_NEVER,                 0,                ON_CARD,  "issuer key" },
    { 0x001E, APP_VISUAL,  EF_ISSUER, GUARD_NEVER,                 0,                ON_CARD,  "issuer key" },

    { 0x0001, APP_COMMON,  EF_RECORD, GUARD_FREE,                  0,                ON_CARD,  "card number record" },
    { 0x0002, APP_COMMON,  EF_RECORD, GUARD_FREE,                  0,                ON_CARD,  "key reference record" }, /* guard assumed */
    { 0x0019, APP_COMMON,  EF_AUTH,   GUARD_FREE,                  KEY_COMMON,       ON_CARD,  "internal authentication key" },
    { 0x001C, APP_COMMON,  EF_PIN,    GUARD_NEVER,                 PIN_COMMON,       ON_CARD,  "juki PIN" },
    { 0x001E, APP_COMMON,  EF_ISSUER, GUARD_NEVER,                 0,                ON_CARD,  "issuer key" },

    { 0x0002, APP_JUKI,    EF_RECORD, GUARD_FREE,                  0,                ON_CARD,  "key reference record" }, /* guard assumed */
    { 0x001C, APP_JUKI,    EF_PIN,    GUARD_NEVER,                 PIN_JUKI,         ON_CARD,  "juki PIN" },

    { 0x0006, APP_LICENCE, EF_PIN,    GUARD_NEVER,                 PIN_LICENCE,      ON_CARD,  "licence PIN" },
    { 0x001A, APP_LICENCE, EF_DATA,   GUARD_FREE,                  0,                ON_CARD,  "PIN setting" },
    { 0x001B, APP_LICENCE, EF_DATA,   GUARD_PIN(PIN_LICENCE),      0,                ON_CARD,  "licence data" },
    { 0x001C, APP_LICENCE, EF_DATA,   GUARD_PIN(PIN_LICENCE),      0,                ON_CARD,  "licence signature" }, /* guard assumed */
};
/* clang-format on */

const size_t layout_file_count = ARRAY_LEN(layout_files);

const struct file_row *layout_file(enum app_id app, uint16_t fid, uint8_t on)
{
    for (size_t i = 0; i < ARRAY_LEN(layout_files); i++) {
        const struct file_row *row = &layout_files[i];

        if (row->app == (uint8_t)app && row->fid == fid && (row->on & on) != 0)
            return row;
    }
    return NULL;
}

const struct app_row *layout_app_next(struct span name, size_t *index)
{
    while (*index < APP_COUNT) {
        const struct app_row *row = &layout_apps[(*index)++];

        if (name.len >= AID_MIN && name.len <= row->aid_len &&
            memcmp(row->aid, name.ptr, name.len) == 0)
            return row;
    }
    return NULL;
}

static bool is_in_charset(uint8_t c, uint8_t charset)
{
    bool digit = c >= '0' && c <= '9';

    switch ((enum charset)charset) {
    case CHARS_DIGITS: return digit;
    case CHARS_UPPER_ALNUM: return digit || (c >= 'A' && c <= 'Z');
    case CHARS_LICENCE: return digit || c == '*';
    }
    return false;
}

bool layout_pin_form(enum pin_id pin, struct span value)
{
    const struct pin_row *row = &layout_pins[pin];

    if (value.len < row->min_len || value.len > row->max_len)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        if (!is_in_charset(value.ptr[i], row->charset))
            return false;
    }
    return true;
}
