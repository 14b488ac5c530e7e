/* SPDX-License-Identifier: Apache-2.0
 *
 * From the words of libinkan to those of PKCS#11, and what a result means for
 * the login and for the card behind a token.
 */
#ifndef INKAN_PKCS11_RV_H
#define INKAN_PKCS11_RV_H

#include <inkan/error.h>

#include "pkcs11/cryptoki.h"

enum aftermath {
    AFTER_NOTHING,
    AFTER_LOGIN_ENDS, /* an answer to VERIFY was bad or lost: forget the PIN */
    AFTER_CARD_ENDS   /* the card or pcscd is gone: sessions die */
};

CK_RV rv_of(enum inkan_rc rc);
enum aftermath rv_aftermath(enum inkan_rc rc);

/* "CKR_OK"; "CKR_?" for values that this module never returns. */
const char *rv_name(CK_RV rv);

#endif
