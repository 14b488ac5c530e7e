/* SPDX-License-Identifier: Apache-2.0
 *
 * The card that is open in a reader, see insertion.h. Certificates of the
 * holder stay in memory only: nothing is written to disk.
 */
#include "pkcs11/insertion.h"

#include <string.h>

#include "pkcs11/module.h"
#include "pkcs11/rv.h"

enum { TRIES_FRESH_MS = 1000 };

static void free_certs(struct token *token)
{
    inkan_cert_free(token->cert);
    inkan_cert_free(token->ca);
    token->cert = NULL;
    token->ca = NULL;
    token->ca_was_read = false;
}

void insertion_logout(struct module *m, struct reader *r, enum token_kind kind)
{
    struct token *token = &r->tokens[kind];

    pinpage_wipe(module_pin(m, r, kind));
    session_end_signatures(m, r, kind);
    token->logged_in = false;
    token->uses_pad = false;
    if (kind == TOKEN_SIGN || r->auth_is_guarded)
        free_certs(token);
}

void insertion_end(struct module *m, struct reader *r)
{
    session_kill(m, r);
    for (int kind = 0; kind < TOKEN_COUNT; kind++) {
        insertion_logout(m, r, (enum token_kind)kind);
        free_certs(&r->tokens[kind]);
        memset(&r->tokens[kind], 0, sizeof(r->tokens[kind]));
    }
    inkan_card_close(r->card);
    r->card = NULL;
    r->auth_is_guarded = false;
}

bool insertion_is_alive(struct module *m, struct reader *r)
{
    enum inkan_rc rc;

    if (r->card == NULL)
        return false;
    rc = inkan_card_alive(r->card);
    if (rv_aftermath(rc) == AFTER_CARD_ENDS)
        insertion_end(m, r);
    return r->card != NULL;
}

CK_RV insertion_settle(struct module *m, struct reader *r, enum token_kind kind,
                       enum pin_origin origin, enum inkan_rc rc)
{
    struct token *token = &r->tokens[kind];
    enum aftermath after = rv_aftermath(rc);

    if (rc == INKAN_OK)
        token->tries = inkan_pin_facts(token_facts[kind].pin)->max_tries;
    else if (rc == INKAN_WRONG_PIN || rc == INKAN_PIN_BLOCKED)
        token->tries = inkan_card_error(r->card).tries;
    if (origin == PIN_TYPED &&
        (rc == INKAN_WRONG_PIN || rc == INKAN_KNOWN_WRONG))
        after = AFTER_NOTHING;
    switch (after) {
    case AFTER_NOTHING: break;
    case AFTER_LOGIN_ENDS: insertion_logout(m, r, kind); break;
    case AFTER_CARD_ENDS: insertion_end(m, r); break;
    }
    return rv_of(rc);
}

static CK_RV survey(struct module *m, struct reader *r)
{
    struct inkan_jpki_survey survey = { 0 };
    enum inkan_rc rc = inkan_jpki_survey(r->card, &survey);

    if (rc == INKAN_NOT_OUR_CARD || rc == INKAN_NOT_FOUND) {
        r->is_foreign = true;
        r->foreign_events = r->events;
    }
    if (rc != INKAN_OK)
        return rc == INKAN_NOT_FOUND ? CKR_TOKEN_NOT_RECOGNIZED : rv_of(rc);
    r->insertion = ++m->insertions;
    r->auth_is_guarded = survey.auth_cert_guarded;
    r->tokens[TOKEN_AUTH].cert = survey.auth_cert;
    r->tokens[TOKEN_AUTH].tries = survey.auth_tries;
    r->tokens[TOKEN_SIGN].tries = survey.sign_tries;
    r->tries_ms = module_now_ms();
    return CKR_OK;
}

/* Why a card could not be opened, in the words of the slot functions. */
static CK_RV not_opened(enum inkan_rc rc)
{
    if (rc == INKAN_MUTE)
        return CKR_TOKEN_NOT_RECOGNIZED;
    return rv_aftermath(rc) == AFTER_CARD_ENDS ? CKR_TOKEN_NOT_PRESENT
                                               : rv_of(rc);
}

CK_RV insertion_open(struct module *m, struct reader *r)
{
    enum inkan_rc rc;
    CK_RV rv;

    if (insertion_is_alive(m, r))
        return CKR_OK;
    if (r->name[0] == '\0' || !r->present)
        return CKR_TOKEN_NOT_PRESENT;
    /* A foreign card is asked once, unless insertions cannot be told apart. */
    if (r->is_foreign && r->events != 0 && r->foreign_events == r->events)
        return CKR_TOKEN_NOT_RECOGNIZED;
    r->is_foreign = false;
    rc = inkan_card_open(m->ink, r->name, &r->card);
    if (rc != INKAN_OK) {
        r->card = NULL;
        return not_opened(rc);
    }
    rv = survey(m, r);
    if (rv != CKR_OK)
        insertion_end(m, r);
    return rv == CKR_DEVICE_REMOVED ? CKR_TOKEN_NOT_PRESENT : rv;
}

CK_RV insertion_update_tries(struct module *m, struct reader *r)
{
    uint64_t now = module_now_ms();
    enum inkan_rc rc;
    int auth, sign;

    if (now - r->tries_ms < TRIES_FRESH_MS)
        return CKR_OK;
    rc = inkan_jpki_tries(r->card, &auth, &sign);
    if (rc == INKAN_OK) {
        r->tokens[TOKEN_AUTH].tries = auth;
        r->tokens[TOKEN_SIGN].tries = sign;
        r->tries_ms = now;
    } else if (rv_aftermath(rc) == AFTER_CARD_ENDS) {
        insertion_end(m, r);
    }
    return rv_of(rc);
}

CK_RV insertion_read_ca(struct module *m, struct reader *r,
                        enum token_kind kind)
{
    struct token *token = &r->tokens[kind];
    enum inkan_rc rc;

    if (token->ca_was_read || !m->settings.show_ca)
        return CKR_OK;
    rc = inkan_cert_read(r->card, token_facts[kind].ca, NULL, &token->ca);
    if (rc == INKAN_OK || rc == INKAN_NOT_FOUND || rc == INKAN_MALFORMED ||
        rc == INKAN_NOT_VERIFIED || rc == INKAN_TOO_BIG ||
        rc == INKAN_CARD_STATUS) {
        token->ca_was_read = true;
        return CKR_OK;
    }
    token->ca = NULL;
    if (rv_aftermath(rc) == AFTER_CARD_ENDS)
        insertion_end(m, r);
    return rv_of(rc);
}

bool insertion_has_pss(const struct module *m, const struct reader *r)
{
    switch (m->settings.pss) {
    case PSS_OFF: return false;
    case PSS_ON: return true;
    case PSS_AUTO: return inkan_probe_pss(r->card) == INKAN_OK;
    }
    return false;
}

CK_RV insertion_serial(const struct module *m, const struct reader *r,
                       enum token_kind kind, CK_CHAR out[16])
{
    static const char tag[] = "inkan token serial 1";
    static const char digits[] = "0123456789abcdef";
    const struct inkan_cert *cert = r->tokens[TOKEN_AUTH].cert;
    struct inkan_hasher *hasher = NULL;
    struct inkan_bytes key;
    uint8_t digest[INKAN_DIGEST_MAX];
    size_t len;

    memset(out, '0', 16);
    /* A phone shows its certificate after login only; a serial that changes
     * with the login is worse than none. */
    if (m->settings.zero_serial || r->auth_is_guarded || cert == NULL)
        return CKR_OK;
    key = inkan_cert_spki(cert);
    if (inkan_hasher_new(INKAN_HASH_SHA256, &hasher) != INKAN_OK)
        return CKR_HOST_MEMORY;
    if (inkan_hasher_update(hasher, (const uint8_t *)tag, sizeof(tag)) !=
            INKAN_OK ||
        inkan_hasher_update(hasher, key.ptr, key.len) != INKAN_OK ||
        inkan_hasher_finish(hasher, digest, &len) != INKAN_OK) {
        inkan_hasher_free(hasher);
        return CKR_GENERAL_ERROR;
    }
    inkan_hasher_free(hasher);
    for (size_t i = 0; i < 15; i++)
        out[i] = (CK_CHAR)digits[digest[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15];
    out[15] = (CK_CHAR)token_facts[kind].serial_suffix;
    return CKR_OK;
}
