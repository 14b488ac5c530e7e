/* SPDX-License-Identifier: Apache-2.0
 *
 * SELECT and what it forgets: card/README.md.
 */
#include "tests/support/expect.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void applications_answer_to_their_whole_name(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, SELECT_TEXT, "9000");
    expect(*state, SELECT_VISUAL, "9000");
    expect(*state, SELECT_COMMON, "9000");
    expect(*state, SELECT_JUKI, "9000");
    expect(*state, SELECT_LICENCE, "9000");
    expect(*state, SELECT_ISD, "9000");
}

static void a_foreign_name_is_not_found_whatever_p2_says(void **state)
{
    expect(*state, "00A4040C05A000000308", "6A82");
    expect(*state, "00A4040005A00000030800", "6A82");
    expect(*state, "00A404FF05A000000308", "6A82");
    /* the residence application, which only other cards have */
    expect(*state, "00A4040C10D392F0004F0100000000000000000000", "6A82");
}

static void a_name_longer_than_the_application_is_not_found(void **state)
{
    expect(*state, "00A4040C0BD392F00026010000000100", "6A82");
    expect(*state, "00A4040C11A000000231060000000000000000000000", "6A82");
}

static void a_failed_select_keeps_application_and_file(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C02000A", "9000");
    expect(*state, "00A4040C05A000000308", "6A82");
    expect(*state, "00B0000004", "3082062B9000");
    expect(*state, "00A4020C020077", "6A82");
    expect(*state, "00B0000004", "3082062B9000");
}

static void a_beginning_selects_the_first_and_next_walks_on(void **state)
{
    expect(*state, "00A4040005D39210003100",
           "6F0C840AD39210003100010104089000");
    expect(*state, "00A4040205D39210003100",
           "6F0C840AD39210003100010104029000");
    expect(*state, "00A4040205D39210003100",
           "6F0C840AD39210003100010101009000");
    expect(*state, "00A4040E05D392100031", "9000");
    expect(*state, "00A4040E05D392100031", "6A82");
    /* still in the juki application */
    expect(*state, "00A4020C02001C", "9000");
    expect(*state, "00A4020C020001", "6A82");
}

static void a_beginning_of_less_than_five_bytes_is_not_found(void **state)
{
    expect(*state, "00A4040C04D3921000", "6A82");
    expect(*state, "00A4040000", "6A82");
}

static void an_unknown_p2_is_refused_once_the_name_is_known(void **state)
{
    expect(*state, "00A4040405D392F00026", "6A86");
    expect(*state, "00A4040805D392F00026", "6A86");
    expect(*state, "00A4040D05D392F00026", "6A86");
    expect(*state, "00A4040F05D392F00026", "6A86");
    expect(*state, "00A4041C05D392F00026", "6A86");
}

static void a_name_is_told_only_when_asked_with_le(void **state)
{
    expect(*state, "00A4040005D392F0002600",
           "6F0C840AD392F0002601000000019000");
    expect(*state, "00A4040005D392F00026", "9000");
    expect(*state, "00A4040C05D392F0002600", "9000");
    expect(*state, "00A4040005D392F0002605", "6700");
    expect(*state, "00A4020002000A00", "6F048302000A9000");
}

static void files_are_found_in_their_own_application_only(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C020017", "9000");
    expect(*state, "00A4020C02000B", "9000");
    expect(*state, SELECT_TEXT, "9000");
    expect(*state, "00A4020C020017", "6A82");
    expect(*state, "00A4020C02000B", "6A82");
}

static void a_file_is_selected_by_two_bytes(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C010A", "6700");
    expect(*state, "00A4020C03000A00", "6700");
    expect(*state, "00A4020C", "6700");
    expect(*state, "00A4024C02000A", "6A86");
    expect(*state, "00A4020402000A", "6A86");
}

static void other_ways_to_select_are_refused(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4010C02000A", "6A86");
    expect(*state, "00A4030C", "6A86");
    expect(*state, "00A4080C02000A", "6A86");
}

static void select_without_name_does_nothing(void **state)
{
    expect(*state, "00A40000", "6A86");
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C02000A", "9000");
    expect(*state, "00A40000", "9000");
    expect(*state, "00B0000004", "3082062B9000");
}

static void there_is_no_master_file(void **state)
{
    expect(*state, "00A4000C023F00", "6A82");
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4000C023F00", "6A82");
}

static void a_file_that_the_card_does_not_have_is_not_found(void **state)
{
    struct fake_card *fake = *state;

    for (size_t i = 0; i < FAKE_FILE_MAX; i++)
        fake->files[i] = span_none();
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, "00A4020C02000A", "6A82");
    expect(fake, "00B08A0001", "6A82");
    expect(fake, "00A4020C020018", "9000");
}

static void the_card_level_has_one_file(void **state)
{
    expect(*state, "00A4020C020001", "6A82");
    expect(*state, "00A4020C022F10", "6A82");
    expect(*state, "00A4020C022F11", "6A82");
    expect(*state, "00A4020C02001E", "9000");
    expect(*state, "00B0000000", "6981");
}

static void selecting_another_application_forgets_the_file(void **state)
{
    expect(*state, SELECT_JPKI, "9000");
    expect(*state, "00A4020C020006", "9000");
    expect(*state, SELECT_TEXT, "9000");
    expect(*state, "00B0000004", "6986");
}

static void a_card_without_licence_has_no_licence_application(void **state)
{
    struct fake_card *fake = *state;

    fake->config.has_licence = false;
    expect(fake, SELECT_LICENCE, "6A82");
    expect(fake, "00A4040C05A000000231", "6A82");
}

static void a_phone_has_only_the_jpki_application(void **state)
{
    struct fake_card *fake = *state;

    fake->config.on = ON_PHONE;
    expect(fake, SELECT_JPKI, "9000");
    expect(fake, SELECT_TEXT, "6A82");
    expect(fake, SELECT_VISUAL, "6A82");
    expect(fake, SELECT_COMMON, "6A82");
    expect(fake, SELECT_JUKI, "6A82");
    expect(fake, SELECT_LICENCE, "6A82");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAKE_TEST(applications_answer_to_their_whole_name),
        FAKE_TEST(a_foreign_name_is_not_found_whatever_p2_says),
        FAKE_TEST(a_name_longer_than_the_application_is_not_found),
        FAKE_TEST(a_failed_select_keeps_application_and_file),
        FAKE_TEST(a_beginning_selects_the_first_and_next_walks_on),
        FAKE_TEST(a_beginning_of_less_than_five_bytes_is_not_found),
        FAKE_TEST(an_unknown_p2_is_refused_once_the_name_is_known),
        FAKE_TEST(a_name_is_told_only_when_asked_with_le),
        FAKE_TEST(files_are_found_in_their_own_application_only),
        FAKE_TEST(a_file_is_selected_by_two_bytes),
        FAKE_TEST(other_ways_to_select_are_refused),
        FAKE_TEST(select_without_name_does_nothing),
        FAKE_TEST(there_is_no_master_file),
        FAKE_TEST(a_file_that_the_card_does_not_have_is_not_found),
        FAKE_TEST(the_card_level_has_one_file),
        FAKE_TEST(selecting_another_application_forgets_the_file),
        FAKE_TEST(a_card_without_licence_has_no_licence_application),
        FAKE_TEST(a_phone_has_only_the_jpki_application),
    };

    return cmocka_run_group_tests_name("card/cmd_select", tests, NULL, NULL);
}
