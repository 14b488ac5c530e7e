/* SPDX-License-Identifier: Apache-2.0
 *
 * VERIFY and the two ways to change a PIN: card/README.md.
 */
#include "tests/support/expect.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void wrong_pin_counts_down_to_blocked(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C020018", "9000");
    expect(*state, "002000800430303030", "63C2");
    expect(*state, "002000800430303030", "63C1");
    expect(*state, "002000800430303030", "63C0");
    expect(*state, "002000800430303030", "6984");
    expect(*state, "002000800431323334", "6984");
    expect(*state, "00200080", "63C0");
}

static void the_sign_password_has_five_tries(void **state)
{
    static const char *const answers[] = { "63C4", "63C3", "63C2",
                                           "63C1", "63C0", "6984" };

    expect(*state, SELECT_JPKI, "9000");
    for (size_t i = 0; i < ARRAY_LEN(answers); i++)
        expect(*state, "0020009B06414243313234", answers[i]);
}

static void a_right_pin_fills_the_counter(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980430303030", "63C2");
    expect(*state, "002000980430303030", "63C1");
    expect(*state, "002000980431323334", "9000");
    expect(*state, "00200098", "63C3");
}

static void a_query_costs_nothing_in_any_form(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C020018", "9000");
    for (int i = 0; i < 10; i++) {
        expect(*state, "00200080", "63C3");
        expect(*state, "0020008000", "63C3");
        expect(*state, "00200080000000", "63C3");
    }
    expect(*state, "002000800431323334", "9000");
    expect(*state, "00200080", "63C3");
    expect(*state, "0020008000", "63C3");
    /* and a query does not log out */
    expect_sw(*state, "802A0097013100", "9000");
}

static void an_impossible_length_costs_nothing(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "0020009803313233", "6700");
    expect(*state, "00200098053132333435", "6700");
    expect(*state, "0020009B054142433132", "6700");
    expect(*state, "0020009B114142433132334142433132334142433132", "6700");
    expect(*state, "00200098", "63C3");
    expect(*state, "0020009B", "63C5");
}

static void letters_in_a_pin_of_digits_are_a_wrong_pin(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980441424344", "63C2");
}

static void the_card_compares_bytes_and_not_letters(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "0020009B06616263313233", "63C4");
    expect(*state, "0020009B06414243313233", "9000");
}

static void a_password_that_only_begins_right_is_wrong(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "0020009B0741424331323330", "63C4");
    expect(*state, "0020009B0741424331323300", "63C3");
    expect(*state, "0020009B08414243313233FFFF", "63C2");
}

static void a_failed_verify_takes_the_state_away(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980431323334", "9000");
    expect_sw(*state, "802A0097013100", "9000");
    expect(*state, "002000980430303030", "63C2");
    expect(*state, "802A0097013100", "6982");
}

static void two_pins_of_an_application_stand_side_by_side(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980431323334", "9000");
    expect(*state, "0020009B06414243313233", "9000");
    expect_sw(*state, "802A0097013100", "9000");
    expect_sw(*state, "802A009A013100", "9000");
    expect(*state, "0020009B06414243313234", "63C4");
    expect_sw(*state, "802A0097013100", "9000");
    expect(*state, "802A009A013100", "6982");
}

static void state_dies_with_the_application_and_not_with_a_file(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980431323334", "9000");
    expect(*state, "00A4020C02000A", "9000");
    expect(*state, SELECT_JPKI, "9000");
    expect_sw(*state, "802A0097013100", "9000");
    expect(*state, SELECT_TEXT, "9000");
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "802A0097013100", "6982");
}

static void selecting_the_card_level_logs_out(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980431323334", "9000");
    expect(*state, SELECT_ISD, "9000");
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "802A0097013100", "6982");
}

static void a_failed_select_does_not_log_out(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980431323334", "9000");
    expect(*state, "00A4040C05A000000308", "6A82");
    expect_sw(*state, "802A0097013100", "9000");
}

static void reset_and_power_log_out(void **state)
{
    struct fake_card *fake = *state;

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "002000980431323334", "9000");
    card_reset(&fake->card, CARD_WARM_RESET);
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "802A0097013100", "6982");
    expect(fake, "002000980431323334", "9000");
    card_reset(&fake->card, CARD_POWER_ON);
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "802A0097013100", "6982");
}

static void counters_outlive_power(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980430303030", "63C2");
    fake_power_on(*state);
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00200098", "63C2");
}

static void each_reference_has_its_own_counter(void **state)
{
    expect(*state, SELECT_TEXT, "9000");
    expect(*state, "0020009100", "63C3");
    expect(*state, "0020009400", "63CA");
    expect(*state, "0020009500", "63CA");
    expect(*state, "002000910430303030", "63C2");
    expect(*state, SELECT_VISUAL, "9000");
    expect(*state, "0020009100", "63CA");
    expect(*state, "0020009200", "63CA");
    expect(*state, "0020009300", "63CA");
    expect(*state, SELECT_COMMON, "9000");
    expect(*state, "0020009C00", "63C3");
    expect(*state, "0020009C0430303030", "63C2");
    expect(*state, SELECT_JUKI, "9000");
    expect(*state, "0020009C00", "63C3");
    expect(*state, SELECT_LICENCE, "9000");
    expect(*state, "0020008600", "63CA");
    expect(*state, "00200086042A2A2A2A", "63C9");
}

static void the_locked_reference_is_always_blocked(void **state)
{
    expect(*state, SELECT_TEXT, "9000");
    expect(*state, "0020009200", "63C0");
    expect(*state, "002000920431323334", "6984");
}

static void a_reference_of_unknown_value_has_a_counter(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C020010", "9000");
    expect(*state, "00200080", "63C0");
    expect(*state, "002000800431323334", "6984");
    expect(*state, "00200000", "6A86");
    expect(*state, "002401800431323334", "6981");
    expect(*state, "00B0000000", "6981");
}

static void verify_wants_a_pin(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000800431323334", "6986");
    expect(*state, "00A4020C02000A", "9000");
    expect(*state, "002000800431323334", "6981");
    expect(*state, "002000970431323334", "6981");
    expect(*state, "002001980431323334", "6A86");
    expect(*state, "002000000431323334", "6A86");
    expect(*state, "002000180431323334", "6A86");
    expect(*state, "0020008C0431323334", "6A82");
}

static void the_holder_changes_a_verified_pin(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C020018", "9000");
    expect(*state, "002401800439393939", "6982");
    expect(*state, "002000800431323334", "9000");
    expect(*state, "002401800439393939", "9000");
    /* still verified, and the counter is full */
    expect_sw(*state, "802A0097013100", "9000");
    expect(*state, "0020009800", "63C3");
    fake_power_on(*state);
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980431323334", "63C2");
    expect(*state, "002000980439393939", "9000");
}

static void a_new_value_must_have_the_form_of_the_pin(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980431323334", "9000");
    expect(*state, "0024019803313233", "6700");
    expect(*state, "00240198053132333435", "6700");
    expect(*state, "002401980441424344", "6A80");
    expect(*state, "00240198", "6700");
    expect(*state, "0020009B06414243313233", "9000");
    expect(*state, "0024019B06616263313233", "6A80");
    expect(*state, "0024019B10303132333435363738394142434445463031", "6700");
    expect(*state, "0024019B1030313233343536373839414243444546", "9000");
    expect(*state, "0020009B1030313233343536373839414243444546", "9000");
}

static void only_the_new_value_may_be_sent(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980431323334", "9000");
    expect(*state, "00240098083132333439393939", "6A86");
    expect(*state, "002402980439393939", "6A86");
}

static void numbers_a_and_b_are_not_the_holders_to_change(void **state)
{
    expect(*state, SELECT_TEXT, "9000");
    expect(*state, "002000940C353337363836363737313838", "9000");
    expect(*state, "002401940C353337363836363737313839", "6985");
}

static void the_juki_pins_change_by_another_command(void **state)
{
    expect(*state, SELECT_COMMON, "9000");
    expect(*state, "0032009C0439393939", "6D00");
    expect(*state, "8032009C0439393939", "6982");
    expect(*state, "0020009C0431323334", "9000");
    expect(*state, "0024019C0439393939", "6985");
    expect(*state, "8032019C0439393939", "6A86");
    expect(*state, "8032009C0439393939", "9000");
    expect(*state, SELECT_JUKI, "9000");
    expect(*state, "0020009C0431323334", "9000");
    expect(*state, SELECT_COMMON, "9000");
    expect(*state, "0020009C0439393939", "9000");
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "002000980431323334", "9000");
    expect(*state, "803200980439393939", "6985");
}

static void a_pin_that_is_not_set_is_blocked(void **state)
{
    struct fake_card *fake = *state;

    for (unsigned copy = 0; copy < 2; copy++)
        nv_format(NV_PAGE(PIN_AUTH, copy), span_none(), 0,
                  fake->pages[NV_PAGE(PIN_AUTH, copy)]);
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "0020009800", "63C0");
    expect(fake, "002000980431323334", "6984");
    expect(fake, "002000980400000000", "6984");
}

static void the_body_of_a_secret_is_erased(void **state)
{
    static const uint8_t zero[5];
    struct fake_card *fake = *state;
    uint8_t right[] = { 0x00, 0x20, 0x00, 0x98, 4, '1', '2', '3', '4' };
    uint8_t channel[] = { 0x01, 0x20, 0x00, 0x98, 4, '1', '2', '3', '4' };
    uint8_t cut[] = { 0x00, 0x20, 0x00, 0x98, 8, '1', '2', '3', '4' };
    uint8_t change[] = { 0x00, 0x24, 0x01, 0x98, 4, '1', '2', '3', '4' };
    uint8_t key[] = { 0x80, 0x32, 0x00, 0x98, 4, '1', '2', '3', '4' };
    uint8_t *const secrets[] = { right, channel, cut, change, key };
    uint8_t out[258];

    expect(fake, SELECT_JPKI, "9000");
    for (size_t i = 0; i < ARRAY_LEN(secrets); i++) {
        fake_transmit_raw(fake, secrets[i], sizeof(right), out, sizeof(out));
        assert_memory_equal(secrets[i] + 4, zero, sizeof(zero));
    }
}

static void a_memory_failure_is_6581_and_opens_nothing(void **state)
{
    struct fake_card *fake = *state;

    expect(fake, SELECT_JPKI, "9000");
    fake->refuse_writes = true;
    expect(fake, "002000980431323334", "6581");
    expect(fake, "802A0097013100", "6982");
    expect(fake, "002000980430303030", "6581");
    fake->refuse_writes = false;
    memset(fake->pages, 0, sizeof(fake->pages));
    expect(fake, "0020009800", "6581");
    expect(fake, "002000980431323334", "6581");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAKE_TEST(wrong_pin_counts_down_to_blocked),
        FAKE_TEST(the_sign_password_has_five_tries),
        FAKE_TEST(a_right_pin_fills_the_counter),
        FAKE_TEST(a_query_costs_nothing_in_any_form),
        FAKE_TEST(an_impossible_length_costs_nothing),
        FAKE_TEST(letters_in_a_pin_of_digits_are_a_wrong_pin),
        FAKE_TEST(the_card_compares_bytes_and_not_letters),
        FAKE_TEST(a_password_that_only_begins_right_is_wrong),
        FAKE_TEST(a_failed_verify_takes_the_state_away),
        FAKE_TEST(two_pins_of_an_application_stand_side_by_side),
        FAKE_TEST(state_dies_with_the_application_and_not_with_a_file),
        FAKE_TEST(selecting_the_card_level_logs_out),
        FAKE_TEST(a_failed_select_does_not_log_out),
        FAKE_TEST(reset_and_power_log_out),
        FAKE_TEST(counters_outlive_power),
        FAKE_TEST(each_reference_has_its_own_counter),
        FAKE_TEST(the_locked_reference_is_always_blocked),
        FAKE_TEST(a_reference_of_unknown_value_has_a_counter),
        FAKE_TEST(verify_wants_a_pin),
        FAKE_TEST(the_holder_changes_a_verified_pin),
        FAKE_TEST(a_new_value_must_have_the_form_of_the_pin),
        FAKE_TEST(only_the_new_value_may_be_sent),
        FAKE_TEST(numbers_a_and_b_are_not_the_holders_to_change),
        FAKE_TEST(the_juki_pins_change_by_another_command),
        FAKE_TEST(a_pin_that_is_not_set_is_blocked),
        FAKE_TEST(the_body_of_a_secret_is_erased),
        FAKE_TEST(a_memory_failure_is_6581_and_opens_nothing),
    };

    return cmocka_run_group_tests_name("card/pin", tests, NULL, NULL);
}
