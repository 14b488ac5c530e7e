/* SPDX-License-Identifier: Apache-2.0
 *
 * Hashes, HMAC and DigestInfo. Private to host/; the public face of it stands
 * in <inkan/sign.h>.
 */
#ifndef INKAN_HOST_DIGEST_H
#define INKAN_HOST_DIGEST_H

#include <inkan/sign.h>

#include "card/edge/bytes.h"

/* Starts the crypto library. It is global in mbedTLS and may be called again;
 * on mbedTLS 2.28 two threads should not do it first at the same moment. */
NODISCARD bool digest_init(void);

NODISCARD bool digest_sha256(struct span in, uint8_t out[32]);

/* HMAC-SHA-256. */
NODISCARD bool digest_hmac(struct span key, struct span in, uint8_t out[32]);

/* Bytes of a hash, 0 for INKAN_HASH_NONE and unknown ones. */
size_t digest_len(enum inkan_hash hash);

/* What stands before the hash in a DigestInfo; empty for NONE. */
struct span digest_info_head(enum inkan_hash hash);

#endif
