/* SPDX-License-Identifier: Apache-2.0
 *
 * The certificate extensions of the card, each a function that appends one
 * Extension, byte for byte as production certificates have it. The order is
 * the business of cert.c.
 */
#ifndef INKAN_TOOLS_ISSUE_CERT_EXT_H
#define INKAN_TOOLS_ISSUE_CERT_EXT_H

#include "tools/issue/profile.h"

/* Which certificatePolicies a certificate carries: 1.2.392.200149.8.5.1.x.y */
enum policy {
    POLICY_AUTH,      /* 3.30 */
    POLICY_SIGN,      /* 1.20 */
    POLICY_SIGN_TEST, /* 0.20, of the official test environment */
    POLICY_SIGN_PHONE /* 1.40, one source */
};

/* What the sign certificate says of its holder, in UTF-8. */
struct cert_person {
    const char *name;
    const char *name_flags;
    const char *birth; /* era digit and YYYYMMDD */
    const char *sex;
    const char *address;
    const char *address_flags;
};

enum key_usage {
    USAGE_DIGITAL_SIGNATURE,
    USAGE_SIGNATURE_NON_REPUDIATION,
    USAGE_CA
};

void ext_put_key_usage(struct wbuf *w, enum key_usage usage);
void ext_put_client_auth(struct wbuf *w);
void ext_put_policy(struct wbuf *w, enum policy policy);
void ext_put_person(struct wbuf *w, const struct cert_person *person);

/* The CA's name in Japanese: issuerAltName of its certificates and
 * subjectAltName of its own. */
void ext_put_issuer_alt_name(struct wbuf *w, const struct profile *ca);
void ext_put_ca_alt_name(struct wbuf *w, const struct profile *ca);

/* One point for each municipality, and the CA's own. */
void ext_put_crl_point(struct wbuf *w, const struct profile *ca,
                       const char *prefecture, const char *city);
void ext_put_ca_crl_point(struct wbuf *w, struct span ca_name);
/* Critical issuingDistributionPoint of a municipality's CRL. */
void ext_put_issuing_point(struct wbuf *w, const struct profile *ca,
                           const char *prefecture, const char *city);

void ext_put_ocsp(struct wbuf *w, const char *url);
void ext_put_authority_key(struct wbuf *w, struct span key_id,
                           struct span ca_name, struct span ca_serial);
void ext_put_crl_authority_key(struct wbuf *w, struct span key_id);
void ext_put_subject_key(struct wbuf *w, struct span key_id);
void ext_put_basic_ca(struct wbuf *w);
void ext_put_crl_number(struct wbuf *w, uint32_t number);

#endif
