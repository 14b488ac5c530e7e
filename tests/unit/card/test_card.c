/* SPDX-License-Identifier: Apache-2.0
 *
 * What every command goes through before its handler: class, instruction,
 * lengths. Any bytes are a question, and a refused one changes nothing.
 */
#include "card/edge/apdu.h"
#include "tests/support/expect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void too_short_for_a_header_is_6700(void **state)
{
    expect(*state, "", "6700");
    expect(*state, "00", "6700");
    expect(*state, "00A404", "6700");
}

static void logical_channels_are_6881(void **state)
{
    expect(*state, "01A4040C", "6881");
    expect(*state, "02A4040C", "6881");
    expect(*state, "03B00000", "6881");
    expect(*state, "09B00000", "6881");
    expect(*state, "0FB00000", "6881");
    expect(*state, "40A4040C", "6881");
    expect(*state, "7FA4040C", "6881");
    expect(*state, "81A4040C", "6881");
    expect(*state, "832A0097", "6881");
}

static void an_unknown_class_is_6e00(void **state)
{
    expect(*state, "10A4040C", "6E00"); /* chaining */
    expect(*state, "20A4040C", "6E00");
    expect(*state, "84A4040C", "6E00");
    expect(*state, "90A4040C", "6E00");
    expect(*state, "A0A4040C", "6E00");
    expect(*state, "FFCA000000", "6E00"); /* a reader's own command */
}

static void secure_messaging_of_another_kind_is_6882(void **state)
{
    expect(*state, "04A4040C", "6882");
}

static void an_unknown_instruction_is_6d00(void **state)
{
    expect(*state, "00FE0000", "6D00");
    expect(*state, "002C0080", "6D00");   /* RESET RETRY COUNTER */
    expect(*state, "00C0000000", "6D00"); /* GET RESPONSE: assumed */
    expect(*state, "00820000", "6D00");
    expect(*state, "002A0097013100", "6D00"); /* of the other class */
    expect(*state, "80A4040C", "6D00");
    expect(*state, "08FE0000", "6D00");
}

static void the_class_is_looked_at_before_the_length(void **state)
{
    expect(*state, "01A4040C05", "6881");
    expect(*state, "A0A4040C05", "6E00");
    expect(*state, "00FE040C0501", "6D00");
}

static void lengths_that_do_not_add_up_are_6700(void **state)
{
    expect(*state, "00A4040C05D392F000", "6700");
    expect(*state, "00A4040C05D392F000260000", "6700");
    expect(*state, "00A4040C0005D392F000", "6700");
    expect(*state, "00A4040C000005D392F000", "6700");
    expect(*state, "00A4040C000005D392F0002600", "6700");
    expect(*state, "00A4040C000005D392F00026000000", "6700");
    expect(*state, "00A4040C0000", "6700");
    expect(*state, "00A4040C00000000", "6700");
    expect(*state, "00A4040C0000000000", "6700");
}

static void extended_lengths_mean_the_same(void **state)
{
    expect(*state, "00A4040C00000AD392F000260100000001", "9000");
    expect(*state, "00A4040C00000AD392F0002601000000010000", "9000");
    expect(*state, "00200098000004313233340000", "9000");
}

static void a_body_of_64_kib_is_a_question_too(void **state)
{
    uint8_t *cmd = calloc(1, APDU_CMD_MAX);
    uint8_t out[2];

    assert_non_null(cmd);
    cmd[5] = cmd[6] = 0xFF;
    for (int ins = 0; ins < 256; ins++) {
        for (int cla = 0; cla <= 0x80; cla += 0x80) {
            cmd[0] = (uint8_t)cla;
            cmd[1] = (uint8_t)ins;
            assert_int_equal(
                fake_transmit(*state, span_of(cmd, APDU_CMD_MAX), out, 2), 2);
            assert_int_not_equal(get_be16(out), 0x9000);
        }
    }
    /* one byte less than its own length says */
    cmd[0] = 0x00;
    cmd[1] = 0xA4;
    assert_int_equal(
        fake_transmit(*state, span_of(cmd, APDU_CMD_MAX - 1), out, 2), 2);
    assert_int_equal(get_be16(out), 0x6700);
    free(cmd);
}

static void a_refused_command_changes_nothing(void **state)
{
    static const char *const refused[] = {
        "",           "00A404",     "01A4040C", "A0B00000",
        "002C0080",   "00A4040C05", "00B00000", "00A4080C02000A",
        "002000",     "10200080",   "0CB00000", "00240098",
        "802A069700", "00880097",   "84A40000", "00A4040C05A000000003",
    };
    struct fake_card *fake = *state;
    struct card before;
    uint8_t pages[NV_PAGE_COUNT][NV_PAGE_LEN];

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "002000980431323334", "9000");
    expect(fake, "00A4020C02000A", "9000");
    before = fake->card;
    memcpy(pages, fake->pages, sizeof(pages));
    for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
        expect_sw(fake, refused[i], "6...");
        assert_int_equal(fake->card.app, before.app);
        assert_ptr_equal(fake->card.ef, before.ef);
        assert_int_equal(fake->card.verified, before.verified);
        assert_memory_equal(fake->pages, pages, sizeof(pages));
    }
}

/* Two cards that share the code and nothing else. */
static void two_cards_do_not_know_of_each_other(void **state)
{
    struct fake_card *a = *state;
    struct fake_card *b = test_malloc(sizeof(*b));

    fake_init(b, FAKE_LITERAL);
    expect(a, SELECT_JPKI, "9000");
    expect(b, "00B0000004", "6986");
    expect(b, SELECT_TEXT, "9000");
    expect(a, "002000980431323334", "9000");
    expect(b, "0020009100", "63C3");
    expect(b, SELECT_JPKI, "9000");
    expect(b, "802A0097013100", "6982");
    expect_sw(a, "802A0097013100", "9000");
    expect(b, "002000980430303030", "63C2");
    expect(a, "00200098", "63C3");
    fake_power_on(b);
    expect_sw(a, "802A0097013100", "9000");
    test_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAKE_TEST(too_short_for_a_header_is_6700),
        FAKE_TEST(logical_channels_are_6881),
        FAKE_TEST(an_unknown_class_is_6e00),
        FAKE_TEST(secure_messaging_of_another_kind_is_6882),
        FAKE_TEST(an_unknown_instruction_is_6d00),
        FAKE_TEST(the_class_is_looked_at_before_the_length),
        FAKE_TEST(lengths_that_do_not_add_up_are_6700),
        FAKE_TEST(extended_lengths_mean_the_same),
        FAKE_TEST(a_body_of_64_kib_is_a_question_too),
        FAKE_TEST(a_refused_command_changes_nothing),
        FAKE_TEST(two_cards_do_not_know_of_each_other),
    };

    return cmocka_run_group_tests_name("card/card", tests, NULL, NULL);
}
