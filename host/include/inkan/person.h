/* SPDX-License-Identifier: Apache-2.0
 *
 * The holder as the text application tells it.
 */
#ifndef INKAN_PERSON_H
#define INKAN_PERSON_H

#include <inkan/pin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define INKAN_NAME_MAX    1024 /* bytes of UTF-8 with terminator */
#define INKAN_ADDRESS_MAX 2048

struct inkan_person {
    char name[INKAN_NAME_MAX]; /* surname U+3000 given name */
    char address[INKAN_ADDRESS_MAX];
    char birth[9]; /* YYYYMMDD; unknown parts are 0 */
    char sex;      /* '1' male, '2' female, '9', '0' */
};

/* Reads name, address, birth date and sex.
 * secret  INKAN_PIN_TEXT or INKAN_PIN_NUMBER_B
 * Errors  those of inkan_pin_verify; INKAN_MALFORMED; INKAN_NOT_FOUND: a phone
 * Source  card-spec.md 3.2.2; APDUs: select, tries, verify, read, drop */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_person_read(struct inkan_card *card, const struct inkan_secret *secret,
                  struct inkan_person *out);

/* Reads the 12 digits of My Number; out is terminated. The law allows that to
 * few: ask for it only where it is the purpose. Checks the check digit.
 * secret  INKAN_PIN_TEXT or INKAN_PIN_NUMBER_A
 * Source  card-spec.md 3.2.1, 8.1 */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_number_read(struct inkan_card *card, const struct inkan_secret *secret,
                  char out[13]);

/* Erases what inkan_person_read wrote. */
INKAN_API void inkan_person_wipe(struct inkan_person *person);

#ifdef __cplusplus
}
#endif
#endif
