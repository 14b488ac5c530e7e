/* SPDX-License-Identifier: Apache-2.0
 *
 * C_Login, C_LoginUser, C_Logout and C_SetPIN. Whether a PIN may be sent is
 * decided in libinkan (form, tries, last try, known wrong); here a login
 * sends at most one VERIFY, and the card is left not verified.
 */
#include <string.h>

#include "pkcs11/call.h"
#include "pkcs11/insertion.h"
#include "pkcs11/rv.h"

/* Takes what the application gave as PIN. A missing one means the PIN pad;
 * an empty one is never sent: to the card it would be a question. */
static CK_RV take_pin(struct call *call, CK_UTF8CHAR_PTR pin, CK_ULONG len,
                      struct inkan_secret *out)
{
    struct session *s = call->session;

    memset(out, 0, sizeof(*out));
    out->pin = token_facts[s->kind].pin;
    if (call->module->settings.last_try)
        out->flags |= INKAN_ALLOW_LAST_TRY;
    if (pin == NULL) {
        if (!inkan_has_pinpad(s->reader->card))
            return CKR_ARGUMENTS_BAD;
        out->flags |= INKAN_USE_PINPAD;
        return CKR_OK;
    }
    out->value = pin;
    out->len = len;
    return inkan_pin_form(out->pin, pin, len) == INKAN_OK ? CKR_OK
                                                          : CKR_PIN_INCORRECT;
}

/* One VERIFY. On success the guarded certificate is read along. */
static CK_RV verify(struct call *call, const struct inkan_secret *secret,
                    struct inkan_cert **out_cert)
{
    struct session *s = call->session;
    struct reader *r = s->reader;
    const struct token_facts *facts = &token_facts[s->kind];
    bool is_guarded = s->kind == TOKEN_SIGN || r->auth_is_guarded;
    enum inkan_rc rc;
    CK_RV rv;

    *out_cert = NULL;
    if (is_guarded && session_token(s)->cert == NULL)
        rc = inkan_login(r->card, facts->key, secret, out_cert);
    else
        rc = inkan_pin_verify(r->card, secret);
    rv = insertion_settle(call->module, r, s->kind, PIN_TYPED, rc);
    if (rc == INKAN_NOT_FOUND)
        return CKR_USER_PIN_NOT_INITIALIZED;
    if (rc == INKAN_WRONG_PIN && session_token(s)->tries == 0)
        return CKR_PIN_LOCKED;
    return rv;
}

static CK_RV login_user(struct call *call, CK_UTF8CHAR_PTR pin, CK_ULONG len)
{
    struct session *s = call->session;
    struct token *token = session_token(s);
    struct inkan_secret secret;
    struct inkan_cert *cert;
    CK_RV rv;

    if (token->logged_in)
        return CKR_USER_ALREADY_LOGGED_IN;
    rv = take_pin(call, pin, len, &secret);
    if (rv == CKR_OK)
        rv = verify(call, &secret, &cert);
    if (rv != CKR_OK)
        return rv;
    if (cert != NULL)
        token->cert = cert;
    token->logged_in = true;
    token->uses_pad = (secret.flags & INKAN_USE_PINPAD) != 0;
    token->used_ms = module_now_ms();
    if (!token->uses_pad && !module_always_authenticates(call->module))
        pinpage_keep(module_pin(call->module, s->reader, s->kind), pin, len);
    idle_watch(call->module);
    return CKR_OK;
}

/* The consent to one signature, where PINs are not kept. */
static CK_RV login_for_signature(struct call *call, CK_UTF8CHAR_PTR pin,
                                 CK_ULONG len)
{
    struct session *s = call->session;
    struct token *token = session_token(s);
    struct inkan_secret secret;
    struct inkan_cert *cert;
    CK_RV rv;

    if (!signop_is_active(&s->sign) || token->uses_pad ||
        !module_always_authenticates(call->module))
        return CKR_OPERATION_NOT_INITIALIZED;
    if (!token->logged_in)
        return CKR_USER_NOT_LOGGED_IN;
    s->sign.has_consent = false;
    pinpage_wipe(module_pin(call->module, s->reader, s->kind));
    rv = take_pin(call, pin, len, &secret);
    if (rv == CKR_OK && (secret.flags & INKAN_USE_PINPAD) != 0)
        rv = CKR_ARGUMENTS_BAD; /* this login typed its PIN */
    if (rv == CKR_OK)
        rv = verify(call, &secret, &cert);
    if (rv != CKR_OK)
        return rv;
    pinpage_keep(module_pin(call->module, s->reader, s->kind), pin, len);
    s->sign.has_consent = true;
    token->used_ms = module_now_ms();
    return CKR_OK;
}

/* This card has no security officer: say why in the order of PKCS#11. */
static CK_RV refuse_so(const struct call *call)
{
    const struct session *s = call->session;

    if (session_token(s)->logged_in)
        return CKR_USER_ANOTHER_ALREADY_LOGGED_IN;
    if (session_has_read_only(call->module, s->reader, s->kind))
        return CKR_SESSION_READ_ONLY_EXISTS;
    return CKR_USER_TYPE_INVALID;
}

static CK_RV login(struct call *call, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin,
                   CK_ULONG len)
{
    call_note(call, " user=%lu", user);
    switch (user) {
    case CKU_SO: return refuse_so(call);
    case CKU_USER: return login_user(call, pin, len);
    case CKU_CONTEXT_SPECIFIC: return login_for_signature(call, pin, len);
    default: return CKR_USER_TYPE_INVALID;
    }
}

CK_RV C_Login(CK_SESSION_HANDLE handle, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin,
              CK_ULONG len)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK)
        rv = login(&call, user, pin, len);
    return call_end(&call, rv);
}

/* Tokens of this card know no user names. */
CK_RV C_LoginUser(CK_SESSION_HANDLE handle, CK_USER_TYPE user,
                  CK_UTF8CHAR_PTR pin, CK_ULONG len, CK_UTF8CHAR_PTR name,
                  CK_ULONG name_len)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    (void)name;
    if (rv == CKR_OK && name_len != 0)
        rv = CKR_ARGUMENTS_BAD;
    if (rv == CKR_OK)
        rv = login(&call, user, pin, len);
    return call_end(&call, rv);
}

CK_RV C_Logout(CK_SESSION_HANDLE handle)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK && !session_token(call.session)->logged_in)
        rv = CKR_USER_NOT_LOGGED_IN;
    if (rv == CKR_OK)
        insertion_logout(call.module, call.session->reader, call.session->kind);
    return call_end(&call, rv);
}

/* Why a new PIN has the wrong form. */
static CK_RV check_new_pin(enum inkan_pin pin, const uint8_t *value, size_t len)
{
    const struct inkan_pin_facts *facts = inkan_pin_facts(pin);

    if (len < facts->min_len || len > facts->max_len)
        return CKR_PIN_LEN_RANGE;
    return inkan_pin_form(pin, value, len) == INKAN_OK ? CKR_OK
                                                       : CKR_PIN_INVALID;
}

static CK_RV set_pin(struct call *call, CK_UTF8CHAR_PTR old, CK_ULONG old_len,
                     CK_UTF8CHAR_PTR fresh, CK_ULONG fresh_len)
{
    struct session *s = call->session;
    struct pin_cell *cell = module_pin(call->module, s->reader, s->kind);
    struct inkan_secret old_secret, new_secret;
    enum inkan_rc rc;
    CK_RV rv;

    if (!s->is_rw)
        return CKR_SESSION_READ_ONLY;
    /* A PIN pad that changes PINs is not in PC/SC part 10 for this card. */
    if (old == NULL || fresh == NULL)
        return CKR_ARGUMENTS_BAD;
    rv = take_pin(call, old, old_len, &old_secret);
    if (rv == CKR_OK)
        rv = check_new_pin(old_secret.pin, fresh, fresh_len);
    if (rv != CKR_OK)
        return rv;
    new_secret = (struct inkan_secret){ old_secret.pin, fresh, fresh_len, 0 };
    rc = inkan_pin_change(s->reader->card, &old_secret, &new_secret, NULL);
    rv = insertion_settle(call->module, s->reader, s->kind, PIN_TYPED, rc);
    if (rc == INKAN_OK && cell->len != 0)
        pinpage_keep(cell, fresh, fresh_len);
    if (rc == INKAN_WRONG_PIN && session_token(s)->tries == 0)
        return CKR_PIN_LOCKED;
    if (rc == INKAN_PIN_FORMAT) /* a sign password wants letter and digit */
        return CKR_PIN_INVALID;
    return rc == INKAN_UNSUPPORTED ? CKR_FUNCTION_NOT_SUPPORTED : rv;
}

CK_RV C_SetPIN(CK_SESSION_HANDLE handle, CK_UTF8CHAR_PTR old, CK_ULONG old_len,
               CK_UTF8CHAR_PTR fresh, CK_ULONG fresh_len)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK)
        rv = set_pin(&call, old, old_len, fresh, fresh_len);
    return call_end(&call, rv);
}
