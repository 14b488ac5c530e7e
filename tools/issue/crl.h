/* SPDX-License-Identifier: Apache-2.0
 *
 * Revocation lists of the test CAs: which serial numbers are on them, and
 * their files. The real lists are one for each municipality, reached only
 * under contract; ours come whole and, for a municipality that has someone
 * revoked, also as its own list with a critical issuingDistributionPoint.
 */
#ifndef INKAN_TOOLS_ISSUE_CRL_H
#define INKAN_TOOLS_ISSUE_CRL_H

#include "tools/issue/ca.h"

#define CRL_MAX         16384
#define CRL_SERIALS_MAX 64

struct crl_entry {
    enum ca_kind kind;
    uint8_t serial[CERT_SERIAL_LEN];
    char prefecture[64]; /* "" = on the whole list only */
    char city[64];
};

struct crl_list {
    struct crl_entry entries[CRL_SERIALS_MAX];
    size_t count;
};

/* What the built-in personas say is revoked. */
NODISCARD bool crl_collect(struct crl_list *out, struct problem *problem);

/* Adds `auth:HEX` or `sign:HEX` of --revoke. */
NODISCARD bool crl_add(struct crl_list *list, const char *text,
                       struct problem *problem);

/* Appends a CRL of one CA, valid from today as long as the CA. city NULL: the
 * whole list; else that of the municipality. */
NODISCARD bool crl_put(const struct ca *ca, enum ca_kind kind,
                       const struct crl_list *list, struct date today,
                       const char *prefecture, const char *city,
                       struct wbuf *out, struct problem *problem);

/* Writes all lists into the crl folder of dir, over those that are there. */
NODISCARD bool crl_save(const struct ca *ca, const struct crl_list *list,
                        struct date today, const char *dir,
                        struct problem *problem);

#endif
