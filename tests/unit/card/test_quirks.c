/* SPDX-License-Identifier: Apache-2.0
 *
 * The knobs of struct card_config: what is known to vary, or is not known.
 * The defaults are tested everywhere else.
 */
#include "tests/support/expect.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define LOGIN "002000980431323334"

static void a_card_without_pss_refuses_p1_04_and_05(void **state)
{
    struct fake_card *fake = *state;

    fake->config.no_pss = true;
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, LOGIN, "9000");
    expect(fake, "802A0597013100", "6A86");
    expect(fake,
           "802A049720000102030405060708090A0B0C0D0E0F101112131415161718191A1B"
           "1C1D1E1F00",
           "6A86");
    expect_sw(fake, "802A0397013100", "9000");
}

static void selecting_the_same_application_may_log_out(void **state)
{
    struct fake_card *fake = *state;

    fake->config.reselect_clears = true;
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, LOGIN, "9000");
    expect_sw(fake, "802A0097013100", "9000");
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "802A0097013100", "6982");
}

static void a_warm_reset_may_keep_everything(void **state)
{
    struct fake_card *fake = *state;

    fake->config.reset_keeps = true;
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, LOGIN, "9000");
    card_reset(&fake->card, CARD_WARM_RESET);
    expect_sw(fake, "802A0097013100", "9000");
    card_reset(&fake->card, CARD_POWER_ON);
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "802A0097013100", "6982");
}

static void a_card_may_not_know_extended_lengths(void **state)
{
    struct fake_card *fake = *state;

    fake->config.no_extended = true;
    expect(fake, "00A4040C00000AD392F000260100000001", "6700");
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "00A4020C02000A", "9000");
    expect(fake, "00B00000000000", "6700");
    expect(fake, "00B0000004", "3082062B9000");
}

static void a_card_may_not_know_short_identifiers(void **state)
{
    struct fake_card *fake = *state;

    fake->config.no_sfi = true;
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "00B08A0004", "6A86");
    expect(fake, LOGIN, "6A86");
    expect(fake, "802A0097013100", "6A86");
    expect(fake, "00A4020C020018", "9000");
    expect(fake, "002000800431323334", "9000");
}

static void the_state_may_be_gone_after_one_signature(void **state)
{
    struct fake_card *fake = *state;

    fake->config.oneshot = true;
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, LOGIN, "9000");
    expect(fake, "0020009B06414243313233", "9000");
    expect_sw(fake, "802A0097013100", "9000");
    expect(fake, "802A0097013100", "6982");
    expect_sw(fake, "802A009A013100", "9000");
    expect(fake, "802A009A013100", "6982");
    expect(fake, "00B0810004", "6982");
}

static void a_query_may_answer_9000_when_verified(void **state)
{
    struct fake_card *fake = *state;

    fake->config.query_when_verified = QUERY_9000;
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "00200098", "63C3");
    expect(fake, LOGIN, "9000");
    expect(fake, "00200098", "9000");
    expect(fake, "0020009B", "63C5");
}

static void blocked_may_be_6983(void **state)
{
    struct fake_card *fake = *state;

    fake->config.blocked_sw = 0x6983;
    expect(fake, SELECT_TEXT, "9000");
    expect(fake, "00200092", "63C0");
    expect(fake, "002000920431323334", "6983");
}

static void a_phone_guards_the_auth_certificate(void **state)
{
    struct fake_card *fake = *state;

    fake->config.on = ON_PHONE;
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "00B08B0004", "308205239000");
    expect(fake, "00B08A0004", "6982");
    expect(fake, "0020009B06414243313233", "9000");
    expect(fake, "00B08A0004", "6982");
    expect(fake, LOGIN, "9000");
    expect(fake, "00B08A0004", "3082062B9000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAKE_TEST(a_card_without_pss_refuses_p1_04_and_05),
        FAKE_TEST(selecting_the_same_application_may_log_out),
        FAKE_TEST(a_warm_reset_may_keep_everything),
        FAKE_TEST(a_card_may_not_know_extended_lengths),
        FAKE_TEST(a_card_may_not_know_short_identifiers),
        FAKE_TEST(the_state_may_be_gone_after_one_signature),
        FAKE_TEST(a_query_may_answer_9000_when_verified),
        FAKE_TEST(blocked_may_be_6983),
        FAKE_TEST(a_phone_guards_the_auth_certificate),
    };

    return cmocka_run_group_tests_name("card/quirks", tests, NULL, NULL);
}
