/* SPDX-License-Identifier: Apache-2.0
 *
 * One exchange with a fake card, written as text: the shape of nearly every
 * card test. A failure is reported at the line of the caller.
 */
#ifndef INKAN_TESTS_SUPPORT_EXPECT_H
#define INKAN_TESTS_SUPPORT_EXPECT_H

#include "tests/support/fake_port.h"

/* Sends cmd (hexadecimal text) and compares the whole answer with want, in
 * which `.` stands for any digit. */
#define expect(fake, cmd, want)                                                \
    expect_at((fake), (cmd), (want), __FILE__, __LINE__)

/* The same, but only the status word counts. */
#define expect_sw(fake, cmd, want)                                             \
    expect_sw_at((fake), (cmd), (want), __FILE__, __LINE__)

void expect_at(struct fake_card *fake, const char *cmd, const char *want,
               const char *file, int line);
void expect_sw_at(struct fake_card *fake, const char *cmd, const char *want,
                  const char *file, int line);

/* A test whose *state is a new fake card of the test citizen. */
#define FAKE_TEST(f)                                                           \
    cmocka_unit_test_setup_teardown(f, fake_set_up, fake_tear_down)

int fake_set_up(void **state);
int fake_tear_down(void **state);

/* SELECT of the applications by literal name. */
#define SELECT_JPKI    "00A4040C0AD392F000260100000001"
#define SELECT_TEXT    "00A4040C0AD3921000310001010408"
#define SELECT_VISUAL  "00A4040C0AD3921000310001010402"
#define SELECT_COMMON  "00A4040C0AD3921000310001010100"
#define SELECT_JUKI    "00A4040C0AD3921000310001010401"
#define SELECT_ISD     "00A4040C07A0000001510000"
#define SELECT_LICENCE "00A4040C10A0000002310600000000000000000000"

#endif
