/* SPDX-License-Identifier: Apache-2.0
 *
 * What the plays of pcsc_play.c share: cards that are plugged into a private
 * vpcd, the library on them, and another program on plain PC/SC.
 */
#ifndef INKAN_TESTS_INTEGRATION_HOST_PLAY_H
#define INKAN_TESTS_INTEGRATION_HOST_PLAY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/types.h>
#include <winscard.h>

#include <inkan/sign.h>

double play_now_s(void);
/* An environment variable that must be set. */
const char *play_need(const char *name);

/* Plugs a card in; returns the process that plays it. */
pid_t play_plug(const char *kind, const char *port);
void play_unplug(pid_t pid);
/* A teardown: whatever a failed test left is unplugged. */
int play_unplug_all(void **state);

struct inkan *play_open_library(uint32_t deadline_ms);
/* Waits until so many readers hold a card, and pcscd has noticed. */
void play_wait_for_cards(struct inkan *ink, size_t wanted);
struct inkan_card *play_open_card(struct inkan *ink);
enum inkan_rc play_sign(struct inkan_card *card);
void play_survey(struct inkan_card *card, int auth_tries);

/* Another program. */
struct other {
    SCARDCONTEXT ctx;
    SCARDHANDLE handle;
    DWORD protocol;
};

/* A signature with the auth key, without a PIN. */
#define PLAY_STEAL_LEN 7
extern const uint8_t play_steal[PLAY_STEAL_LEN];

void play_other_connect(struct other *o, struct inkan *ink);
/* The status word, or 0 when there was none; gets over a reset. */
unsigned play_other_send(struct other *o, const uint8_t *cmd, size_t len);
/* Selects the JPKI application, also while pcscd is at resetting the card. */
void play_other_select(struct other *o);
/* Signs, or tries to, until pcscd tells that the card was reset. Returns how
 * often it got a signature before that. */
unsigned play_steal_until_reset(struct other *o);
void play_other_leave(struct other *o);

#endif
