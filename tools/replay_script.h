/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads a `.apdu` file line by line:
 *   > 00 A4 04 0C ...     a command
 *   < .. .. 90 00         its answer; `.` in place of a digit is any digit
 *   ! reset | ! power     warm reset; power off and on
 *   ! persona NAME        which test citizen it was recorded on
 *   # ...                 a comment, also behind the others
 * A line that begins with a blank goes on with the bytes of the one before.
 */
#ifndef INKAN_TOOLS_REPLAY_SCRIPT_H
#define INKAN_TOOLS_REPLAY_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum step_kind {
    STEP_COMMAND,
    STEP_ANSWER,
    STEP_RESET,
    STEP_POWER,
    STEP_PERSONA,
    STEP_END,
    STEP_BAD /* not of this form: line tells where */
};

/* An extended command or answer with its head. */
#define STEP_BYTES_MAX 65552

struct step {
    enum step_kind kind;
    unsigned line;
    size_t len;
    uint8_t bytes[STEP_BYTES_MAX];
    uint8_t mask[STEP_BYTES_MAX]; /* 0 in the nibbles that may be anything */
};

struct replay_script {
    const char *at; /* borrowed, zero-terminated */
    unsigned line;
};

void replay_open(struct replay_script *script, const char *text);
void replay_next(struct replay_script *script, struct step *out);
bool replay_fits(const struct step *answer, const uint8_t *got, size_t len);

#endif
