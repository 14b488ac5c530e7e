/* SPDX-License-Identifier: Apache-2.0
 *
 * A signature under way: from C_SignInit to the one exchange with the card.
 * It collects what is to be signed; the card is reached in signop_finish only.
 */
#ifndef INKAN_PKCS11_SIGNOP_H
#define INKAN_PKCS11_SIGNOP_H

#include <stdbool.h>

#include <inkan/sign.h>

#include "pkcs11/cryptoki.h"
#include "pkcs11/mech.h"

struct signop {
    const struct mech *mech;      /* NULL: no signature under way */
    bool has_parts;               /* C_SignUpdate was called */
    bool has_consent;             /* C_Login(CKU_CONTEXT_SPECIFIC) was done */
    struct inkan_hasher *hasher;  /* parts, of a mechanism that hashes */
    uint8_t input[INKAN_RAW_MAX]; /* parts, of one that does not */
    size_t input_len;
};

/* Ends it: what was collected is wiped. Takes one that is not under way. */
void signop_end(struct signop *op);

static inline bool signop_is_active(const struct signop *op)
{
    return op->mech != NULL;
}

#endif
