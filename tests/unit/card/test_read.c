/* SPDX-License-Identifier: Apache-2.0
 *
 * READ BINARY, READ RECORD, GET DATA: card/README.md.
 */
#include "card/edge/apdu.h"
#include "tests/support/expect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* Answer length of a command, status word included. */
static size_t length_of(struct fake_card *fake, const uint8_t *cmd, size_t len)
{
    static uint8_t out[APDU_ANSWER_MAX];

    return fake_transmit(fake, span_of(cmd, len), out, sizeof(out));
}

static void le_00_gives_256_bytes(void **state)
{
    static const uint8_t read[] = { 0x00, 0xB0, 0x00, 0x00, 0x00 };

    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C02000A", "9000");
    assert_int_equal(length_of(*state, read, sizeof(read)), 256 + 2);
}

static void the_last_part_is_short_and_9000(void **state)
{
    static const uint8_t read[] = { 0x00, 0xB0, 0x06, 0x00, 0x00 };

    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C02000A", "9000");
    assert_int_equal(length_of(*state, read, sizeof(read)), 47 + 2);
    expect(*state, "00B0062D10", "2D2E9000");
    expect(*state, "00B0062E01", "2E9000");
}

static void past_the_end_is_6b00(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C02000A", "9000");
    expect(*state, "00B0062F01", "6B00");
    expect(*state, "00B07FFF00", "6B00");
    expect(*state, "00B08AFF01", "FF9000");
}

static void extended_le_gives_the_whole_file(void **state)
{
    static const uint8_t read[] = { 0x00, 0xB0, 0, 0, 0, 0, 0 };

    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C02000A", "9000");
    assert_int_equal(length_of(*state, read, sizeof(read)), 1583 + 2);
    expect(*state, "00B00000000004", "3082062B9000");
}

static void the_room_of_the_caller_bounds_an_answer(void **state)
{
    struct fake_card *fake = *state;
    uint8_t cmd[] = { 0x00, 0xB0, 0, 0, 0, 0, 0 };
    uint8_t out[12];

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "00A4020C02000A", "9000");
    assert_int_equal(
        fake_transmit(fake, span_of(cmd, sizeof(cmd)), out, sizeof(out)), 12);
    assert_int_equal(get_be16(out + 10), 0x9000);
    assert_int_equal(fake_transmit(fake, span_of(cmd, sizeof(cmd)), out, 2), 2);
    assert_int_equal(fake_transmit(fake, span_of(cmd, sizeof(cmd)), out, 1), 0);
}

static void a_short_identifier_selects_and_reads(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00B08A0004", "3082062B9000");
    expect(*state, "00B0000004", "3082062B9000");
    expect(*state, "00B08A0408", "0405060708090A0B9000");
    expect(*state, "00B08C0004", "6A82");
    expect(*state, "00B0000004", "3082062B9000");
    expect(*state, "00B09F0004", "6A86");
    expect(*state, "00B0AA0004", "6A86");
}

static void no_file_is_selected_at_first(void **state)
{
    expect(*state, "00B0000004", "6986");
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00B0000004", "6986");
    expect(*state, "00B0800004", "6986");
}

static void pins_keys_and_records_are_not_read_as_bytes(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00B0970000", "6981");
    expect(*state, "00B0980000", "6981");
    expect(*state, "00B09C0000", "6981");
    expect(*state, SELECT_COMMON, "9000");
    expect(*state, "00B0810000", "6981");
    expect(*state, "00B0990000", "6981");
}

static void a_guarded_file_selects_and_does_not_read(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C020001", "9000");
    expect(*state, "00B0000004", "6982");
    expect(*state, "00B0FFFF00", "6A86");
    expect(*state, "00B07FFF00", "6982");
    expect(*state, "00B0890000", "6982");
}

static void reading_needs_le_and_takes_no_body(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C02000A", "9000");
    expect(*state, "00B00000", "6700");
    expect(*state, "00B00000010000", "6700");
}

static void the_card_number_is_a_record(void **state)
{
    expect(*state, SELECT_COMMON, "9000");
    expect(*state, "00B2010C00",
           "011C343030303030303132373139383433313332323132303335303231379000");
    expect(*state, "00B2010402", "011C9000");
    expect(*state, "00B2020C00", "6A83");
    expect(*state, "00B2000C00", "6A83");
    expect(*state, "00B2010D00", "6A81");
    expect(*state, "00B2010800", "6A81");
    expect(*state, "00B201FC00", "6A86");
    expect(*state, "00B2014C00", "6A82");
    expect(*state, "00B201CC00", "6981");
    expect(*state, "00B2010C", "6700");
}

static void records_are_found_by_number(void **state)
{
    static const uint8_t records[] = {
        0x01, 0x02, 0xAA, 0xBB, 0x02, 0xFF, 0x00,
        0x01, 0xCC, 0x03, 0x00, 0x04, 0x05, 0x01
    };
    struct fake_card *fake = *state;

    for (size_t i = 0; i < FAKE_FILE_MAX; i++) {
        if (fake->files[i].len == 30) /* the card number record */
            fake->files[i] = span_of(records, sizeof(records));
    }
    expect(fake, SELECT_COMMON, "9000");
    expect(fake, "00B2010C00", "0102AABB9000");
    expect(fake, "00B2020C00", "02FF0001CC9000");
    expect(fake, "00B2030C00", "03009000");
    expect(fake, "00B2040C00", "6A83"); /* cut short */
    expect(fake, "00B2FF0C00", "6A83");
    for (size_t i = 0; i < FAKE_FILE_MAX; i++) {
        if (fake->files[i].len == sizeof(records)) /* a head cut short */
            fake->files[i] = span_of(records + 4, 3);
    }
    expect(fake, "00B2010C00", "6A83");
}

static void objects_of_the_card_are_read_at_card_level(void **state)
{
    expect(*state, "00CA5F5100", "E000FF8131FE45149000");
    expect(*state, "00CA00F000", "31333232319000");
    expect(*state, "00CA00F200", "32303335303231379000");
    expect(*state, "00CA004500", "3430303030303031323731393834339000");
    expect(*state, "00CA004700", "6A88");
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00CA00F000", "6A88");
    expect(*state, SELECT_ISD, "9000");
    expect(*state, "00CA00F000", "31333232319000");
}

static void a_large_object_wants_an_extended_le(void **state)
{
    static const uint8_t get[] = { 0x00, 0xCA, 0x00, 0xF8, 0x00, 0x00, 0x00 };

    expect(*state, "00CA00F800", "6700");
    expect(*state, "00CA00F004", "6700");
    assert_int_equal(length_of(*state, get, sizeof(get)), 560 + 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAKE_TEST(le_00_gives_256_bytes),
        FAKE_TEST(the_last_part_is_short_and_9000),
        FAKE_TEST(past_the_end_is_6b00),
        FAKE_TEST(extended_le_gives_the_whole_file),
        FAKE_TEST(the_room_of_the_caller_bounds_an_answer),
        FAKE_TEST(a_short_identifier_selects_and_reads),
        FAKE_TEST(no_file_is_selected_at_first),
        FAKE_TEST(pins_keys_and_records_are_not_read_as_bytes),
        FAKE_TEST(a_guarded_file_selects_and_does_not_read),
        FAKE_TEST(reading_needs_le_and_takes_no_body),
        FAKE_TEST(the_card_number_is_a_record),
        FAKE_TEST(records_are_found_by_number),
        FAKE_TEST(objects_of_the_card_are_read_at_card_level),
        FAKE_TEST(a_large_object_wants_an_extended_le),
    };

    return cmocka_run_group_tests_name("card/cmd_read", tests, NULL, NULL);
}
