/* SPDX-License-Identifier: Apache-2.0
 *
 * Hashes of documents through psa_hash_*, which is clean in threads on both
 * versions of mbedTLS; no key is ever imported into PSA (decision A2: that is
 * not). What is secret or personal goes through mbedtls_md_*: the PSA of 3.6
 * works on a copy of its input and frees that copy without erasing it.
 */
#include "host/digest.h"

#include <stdlib.h>

#include "host/compat_mbedtls.h"

/* clang-format off */
static const uint8_t head_sha1[] = {
    0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A, 0x05,
    0x00, 0x04, 0x14,
};
static const uint8_t head_sha256[] = {
    0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03,
    0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
};
static const uint8_t head_sha384[] = {
    0x30, 0x41, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03,
    0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30,
};
static const uint8_t head_sha512[] = {
    0x30, 0x51, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03,
    0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40,
};

static const struct hash_row {
    size_t len;
    psa_algorithm_t alg;
    const uint8_t *head;
    size_t head_len;
} hashes[INKAN_HASH_COUNT] = {
    [INKAN_HASH_NONE]   = {  0, 0,               NULL,        0 },
    [INKAN_HASH_SHA1]   = { 20, PSA_ALG_SHA_1,   head_sha1,   sizeof(head_sha1) },
    [INKAN_HASH_SHA256] = { 32, PSA_ALG_SHA_256, head_sha256, sizeof(head_sha256) },
    [INKAN_HASH_SHA384] = { 48, PSA_ALG_SHA_384, head_sha384, sizeof(head_sha384) },
    [INKAN_HASH_SHA512] = { 64, PSA_ALG_SHA_512, head_sha512, sizeof(head_sha512) },
};
/* clang-format on */

/* The PSA of 3.6 copies what it is given: a gigabyte goes in in pieces. */
#define PIECE_LEN 65536

struct inkan_hasher {
    psa_hash_operation_t op;
    size_t len;
};

static const struct hash_row *hash_row(enum inkan_hash hash)
{
    if ((unsigned)hash >= INKAN_HASH_COUNT || hashes[hash].len == 0)
        return NULL;
    return &hashes[hash];
}

bool digest_init(void)
{
    return psa_crypto_init() == PSA_SUCCESS;
}

size_t digest_len(enum inkan_hash hash)
{
    const struct hash_row *row = hash_row(hash);

    return row != NULL ? row->len : 0;
}

struct span digest_info_head(enum inkan_hash hash)
{
    const struct hash_row *row = hash_row(hash);

    return row != NULL ? span_of(row->head, row->head_len) : span_none();
}

/* inkan_digest and certificates work without inkan_open, so the library may
 * not have been started yet: then, and only then, it is started here. */
static bool hash_setup(psa_hash_operation_t *op, psa_algorithm_t alg)
{
    psa_status_t st = psa_hash_setup(op, alg);

    if (st == PSA_ERROR_BAD_STATE && digest_init())
        st = psa_hash_setup(op, alg);
    return st == PSA_SUCCESS;
}

enum inkan_rc inkan_hasher_new(enum inkan_hash hash, struct inkan_hasher **out)
{
    const struct hash_row *row = hash_row(hash);
    struct inkan_hasher *h;

    if (row == NULL || out == NULL)
        return INKAN_ARG;
    h = calloc(1, sizeof(*h));
    if (h == NULL)
        return INKAN_NOMEM;
    h->op = psa_hash_operation_init();
    h->len = row->len;
    if (!hash_setup(&h->op, row->alg)) {
        free(h);
        return INKAN_NOMEM;
    }
    *out = h;
    return INKAN_OK;
}

enum inkan_rc inkan_hasher_update(struct inkan_hasher *h, const uint8_t *data,
                                  size_t len)
{
    if (h == NULL || (data == NULL && len != 0))
        return INKAN_ARG;
    while (len != 0) {
        size_t piece = len < PIECE_LEN ? len : PIECE_LEN;

        if (psa_hash_update(&h->op, data, piece) != PSA_SUCCESS)
            return INKAN_ARG;
        data += piece;
        len -= piece;
    }
    return INKAN_OK;
}

enum inkan_rc inkan_hasher_finish(struct inkan_hasher *h, uint8_t *out,
                                  size_t *out_len)
{
    size_t len;

    if (h == NULL || out == NULL || out_len == NULL)
        return INKAN_ARG;
    if (psa_hash_finish(&h->op, out, h->len, &len) != PSA_SUCCESS)
        return INKAN_ARG;
    *out_len = len;
    return INKAN_OK;
}

void inkan_hasher_free(struct inkan_hasher *h)
{
    if (h == NULL)
        return;
    (void)psa_hash_abort(&h->op);
    free(h);
}

enum inkan_rc inkan_digest(enum inkan_hash hash, const uint8_t *data,
                           size_t len, uint8_t *out, size_t *out_len)
{
    struct inkan_hasher *h;
    enum inkan_rc rc;

    if (out == NULL || out_len == NULL)
        return INKAN_ARG;
    rc = inkan_hasher_new(hash, &h);
    if (rc != INKAN_OK)
        return rc;
    rc = inkan_hasher_update(h, data, len);
    if (rc == INKAN_OK)
        rc = inkan_hasher_finish(h, out, out_len);
    inkan_hasher_free(h);
    return rc;
}

static const mbedtls_md_info_t *sha256_info(void)
{
    return mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
}

bool digest_sha256(struct span in, uint8_t out[32])
{
    return mbedtls_md(sha256_info(), in.ptr, in.len, out) == 0;
}

bool digest_hmac(struct span key, struct span in, uint8_t out[32])
{
    return mbedtls_md_hmac(sha256_info(), key.ptr, key.len, in.ptr, in.len,
                           out) == 0;
}
