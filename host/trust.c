/* SPDX-License-Identifier: Apache-2.0
 *
 * What a verifier trusts, taken in file by file. What a file is shows from
 * its bytes, so that a folder can be taken in whole.
 */
#include "host/trust.h"

#include <stdlib.h>

#include "host/chain.h"
#include "host/cv.h"
#include "host/pem.h"

enum inkan_rc inkan_trust_new(struct inkan_trust **out)
{
    if (out == NULL)
        return INKAN_ARG;
    *out = calloc(1, sizeof(**out));
    return *out != NULL ? INKAN_OK : INKAN_NOMEM;
}

/* The contract says uint8_t *; what lies behind a CRL is ours to free. */
static void free_bytes(struct inkan_bytes bytes)
{
    union {
        const uint8_t *borrowed;
        uint8_t *owned;
    } u = { bytes.ptr };

    free(u.owned);
}

void inkan_trust_free(struct inkan_trust *trust)
{
    if (trust == NULL)
        return;
    for (size_t i = 0; i < trust->cert_count; i++)
        inkan_cert_free(trust->certs[i]);
    for (size_t i = 0; i < trust->crl_count; i++)
        free_bytes(trust->crls[i]);
    free(trust);
}

static enum inkan_rc add_cert(struct inkan_trust *trust, struct span der)
{
    enum inkan_rc rc;

    if (trust->cert_count == TRUST_MAX)
        return INKAN_TOO_BIG;
    rc = inkan_cert_parse(der.ptr, der.len, &trust->certs[trust->cert_count]);
    if (rc == INKAN_OK)
        trust->cert_count++;
    return rc;
}

static enum inkan_rc add_crl(struct inkan_trust *trust, struct span der)
{
    uint8_t *copy;

    if (!chain_is_crl(der))
        return INKAN_MALFORMED;
    if (trust->crl_count == TRUST_MAX)
        return INKAN_TOO_BIG;
    copy = malloc(der.len);
    if (copy == NULL)
        return INKAN_NOMEM;
    memcpy(copy, der.ptr, der.len);
    trust->crls[trust->crl_count++] = (struct inkan_bytes){ copy, der.len };
    return INKAN_OK;
}

static enum inkan_rc add_key(struct inkan_trust *trust, struct span id,
                             struct span pubkey)
{
    struct cv_key *key;
    struct span modulus, exponent;

    if (pubkey.len != CV_PUBKEY_LEN || !cv_pubkey(pubkey, &modulus, &exponent))
        return INKAN_MALFORMED;
    if (trust->key_count == TRUST_MAX)
        return INKAN_TOO_BIG;
    key = &trust->keys[trust->key_count++];
    memcpy(key->id, id.ptr, CV_ID_LEN);
    memcpy(key->pubkey, pubkey.ptr, CV_PUBKEY_LEN);
    return INKAN_OK;
}

static enum inkan_rc add_der(struct inkan_trust *trust, struct span der)
{
    struct cv_cert cv;
    enum inkan_rc rc;

    if (cv_parse(der, &cv))
        return add_key(trust, cv.subject, cv.pubkey);
    if (der.len == CV_ID_LEN + CV_PUBKEY_LEN && der.ptr[CV_ID_LEN] == 0x90)
        return add_key(trust, span_sub(der, 0, CV_ID_LEN),
                       span_sub(der, CV_ID_LEN, CV_PUBKEY_LEN));
    rc = add_cert(trust, der);
    return rc == INKAN_MALFORMED ? add_crl(trust, der) : rc;
}

static enum inkan_rc add_pem(struct inkan_trust *trust, struct span in)
{
    struct pem pem;
    bool bad;
    enum inkan_rc rc = INKAN_MALFORMED;
    size_t count = 0;

    while (pem_next(&in, &pem, &bad)) {
        rc = INKAN_MALFORMED;
        if (pem.kind == PEM_CERTIFICATE)
            rc = add_cert(trust, span_of(pem.der, pem.len));
        else if (pem.kind == PEM_CRL)
            rc = add_crl(trust, span_of(pem.der, pem.len));
        free(pem.der);
        if (rc != INKAN_OK)
            return rc;
        count++;
    }
    return bad || count == 0 ? INKAN_MALFORMED : INKAN_OK;
}

enum inkan_rc inkan_trust_add(struct inkan_trust *trust, const uint8_t *data,
                              size_t len)
{
    struct span in = span_of(data, len);

    if (trust == NULL || (data == NULL && len != 0))
        return INKAN_ARG;
    if (len == 0)
        return INKAN_MALFORMED;
    return pem_is(in) ? add_pem(trust, in) : add_der(trust, in);
}

struct inkan_cert *const *inkan_trust_certs(const struct inkan_trust *trust,
                                            size_t *out_count)
{
    *out_count = trust->cert_count;
    return trust->certs;
}

const struct inkan_bytes *inkan_trust_crls(const struct inkan_trust *trust,
                                           size_t *out_count)
{
    *out_count = trust->crl_count;
    return trust->crls;
}

const struct cv_key *trust_cv_key(const struct inkan_trust *trust,
                                  struct span id)
{
    for (size_t i = 0; trust != NULL && i < trust->key_count; i++) {
        if (span_equal(id, span_of(trust->keys[i].id, CV_ID_LEN)))
            return &trust->keys[i];
    }
    return NULL;
}
