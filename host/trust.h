/* SPDX-License-Identifier: Apache-2.0
 *
 * Trust material from the inside. Private to host/.
 */
#ifndef INKAN_HOST_TRUST_H
#define INKAN_HOST_TRUST_H

#include <inkan/check.h>

#include "card/edge/bytes.h"

#define TRUST_MAX     64 /* of each kind: a hand full is what there is */
#define CV_ID_LEN     16
#define CV_PUBKEY_LEN 265

/* A key that issues CV certificates: who it is, and the public key object. */
struct cv_key {
    uint8_t id[CV_ID_LEN];
    uint8_t pubkey[CV_PUBKEY_LEN];
};

struct inkan_trust {
    struct inkan_cert *certs[TRUST_MAX]; /* owned */
    size_t cert_count;
    struct inkan_bytes crls[TRUST_MAX]; /* owned */
    size_t crl_count;
    struct cv_key keys[TRUST_MAX];
    size_t key_count;
};

/* The trusted key with this identifier, or NULL. */
const struct cv_key *trust_cv_key(const struct inkan_trust *trust,
                                  struct span id);

#endif
