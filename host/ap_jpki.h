/* SPDX-License-Identifier: Apache-2.0
 *
 * The JPKI application inside an operation. Private to host/.
 */
#ifndef INKAN_HOST_AP_JPKI_H
#define INKAN_HOST_AP_JPKI_H

#include "host/handle.h"

/* Reads and parses a certificate of the selected JPKI application, and
 * remembers the key in it. Errors  INKAN_NOT_FOUND, INKAN_NOT_VERIFIED,
 * INKAN_MALFORMED */
NODISCARD enum inkan_rc jpki_read_cert(struct inkan_card *card,
                                       enum inkan_cert_id id,
                                       struct inkan_cert **out);

/* One signature, verified PIN assumed. */
NODISCARD enum inkan_rc jpki_sign_one(struct inkan_card *card,
                                      enum inkan_key key,
                                      struct inkan_sign_item *item);

/* Are these items that can be signed at all? No card needed. */
NODISCARD enum inkan_rc jpki_check_items(const struct inkan_sign_item *items,
                                         size_t count);

/* All items under the one secret, inside an operation. */
NODISCARD enum inkan_rc jpki_sign(struct inkan_card *card, enum inkan_key key,
                                  const struct inkan_secret *secret,
                                  struct inkan_sign_item *items, size_t count);

/* The PIN that guards a key, and the certificate that goes with it. */
enum inkan_pin jpki_pin_of(enum inkan_key key);
enum inkan_cert_id jpki_cert_of(enum inkan_key key);

/* Which certificates there are, by EF 0008; both where it does not tell. */
NODISCARD enum inkan_rc jpki_availability(struct inkan_card *card,
                                          bool *out_auth, bool *out_sign);

#endif
