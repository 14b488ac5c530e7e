/* SPDX-License-Identifier: Apache-2.0
 *
 * A search for objects: its hits, taken when it began.
 */
#ifndef INKAN_PKCS11_FIND_H
#define INKAN_PKCS11_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "pkcs11/cryptoki.h"

#define FIND_HITS_MAX 16 /* more than a token has objects */

struct find {
    bool is_active;
    CK_OBJECT_HANDLE hits[FIND_HITS_MAX];
    size_t count;
    size_t told;
};

#endif
