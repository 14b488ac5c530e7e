/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of the certificate profile: names of the two CAs, policies, and
 * the one thing that is ours, the organisation INKAN-TEST.
 */
#ifndef INKAN_TOOLS_ISSUE_PROFILE_H
#define INKAN_TOOLS_ISSUE_PROFILE_H

#include "card/edge/bytes.h"

enum ca_kind { CA_AUTH, CA_SIGN, CA_COUNT };

/* A real certificate says JPKI here; nothing of ours ever may. */
#define TEST_O    "INKAN-TEST"
#define TEST_O_JA "試験用 INKAN-TEST"

#define CPS_URL "http://www.jpki.go.jp/cps.html"

/* As long as the official address and never resolvable (RFC 6761). */
#define OCSP_URL "http://ocspauthnorm.inkan.test"

struct profile {
    const char *o;
    const char *o_ja;
    const char *ou;
    const char *ou_ja;
};

extern const struct profile profile_test[CA_COUNT];

#define PROFILE_OU_OPERATOR                                                    \
    "Japan Agency for Local Authority Information Systems"
#define PROFILE_OU_OPERATOR_JA "地方公共団体情報システム機構"

/* Appends the DN of the CA: C, O, OU, OU, without a CN. */
void profile_put_ca_name(struct wbuf *w, const struct profile *profile);

/* One RDN holding one attribute; oid_last is the arc after 2.5.4. */
enum rdn { RDN_CN = 3, RDN_C = 6, RDN_L = 7, RDN_O = 10, RDN_OU = 11 };
void profile_put_rdn(struct wbuf *w, enum rdn type, const char *text);

#endif
