/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows of persona.h.
 */
#include "tests/support/persona.h"
#include "card/edge/sw.h"

/* clang-format off */
#define BYTES(...) { (const uint8_t[]){ __VA_ARGS__ }, \
                     sizeof((const uint8_t[]){ __VA_ARGS__ }) }
#define TEXT(s) { (const uint8_t *)(s), sizeof(s) - 1 }
#define KEY_ID "6000034\x08\x05" "001\0\0\0\0"

const struct persona_file persona_files[] = {
    { APP_ISD,     0x0042,   16, FILL_FF,    TEXT("6000020\x08\x05" "001\0\0\0\0") },
    { APP_ISD,     0x0045,   15, FILL_FF,    TEXT("400000012719843") },
    { APP_ISD,     0x00F0,    5, FILL_FF,    TEXT("13221") },
    { APP_ISD,     0x00F2,    8, FILL_FF,    TEXT("20350217") },
    { APP_ISD,     0x00F8,  560, FILL_COUNT, TEXT("6000020\x08\x05" "001\0\0\0\0") },
    { APP_ISD,     0x5F51,    8, FILL_FF,    BYTES(0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14) },

    { APP_JPKI,    0x0001, 1764, FILL_COUNT, BYTES(0x30, 0x82, 0x06, 0xE0) },
    { APP_JPKI,    0x0002, 1304, FILL_COUNT, BYTES(0x30, 0x82, 0x05, 0x14) },
    { APP_JPKI,    0x0006,  160, FILL_FF,    TEXT(
        "JPKIAPICCTOKEN2                 "
        "00000000000000000000000000000001"
        "E16R01NJ        " "0000000020500003"
        "\0\0\x04\x0D\0\0\0\x01\0\0\0\0\0\0\0\x01"
        "\0\0\0\0\0\0\0\x10\0\0\0\x06\xFF\xFF\xFF\xFF"
        "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF" "0301"
        "9999999999999999") },
    { APP_JPKI,    0x0008,    3, FILL_FF,    BYTES(0x8F, 0x8F, 0x00) },
    { APP_JPKI,    0x0009,   16, FILL_FF,    BYTES(0xFF) },
    { APP_JPKI,    0x000A, 1583, FILL_COUNT, BYTES(0x30, 0x82, 0x06, 0x2B) },
    { APP_JPKI,    0x000B, 1319, FILL_COUNT, BYTES(0x30, 0x82, 0x05, 0x23) },

    { APP_TEXT,    0x0001,   17, FILL_FF,    TEXT("\xFF\x10\x0C" "537686677188") },
    { APP_TEXT,    0x0002,  512, FILL_FF,    TEXT(
        "\xFF\x20\x65\xDF\x21\x08\x00\x0E\x00\x20\x00\x59\x00\x64"
        "\xDF\x22\x0F" "黒桐　幹也"
        "\xDF\x23\x36" "東京都清瀬市観布子南１２－７－２０２"
        "\xDF\x24\x08" "19800217" "\xDF\x25\x01" "1") },
    { APP_TEXT,    0x0003,  336, FILL_COUNT, TEXT(
        "\xFF\x30\x82\x01\x4B\xDF\x31\x20"
        "\x6D\x5A\x4C\x1E\xF9\xAB\x15\xBF\x50\x68\x62\xD7\xE6\x6B\x9C\x0F"
        "\x17\x9C\xA0\x65\xBC\x93\x6C\x8E\x63\x4E\x9E\x57\x44\x9C\xA9\xCD"
        "\xDF\x32\x20"
        "\xB9\xE0\xD0\x94\x27\xB2\x3B\x1D\x4B\xED\xA2\x84\x85\x12\xB4\x10"
        "\x37\x52\xDC\x26\x67\xE5\x1F\x97\x12\x87\x2D\x65\xF4\x72\xCB\x3B"
        "\xDF\x33\x82\x01\x00") },
    { APP_TEXT,    0x0004,  568, FILL_COUNT, BYTES(0x7F, 0x21, 0x82, 0x02, 0x33) },
    { APP_TEXT,    0x0005,  256, FILL_FF,    TEXT("\xFF\x40\x82\x00\x9F"
        "\xDF\x41\x04\x01\x03\x0E\x01\xDF\x42\x10" KEY_ID "\xDF\x43\x82\x00\x80") },
    { APP_TEXT,    0x0006,  269, FILL_COUNT, BYTES(0xA1, 0x82, 0x01, 0x09) },
    { APP_TEXT,    0x0007,  536, FILL_COUNT, BYTES(0xFF, 0x50, 0x82, 0x02, 0x13) },
    { APP_TEXT,    0x0008,   16, FILL_FF,    BYTES(0xFF) },

    { APP_VISUAL,  0x0001,  547, FILL_COUNT, BYTES(0xFF, 0x10, 0x82, 0x02, 0x1E) },
    { APP_VISUAL,  0x0002, 8192, FILL_COUNT, BYTES(0xFF, 0x20, 0x82, 0x1F, 0xFB) },
    { APP_VISUAL,  0x0003,  320, FILL_COUNT, BYTES(0xFF, 0x30, 0x82, 0x01, 0x3B) },
    { APP_VISUAL,  0x0004,  568, FILL_COUNT, BYTES(0x7F, 0x21, 0x82, 0x02, 0x33) },
    { APP_VISUAL,  0x0005, 1024, FILL_COUNT, BYTES(0xFF, 0x40, 0x82, 0x03, 0xFB) },
    { APP_VISUAL,  0x0006,   16, FILL_FF,    BYTES(0xFF) },

    { APP_COMMON,  0x0001,   30, FILL_FF,    TEXT("\x01\x1C" "400000012719843" "13221" "20350217") },
    { APP_COMMON,  0x0002,   18, FILL_FF,    TEXT("\x01\x10" KEY_ID) },
    { APP_JUKI,    0x0002,   18, FILL_FF,    TEXT("\x01\x10" KEY_ID) },

    { APP_LICENCE, 0x001A,    3, FILL_FF,    BYTES(0xC1, 0x01, 0x01) },
    { APP_LICENCE, 0x001B,   13, FILL_FF,    TEXT("\xC2\x00\xC3\x00\xC5\x07" "5171201") },
    { APP_LICENCE, 0x001C,   64, FILL_COUNT, BYTES(0xFF) },
};

const struct persona_pin persona_pins[] = {
    { PIN_AUTH,         "1234" },
    { PIN_SIGN,         "ABC123" },
    { PIN_TEXT,         "1234" },
    { PIN_TEXT_A,       "537686677188" },
    { PIN_TEXT_B,       "55021720352285" },
    { PIN_VISUAL_A,     "537686677188" },
    { PIN_VISUAL_B,     "55021720352285" },
    { PIN_VISUAL_BIRTH, "550217" },
    { PIN_COMMON,       "1234" },
    { PIN_JUKI,         "1234" },
    { PIN_LICENCE,      "4321" },
};
/* clang-format on */

const size_t persona_file_count = ARRAY_LEN(persona_files);
const size_t persona_pin_count = ARRAY_LEN(persona_pins);

const struct card_config persona_config = {
    .on = ON_CARD,
    .has_licence = true,
    .blocked_sw = SW_BLOCKED,
};

void persona_expand(const struct persona_file *file, uint8_t *out)
{
    for (size_t i = 0; i < file->len; i++)
        out[i] = file->fill == FILL_FF ? 0xFF : (uint8_t)i;
    memcpy(out, file->head.ptr, file->head.len);
}

void persona_format(uint8_t pages[NV_PAGE_COUNT][NV_PAGE_LEN])
{
    for (unsigned page = 0; page < NV_PAGE_COUNT; page++)
        nv_format(page, span_none(), 0, pages[page]);
    for (size_t i = 0; i < ARRAY_LEN(persona_pins); i++) {
        enum pin_id pin = persona_pins[i].pin;
        struct span value =
            span_of(persona_pins[i].value, strlen(persona_pins[i].value));

        for (unsigned copy = 0; copy < 2; copy++)
            nv_format(NV_PAGE(pin, copy), value, layout_pins[pin].tries,
                      pages[NV_PAGE(pin, copy)]);
    }
}
