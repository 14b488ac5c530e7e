/* SPDX-License-Identifier: Apache-2.0
 *
 * Checking signatures with public keys; no card, no certificate. Private to
 * host/.
 */
#ifndef INKAN_HOST_SIG_H
#define INKAN_HOST_SIG_H

#include <inkan/sign.h>

#include "card/edge/bytes.h"

/* Does the signature verify?
 * spki   SubjectPublicKeyInfo, DER
 * hash   of the digest in input; with INKAN_RAW it is not looked at
 * input  the digest, or with INKAN_RAW what was padded */
NODISCARD bool sig_verify(struct span spki, enum inkan_scheme scheme,
                          enum inkan_hash hash, struct span input,
                          struct span signature);

/* PKCS#1 v1.5 or ECDSA over a SHA-256 of data. */
NODISCARD bool sig_verify_data(struct span spki, enum inkan_hash hash,
                               struct span data, struct span signature);

/* The hash that an AlgorithmIdentifier of a signature says; NONE: one that we
 * do not take (SHA-1 too). alg is the value of the SEQUENCE. */
enum inkan_hash sig_algorithm(struct span alg);

/* SubjectPublicKeyInfo of an RSA key from its numbers.
 * out  room for SIG_SPKI_MAX bytes */
#define SIG_SPKI_MAX 300
NODISCARD bool sig_rsa_spki(struct span modulus, struct span exponent,
                            struct wbuf *out);

#endif
