/* SPDX-License-Identifier: Apache-2.0
 *
 * Certificates: the four of the card, and what stands in them.
 */
#ifndef INKAN_CERT_H
#define INKAN_CERT_H

#include <inkan/pin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum inkan_cert_id {
    INKAN_CERT_AUTH,    /* 利用者証明用, EF 000A */
    INKAN_CERT_SIGN,    /* 署名用, EF 0001: holds name and address */
    INKAN_CERT_AUTH_CA, /* EF 000B */
    INKAN_CERT_SIGN_CA, /* EF 0002 */
    INKAN_CERT_COUNT
};

struct inkan_cert; /* a parsed certificate; owns its DER */

/* Parses DER. A critical certificatePolicies is accepted (these cards have
 * it), any other unknown critical extension is not.
 * der     borrowed; copied
 * out     gives; free with inkan_cert_free
 * Errors  INKAN_MALFORMED, INKAN_NOMEM */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_cert_parse(const uint8_t *der, size_t len, struct inkan_cert **out);

/* Wipes and frees. */
INKAN_API void inkan_cert_free(struct inkan_cert *cert);

/* Reads one of the card's certificates.
 * secret  the sign password for INKAN_CERT_SIGN, the auth PIN for
 *         INKAN_CERT_AUTH on a phone, else NULL (ignored where not needed)
 * out     gives; free with inkan_cert_free
 * Errors  INKAN_NOT_VERIFIED: secret is needed; INKAN_NOT_FOUND: absent;
 *         INKAN_MALFORMED: what is there is no certificate; those of
 *         inkan_pin_verify
 * Source  card-spec.md 3.1 */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_cert_read(struct inkan_card *card, enum inkan_cert_id id,
                const struct inkan_secret *secret, struct inkan_cert **out);

/* Bytes of a certificate, borrowed from it: valid until inkan_cert_free. */
struct inkan_bytes {
    const uint8_t *ptr;
    size_t len;
};

/* Parts as DER, as they stand in the certificate. */
INKAN_API struct inkan_bytes inkan_cert_der(const struct inkan_cert *cert);
INKAN_API struct inkan_bytes inkan_cert_subject(const struct inkan_cert *cert);
INKAN_API struct inkan_bytes inkan_cert_issuer(const struct inkan_cert *cert);
/* SubjectPublicKeyInfo. */
INKAN_API struct inkan_bytes inkan_cert_spki(const struct inkan_cert *cert);
/* The INTEGER, with tag and length. */
INKAN_API struct inkan_bytes inkan_cert_serial(const struct inkan_cert *cert);
/* RSA modulus and public exponent, big-endian, no leading zero. */
INKAN_API struct inkan_bytes inkan_cert_modulus(const struct inkan_cert *cert);
INKAN_API struct inkan_bytes inkan_cert_exponent(const struct inkan_cert *cert);
INKAN_API struct inkan_bytes inkan_cert_key_id(const struct inkan_cert *cert);
INKAN_API struct inkan_bytes
inkan_cert_authority_key_id(const struct inkan_cert *cert);

/* A moment or a day. Dates are judged in Asia/Tokyo. */
struct inkan_time {
    int year, month, day, hour, minute, second; /* UTC */
};

INKAN_API void inkan_cert_validity(const struct inkan_cert *cert,
                                   struct inkan_time *out_from,
                                   struct inkan_time *out_to);

/* The holder, from the subjectAltName of a sign certificate (card-spec.md
 * 7.3). Strings are UTF-8, borrowed from the certificate; NULL when absent.
 * The flags have a '1' for each character that was substituted. */
struct inkan_cert_holder {
    const char *name;
    const char *name_substituted;
    const char *address;
    const char *address_substituted;
    const char *birth; /* as it stands: E YYYYMMDD, E = era digit */
    const char *sex;   /* '1' male, '2' female, '3' or '9' see the source */
};

INKAN_API void inkan_cert_holder(const struct inkan_cert *cert,
                                 struct inkan_cert_holder *out);

/* Japanese eras, as the first digit of inkan_cert_holder.birth. */
enum inkan_era {
    INKAN_ERA_UNKNOWN,
    INKAN_ERA_MEIJI,
    INKAN_ERA_TAISHO,
    INKAN_ERA_SHOWA,
    INKAN_ERA_HEISEI,
    INKAN_ERA_REIWA,
    INKAN_ERA_COUNT
};

/* Takes inkan_cert_holder.birth apart: era, and the Gregorian date.
 * out_date  YYYYMMDD, terminated; parts that are not known are 00
 * Errors    INKAN_MALFORMED
 * Source    card-spec.md 7.3 */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_cert_birth(const char *birth, enum inkan_era *out_era, char out_date[9]);

/* A date as Japan writes it: "昭和60年6月14日", or "1985-06-14 (Showa 60)"
 * where lang is not Japanese; parts that are not known are left out.
 * date    YYYYMMDD
 * Errors  INKAN_MALFORMED, INKAN_TOO_BIG */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_date_text(const char *date, const char *lang, char *out, size_t cap);

/* What else stands in a certificate of this card. Texts are UTF-8, borrowed
 * from the certificate, NULL when absent; names are DER for inkan_dn_text. */
struct inkan_cert_details {
    bool is_ca;
    bool may_sign;        /* keyUsage digitalSignature */
    bool non_repudiation; /* keyUsage nonRepudiation: the sign certificate */
    bool client_auth;     /* extendedKeyUsage: the auth certificate */
    const char *policy;   /* OID with dots, of the first policy */
    const char *cps;      /* where its text is */
    const char *ocsp;     /* URL of the responder */
    struct inkan_bytes crl_point;   /* name of the CRL's place in a directory */
    struct inkan_bytes issuer_name; /* the issuer in Japanese */
    const char *municipality; /* 5 digits, from the name in an auth cert */
};

/* Source  card-spec-2.md C.1 */
INKAN_API void inkan_cert_details(const struct inkan_cert *cert,
                                  struct inkan_cert_details *out);

/* Writes a distinguished name as "C=JP, O=..., CN=..." (UTF-8).
 * dn      DER as of inkan_cert_subject
 * Errors  INKAN_TOO_BIG, INKAN_MALFORMED */
INKAN_API INKAN_NODISCARD enum inkan_rc inkan_dn_text(struct inkan_bytes dn,
                                                      char *out, size_t cap);

/* Does the signature of cert verify with the key of issuer? Looks at nothing
 * else. Errors  INKAN_BAD_SIGNATURE */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_cert_signed_by(const struct inkan_cert *cert,
                     const struct inkan_cert *issuer);

/* PKCS#1 v1.5 (hash in DigestInfo) or PSS check with the key of cert.
 * Errors  INKAN_BAD_SIGNATURE */
enum inkan_hash {
    INKAN_HASH_NONE, /* input is signed as it is */
    INKAN_HASH_SHA1,
    INKAN_HASH_SHA256,
    INKAN_HASH_SHA384,
    INKAN_HASH_SHA512,
    INKAN_HASH_COUNT
};

#ifdef __cplusplus
}
#endif
#endif
