/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/replay_script.c: good lines, bad lines, and what fits an answer.
 */
#include "tests/unit/tools/fixture.h"
#include "tools/replay_script.h"

#include <stdlib.h>
#include <string.h>

static struct step step; /* too big for a stack */

static void a_recording_is_read_step_by_step(void **state)
{
    static const char text[] = "# comment\n"
                               "\n"
                               "! persona adult\n"
                               "> 00A4 04 0c # select\n"
                               "  0A\n"
                               "< 9. ..\r\n"
                               "! reset\n"
                               "!power";
    struct replay_script script;

    (void)state;
    replay_open(&script, text);
    replay_next(&script, &step);
    assert_int_equal(step.kind, STEP_PERSONA);
    assert_int_equal(step.line, 3);
    replay_next(&script, &step);
    assert_int_equal(step.kind, STEP_COMMAND);
    assert_int_equal(step.len, 5);
    assert_int_equal(step.bytes[3], 0x0C);
    assert_int_equal(step.bytes[4], 0x0A);
    replay_next(&script, &step);
    assert_int_equal(step.kind, STEP_ANSWER);
    assert_true(replay_fits(&step, (const uint8_t *)"\x90\x00", 2));
    assert_true(replay_fits(&step, (const uint8_t *)"\x9F\xFF", 2));
    assert_false(replay_fits(&step, (const uint8_t *)"\x60\x00", 2));
    assert_false(replay_fits(&step, (const uint8_t *)"\x90\x00\x00", 3));
    replay_next(&script, &step);
    assert_int_equal(step.kind, STEP_RESET);
    replay_next(&script, &step);
    assert_int_equal(step.kind, STEP_POWER);
    replay_next(&script, &step);
    assert_int_equal(step.kind, STEP_END);
    replay_next(&script, &step);
    assert_int_equal(step.kind, STEP_END);
}

static void what_is_no_recording_is_refused_with_its_line(void **state)
{
    static const char *const lines[] = { "x",         ">",       "> 0",
                                         "> 00 0",    "> 0g",    "<",
                                         "! reset x", "! bogus", "!",
                                         "> 00\n zz", "900",     "< 9 0" };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        struct replay_script script;

        replay_open(&script, lines[i]);
        replay_next(&script, &step);
        if (step.kind != STEP_BAD || step.line != 1)
            fail_msg("accepted: %s", lines[i]);
    }
}

static void more_bytes_than_an_apdu_are_refused(void **state)
{
    size_t len = 2 * (STEP_BYTES_MAX + 1);
    char *text = malloc(len + 3);
    struct replay_script script;

    (void)state;
    assert_non_null(text);
    memset(text, '0', len + 2);
    text[0] = '>';
    text[1] = ' ';
    text[len + 2] = '\0';
    replay_open(&script, text);
    replay_next(&script, &step);
    assert_int_equal(step.kind, STEP_BAD);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recording_is_read_step_by_step),
        cmocka_unit_test(what_is_no_recording_is_refused_with_its_line),
        cmocka_unit_test(more_bytes_than_an_apdu_are_refused),
    };

    return cmocka_run_group_tests_name("tools/replay_script", tests, NULL,
                                       NULL);
}
