/* SPDX-License-Identifier: Apache-2.0
 *
 * Whole certificates: the two of a card, and those of the CAs. The profile is
 * known byte for byte from production certificates; tools/issue/README.md
 * tells what is not.
 */
#ifndef INKAN_TOOLS_ISSUE_CERT_H
#define INKAN_TOOLS_ISSUE_CERT_H

#include <openssl/evp.h>
#include <time.h>

#include "tools/issue/cert_ext.h"
#include "tools/issue/problem.h"

#define CERT_MAX        8192 /* the longest names and addresses take 4600 */
#define CERT_SERIAL_LEN 4

/* Who signs: borrowed from struct ca. */
struct cert_issuer {
    EVP_PKEY *key;
    struct span name;   /* DER of its DN */
    struct span serial; /* contents of its own serial number */
    const struct profile *profile;
};

struct cert_request {
    enum ca_kind kind;
    EVP_PKEY *subject_key;
    uint8_t serial[CERT_SERIAL_LEN]; /* first byte 01 to 7F */
    time_t not_before;
    time_t not_after;
    const char *cn;
    const char *prefecture; /* romanised: Tokyo-to */
    const char *city;       /* romanised: Kiyose-shi */
    enum policy policy;
    const char *ocsp;                 /* auth only; "" = no such extension */
    const struct cert_person *person; /* sign only */
};

/* Appends the certificate. */
NODISCARD bool cert_put(const struct cert_issuer *issuer,
                        const struct cert_request *request, struct wbuf *out,
                        struct problem *problem);

/* Appends a self-signed CA certificate. */
NODISCARD bool cert_put_ca(const struct profile *profile, EVP_PKEY *key,
                           const uint8_t serial[CERT_SERIAL_LEN],
                           time_t not_before, time_t not_after,
                           struct wbuf *out, struct problem *problem);

/* Appends SEQUENCE { tbs, sha256WithRSAEncryption, signature }. */
NODISCARD bool cert_put_signed(EVP_PKEY *key, struct span tbs, struct wbuf *out,
                               struct problem *problem);

/* Appends the AlgorithmIdentifier of sha256WithRSAEncryption. */
void cert_put_algorithm(struct wbuf *w);

#endif
