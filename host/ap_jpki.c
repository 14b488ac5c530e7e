/* SPDX-License-Identifier: Apache-2.0
 *
 * The JPKI application: certificates, counters, login. Signing is in sign.c.
 */
#include "host/ap_jpki.h"

#include <stdlib.h>

#include "host/cert.h"
#include "host/iso.h"
#include "host/unlock.h"

#define EF_AVAILABILITY 0x0008

static const struct cert_row {
    uint16_t fid;
    enum inkan_pin pin; /* that may guard it */
    enum inkan_key key; /* that it certifies, INKAN_KEY_COUNT = a CA's */
} certs[INKAN_CERT_COUNT] = {
    [INKAN_CERT_AUTH] = { 0x000A, INKAN_PIN_AUTH, INKAN_KEY_AUTH },
    [INKAN_CERT_SIGN] = { 0x0001, INKAN_PIN_SIGN, INKAN_KEY_SIGN },
    [INKAN_CERT_AUTH_CA] = { 0x000B, INKAN_PIN_NONE, INKAN_KEY_COUNT },
    [INKAN_CERT_SIGN_CA] = { 0x0002, INKAN_PIN_NONE, INKAN_KEY_COUNT },
};

enum inkan_pin jpki_pin_of(enum inkan_key key)
{
    return key == INKAN_KEY_AUTH ? INKAN_PIN_AUTH : INKAN_PIN_SIGN;
}

enum inkan_cert_id jpki_cert_of(enum inkan_key key)
{
    return key == INKAN_KEY_AUTH ? INKAN_CERT_AUTH : INKAN_CERT_SIGN;
}

static void remember_key(struct inkan_card *card, enum inkan_key key,
                         const struct inkan_cert *cert)
{
    struct known_key *k = &card->keys[key];

    if (cert->spki.len > sizeof(k->spki))
        return;
    memcpy(k->spki, cert->spki.ptr, cert->spki.len);
    k->len = cert->spki.len;
}

enum inkan_rc jpki_read_cert(struct inkan_card *card, enum inkan_cert_id id,
                             struct inkan_cert **out)
{
    const struct cert_row *row = &certs[id];
    struct inkan_cert *cert;
    struct span der;
    enum inkan_rc rc = iso_read(card, row->fid, ISO_OBJECT, &der);

    if (rc == INKAN_OK && id == INKAN_CERT_AUTH)
        rc = card_identify(card, der);
    if (rc != INKAN_OK)
        return rc;
    rc = inkan_cert_parse(der.ptr, der.len, &cert);
    if (rc != INKAN_OK)
        return card_fail(card, rc);
    if (row->key != INKAN_KEY_COUNT)
        remember_key(card, row->key, cert);
    *out = cert;
    return INKAN_OK;
}

/* A child's card has no sign certificate, and its password was never set. */
enum inkan_rc jpki_unlock(struct inkan_card *card,
                          const struct inkan_secret *secret)
{
    struct inkan_card_error blocked;
    bool auth, sign, there;
    enum inkan_rc rc = unlock_app(card, APP_JPKI, secret);

    if (rc != INKAN_PIN_BLOCKED)
        return rc;
    blocked = card->err;
    rc = jpki_availability(card, &auth, &sign);
    if (rc != INKAN_OK)
        return rc;
    there = secret->pin == INKAN_PIN_SIGN ? sign : auth;
    if (!there)
        return card_fail(card, INKAN_NOT_FOUND);
    card->err = blocked;
    return INKAN_PIN_BLOCKED;
}

/* --- one certificate ------------------------------------------------------ */

static enum inkan_rc read_guarded(struct inkan_card *card,
                                  enum inkan_cert_id id,
                                  const struct inkan_secret *secret,
                                  struct inkan_cert **out)
{
    const struct cert_row *row = &certs[id];
    bool unlocked = false;
    enum inkan_rc rc = iso_select(card, APP_JPKI);

    /* Only the sign certificate is known to be guarded beforehand; the auth
     * certificate of a phone says so itself. */
    if (rc == INKAN_OK && id == INKAN_CERT_SIGN) {
        rc = jpki_unlock(card, secret);
        unlocked = true;
    }
    if (rc == INKAN_OK)
        rc = jpki_read_cert(card, id, out);
    if (rc != INKAN_NOT_VERIFIED || unlocked || row->pin == INKAN_PIN_NONE)
        return rc;
    card->err.pin = row->pin;
    rc = jpki_unlock(card, secret);
    return rc == INKAN_OK ? jpki_read_cert(card, id, out) : rc;
}

enum inkan_rc inkan_cert_read(struct inkan_card *card, enum inkan_cert_id id,
                              const struct inkan_secret *secret,
                              struct inkan_cert **out)
{
    struct inkan_cert *cert = NULL;
    enum inkan_rc rc;

    if (card == NULL || (unsigned)id >= INKAN_CERT_COUNT || out == NULL)
        return INKAN_ARG;
    if (secret != NULL && certs[id].pin != INKAN_PIN_NONE &&
        secret->pin != certs[id].pin)
        return INKAN_ARG;
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    rc = card_end(card, read_guarded(card, id, secret, &cert));
    if (rc == INKAN_OK)
        *out = cert;
    else
        inkan_cert_free(cert);
    return rc;
}

/* --- what there is -------------------------------------------------------- */

enum inkan_rc jpki_availability(struct inkan_card *card, bool *out_auth,
                                bool *out_sign)
{
    struct span bytes;
    enum inkan_rc rc = iso_read(card, EF_AVAILABILITY, ISO_ALL, &bytes);

    *out_auth = true;
    *out_sign = true;
    if (rc == INKAN_NOT_FOUND && card->err.sw == SW_OK)
        bytes = span_of(card->resp, 2); /* 00 00 looks like filler */
    else if (rc == INKAN_NOT_FOUND || rc == INKAN_NOT_VERIFIED ||
             rc == INKAN_UNSUPPORTED || rc == INKAN_CARD_STATUS)
        return INKAN_OK; /* known from one source: its absence tells nothing */
    else if (rc != INKAN_OK)
        return rc;
    if (bytes.len >= 2) {
        *out_sign = bytes.ptr[0] != 0;
        *out_auth = bytes.ptr[1] != 0;
    }
    return INKAN_OK;
}

/* A counter that cannot be told is -1, not an error. */
static enum inkan_rc counter(struct inkan_card *card, enum pin_id ref, int *out)
{
    int tries = -1;
    enum inkan_rc rc = unlock_tries(card, ref, &tries);

    if (rc == INKAN_NO_COUNTER || rc == INKAN_NOT_FOUND ||
        rc == INKAN_CARD_STATUS)
        rc = INKAN_OK;
    *out = tries;
    return rc;
}

static enum inkan_rc survey(struct inkan_card *card,
                            struct inkan_jpki_survey *s)
{
    enum inkan_rc rc = iso_select(card, APP_JPKI);

    if (rc == INKAN_OK)
        rc = jpki_availability(card, &s->has_auth_cert, &s->has_sign_cert);
    if (rc == INKAN_OK && s->has_auth_cert)
        rc = jpki_read_cert(card, INKAN_CERT_AUTH, &s->auth_cert);
    if (rc == INKAN_NOT_VERIFIED) {
        s->auth_cert_guarded = true;
        rc = INKAN_OK;
    } else if (rc == INKAN_NOT_FOUND) {
        s->has_auth_cert = false;
        rc = INKAN_OK;
    }
    if (rc == INKAN_OK)
        rc = counter(card, PIN_AUTH, &s->auth_tries);
    if (rc == INKAN_OK)
        rc = counter(card, PIN_SIGN, &s->sign_tries);
    return rc;
}

enum inkan_rc inkan_jpki_survey(struct inkan_card *card,
                                struct inkan_jpki_survey *out)
{
    struct inkan_jpki_survey s = { .auth_tries = -1, .sign_tries = -1 };
    enum inkan_rc rc;

    if (card == NULL || out == NULL)
        return INKAN_ARG;
    rc = card_begin(card);
    if (rc == INKAN_OK)
        rc = card_end(card, survey(card, &s));
    if (rc == INKAN_OK)
        *out = s;
    else
        inkan_cert_free(s.auth_cert);
    return rc;
}

enum inkan_rc inkan_jpki_tries(struct inkan_card *card, int *out_auth,
                               int *out_sign)
{
    int auth = -1;
    int sign = -1;
    enum inkan_rc rc;

    if (card == NULL || out_auth == NULL || out_sign == NULL)
        return INKAN_ARG;
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    rc = iso_select(card, APP_JPKI);
    if (rc == INKAN_OK)
        rc = counter(card, PIN_AUTH, &auth);
    if (rc == INKAN_OK)
        rc = counter(card, PIN_SIGN, &sign);
    rc = card_end(card, rc);
    if (rc == INKAN_OK) {
        *out_auth = auth;
        *out_sign = sign;
    }
    return rc;
}

/* --- login ---------------------------------------------------------------- */

enum inkan_rc inkan_login(struct inkan_card *card, enum inkan_key key,
                          const struct inkan_secret *secret,
                          struct inkan_cert **out_cert)
{
    struct inkan_cert *cert = NULL;
    enum inkan_rc rc;

    if (card == NULL || (unsigned)key >= INKAN_KEY_COUNT || secret == NULL ||
        secret->pin != jpki_pin_of(key) || out_cert == NULL)
        return INKAN_ARG;
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    rc = jpki_unlock(card, secret);
    if (rc == INKAN_OK) {
        rc = jpki_read_cert(card, jpki_cert_of(key), &cert);
        if (rc == INKAN_NOT_FOUND)
            rc = INKAN_OK;
    }
    rc = card_end(card, rc);
    if (rc == INKAN_OK)
        *out_cert = cert;
    else
        inkan_cert_free(cert);
    return rc;
}
