/* SPDX-License-Identifier: Apache-2.0
 *
 * The steps of an input of fuzz_card, and who makes them.
 */
#ifndef INKAN_TESTS_FUZZ_GENERATE_H
#define INKAN_TESTS_FUZZ_GENERATE_H

enum {
    STEP_QUIRKS = 0xFFFC,
    STEP_CUT = 0xFFFD,
    STEP_POWER = 0xFFFE,
    STEP_RESET = 0xFFFF
};

#endif
