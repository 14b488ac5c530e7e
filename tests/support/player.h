/* SPDX-License-Identifier: Apache-2.0
 *
 * Plays a `.apdu` file against a card, whatever it is behind: the core, a
 * reader, bare metal. Without libc.
 */
#ifndef INKAN_TESTS_SUPPORT_PLAYER_H
#define INKAN_TESTS_SUPPORT_PLAYER_H

#include "card/edge/apdu.h"

struct player_target {
    void *ctx;
    /* Puts in a new card of a test citizen ("test", "test-phone"). */
    bool (*persona)(void *ctx, struct span name);
    size_t (*transmit)(void *ctx, uint8_t *cmd, size_t cmd_len, uint8_t *out,
                       size_t cap);
    void (*reset)(void *ctx, bool warm);
};

/* Large: not for a stack of bare metal. */
struct player {
    unsigned line; /* where the file ended or went wrong */
    unsigned exchanges;
    const char *wrong; /* what went wrong, NULL = nothing */
    size_t answer_len; /* the last answer, for a message */
    uint8_t bytes[APDU_ANSWER_MAX];
    uint8_t mask[APDU_ANSWER_MAX];
    uint8_t answer[APDU_ANSWER_MAX];
};

/* Plays until the end or the first thing that is wrong. */
bool player_run(struct player *player, const struct player_target *target,
                const char *text, size_t text_len);

#endif
