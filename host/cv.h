/* SPDX-License-Identifier: Apache-2.0
 *
 * Card-verifiable certificates and public key objects (card-spec.md 3.0.2).
 * Private to host/.
 */
#ifndef INKAN_HOST_CV_H
#define INKAN_HOST_CV_H

#include <inkan/check.h>

#include "host/trust.h"

struct cv_cert {
    struct span body; /* what the signature covers */
    struct span issuer;
    struct span subject;
    struct span pubkey; /* public key object */
    struct span signature;
};

/* 7F21 { 5F4E { issuer, subject, key }, 5F37 { signature } }, nothing else */
NODISCARD bool cv_parse(struct span in, struct cv_cert *out);

/* 90 { exponent } 91 { 256 bytes of modulus }, nothing else. */
NODISCARD bool cv_pubkey(struct span in, struct span *modulus,
                         struct span *exponent);

/* PKCS#1 v1.5 with SHA-256 over data, by the key of a public key object. */
NODISCARD bool cv_verify(struct span pubkey, struct span data,
                         struct span signature);

/* PKCS#1 v1.5 padding of input as it is. */
NODISCARD bool cv_verify_raw(struct span pubkey, struct span input,
                             struct span signature);

#endif
