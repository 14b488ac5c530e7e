/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 (FIPS 180-4) and AES-128-CBC (FIPS 197) for tests.
 */
#include "tests/support/soft_crypto.h"

/* clang-format off */
static const uint32_t sha_k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
/* clang-format on */

static uint32_t rotate(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static void sha_block(uint32_t h[8], const uint8_t *p)
{
    uint32_t w[64];
    uint32_t s[8];

    for (size_t i = 0; i < 16; i++)
        w[i] = get_be32(p + 4 * i);
    for (size_t i = 16; i < 64; i++)
        w[i] = (rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10) +
               w[i - 7] +
               (rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3) +
               w[i - 16];
    memcpy(s, h, sizeof(s));
    for (size_t i = 0; i < 64; i++) {
        uint32_t t1 = s[7] +
                      (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) +
                      ((s[4] & s[5]) ^ (~s[4] & s[6])) + sha_k[i] + w[i];
        uint32_t t2 = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) +
                      ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));

        memmove(s + 1, s, 7 * sizeof(s[0]));
        s[4] += t1;
        s[0] = t1 + t2;
    }
    for (size_t i = 0; i < 8; i++)
        h[i] += s[i];
}

void soft_sha256(struct span in, uint8_t out[SHA256_LEN])
{
    uint32_t h[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    uint8_t tail[128] = { 0 };
    size_t rest = in.len % 64;
    size_t tail_len = rest < 56 ? 64 : 128;
    size_t at = 0;

    for (; at + 64 <= in.len; at += 64)
        sha_block(h, in.ptr + at);
    if (rest != 0)
        memcpy(tail, in.ptr + at, rest);
    tail[rest] = 0x80;
    put_be32(tail + tail_len - 4, (uint32_t)(8 * in.len));
    for (at = 0; at < tail_len; at += 64)
        sha_block(h, tail + at);
    for (size_t i = 0; i < 8; i++)
        put_be32(out + 4 * i, h[i]);
}

/* --- AES: the S-box is computed, a table would be a table to check -------- */

#define AES_ROUNDS 10

struct aes {
    uint8_t sbox[256];
    uint8_t inverse[256];
    uint8_t keys[(AES_ROUNDS + 1) * AES_BLOCK];
};

static uint8_t times(uint8_t a, uint8_t b)
{
    uint8_t r = 0;

    for (; b != 0; b >>= 1) {
        if ((b & 1) != 0)
            r ^= a;
        a = (uint8_t)(a << 1 ^ ((a & 0x80) != 0 ? 0x1B : 0));
    }
    return r;
}

static void make_sbox(struct aes *aes)
{
    uint8_t p = 1;
    uint8_t q = 1;

    do { /* p runs through all of the field, q is its inverse */
        uint8_t x;

        p = times(p, 3);
        q = times(q, 0xF6);
        x = (uint8_t)(q ^ (q << 1 | q >> 7) ^ (q << 2 | q >> 6) ^
                      (q << 3 | q >> 5) ^ (q << 4 | q >> 4) ^ 0x63);
        aes->sbox[p] = x;
    } while (p != 1);
    aes->sbox[0] = 0x63;
    for (size_t i = 0; i < 256; i++)
        aes->inverse[aes->sbox[i]] = (uint8_t)i;
}

static void expand_key(struct aes *aes, const uint8_t key[AES_BLOCK])
{
    uint8_t constant = 1;

    memcpy(aes->keys, key, AES_BLOCK);
    for (size_t i = AES_BLOCK; i < sizeof(aes->keys); i += 4) {
        uint8_t *k = aes->keys + i;
        uint8_t t[4];

        memcpy(t, k - 4, 4);
        if (i % AES_BLOCK == 0) {
            uint8_t first = t[0];

            t[0] = (uint8_t)(aes->sbox[t[1]] ^ constant);
            t[1] = aes->sbox[t[2]];
            t[2] = aes->sbox[t[3]];
            t[3] = aes->sbox[first];
            constant = times(constant, 2);
        }
        for (size_t j = 0; j < 4; j++)
            k[j] = k[(ptrdiff_t)j - AES_BLOCK] ^ t[j];
    }
}

static void add_key(uint8_t *s, const uint8_t *k)
{
    for (size_t i = 0; i < AES_BLOCK; i++)
        s[i] ^= k[i];
}

/* Byte (row, column) goes to column - row when encrypting. */
static void substitute_and_shift(uint8_t *s, const uint8_t *box, bool encrypt)
{
    uint8_t t[AES_BLOCK];

    for (size_t i = 0; i < AES_BLOCK; i++) {
        size_t from = (i + (encrypt ? 4 : 12) * (i % 4)) % AES_BLOCK;

        t[i] = box[s[from]];
    }
    memcpy(s, t, AES_BLOCK);
}

static void mix(uint8_t *s, const uint8_t m[4])
{
    for (size_t c = 0; c < AES_BLOCK; c += 4) {
        uint8_t t[4];

        for (size_t r = 0; r < 4; r++)
            t[r] = (uint8_t)(times(s[c], m[(4 - r) % 4]) ^
                             times(s[c + 1], m[(5 - r) % 4]) ^
                             times(s[c + 2], m[(6 - r) % 4]) ^
                             times(s[c + 3], m[(7 - r) % 4]));
        memcpy(s + c, t, 4);
    }
}

static void encrypt_block(const struct aes *aes, uint8_t *s)
{
    static const uint8_t m[4] = { 2, 3, 1, 1 };

    add_key(s, aes->keys);
    for (size_t round = 1; round <= AES_ROUNDS; round++) {
        substitute_and_shift(s, aes->sbox, true);
        if (round != AES_ROUNDS)
            mix(s, m);
        add_key(s, aes->keys + AES_BLOCK * round);
    }
}

static void decrypt_block(const struct aes *aes, uint8_t *s)
{
    static const uint8_t m[4] = { 14, 11, 13, 9 };

    for (size_t round = AES_ROUNDS; round != 0; round--) {
        add_key(s, aes->keys + AES_BLOCK * round);
        if (round != AES_ROUNDS)
            mix(s, m);
        substitute_and_shift(s, aes->inverse, false);
    }
    add_key(s, aes->keys);
}

void soft_aes_cbc(bool encrypt, const uint8_t key[AES_BLOCK],
                  const uint8_t iv[AES_BLOCK], uint8_t *data, size_t len)
{
    struct aes aes;
    uint8_t last[AES_BLOCK];
    uint8_t cipher[AES_BLOCK];

    make_sbox(&aes);
    expand_key(&aes, key);
    memcpy(last, iv, AES_BLOCK);
    for (; len >= AES_BLOCK; data += AES_BLOCK, len -= AES_BLOCK) {
        if (encrypt) {
            add_key(data, last);
            encrypt_block(&aes, data);
            memcpy(last, data, AES_BLOCK);
        } else {
            memcpy(cipher, data, AES_BLOCK);
            decrypt_block(&aes, data);
            add_key(data, last);
            memcpy(last, cipher, AES_BLOCK);
        }
    }
}
