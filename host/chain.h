/* SPDX-License-Identifier: Apache-2.0
 *
 * Whom a certificate comes from, and whether it was revoked. Private to
 * host/.
 */
#ifndef INKAN_HOST_CHAIN_H
#define INKAN_HOST_CHAIN_H

#include <inkan/check.h>

#include "host/cert.h"

/* CA certificates to choose an issuer from. */
struct chain_pool {
    struct inkan_cert *const *trusted; /* the caller trusts them */
    size_t trusted_count;
    struct inkan_cert *const *seen; /* only those with a pinned fingerprint */
    size_t seen_count;
};

/* Is this one of the production CAs (card-spec.md 7.1, card-spec-2.md C.3)? */
bool chain_is_pinned(const struct inkan_cert *cert);

/* Finds the CA that signed cert.
 * out     borrowed from the pool; set only with INKAN_GENUINE
 * returns INKAN_GENUINE; INKAN_FORGED with BAD_SIGNATURE: it names a key that
 *         is in the pool and that did not sign it; INKAN_UNCHECKED with
 *         NO_KEY: nobody in the pool */
enum inkan_check_state chain_issuer(const struct inkan_cert *cert,
                                    const struct chain_pool *pool,
                                    const struct inkan_cert **out,
                                    enum inkan_check_reason *reason);

/* Was cert revoked, as far as these CRLs of its issuer tell? Also reads CRLs
 * with a critical issuingDistributionPoint, as far as RFC 5280 5.2.5 lets the
 * plain form of it be understood; others answer CRL_UNSUPPORTED.
 * returns INKAN_GENUINE: not revoked; INKAN_FORGED: revoked; INKAN_UNCHECKED */
enum inkan_check_state
chain_revocation(const struct inkan_cert *cert, const struct inkan_cert *issuer,
                 const struct inkan_bytes *crls, size_t crl_count,
                 const struct inkan_time *now, enum inkan_check_reason *reason);

/* Is it in its dates? GENUINE (reason GRACE: expired less than three months
 * ago stays FORGED), FORGED with NOT_YET, EXPIRED or GRACE. */
enum inkan_check_state chain_dates(const struct inkan_cert *cert,
                                   const struct inkan_time *when,
                                   enum inkan_check_reason *reason);

/* Is this the DER of a CRL, as far as its outside shows? */
bool chain_is_crl(struct span der);

#endif
