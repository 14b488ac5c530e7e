/* SPDX-License-Identifier: Apache-2.0
 *
 * The test authorities that sign a card: two X.509 CAs and three chains of
 * card-verifiable certificates. They come from a directory that
 * `inkan-card ca` made, or from the one built into the program.
 *
 *   trust/    what a verifier takes: CA certificates, self-signed CV keys
 *   crl/      revocation lists
 *   private/  the keys; worthless, as everyone has those of the built-in one
 */
#ifndef INKAN_TOOLS_ISSUE_CA_H
#define INKAN_TOOLS_ISSUE_CA_H

#include "tools/issue/cert.h"
#include "tools/issue/cv.h"
#include "tools/issue/date.h"
#include "tools/issue/seed.h"

#define CA_CERT_MAX 2048

struct ca_x509 {
    EVP_PKEY *key;
    uint8_t cert[CA_CERT_MAX]; /* DER */
    size_t cert_len;
    struct cert_issuer issuer; /* points into cert */
};

struct ca_cv {
    EVP_PKEY *key;    /* of the authority: certifies issuers */
    EVP_PKEY *issuer; /* of the municipalities: signs records */
    uint8_t id[CV_KEY_ID_LEN];
};

struct ca {
    struct ca_x509 x509[CA_COUNT];
    struct ca_cv cv[CV_COUNT];
};

/* dir NULL: the built-in test authorities. Free with ca_free, also after a
 * failure. */
NODISCARD bool ca_load(const char *dir, struct ca *out,
                       struct problem *problem);
void ca_free(struct ca *ca);

/* Makes the keys and certificates in memory, valid from 10 years before
 * today to 20 years after: longer than the real 10, so that cards that
 * expired long ago still have a valid chain. */
NODISCARD bool ca_make(const struct seed *seed, struct date today,
                       struct ca *out, struct problem *problem);

/* Writes a directory that is new or empty; never over keys that exist. */
NODISCARD bool ca_save(const struct ca *ca, const char *dir,
                       struct problem *problem);

/* Name of a CV chain in its files: text, visual, card. */
const char *ca_cv_name(enum cv_kind kind);
const char *ca_x509_name(enum ca_kind kind);

/* The key identifier of a municipality's issuer key. */
void ca_municipality_id(const char *five, uint8_t out[CV_KEY_ID_LEN]);

#endif
