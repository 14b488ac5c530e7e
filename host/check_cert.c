/* SPDX-License-Identifier: Apache-2.0
 *
 * Evidence of the JPKI application: the certificates' chains, dates and, as
 * far as CRLs were given, revocation. That the card has their keys would need
 * a PIN, and a signature made for a check is one too many: it is not asked.
 */
#include "host/ap_jpki.h"
#include "host/chain.h"
#include "host/check_internal.h"
#include "host/trust.h"
#include "host/unlock.h"

/* The three items of one certificate. */
struct items {
    enum inkan_check_id chain, dates, revoked;
};

static const struct items auth_items = { INKAN_CHECK_AUTH_CHAIN,
                                         INKAN_CHECK_AUTH_DATES,
                                         INKAN_CHECK_AUTH_REVOKED };
static const struct items sign_items = { INKAN_CHECK_SIGN_CHAIN,
                                         INKAN_CHECK_SIGN_DATES,
                                         INKAN_CHECK_SIGN_REVOKED };

static void set_all(struct checker *c, const struct items *items,
                    enum inkan_check_state state,
                    enum inkan_check_reason reason)
{
    check_set(c, items->chain, state, reason);
    check_set(c, items->dates, INKAN_UNCHECKED, reason);
    check_set(c, items->revoked, INKAN_UNCHECKED, reason);
}

static void judge(struct checker *c, const struct items *items,
                  const struct inkan_cert *cert, struct inkan_cert *ca)
{
    const struct inkan_trust *trust = c->options->trust;
    const struct chain_pool pool = {
        trust != NULL ? trust->certs : NULL,
        trust != NULL ? trust->cert_count : 0,
        &ca,
        ca != NULL ? 1 : 0,
    };
    const struct inkan_cert *issuer = NULL;
    enum inkan_check_reason reason;
    enum inkan_check_state state;

    state = chain_issuer(cert, &pool, &issuer, &reason);
    check_set(c, items->chain, state, reason);
    state = chain_dates(cert, &c->options->now, &reason);
    /* Out of date is not forged. */
    check_set(c, items->dates,
              state == INKAN_GENUINE ? INKAN_GENUINE : INKAN_UNCHECKED, reason);
    state = INKAN_UNCHECKED;
    reason = INKAN_REASON_DEPENDS;
    if (issuer != NULL)
        state = chain_revocation(
            cert, issuer, trust != NULL ? trust->crls : NULL,
            trust != NULL ? trust->crl_count : 0, &c->options->now, &reason);
    check_set(c, items->revoked, state, reason);
}

/* Reads one certificate; its absence or bad form is a finding. */
static enum inkan_rc read_one(struct checker *c, const struct items *items,
                              enum inkan_cert_id id, struct inkan_cert **out)
{
    enum inkan_rc rc = jpki_read_cert(c->card, id, out);

    if (rc == INKAN_NOT_FOUND || rc == INKAN_NOT_VERIFIED) {
        set_all(c, items, INKAN_UNCHECKED,
                rc == INKAN_NOT_FOUND ? INKAN_REASON_ABSENT
                                      : INKAN_REASON_NOT_ASKED);
        return INKAN_OK;
    }
    if (rc == INKAN_MALFORMED) {
        set_all(c, items, INKAN_FORGED, INKAN_REASON_MALFORMED);
        return INKAN_OK;
    }
    return rc;
}

/* The CA's certificate on the card serves only if its fingerprint is pinned;
 * a bad one is as good as none. */
static enum inkan_rc read_ca(struct checker *c, enum inkan_cert_id id,
                             struct inkan_cert **out)
{
    enum inkan_rc rc = jpki_read_cert(c->card, id, out);

    return rc == INKAN_NOT_FOUND || rc == INKAN_MALFORMED ||
                   rc == INKAN_NOT_VERIFIED
               ? INKAN_OK
               : rc;
}

static enum inkan_rc check_one(struct checker *c, const struct items *items,
                               enum inkan_cert_id id, enum inkan_cert_id ca_id)
{
    struct inkan_cert *cert = NULL;
    struct inkan_cert *ca = NULL;
    enum inkan_rc rc = read_one(c, items, id, &cert);

    if (rc == INKAN_OK && cert != NULL)
        rc = read_ca(c, ca_id, &ca);
    if (rc == INKAN_OK && cert != NULL)
        judge(c, items, cert, ca);
    inkan_cert_free(cert);
    inkan_cert_free(ca);
    return rc;
}

enum inkan_rc check_certs(struct checker *c)
{
    enum inkan_rc rc = iso_select(c->card, APP_JPKI);

    if (rc == INKAN_OK)
        rc = check_one(c, &auth_items, INKAN_CERT_AUTH, INKAN_CERT_AUTH_CA);
    if (rc != INKAN_OK || c->options->sign == NULL)
        return rc;
    rc = jpki_unlock(c->card, c->options->sign);
    if (rc == INKAN_OK)
        rc = check_one(c, &sign_items, INKAN_CERT_SIGN, INKAN_CERT_SIGN_CA);
    return rc;
}
