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

/* unlock_app for the JPKI application, where "no tries left" may also mean
 * that there never was a certificate: then INKAN_NOT_FOUND. */
NODISCARD enum inkan_rc jpki_unlock(struct inkan_card *card,
                                    const struct inkan_secret *secret);

/* One signature after jpki_unlock. Verifies again if the card has forgotten
 * the PIN after the signature before (not for the first one). What does not
 * verify with the key's certificate, where that was read, is not given:
 * INKAN_BAD_SIGNATURE; with PSS INKAN_UNSUPPORTED. */
NODISCARD enum inkan_rc jpki_sign_next(struct inkan_card *card,
                                       enum inkan_key key,
                                       const struct inkan_secret *secret,
                                       bool first,
                                       struct inkan_sign_item *item);

/* The PIN that guards a key, and the certificate that goes with it. */
enum inkan_pin jpki_pin_of(enum inkan_key key);
enum inkan_cert_id jpki_cert_of(enum inkan_key key);

/* Which certificates there are, by EF 0008; both where it does not tell. */
NODISCARD enum inkan_rc jpki_availability(struct inkan_card *card,
                                          bool *out_auth, bool *out_sign);

#endif
