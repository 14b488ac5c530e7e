/* SPDX-License-Identifier: Apache-2.0
 *
 * COMPUTE DIGITAL SIGNATURE, INTERNAL AUTHENTICATE, GET CHALLENGE and the
 * commands that only refuse: card/README.md.
 * What is handed to RSA is compared here; the vectors compare signatures.
 */
#include "tests/support/expect.h"
#include "tests/support/hex.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define LOGIN_AUTH "002000980431323334"

static void assert_signed(const struct fake_card *fake, enum key_id key,
                          const char *want)
{
    char text[2 * FAKE_SIGNED_MAX + 1];

    hex_print(span_of(fake->signed_bytes, fake->signed_len), text);
    assert_string_equal(text, want);
    assert_int_equal(fake->key, key);
}

static void p1_says_what_is_padded(void **state)
{
    struct fake_card *fake = *state;

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, LOGIN_AUTH, "9000");
    expect_sw(fake, "802A00970361626300", "9000");
    assert_signed(fake, KEY_AUTH, "616263");
    /* SHA-256("abc"), FIPS 180-4 B.1 */
    expect_sw(fake, "802A01970361626300", "9000");
    assert_signed(fake, KEY_AUTH,
                  "BA7816BF8F01CFEA414140DE5DAE2223"
                  "B00361A396177A9CB410FF61F20015AD");
    expect_sw(fake, "802A03970361626300", "9000");
    assert_signed(fake, KEY_AUTH,
                  "3031300D060960864801650304020105000420"
                  "BA7816BF8F01CFEA414140DE5DAE2223"
                  "B00361A396177A9CB410FF61F20015AD");
    assert_false(fake->signed_pss);
    expect_sw(fake, "802A05970361626300", "9000");
    assert_signed(fake, KEY_AUTH,
                  "BA7816BF8F01CFEA414140DE5DAE2223"
                  "B00361A396177A9CB410FF61F20015AD");
    assert_true(fake->signed_pss);
}

#define HASH "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"

static void a_given_hash_is_32_bytes(void **state)
{
    struct fake_card *fake = *state;

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, LOGIN_AUTH, "9000");
    expect_sw(fake, "802A029720" HASH "00", "9000");
    assert_signed(fake, KEY_AUTH,
                  "3031300D060960864801650304020105000420" HASH);
    expect_sw(fake, "802A049720" HASH "00", "9000");
    assert_signed(fake, KEY_AUTH, HASH);
    assert_true(fake->signed_pss);
    expect(fake, "802A02970361626300", "6700");
    expect(fake, "802A049721" HASH "0000", "6700");
}

static void other_p1_are_refused(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, LOGIN_AUTH, "9000");
    expect(*state, "802A0697013100", "6A86");
    expect(*state, "802AFF97013100", "6A86");
    expect(*state, "802A9E9A013100", "6A86");
}

static void p2_says_which_key(void **state)
{
    struct fake_card *fake = *state;

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "802A0080013100", "6986");
    expect(fake, LOGIN_AUTH, "9000");
    expect(fake, "0020009B06414243313233", "9000");
    expect(fake, "00A4020C020017", "9000");
    expect_sw(fake, "802A0080013100", "9000");
    assert_signed(fake, KEY_AUTH, "31");
    expect_sw(fake, "802A009A013200", "9000");
    assert_signed(fake, KEY_SIGN, "32");
    expect_sw(fake, "802A0080013300", "9000");
    assert_signed(fake, KEY_SIGN, "33");
    expect(fake, "802A0000013100", "6A86");
    expect(fake, "802A0098013100", "6981");
    expect(fake, "802A008A013100", "6981");
    expect(fake, "802A008C013100", "6A82");
    expect(fake, "802A0017013100", "6A86");
}

static void the_default_key_needs_no_pin(void **state)
{
    struct fake_card *fake = *state;

    expect(fake, SELECT_TEXT, "9000");
    expect_sw(fake, "802A0000013100", "9000");
    assert_signed(fake, KEY_TEXT, "31");
    expect_sw(fake, "802A050020" HASH "00", "9000");
    expect_sw(fake, "802A0093013100", "9000");
    expect(fake, SELECT_VISUAL, "9000");
    expect_sw(fake, "802A0000013100", "9000");
    assert_signed(fake, KEY_VISUAL, "31");
    expect(fake, SELECT_COMMON, "9000");
    expect(fake, "802A0000013100", "6A86");
    expect(fake, "802A0099013100", "6985");
}

static void no_signature_without_the_right_pin(void **state)
{
    struct fake_card *fake = *state;

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "802A0097013100", "6982");
    expect(fake, "802A009A013100", "6982");
    expect(fake, LOGIN_AUTH, "9000");
    expect(fake, "802A009A013100", "6982");
    assert_int_equal(fake->signatures, 0);
}

static void input_is_1_to_245_bytes(void **state)
{
    struct fake_card *fake = *state;
    uint8_t cmd[5 + 246 + 1] = { 0x80, 0x2A, 0x00, 0x97, 245 };
    uint8_t out[258];

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, LOGIN_AUTH, "9000");
    assert_int_equal(fake_transmit(fake, span_of(cmd, 5 + 245 + 1), out, 258),
                     258);
    cmd[4] = 246;
    assert_int_equal(fake_transmit(fake, span_of(cmd, 5 + 246 + 1), out, 258),
                     2);
    assert_int_equal(get_be16(out), 0x6700);
    expect(fake, "802A009700", "6700");
    expect(fake, "802A0097000000", "6700");
}

static void a_message_may_be_longer_than_a_short_body(void **state)
{
    struct fake_card *fake = *state;
    uint8_t cmd[7 + 1000 + 2] = { 0x80, 0x2A, 0x03, 0x97, 0x00, 0x03, 0xE8 };
    uint8_t out[258];

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, LOGIN_AUTH, "9000");
    assert_int_equal(
        fake_transmit(fake, span_of(cmd, sizeof(cmd)), out, sizeof(out)), 258);
    /* printf '\0%.0s' {1..1000} | sha256sum */
    assert_signed(fake, KEY_AUTH,
                  "3031300D060960864801650304020105000420"
                  "541B3E9DAA09B20BF85FA273E5CBD3E80185AA4EC298E765DB87742B7013"
                  "8A53");
}

static void a_signature_must_fit_le_and_room(void **state)
{
    struct fake_card *fake = *state;
    uint8_t cmd[] = { 0x80, 0x2A, 0x00, 0x97, 0x01, 0x31, 0x00 };
    uint8_t out[258];

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, LOGIN_AUTH, "9000");
    expect(fake, "802A00970131", "6700");
    expect(fake, "802A00970131FF", "6700");
    expect_sw(fake,
              "802A009700000131"
              "0100",
              "9000");
    expect_sw(fake,
              "802A009700000131"
              "0000",
              "9000");
    assert_int_equal(fake_transmit(fake, span_of(cmd, sizeof(cmd)), out, 257),
                     2);
    assert_int_equal(get_be16(out), 0x6700);
}

static void a_port_that_fails_is_6400(void **state)
{
    struct fake_card *fake = *state;

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, LOGIN_AUTH, "9000");
    fake->refuse_crypto = true;
    expect(fake, "802A0097013100", "6400");
    expect(fake, "802A0397013100", "6400");
    expect(fake, "802A049720" HASH "00", "6400");
    expect(fake, "0084000008", "6400");
    expect(fake, SELECT_COMMON, "9000");
    expect(fake, "00880099013100", "6400");
}

static void internal_authenticate_is_for_one_key(void **state)
{
    struct fake_card *fake = *state;

    expect(fake, SELECT_COMMON, "9000");
    expect_sw(fake, "008800990361626300", "9000");
    assert_signed(fake, KEY_COMMON,
                  "3031300D060960864801650304020105000420"
                  "BA7816BF8F01CFEA414140DE5DAE2223"
                  "B00361A396177A9CB410FF61F20015AD");
    expect(fake, "00880199013100", "6A86");
    expect(fake, "0088009C013100", "6981");
    expect(fake, "00880098013100", "6A82");
    expect(fake, "008800990131", "6700");
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "00880097013100", "6982");
    expect(fake, SELECT_TEXT, "9000");
    expect(fake, "00880093013100", "6985");
    expect(fake, SELECT_VISUAL, "9000");
    expect(fake, "0088009A013100", "6985");
}

static void a_challenge_has_the_length_asked_for(void **state)
{
    expect(*state, "0084000001", "3A9000");
    expect(*state, "0084000008", "3A3A3A3A3A3A3A3A9000");
    expect_sw(*state, "0084000000", "9000");
    expect(*state, "00840000", "6700");
    expect(*state, "008400000000FF", "6985");
    expect(*state, "0084000108", "6A86");
    expect(*state, "0084010008", "6A86");
    for (size_t cap = 2; cap < 10; cap++) {
        static const uint8_t cmd[] = { 0x00, 0x84, 0x00, 0x00, 0x08 };
        uint8_t out[10];

        assert_int_equal(
            fake_transmit(*state, span_of(cmd, sizeof(cmd)), out, cap), 2);
        assert_int_equal(get_be16(out), 0x6700);
    }
}

static void the_chain_of_the_pinless_flow_opens_nothing(void **state)
{
    struct fake_card *fake = *state;
    uint8_t first[7 + 307] = { 0x80, 0xA2, 0x06, 0xC1, 0x00, 0x01, 0x33 };
    uint8_t last[7 + 261] = { 0x80, 0xA2, 0x00, 0xC1, 0x00, 0x01, 0x05 };
    uint8_t out[2];

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "80A20000", "6A86");
    expect(fake, "80A200AE", "6A86");
    expect(fake, "80A28000", "6A86");
    expect(fake, "80A200B6", "6A86");
    expect(fake, "80A206C10131", "6700");
    expect(fake, "80A200C10131", "6700");
    fake_transmit(fake, span_of(last, sizeof(last)), out, sizeof(out));
    assert_int_equal(get_be16(out), 0x6985);
    fake_transmit(fake, span_of(first, sizeof(first)), out, sizeof(out));
    assert_int_equal(get_be16(out), 0x6A80); /* no certificate */
    memcpy(first + 7, "\x7F\x21\x82\x02\x33\x5F\x4E\x82\x01\x29", 10);
    fake_transmit(fake, span_of(first, sizeof(first)), out, sizeof(out));
    assert_int_equal(get_be16(out), 0x9000);
    fake_transmit(fake, span_of(last, sizeof(last)), out, sizeof(out));
    assert_int_equal(get_be16(out), 0x6985);
    expect(fake, "802A0097013100", "6982");
}

static void only_refusals_are_known_of_some_commands(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "808A2200", "6982");
    expect(*state, "808A2400", "6982");
    expect(*state, "808A0000", "6A86");
    expect(*state, "80FC0000", "6700");
}

static void a_phone_forgets_when_it_is_told_to(void **state)
{
    struct fake_card *fake = *state;

    fake->config.on = ON_PHONE;
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "00B08A0004", "6982");
    expect(fake, LOGIN_AUTH, "9000");
    expect(fake, "00B08A0004", "3082062B9000");
    expect(fake, "80FC0100", "6A86");
    expect(fake, "80FC0000", "9000");
    expect(fake, "00B08A0004", "6982");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAKE_TEST(p1_says_what_is_padded),
        FAKE_TEST(a_given_hash_is_32_bytes),
        FAKE_TEST(other_p1_are_refused),
        FAKE_TEST(p2_says_which_key),
        FAKE_TEST(the_default_key_needs_no_pin),
        FAKE_TEST(no_signature_without_the_right_pin),
        FAKE_TEST(input_is_1_to_245_bytes),
        FAKE_TEST(a_message_may_be_longer_than_a_short_body),
        FAKE_TEST(a_signature_must_fit_le_and_room),
        FAKE_TEST(a_port_that_fails_is_6400),
        FAKE_TEST(internal_authenticate_is_for_one_key),
        FAKE_TEST(a_challenge_has_the_length_asked_for),
        FAKE_TEST(the_chain_of_the_pinless_flow_opens_nothing),
        FAKE_TEST(only_refusals_are_known_of_some_commands),
        FAKE_TEST(a_phone_forgets_when_it_is_told_to),
    };

    return cmocka_run_group_tests_name("card/cmd_sign", tests, NULL, NULL);
}
