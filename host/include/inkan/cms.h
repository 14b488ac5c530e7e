/* SPDX-License-Identifier: Apache-2.0
 *
 * Detached CMS signatures (RFC 5652): made with the card, verified without.
 */
#ifndef INKAN_CMS_H
#define INKAN_CMS_H

#include <inkan/sign.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One document to sign: its SHA-256 and, out, the CMS. */
struct inkan_cms_item {
    uint8_t digest[32]; /* SHA-256 of the document */
    uint8_t *der;       /* out: gives, free with inkan_free */
    size_t der_len;     /* out */
};

/* Signs documents under one consent. Each CMS holds the signer's certificate,
 * contentType, messageDigest, signingTime and signingCertificateV2, and has
 * been verified before it is given. The CA's certificate is not in it: to read
 * it would cost another exchange, and who verifies must have it anyway.
 * when    signing time, UTC
 * Errors  those of inkan_sign and inkan_cert_read; INKAN_BAD_SIGNATURE */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_cms_sign(struct inkan_card *card, enum inkan_key key,
               const struct inkan_secret *secret, const struct inkan_time *when,
               struct inkan_cms_item *items, size_t count);

INKAN_API void inkan_free(void *ptr);

/* Is this input what a CMS signature is made over (a DER SET OF signed
 * attributes)? A raw signature over it would be a CMS signature. */
INKAN_API bool inkan_is_signed_attributes(const uint8_t *data, size_t len);

/* Three states: never "valid" where something was not looked at. */
enum inkan_state { INKAN_INTACT, INKAN_BROKEN, INKAN_NOT_CHECKED };

struct inkan_cms_report {
    enum inkan_state signature; /* over document and attributes */
    enum inkan_state chain;     /* to a trusted CA */
    /* Certificate in its dates at the signing time and now. The signing time is
     * the signer's word: out of dates then is BROKEN, out of dates only now is
     * NOT_CHECKED. */
    enum inkan_state validity;
    enum inkan_state revocation; /* NOT_CHECKED without a CRL */
    struct inkan_cert *signer;   /* gives; NULL if there is none */
    struct inkan_time signed_at; /* claimed by the signer; year 0 = absent */
    const char *reason;          /* static, English; for the worst state */
};

/* Verifies a CMS against a document's SHA-256.
 * cms      DER or PEM, borrowed
 * trust    CA certificates that the caller trusts, borrowed; may be none
 * crls     DER or PEM CRLs, borrowed; may be none
 * now      for the dates of certificates and CRLs, UTC
 * Errors   INKAN_MALFORMED: no CMS with one signer that we understand */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_cms_verify(const uint8_t *cms, size_t cms_len, const uint8_t digest[32],
                 struct inkan_cert *const *trust, size_t trust_count,
                 const struct inkan_bytes *crls, size_t crl_count,
                 const struct inkan_time *now, struct inkan_cms_report *out);

INKAN_API void inkan_cms_report_clear(struct inkan_cms_report *report);

#ifdef __cplusplus
}
#endif
#endif
