/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of this folder say to each other. Nobody else includes it.
 */
#ifndef INKAN_CARD_APPLET_INTERNAL_H
#define INKAN_CARD_APPLET_INTERNAL_H

#include "card/applet/card.h"
#include "card/edge/apdu.h"
#include "card/edge/iso7816.h"
#include "card/edge/sw.h"

/* --- file.c: which file, and is it open? --------------------------------- */

/* Is this application on this card? (a phone has JPKI only) */
bool file_app_present(const struct card *card, enum app_id app);

/* Makes fid of the current application the current EF. 6A82 leaves the
 * current EF as it was. */
sw_t file_select(struct card *card, uint16_t fid);

/* Follows a P1 or P2 that names a file: 80 = current EF, 80+SFI = that one,
 * which becomes the current EF. */
sw_t file_refer(struct card *card, uint8_t p);

/* Is one of the PINs that open this file verified? */
bool file_is_open(const struct card *card, const struct file_row *row);

struct span file_content(const struct card *card, const struct file_row *row);

/* --- nv.c: one record per PIN that survives power cuts -------------------- */

struct nv_pin {
    uint8_t tries;
    uint8_t len;                /* 0 = this PIN is not set */
    uint8_t value[PIN_MAX_LEN]; /* zeroes after len */
};

/* false: no whole copy, or the port failed. */
NODISCARD bool nv_load(const struct card *card, enum pin_id pin,
                       struct nv_pin *out);
/* Durable when it returns true. After a power cut during the call the record
 * is the old one or the new one. */
NODISCARD bool nv_store(const struct card *card, enum pin_id pin,
                        const struct nv_pin *record);

/* --- pin.c ---------------------------------------------------------------- */

sw_t pin_query(const struct card *card, enum pin_id pin);
sw_t pin_verify(struct card *card, enum pin_id pin, struct span value);
sw_t pin_change(struct card *card, enum pin_id pin, struct span value);

/* --- sm.c: secure messaging of the text application ----------------------- */

void sm_start(struct card *card, const uint8_t key[AES_BLOCK]);
void sm_end(struct card *card);

/* Takes a command of CLA 08 or 0C out of its envelope, in place.
 * raw  the command's bytes, into which cmd->data points */
sw_t sm_unwrap(struct card *card, uint8_t *raw, struct apdu_cmd *cmd);

/* The part of out into which the answer goes before it is wrapped. */
struct wbuf sm_room(const struct wbuf *out, uint32_t outer_ne);

/* Encrypts the answer in plain (from sm_room) and puts it into out. */
sw_t sm_wrap(const struct card *card, const struct wbuf *plain,
             struct wbuf *out);

/* --- cmd_*.c: one handler per command -------------------------------------
 * A handler starts from what the table in card.c has checked, writes answer
 * data to out and returns the status word. When that is not 9000, what it
 * wrote is thrown away. */
sw_t cmd_select(struct card *card, const struct apdu_cmd *cmd,
                struct wbuf *out);
sw_t cmd_read_binary(struct card *card, const struct apdu_cmd *cmd,
                     struct wbuf *out);
sw_t cmd_read_record(struct card *card, const struct apdu_cmd *cmd,
                     struct wbuf *out);
sw_t cmd_get_data(struct card *card, const struct apdu_cmd *cmd,
                  struct wbuf *out);
sw_t cmd_verify(struct card *card, const struct apdu_cmd *cmd,
                struct wbuf *out);
sw_t cmd_change_reference(struct card *card, const struct apdu_cmd *cmd,
                          struct wbuf *out);
sw_t cmd_change_key(struct card *card, const struct apdu_cmd *cmd,
                    struct wbuf *out);
sw_t cmd_sign(struct card *card, const struct apdu_cmd *cmd, struct wbuf *out);
sw_t cmd_internal_auth(struct card *card, const struct apdu_cmd *cmd,
                       struct wbuf *out);
sw_t cmd_get_challenge(struct card *card, const struct apdu_cmd *cmd,
                       struct wbuf *out);
sw_t cmd_set_session_key(struct card *card, const struct apdu_cmd *cmd,
                         struct wbuf *out);
sw_t cmd_verify_chain(struct card *card, const struct apdu_cmd *cmd,
                      struct wbuf *out);
sw_t cmd_manage_attributes(struct card *card, const struct apdu_cmd *cmd,
                           struct wbuf *out);
sw_t cmd_phone_done(struct card *card, const struct apdu_cmd *cmd,
                    struct wbuf *out);

#endif
