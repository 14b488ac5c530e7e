/* SPDX-License-Identifier: Apache-2.0
 *
 * What iso.c, iso_read.c and iso_pin.c share. Private to them.
 */
#ifndef INKAN_HOST_ISO_INTERNAL_H
#define INKAN_HOST_ISO_INTERNAL_H

#include "card/edge/apdu.h"
#include "host/iso.h"

enum { ISO_OPEN = 0, ISO_SECRET = 1 };

/* An exchange that brought no status word: the link has failed. */
enum inkan_rc iso_lost(struct inkan_card *card, enum inkan_rc rc);

/* Sends raw, the answer goes into card->resp from at. *out_len counts data
 * only; the status word is in card->err.sw. */
NODISCARD enum inkan_rc iso_send_raw(struct inkan_card *card, struct span raw,
                                     bool secret, size_t at, size_t *out_len);

/* One command with all of its answer (6Cxx, 61xx). INKAN_OK says that there
 * was an answer, not that it was 9000. */
NODISCARD enum inkan_rc iso_exchange(struct inkan_card *card,
                                     struct apdu_cmd cmd, bool secret,
                                     size_t at, size_t *out_len);

/* The same, and the answer must be 9000. */
NODISCARD enum inkan_rc iso_exchange_ok(struct inkan_card *card,
                                        const struct apdu_cmd *cmd, bool secret,
                                        size_t *out_len);

/* The meaning of the last status word, recorded. */
enum inkan_rc iso_judge(struct inkan_card *card);

NODISCARD enum inkan_rc iso_select_ef(struct inkan_card *card, uint16_t fid);

/* P1 or P2 that means the file, after selecting it where short identifiers
 * are not taken. */
NODISCARD enum inkan_rc iso_address(struct inkan_card *card, uint16_t fid,
                                    uint8_t *out);

#endif
