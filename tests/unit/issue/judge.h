/* SPDX-License-Identifier: Apache-2.0
 *
 * Independent judges of issued bytes: signatures opened and pictures decoded
 * by libcrypto, libpng and OpenJPEG, none of it through our own code.
 */
#ifndef INKAN_TESTS_UNIT_ISSUE_JUDGE_H
#define INKAN_TESTS_UNIT_ISSUE_JUDGE_H

#include <openssl/evp.h>

#include "card/edge/bytes.h"
#include "tools/issue/persona.h"

struct judged_picture {
    unsigned width;
    unsigned height;
    unsigned bits;
    size_t dark;  /* pixels below half */
    uint64_t sum; /* tells two pictures apart */
};

/* libcrypto's key from a 90/91 object; EVP_PKEY_free it. */
EVP_PKEY *judge_key(struct span pubkey);

/* What a PKCS#1 v1.5 signature holds inside its padding; fails the test when
 * there is no such padding. */
size_t judge_open_signature(struct span pubkey, struct span signature,
                            uint8_t *out, size_t cap);

void judge_expect_hash(const uint8_t want[32], struct span data);

void judge_png(struct span png, struct judged_picture *out);
void judge_jp2(struct span jp2, struct judged_picture *out);

/* prefix and the value of a built-in persona; valid until the next call. */
const char *judge_persona(const char *name, enum persona_key key,
                          const char *prefix);

#endif
