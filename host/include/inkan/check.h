/* SPDX-License-Identifier: Apache-2.0
 *
 * Is this card genuine, and is what it tells bound to the card that is here?
 *
 * The answer is itemised. An item is genuine, forged or not checked, with a
 * reason; nothing is ever called genuine where something was not looked at.
 * Genuine is not bound: in the text application one signature covers the
 * holder's data and another one the card's key, so a victim's data beside the
 * forger's own genuine card pass each check alone. What is bound is therefore
 * told apart (enum inkan_bound). A name alone never is.
 */
#ifndef INKAN_CHECK_H
#define INKAN_CHECK_H

#include <inkan/cms.h>
#include <inkan/face.h>
#include <inkan/person.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a verifier trusts: CA certificates, keys of CV certificate issuers,
 * and CRLs. The fingerprints of the production CAs are built in and need
 * nothing; a test CA is trusted only when it is added here. */
struct inkan_trust;

/* Gives; free with inkan_trust_free. Errors  INKAN_NOMEM */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_trust_new(struct inkan_trust **out);

INKAN_API void inkan_trust_free(struct inkan_trust *trust);

/* Adds one file of trust material; what it is shows from its bytes:
 *   certificate(s)  DER, or PEM with one or more
 *   CRL(s)          DER, or PEM with one or more
 *   CV key          281 bytes: 16-byte key identifier, then the public key
 *                   object 90 03 .. 91 82 01 00 .. (card-spec.md 3.0.2)
 *   CV certificate  7F21 .., of which the subject is then trusted
 * data    borrowed; copied
 * Errors  INKAN_MALFORMED: none of these; INKAN_NOMEM; INKAN_TOO_BIG */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_trust_add(struct inkan_trust *trust, const uint8_t *data, size_t len);

/* The CA certificates and CRLs in it, for inkan_cms_verify; borrowed until
 * the trust is changed or freed. */
INKAN_API struct inkan_cert *const *
inkan_trust_certs(const struct inkan_trust *trust, size_t *out_count);
INKAN_API const struct inkan_bytes *
inkan_trust_crls(const struct inkan_trust *trust, size_t *out_count);

enum inkan_check_state {
    INKAN_GENUINE,
    INKAN_FORGED,   /* it was looked at and is not as it must be: see reason */
    INKAN_UNCHECKED /* could not be, or was not asked to be, looked at */
};

/* What is looked at. Codes for machines: inkan_check_code. */
enum inkan_check_id {
    /* text application */
    INKAN_CHECK_TEXT_ISSUER,     /* EF 0004: issuer key signed by a CV CA */
    INKAN_CHECK_TEXT_RECORD,     /* EF 0003: signature over both hashes */
    INKAN_CHECK_TEXT_ATTRIBUTES, /* EF 0002: its hash */
    INKAN_CHECK_TEXT_NUMBER,     /* EF 0001: its hash */
    INKAN_CHECK_TEXT_KEY,        /* EF 0007: the card's key is signed */
    INKAN_CHECK_TEXT_CHALLENGE,  /* the card has that key */
    /* visual application */
    INKAN_CHECK_VISUAL_ISSUER,    /* EF 0004 */
    INKAN_CHECK_AGE_RECORD,       /* EF 0001: birth date and key signed */
    INKAN_CHECK_FACE_RECORD,      /* EF 0002: pictures and key signed */
    INKAN_CHECK_VISUAL_CHALLENGE, /* the card has the key signed there */
    INKAN_CHECK_SAME_HOLDER,      /* dates and sex of the records agree */
    /* certificates */
    INKAN_CHECK_AUTH_CHAIN,   /* auth certificate to a trusted CA */
    INKAN_CHECK_AUTH_DATES,   /* in its dates; an expired one is UNCHECKED */
    INKAN_CHECK_AUTH_REVOKED, /* by CRL */
    INKAN_CHECK_SIGN_CHAIN,   /* only where the sign password was given */
    INKAN_CHECK_SIGN_DATES,
    INKAN_CHECK_SIGN_REVOKED,
    /* what nobody signs */
    INKAN_CHECK_EXPIRY,        /* of the card: always unchecked */
    INKAN_CHECK_SECURITY_CODE, /* always unchecked */
    /* FORGED where the places that tell the expiry date contradict one
     * another: card face (with number B), number B itself, card number
     * record, card level. That they agree proves nothing: UNCHECKED. */
    INKAN_CHECK_EXPIRY_AGREES,
    INKAN_CHECK_COUNT
};

/* Why. Sentences: inkan_check_reason_text. */
enum inkan_check_reason {
    INKAN_REASON_NONE,
    INKAN_REASON_NOT_ASKED,     /* the caller gave no PIN or key for it */
    INKAN_REASON_NO_KEY,        /* no trusted key of that issuer */
    INKAN_REASON_ABSENT,        /* the card does not have it */
    INKAN_REASON_DEPENDS,       /* what it rests on was not checked */
    INKAN_REASON_UNCOVERED,     /* no signature covers it */
    INKAN_REASON_BAD_SIGNATURE, /* a signature does not verify */
    INKAN_REASON_BAD_HASH,      /* data and their hash differ */
    INKAN_REASON_BAD_CHALLENGE, /* the card could not sign the nonce */
    INKAN_REASON_MALFORMED,     /* not in the form of a genuine card */
    INKAN_REASON_DIFFERS,       /* two records tell different things */
    INKAN_REASON_NOT_YET,       /* certificate dates */
    INKAN_REASON_EXPIRED,
    INKAN_REASON_GRACE, /* expired less than three months ago */
    INKAN_REASON_NO_CRL,
    INKAN_REASON_CRL_STALE,       /* a CRL, but past its next update */
    INKAN_REASON_CRL_UNSUPPORTED, /* a CRL that we cannot read fully */
    INKAN_REASON_REVOKED,
    INKAN_REASON_REFUSED, /* the card refused the birth-date key */
    INKAN_REASON_AGREES,  /* the places agree, but no signature covers it */
    INKAN_REASON_COUNT
};

/* What of the holder's data is tied to the card that is here. */
enum inkan_bound {
    INKAN_BOUND_NO,
    INKAN_BOUND_BIRTH_DATE, /* the birth date, by the age record */
    INKAN_BOUND_FACE        /* name picture and photo, by the face record */
};

struct inkan_check_item {
    enum inkan_check_id id;
    enum inkan_check_state state;
    enum inkan_check_reason reason; /* NONE only with GENUINE */
};

struct inkan_check_options {
    /* INKAN_PIN_TEXT or INKAN_PIN_NUMBER_B; NULL: certificates and what needs
     * no PIN. */
    const struct inkan_secret *secret;
    bool with_number; /* check My Number's hash too (text PIN) */
    /* The sign password, to check the sign certificate too; may be NULL. */
    const struct inkan_secret *sign;
    const struct inkan_trust *trust; /* may be NULL */
    struct inkan_time now;           /* UTC; for certificates and CRLs */
};

struct inkan_check_report {
    struct inkan_check_item items[INKAN_CHECK_COUNT]; /* by id */
    enum inkan_bound bound;
    /* Worst of the items that were asked for: FORGED, then UNCHECKED. Items
     * that nothing covers or that were not asked for do not count. Never
     * GENUINE unless a key of the card answered a challenge, which takes a
     * secret: what is free to read can be copied to another card. */
    enum inkan_check_state verdict;
    bool has_person; /* the four attributes were read on the way */
    struct inkan_person person;
};

/* Looks at everything that the given secret opens, challenges the card's keys
 * with fresh nonces, and says what it found. A forged card is INKAN_OK with a
 * verdict of INKAN_FORGED.
 * Errors  those of inkan_pin_verify and of every exchange
 * Source  card-spec.md 9, decisions in host/README.md */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_check(struct inkan_card *card, const struct inkan_check_options *options,
            struct inkan_check_report *out);

/* Erases the personal data of a report. */
INKAN_API void inkan_check_report_wipe(struct inkan_check_report *report);

/* "text-issuer", "face-record", ...; stable. NULL for an unknown one. */
INKAN_API const char *inkan_check_code(enum inkan_check_id id);
/* What the item is, as a phrase. lang as of inkan_explain. */
INKAN_API const char *inkan_check_text(enum inkan_check_id id,
                                       const char *lang);
INKAN_API const char *inkan_check_reason_code(enum inkan_check_reason reason);
INKAN_API const char *inkan_check_reason_text(enum inkan_check_reason reason,
                                              const char *lang);
/* "genuine", "forged", "unchecked" */
INKAN_API const char *inkan_check_state_code(enum inkan_check_state state);
/* "no", "birth-date", "face" */
INKAN_API const char *inkan_bound_code(enum inkan_bound bound);

#ifdef __cplusplus
}
#endif
#endif
