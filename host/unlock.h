/* SPDX-License-Identifier: Apache-2.0
 *
 * The one road to VERIFY. Private to host/.
 */
#ifndef INKAN_HOST_UNLOCK_H
#define INKAN_HOST_UNLOCK_H

#include "host/handle.h"

/* The reference on the card that a PIN is in an application; PIN_COUNT when
 * that application does not have it. */
enum pin_id unlock_ref(enum inkan_pin pin, enum app_id app);

/* Selects the application of ref and verifies, by the rules of <inkan/pin.h>:
 * form, tries, known wrong, last try; then VERIFY, once.
 * Errors  those of inkan_pin_verify */
NODISCARD enum inkan_rc unlock(struct inkan_card *card, enum pin_id ref,
                               const struct inkan_secret *secret);

/* unlock for the reference that the secret is in this application.
 * Errors  INKAN_ARG: the application does not take that PIN;
 *         INKAN_NOT_VERIFIED: secret is NULL */
NODISCARD enum inkan_rc unlock_app(struct inkan_card *card, enum app_id app,
                                   const struct inkan_secret *secret);

/* Tries left, with the one cure for cards that tell 9000 while verified:
 * drop what another program left, and ask again. */
NODISCARD enum inkan_rc unlock_tries(struct inkan_card *card, enum pin_id ref,
                                     int *out_tries);

#endif
