/* SPDX-License-Identifier: Apache-2.0
 *
 * A card and a service that answer what the fuzzer wants: at the best what a
 * true card would (so that logins and signatures are reached), else lies.
 */
#ifndef INKAN_TESTS_FUZZ_PKCS11_HOSTILE_H
#define INKAN_TESTS_FUZZ_PKCS11_HOSTILE_H

#include <inkan/transport.h>

#include "card/edge/bytes.h"

struct hostile {
    struct span in; /* the fuzzer's bytes; every choice takes from it */
    struct span auth_der, sign_der, ca_der;
    const uint8_t *true_signature; /* of the answer that was recorded */
    int verify_left;               /* VERIFYs with a value until now */
    unsigned verifies[2];
};

uint8_t hostile_byte(struct hostile *h);

struct inkan_transport hostile_transport(struct hostile *h);

#endif
