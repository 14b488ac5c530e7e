/* SPDX-License-Identifier: Apache-2.0
 *
 * Signatures by the card, random numbers from it, and what a program that
 * keeps a card for a while (a PKCS#11 module) needs to know of it at once.
 */
#ifndef INKAN_SIGN_H
#define INKAN_SIGN_H

#include <inkan/cert.h>

#ifdef __cplusplus
extern "C" {
#endif

#define INKAN_SIGNATURE_LEN 256 /* RSA-2048 */
#define INKAN_RAW_MAX       245 /* bytes that the card pads as they are */
#define INKAN_DIGEST_MAX    64

enum inkan_key { INKAN_KEY_AUTH, INKAN_KEY_SIGN, INKAN_KEY_COUNT };

enum inkan_scheme {
    INKAN_RAW,   /* PKCS#1 v1.5 padding of input as it is: 1..INKAN_RAW_MAX */
    INKAN_PKCS1, /* input is a digest; DigestInfo is added */
    INKAN_PSS    /* input is a SHA-256 digest; salt 32, MGF1-SHA-256 */
};

/* One thing to sign. */
struct inkan_sign_item {
    enum inkan_scheme scheme;
    enum inkan_hash hash; /* of the digest in input; NONE with INKAN_RAW */
    const uint8_t *input; /* borrowed */
    size_t input_len;
    uint8_t signature[INKAN_SIGNATURE_LEN]; /* out */
};

/* Signs one or more items under one consent: one transaction, one VERIFY,
 * then one signature each.
 * secret  the auth PIN or the sign password, by key
 * Errors  those of inkan_pin_verify; INKAN_UNSUPPORTED: PSS on a card that
 *         does not know it; INKAN_NOT_FOUND: no such key
 * Source  card-spec.md 5.8; APDUs: select, tries, verify, sign..., drop */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_sign(struct inkan_card *card, enum inkan_key key,
           const struct inkan_secret *secret, struct inkan_sign_item *items,
           size_t count);

/* Digest helper, so that callers need no other library.
 * out      room for INKAN_DIGEST_MAX bytes
 * out_len  20, 32, 48 or 64
 * Errors   INKAN_ARG, INKAN_NOMEM */
INKAN_API INKAN_NODISCARD enum inkan_rc inkan_digest(enum inkan_hash hash,
                                                     const uint8_t *data,
                                                     size_t len, uint8_t *out,
                                                     size_t *out_len);

/* The same in pieces. */
struct inkan_hasher;
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_hasher_new(enum inkan_hash hash, struct inkan_hasher **out);
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_hasher_update(struct inkan_hasher *h, const uint8_t *data, size_t len);
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_hasher_finish(struct inkan_hasher *h, uint8_t *out, size_t *out_len);
INKAN_API void inkan_hasher_free(struct inkan_hasher *h);

/* Checks a signature with the key of a certificate; no card.
 * Errors  INKAN_BAD_SIGNATURE, INKAN_ARG */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_verify(const struct inkan_cert *cert, enum inkan_scheme scheme,
             enum inkan_hash hash, const uint8_t *input, size_t input_len,
             const uint8_t *signature, size_t signature_len);

/* Random bytes made by the card, 1 to 256.
 * Source  GET CHALLENGE, card-spec.md 5.10 */
INKAN_API INKAN_NODISCARD enum inkan_rc inkan_random(struct inkan_card *card,
                                                     uint8_t *out, size_t len);

/* What can be known of the JPKI application without a PIN, in one
 * transaction of 5 APDUs (select, EF 0008, certificate, two counters). */
struct inkan_jpki_survey {
    bool has_auth_cert;
    bool has_sign_cert;
    bool auth_cert_guarded;       /* a phone: readable with the PIN only */
    struct inkan_cert *auth_cert; /* gives; NULL if absent or guarded */
    int auth_tries;               /* -1: the card tells no number */
    int sign_tries;
};

INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_jpki_survey(struct inkan_card *card, struct inkan_jpki_survey *out);

/* inkan_jpki_survey without the certificate: select and two counters. */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_jpki_tries(struct inkan_card *card, int *out_auth, int *out_sign);

/* Checks a PIN and reads the certificate of its key in the same transaction
 * (C_Login of a token whose certificate is guarded). APDUs: select, tries,
 * verify, read, drop.
 * out_cert  gives; NULL when the card has none
 * Errors    those of inkan_pin_verify and inkan_cert_read */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_login(struct inkan_card *card, enum inkan_key key,
            const struct inkan_secret *secret, struct inkan_cert **out_cert);

/* Has this card proved that it signs PSS? Asks once per handle, with the
 * text application's own key, which needs no PIN.
 * Errors  INKAN_UNSUPPORTED: it does not */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_probe_pss(struct inkan_card *card);

#ifdef __cplusplus
}
#endif
#endif
