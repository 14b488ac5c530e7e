/* SPDX-License-Identifier: Apache-2.0
 *
 * What the parts of the check share: check.c (the whole), check_text.c,
 * check_visual.c, check_cert.c and check_expiry.c (one kind of evidence each). Private to
 * host/.
 */
#ifndef INKAN_HOST_CHECK_INTERNAL_H
#define INKAN_HOST_CHECK_INTERNAL_H

#include <inkan/check.h>

#include "host/record.h"

struct checker {
    struct inkan_card *card;
    const struct inkan_check_options *options;
    struct inkan_check_report *report;
    char face_expiry[9]; /* of the card face, "" if it was not opened */
};

void check_set(struct checker *c, enum inkan_check_id id,
               enum inkan_check_state state, enum inkan_check_reason reason);
bool check_is_genuine(const struct checker *c, enum inkan_check_id id);

/* A record may be absent or no record at all: that is a finding, not an
 * error. *got tells whether there is one in *out. */
NODISCARD enum inkan_rc check_read(struct checker *c, enum inkan_check_id id,
                                   uint16_t fid, enum iso_extent extent,
                                   struct record *out, bool *got);

/* EF 0004 of the selected application: the issuer's key, and what can be said
 * of it. *pubkey is empty when there is none to go on with. cv owns it. */
NODISCARD enum inkan_rc check_issuer(struct checker *c, enum inkan_check_id id,
                                     struct record *cv, struct span *pubkey);

/* What a signature by the issuer's key is worth: GENUINE only where the key
 * itself is. */
void check_signed(struct checker *c, enum inkan_check_id id,
                  enum inkan_check_id issuer, bool verifies);

/* Does the card of the selected application have the private half of this
 * key? A fresh nonce, signed by the application's own key. */
NODISCARD enum inkan_rc check_challenge(struct checker *c,
                                        enum inkan_check_id id,
                                        enum inkan_check_id signed_by,
                                        struct span pubkey);

NODISCARD enum inkan_rc check_text_app(struct checker *c);
NODISCARD enum inkan_rc check_visual_app(struct checker *c);
NODISCARD enum inkan_rc check_certs(struct checker *c);
NODISCARD enum inkan_rc check_expiry(struct checker *c);

#endif
