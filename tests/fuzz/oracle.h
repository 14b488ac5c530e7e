/* SPDX-License-Identifier: Apache-2.0
 *
 * Watches a fake card from outside and knows the rules of access on its own:
 * which PIN was given rightly since the last loss of state, how many tries
 * can be left, and whose bytes a guarded byte is. Files are marked
 * (FAKE_MARKED) and the cipher is the identity, so that every byte of an
 * answer tells where it comes from.
 */
#ifndef INKAN_TESTS_FUZZ_ORACLE_H
#define INKAN_TESTS_FUZZ_ORACLE_H

#include "tests/support/fake_port.h"

struct oracle {
    struct fake_card *fake;
    unsigned app; /* the one that was current before a command */
    bool verified[PIN_COUNT];
    unsigned tries[PIN_COUNT]; /* at most so many are left */
    uint8_t value[PIN_COUNT][PIN_MAX_LEN];
    size_t value_len[PIN_COUNT];
    unsigned signatures;
};

/* A new card whose state the oracle knows. */
void oracle_start(struct oracle *o, struct fake_card *fake);

/* The card lost power or was reset. */
void oracle_lost(struct oracle *o);

/* Compares one exchange with the rules; ends the program when one is broken.
 * cmd is the command as it was sent (the card erases secrets in its own);
 * answer_len 0 means that the power went. */
void oracle_check(struct oracle *o, struct span cmd, struct span answer);

#endif
