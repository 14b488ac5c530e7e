/* SPDX-License-Identifier: Apache-2.0
 *
 * Where every unforeseeable byte of a card comes from. One seed and a label
 * give one stream, so the same seed gives the same card whatever the order of
 * the steps. Without --seed the seed itself is random.
 */
#ifndef INKAN_TOOLS_ISSUE_SEED_H
#define INKAN_TOOLS_ISSUE_SEED_H

#include <openssl/evp.h>

#include "card/edge/bytes.h"
#include "tools/issue/problem.h"

#define SEED_LEN 32

struct seed {
    uint8_t root[SEED_LEN];
};

NODISCARD bool seed_from_text(const char *text, struct seed *out,
                              struct problem *problem);
NODISCARD bool seed_random(struct seed *out, struct problem *problem);

/* The first len bytes of the stream with this label. */
NODISCARD bool seed_bytes(const struct seed *seed, const char *label,
                          uint8_t *out, size_t len, struct problem *problem);

/* count characters out of alphabet, and a terminator. */
NODISCARD bool seed_chars(const struct seed *seed, const char *label,
                          const char *alphabet, char *out, size_t count,
                          struct problem *problem);

/* An RSA-2048 key with exponent 65537; EVP_PKEY_free it. NULL: problem. */
EVP_PKEY *seed_rsa_key(const struct seed *seed, const char *label,
                       struct problem *problem);

#endif
