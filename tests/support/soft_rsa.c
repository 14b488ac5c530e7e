/* SPDX-License-Identifier: Apache-2.0
 *
 * RSA-2048 with a private key (RFC 8017) for tests: one Montgomery
 * exponentiation, without CRT and without any blinding.
 */
#include "card/edge/tlv.h"
#include "tests/support/soft_crypto.h"

#define LIMBS    (RSA_LEN / 4)
#define SALT_LEN SHA256_LEN
#define OAEP_DB  (RSA_LEN - SHA256_LEN - 1)

struct number {
    uint32_t limb[LIMBS]; /* least significant first */
};

struct modulus {
    struct number n;
    struct number one;    /* R mod n */
    struct number square; /* R * R mod n */
    uint32_t inverse;     /* -1 / n mod 2^32 */
};

static void from_bytes(struct number *x, const uint8_t in[RSA_LEN])
{
    for (size_t i = 0; i < LIMBS; i++)
        x->limb[i] = get_be32(in + RSA_LEN - 4 - 4 * i);
}

static void to_bytes(const struct number *x, uint8_t out[RSA_LEN])
{
    for (size_t i = 0; i < LIMBS; i++)
        put_be32(out + RSA_LEN - 4 - 4 * i, x->limb[i]);
}

static bool is_below(const struct number *a, const struct number *b)
{
    for (size_t i = LIMBS; i-- != 0;) {
        if (a->limb[i] != b->limb[i])
            return a->limb[i] < b->limb[i];
    }
    return false;
}

static void subtract(struct number *a, const struct number *b)
{
    uint64_t borrow = 0;

    for (size_t i = 0; i < LIMBS; i++) {
        uint64_t t = (uint64_t)a->limb[i] - b->limb[i] - borrow;

        a->limb[i] = (uint32_t)t;
        borrow = t >> 63;
    }
}

static void double_mod(struct number *a, const struct number *n)
{
    uint32_t carry = 0;

    for (size_t i = 0; i < LIMBS; i++) {
        uint32_t top = a->limb[i] >> 31;

        a->limb[i] = a->limb[i] << 1 | carry;
        carry = top;
    }
    if (carry != 0 || !is_below(a, n))
        subtract(a, n);
}

static void modulus_make(struct modulus *m, const uint8_t n[RSA_LEN])
{
    uint32_t x = 1;

    from_bytes(&m->n, n);
    for (int i = 0; i < 5; i++) /* Newton: the right bits double each time */
        x *= 2 - m->n.limb[0] * x;
    m->inverse = 0 - x;
    memset(&m->one, 0, sizeof(m->one));
    m->one.limb[0] = 1;
    for (int i = 0; i < 8 * RSA_LEN; i++)
        double_mod(&m->one, &m->n);
    m->square = m->one;
    for (int i = 0; i < 8 * RSA_LEN; i++)
        double_mod(&m->square, &m->n);
}

/* a * b / R mod n */
static void multiply(const struct modulus *m, const struct number *a,
                     const struct number *b, struct number *out)
{
    uint32_t t[LIMBS + 2] = { 0 };

    for (size_t i = 0; i < LIMBS; i++) {
        uint64_t carry = 0;
        uint32_t q;

        for (size_t j = 0; j < LIMBS; j++) {
            carry += t[j] + (uint64_t)a->limb[i] * b->limb[j];
            t[j] = (uint32_t)carry;
            carry >>= 32;
        }
        carry += t[LIMBS];
        t[LIMBS] = (uint32_t)carry;
        t[LIMBS + 1] = (uint32_t)(carry >> 32);
        q = t[0] * m->inverse;
        carry = (t[0] + (uint64_t)q * m->n.limb[0]) >> 32;
        for (size_t j = 1; j < LIMBS; j++) {
            carry += t[j] + (uint64_t)q * m->n.limb[j];
            t[j - 1] = (uint32_t)carry;
            carry >>= 32;
        }
        carry += t[LIMBS];
        t[LIMBS - 1] = (uint32_t)carry;
        t[LIMBS] = t[LIMBS + 1] + (uint32_t)(carry >> 32);
    }
    memcpy(out->limb, t, sizeof(out->limb));
    if (t[LIMBS] != 0 || !is_below(out, &m->n))
        subtract(out, &m->n);
}

/* Modulus, public and private exponent: the second to fourth INTEGER. */
static bool read_key(struct span pkcs1, struct span *n, struct span *d)
{
    struct tlv outer;
    struct tlv part[4];

    if (!tlv_next(&pkcs1, &outer))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(part); i++) {
        if (!tlv_next(&outer.value, &part[i]))
            return false;
    }
    *n = part[1].value;
    *d = part[3].value;
    if (n->len == RSA_LEN + 1)
        *n = span_sub(*n, 1, RSA_LEN);
    return n->len == RSA_LEN;
}

bool soft_rsa(struct span pkcs1, const uint8_t in[RSA_LEN],
              uint8_t out[RSA_LEN])
{
    struct modulus m;
    struct number base;
    struct number x;
    struct span n;
    struct span d;

    if (!read_key(pkcs1, &n, &d))
        return false;
    modulus_make(&m, n.ptr);
    from_bytes(&base, in);
    if (!is_below(&base, &m.n))
        return false;
    multiply(&m, &base, &m.square, &base);
    x = m.one;
    for (size_t bit = 0; bit < 8 * d.len; bit++) {
        multiply(&m, &x, &x, &x);
        if ((d.ptr[bit / 8] >> (7 - bit % 8) & 1) != 0)
            multiply(&m, &x, &base, &x);
    }
    memset(&base, 0, sizeof(base));
    base.limb[0] = 1;
    multiply(&m, &x, &base, &x);
    to_bytes(&x, out);
    return true;
}

bool soft_rsa_sign(struct span pkcs1, struct span in, uint8_t out[RSA_LEN])
{
    uint8_t padded[RSA_LEN];

    if (in.len < 1 || in.len > RSA_RAW_MAX)
        return false;
    memset(padded, 0xFF, sizeof(padded));
    padded[0] = 0x00;
    padded[1] = 0x01;
    padded[RSA_LEN - in.len - 1] = 0x00;
    memcpy(padded + RSA_LEN - in.len, in.ptr, in.len);
    return soft_rsa(pkcs1, padded, out);
}

/* XORs MGF1-SHA-256 of seed onto data. */
static void mask(struct span seed, uint8_t *data, size_t len)
{
    uint8_t input[RSA_LEN + 4];
    uint8_t hash[SHA256_LEN];

    memcpy(input, seed.ptr, seed.len);
    for (uint32_t count = 0; len != 0; count++) {
        size_t part = len < SHA256_LEN ? len : SHA256_LEN;

        put_be32(input + seed.len, count);
        soft_sha256(span_of(input, seed.len + 4), hash);
        for (size_t i = 0; i < part; i++)
            *data++ ^= hash[i];
        len -= part;
    }
}

bool soft_rsa_sign_pss(struct span pkcs1, const uint8_t hash[SHA256_LEN],
                       uint8_t out[RSA_LEN])
{
    uint8_t message[8 + SHA256_LEN + SALT_LEN] = { 0 };
    uint8_t em[RSA_LEN] = { 0 };
    uint8_t *h = em + RSA_LEN - 1 - SHA256_LEN;

    memcpy(message + 8, hash, SHA256_LEN);
    memset(message + 8 + SHA256_LEN, 0x5A, SALT_LEN);
    soft_sha256(span_of(message, sizeof(message)), h);
    h[-SALT_LEN - 1] = 0x01;
    memset(h - SALT_LEN, 0x5A, SALT_LEN);
    mask(span_of(h, SHA256_LEN), em, (size_t)(h - em));
    em[0] &= 0x7F;
    em[RSA_LEN - 1] = 0xBC;
    return soft_rsa(pkcs1, em, out);
}

bool soft_rsa_decrypt_oaep(struct span pkcs1, struct span in, uint8_t *out,
                           size_t cap, size_t *out_len, bool *too_big)
{
    uint8_t em[RSA_LEN];
    uint8_t label[SHA256_LEN];
    uint8_t *seed = em + 1;
    uint8_t *db = seed + SHA256_LEN;
    size_t at = SHA256_LEN;

    *too_big = false;
    if (in.len != RSA_LEN)
        return false;
    if (!soft_rsa(pkcs1, in.ptr, em)) {
        *too_big = true;
        return false;
    }
    mask(span_of(db, OAEP_DB), seed, SHA256_LEN);
    mask(span_of(seed, SHA256_LEN), db, OAEP_DB);
    soft_sha256(span_none(), label);
    if (em[0] != 0 || memcmp(db, label, SHA256_LEN) != 0)
        return false;
    while (at < OAEP_DB && db[at] == 0)
        at++;
    if (at == OAEP_DB || db[at] != 0x01 || OAEP_DB - at - 1 > cap)
        return false;
    *out_len = OAEP_DB - at - 1;
    memcpy(out, db + at + 1, *out_len);
    return true;
}
