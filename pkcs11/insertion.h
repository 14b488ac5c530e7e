/* SPDX-License-Identifier: Apache-2.0
 *
 * One card from the moment when this module opens it to its removal: the open
 * handle, what was read from it, its logins. Everything here dies with the
 * card; nothing is ever carried over to the next one.
 */
#ifndef INKAN_PKCS11_INSERTION_H
#define INKAN_PKCS11_INSERTION_H

#include "pkcs11/reader.h"

/* Opens the card in a reader and surveys it, unless that is done.
 * Errors  CKR_TOKEN_NOT_PRESENT, CKR_TOKEN_NOT_RECOGNIZED, rv_of */
CK_RV insertion_open(struct module *module, struct reader *r);

/* Is the open card still there? If not: insertion_end. */
bool insertion_is_alive(struct module *module, struct reader *r);

/* Forgets the card: PINs wiped, sessions dead, handle closed. */
void insertion_end(struct module *module, struct reader *r);

/* Where the PIN of an operation came from. That a typed one was wrong says
 * nothing about the one that is kept. */
enum pin_origin { PIN_TYPED, PIN_KEPT };

/* Translates the result of an operation that could have sent a VERIFY, and
 * does what it asks for: ends the login or forgets the card. */
CK_RV insertion_settle(struct module *module, struct reader *r,
                       enum token_kind kind, enum pin_origin origin,
                       enum inkan_rc rc);

/* Reads the counters again if they are older than a second. */
CK_RV insertion_update_tries(struct module *module, struct reader *r);

/* Reads the CA certificate of a token, once. An absent one is no error. */
CK_RV insertion_read_ca(struct module *module, struct reader *r,
                        enum token_kind kind);

/* Is PSS offered? With PSS_AUTO the card is asked, once; libinkan keeps the
 * answer and withdraws it when a signature does not verify. */
bool insertion_has_pss(const struct module *module, const struct reader *r);

/* The token's serial number: 16 characters, not terminated. */
CK_RV insertion_serial(const struct module *module, const struct reader *r,
                       enum token_kind kind, CK_CHAR out[16]);

/* Ends a login: PIN wiped, guarded certificates freed, operations ended. */
void insertion_logout(struct module *module, struct reader *r,
                      enum token_kind kind);

#endif
