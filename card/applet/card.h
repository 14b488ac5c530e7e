/* SPDX-License-Identifier: Apache-2.0
 *
 * The card: command bytes in, answer bytes out. All state is in struct card;
 * two cards in one process do not know of each other. Freestanding: no heap,
 * no stdio, no statics.
 */
#ifndef INKAN_CARD_APPLET_CARD_H
#define INKAN_CARD_APPLET_CARD_H

#include "card/applet/port.h"

/* Secure messaging, text application only: sm.c. */
struct card_sm {
    uint8_t state; /* none, open, lost: cmd_sm.c */
    uint8_t key[AES_BLOCK];
    uint8_t counter[AES_BLOCK];
};

/* Fields are the applet's own. A caller zeroes nothing: card_init does. */
struct card {
    const struct port *port;
    void *ctx; /* handed to every function of the port */
    const struct card_config *config;
    const struct file_row *ef; /* current EF, NULL = none */
    uint8_t app;               /* enum app_id */
    uint8_t app_index;         /* where "next occurrence" goes on */
    bool app_selected;         /* a SELECT was seen since power-on */
    guard_t verified;          /* bit per PIN of the current application */
    struct card_sm sm;
};

enum card_reset_kind { CARD_POWER_ON, CARD_WARM_RESET };

/* Makes the card as it is after power-on. Keeps port, ctx and config. */
void card_init(struct card *card, const struct port *port, void *ctx,
               const struct card_config *config);

/* Power-on or warm reset: the state that does not survive is erased. */
void card_reset(struct card *card, enum card_reset_kind kind);

/* Answers one command APDU. Any bytes are a valid question.
 *
 * cmd      the command; its body is erased in place when it holds a secret
 * cmd_len  0 to APDU_CMD_MAX bytes
 * out      answer data and SW1 SW2; may not overlap cmd
 * cap      room in out, at least 258 for whole short answers, at least 2
 * returns  bytes written, at least 2
 */
size_t card_process(struct card *card, uint8_t *cmd, size_t cmd_len,
                    uint8_t *out, size_t cap);

#endif
