/* SPDX-License-Identifier: Apache-2.0
 *
 * PINs. The rules that keep a holder from being locked out are kept here, so
 * that every caller has them: the form is checked before anything is sent,
 * the tries are asked before every VERIFY, the last try wants an explicit
 * yes, a value that this card has refused is not sent again, and no VERIFY is
 * ever repeated.
 */
#ifndef INKAN_PIN_H
#define INKAN_PIN_H

#include <inkan/inkan.h>

#ifdef __cplusplus
extern "C" {
#endif

#define INKAN_ALLOW_LAST_TRY 1u /* the holder knows that it is the last one */
#define INKAN_USE_PINPAD     2u /* the reader asks for it; value is ignored */

/* A PIN as a caller hands it in: borrowed for the call. */
struct inkan_secret {
    enum inkan_pin pin;
    const uint8_t *value; /* no terminator */
    size_t len;
    unsigned flags; /* INKAN_ALLOW_LAST_TRY, INKAN_USE_PINPAD */
};

struct inkan_pin_facts {
    uint8_t min_len;
    uint8_t max_len;
    uint8_t max_tries;
    bool digits_only;
    const char *name;    /* stable, for machines: "auth", "sign", "text", ... */
    const char *name_en; /* for people */
    const char *name_ja;
    const char *unblock_en; /* who can unblock it */
    const char *unblock_ja;
};

/* What is fixed about a PIN; static. NULL for an unknown one. */
INKAN_API const struct inkan_pin_facts *inkan_pin_facts(enum inkan_pin pin);

/* Could this value be this PIN? No card needed, nothing is sent. Lower case
 * letters of the sign password count as upper case (they are sent so).
 * Errors  INKAN_PIN_FORMAT */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_pin_form(enum inkan_pin pin, const uint8_t *value, size_t len);

/* Tries left, without spending one. 0 = blocked.
 * Errors  INKAN_NOT_FOUND: this card has no such PIN; INKAN_NO_COUNTER
 * Source  VERIFY without data, card-spec.md 5.5 */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_pin_tries(struct inkan_card *card, enum inkan_pin pin, int *out_tries);

/* Tries left of every PIN in one transaction; -1 where the card has none.
 * Errors  those of an exchange */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_pin_status(struct inkan_card *card, int out_tries[INKAN_PIN_COUNT]);

/* Checks a PIN, and leaves the card not verified.
 * A wrong one costs a try even if the program dies during the call.
 * Errors  INKAN_WRONG_PIN, INKAN_PIN_BLOCKED, and without a VERIFY sent:
 *         INKAN_PIN_FORMAT, INKAN_LAST_TRY, INKAN_KNOWN_WRONG,
 *         INKAN_NO_COUNTER, INKAN_NOT_FOUND
 * Detail  inkan_card_error: pin and tries
 * Source  card-spec.md 5.5; APDUs: select, tries, verify, drop */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_pin_verify(struct inkan_card *card, const struct inkan_secret *secret);

/* Changes a PIN: verifies the old one, sets the new one. For
 * INKAN_PIN_JUKI both places where the card keeps it are changed; *out_partly
 * (may be NULL) is set when the first was and the second was not.
 * fresh   the new value, borrowed; fresh->pin must be the same PIN
 * Errors  as inkan_pin_verify; INKAN_UNSUPPORTED: holders cannot change it
 * Source  card-spec.md 5.6 */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_pin_change(struct inkan_card *card, const struct inkan_secret *old,
                 const struct inkan_secret *fresh, bool *out_partly);

/* Can the reader of this card take a PIN itself? */
INKAN_API bool inkan_has_pinpad(struct inkan_card *card);

#ifdef __cplusplus
}
#endif
#endif
