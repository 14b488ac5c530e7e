/* SPDX-License-Identifier: Apache-2.0
 *
 * What the values of a persona mean together on one day: the dates by which
 * card and certificates end, the reference numbers made of them, the flags of
 * substitute characters. Refuses what cannot be true of one card.
 */
#ifndef INKAN_TOOLS_ISSUE_CITIZEN_H
#define INKAN_TOOLS_ISSUE_CITIZEN_H

#include "card/applet/port.h"
#include "tools/issue/date.h"
#include "tools/issue/persona.h"

#define BIRTH_KEY_LEN 6
#define NUMBER_B_LEN  14

struct citizen {
    const struct persona *persona;
    struct date today;
    struct date birth;
    struct date issued;
    struct date card_expires;
    struct date auth_expires;
    struct date sign_expires;
    struct date licence_expires;
    char birth_digits[DATE_TEXT];
    char card_expires_digits[DATE_TEXT];
    char cert_birth[DATE_TEXT + 1]; /* era digit and YYYYMMDD */
    char birth_key[BIRTH_KEY_LEN + 1];
    char number_b[NUMBER_B_LEN + 1];
    char name_flags[NAME_CHARS_MAX + 1];
    char address_flags[ADDRESS_CHARS_MAX + 1];
    bool phone;   /* only the JPKI application */
    bool licence; /* the licence application */
};

/* persona is borrowed and must outlive *out. */
NODISCARD bool citizen_resolve(const struct persona *persona, struct date today,
                               struct citizen *out, struct problem *problem);

/* The knobs and the answer to reset. atr has room for 33 bytes. */
void citizen_config(const struct citizen *citizen, struct card_config *out);
NODISCARD bool citizen_atr(const struct citizen *citizen, struct wbuf *atr);

#endif
