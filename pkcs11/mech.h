/* SPDX-License-Identifier: Apache-2.0
 *
 * The mechanisms: which there are, and how each is signed by the card.
 */
#ifndef INKAN_PKCS11_MECH_H
#define INKAN_PKCS11_MECH_H

#include <stdbool.h>
#include <stddef.h>

#include <inkan/sign.h>

#include "pkcs11/cryptoki.h"

struct mech {
    CK_MECHANISM_TYPE type;
    enum inkan_scheme scheme;
    enum inkan_hash hash; /* of what the card signs; NONE: bytes as given */
    bool hashes;          /* the module makes the digest itself */
    size_t input_max;     /* bytes, where it does not */
};

/* NULL: this module does not know it. */
const struct mech *mech_find(CK_MECHANISM_TYPE type);

/* Is the parameter what the mechanism takes? */
bool mech_takes(const struct mech *mech, const CK_MECHANISM *wanted);

#endif
