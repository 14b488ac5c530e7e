/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads the exchanges of a `.apdu` file (tests/vectors/README.md). One step at
 * a time, out of memory, without libc: the same reader runs on bare metal.
 */
#ifndef INKAN_TESTS_SUPPORT_SCRIPT_H
#define INKAN_TESTS_SUPPORT_SCRIPT_H

#include "card/edge/bytes.h"

enum script_kind {
    SCRIPT_COMMAND, /* > bytes to send */
    SCRIPT_ANSWER,  /* < bytes to get; `.` in place of a digit is any digit */
    SCRIPT_PERSONA, /* ! persona NAME */
    SCRIPT_RESET,   /* ! reset: warm reset */
    SCRIPT_POWER,   /* ! power: power off and on */
    SCRIPT_END,
    SCRIPT_BAD /* not a script: see line */
};

struct script {
    const char *at;
    const char *end;
    unsigned line; /* of the step that was read last */
    unsigned next_line;
    /* Where the bytes of a step go; mask is 0 where any bit will do. */
    uint8_t *bytes;
    uint8_t *mask;
    size_t cap;
};

struct script_step {
    enum script_kind kind;
    size_t len;       /* of bytes and mask */
    const char *word; /* NAME of a persona, not terminated */
    size_t word_len;
};

/* The text and both buffers are borrowed until the last step is read. */
void script_open(struct script *s, const char *text, size_t text_len,
                 uint8_t *bytes, uint8_t *mask, size_t cap);

void script_next(struct script *s, struct script_step *out);

/* Do the bytes of an answer fit the step? */
bool script_fits(const struct script *s, const struct script_step *step,
                 struct span answer);

#endif
