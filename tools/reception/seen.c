/* SPDX-License-Identifier: Apache-2.0
 *
 * A ring of digests.
 */
#include "tools/reception/seen.h"

#include <psa/crypto.h>
#include <string.h>

bool seen_digest(const void *data, size_t len, uint8_t out[SEEN_DIGEST])
{
    size_t out_len = 0;

    return psa_crypto_init() == PSA_SUCCESS &&
           psa_hash_compute(PSA_ALG_SHA_256, data, len, out, SEEN_DIGEST,
                            &out_len) == PSA_SUCCESS &&
           out_len == SEEN_DIGEST;
}

/* FNV-1a. A name that collides is taken for the same one, which matters only
 * where the bytes are the same, too. */
static uint64_t hash_of(const char *name)
{
    uint64_t hash = 0xCBF29CE484222325u;

    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * 0x100000001B3u;
    return hash;
}

enum seen_state seen_add(struct seen *seen, const char *name,
                         const uint8_t digest[SEEN_DIGEST])
{
    size_t kept = seen->count < SEEN_MAX ? seen->count : SEEN_MAX;
    uint64_t hash = hash_of(name);
    enum seen_state state = SEEN_NEW;
    struct seen_entry *entry;

    for (size_t i = 0; i < kept; i++) {
        if (memcmp(seen->entry[i].digest, digest, SEEN_DIGEST) != 0)
            continue;
        if (seen->entry[i].name == hash)
            return SEEN_SAME;
        state = SEEN_OTHER_NAME;
    }
    entry = &seen->entry[seen->count++ % SEEN_MAX];
    memcpy(entry->digest, digest, SEEN_DIGEST);
    entry->name = hash;
    return state;
}
