/* SPDX-License-Identifier: Apache-2.0
 *
 * C_SignInit to C_SignFinal. A signature is one exchange of APDUs at the very
 * end: libinkan selects, asks the tries, verifies, signs and drops in one
 * transaction. Every result ends the operation, except an answered question
 * for the length and a buffer that is too small (PKCS#11 3.0, 5.13).
 */
#include "pkcs11/signop.h"

#include <string.h>

#include "pkcs11/call.h"
#include "pkcs11/insertion.h"
#include "pkcs11/object.h"
#include "pkcs11/rv.h"

void signop_end(struct signop *op)
{
    inkan_hasher_free(op->hasher);
    explicit_bzero(op, sizeof(*op));
}

/* The private key that an application names. */
static CK_RV check_key(struct call *call, CK_OBJECT_HANDLE handle)
{
    struct object object;

    if (!object_find(call->module, call->session, handle, &object))
        return object_is_hidden(call->session, handle) ? CKR_USER_NOT_LOGGED_IN
                                                       : CKR_KEY_HANDLE_INVALID;
    if (object.row->class == CKO_PUBLIC_KEY)
        return CKR_KEY_FUNCTION_NOT_PERMITTED;
    return object.row->class == CKO_PRIVATE_KEY ? CKR_OK
                                                : CKR_KEY_HANDLE_INVALID;
}

static CK_RV sign_init(struct call *call, const CK_MECHANISM *wanted,
                       CK_OBJECT_HANDLE key)
{
    struct session *s = call->session;
    const struct mech *mech;
    CK_RV rv;

    if (wanted == NULL && signop_is_active(&s->sign)) {
        session_end_signature(call->module, s); /* the way of 3.0 to cancel */
        return CKR_OK;
    }
    if (wanted == NULL)
        return CKR_ARGUMENTS_BAD;
    call_note(call, " mechanism=0x%lx key=%lu", wanted->mechanism, key);
    if (signop_is_active(&s->sign))
        return CKR_OPERATION_ACTIVE;
    rv = check_key(call, key);
    if (rv != CKR_OK)
        return rv;
    mech = mech_find(wanted->mechanism);
    if (mech == NULL || (mech->scheme == INKAN_PSS &&
                         !insertion_has_pss(call->module, s->reader)))
        return CKR_MECHANISM_INVALID;
    if (!mech_takes(mech, wanted))
        return CKR_MECHANISM_PARAM_INVALID;
    s->sign.mech = mech;
    return CKR_OK;
}

/* libinkan has checked the signature with the certificate: what a card that
 * lies, or a disturbed one, answers is not handed out. */
static CK_RV settle(struct call *call, enum inkan_rc rc)
{
    struct session *s = call->session;
    CK_RV rv = insertion_settle(call->module, s->reader, s->kind, PIN_KEPT, rc);

    /* The kept PIN is no longer the card's: the login is over. */
    if (rv == CKR_PIN_INCORRECT || rv == CKR_PIN_LOCKED)
        rv = CKR_USER_NOT_LOGGED_IN;
    return rv;
}

/* The one exchange with the card. */
static CK_RV sign_on_card(struct call *call, const uint8_t *input, size_t len,
                          uint8_t out[INKAN_SIGNATURE_LEN])
{
    struct module *m = call->module;
    struct session *s = call->session;
    struct token *token = session_token(s);
    const struct mech *mech = s->sign.mech;
    struct pin_cell *cell = module_pin(m, s->reader, s->kind);
    struct inkan_secret secret = { token_facts[s->kind].pin, cell->pin,
                                   cell->len, 0 };
    struct inkan_sign_item item = { .scheme = mech->scheme,
                                    .hash = mech->hash,
                                    .input = input,
                                    .input_len = len };
    enum inkan_rc rc;

    if (token->uses_pad)
        secret.flags |= INKAN_USE_PINPAD;
    else if (cell->len == 0)
        return CKR_USER_NOT_LOGGED_IN;
    if (m->settings.last_try)
        secret.flags |= INKAN_ALLOW_LAST_TRY;
    rc = inkan_sign(s->reader->card, token_facts[s->kind].key, &secret, &item,
                    1);
    token->used_ms = module_now_ms();
    if (rc == INKAN_OK)
        memcpy(out, item.signature, INKAN_SIGNATURE_LEN);
    return settle(call, rc);
}

/* May the card be asked now? */
static CK_RV check_login(struct call *call)
{
    struct session *s = call->session;
    const struct token *token = session_token(s);

    if (!token->logged_in)
        return CKR_USER_NOT_LOGGED_IN;
    if (module_always_authenticates(call->module) && !token->uses_pad &&
        !s->sign.has_consent)
        return CKR_USER_NOT_LOGGED_IN;
    return CKR_OK;
}

/* Signs input, which is a digest if the mechanism wants one. */
static CK_RV finish(struct call *call, const uint8_t *input, size_t len,
                    CK_BYTE_PTR signature, CK_ULONG_PTR signature_len)
{
    const struct mech *mech = call->session->sign.mech;
    CK_RV rv = check_login(call);

    if (rv != CKR_OK)
        return rv;
    if (!mech->hashes &&
        (len == 0 || len > mech->input_max ||
         (mech->scheme == INKAN_PSS && len != mech->input_max)))
        return CKR_DATA_LEN_RANGE;
    rv = sign_on_card(call, input, len, signature);
    if (rv == CKR_OK)
        *signature_len = INKAN_SIGNATURE_LEN;
    return rv;
}

/* Answers a question for the length. true: there is nothing more to do. */
static bool asks_length(CK_BYTE_PTR signature, CK_ULONG_PTR len, CK_RV *out_rv)
{
    if (signature != NULL && *len >= INKAN_SIGNATURE_LEN)
        return false;
    *out_rv = signature == NULL ? CKR_OK : CKR_BUFFER_TOO_SMALL;
    *len = INKAN_SIGNATURE_LEN;
    return true;
}

static CK_RV sign_whole(struct call *call, CK_BYTE_PTR data, CK_ULONG len,
                        CK_BYTE_PTR signature, CK_ULONG_PTR signature_len)
{
    struct signop *op = &call->session->sign;
    uint8_t digest[INKAN_DIGEST_MAX];
    size_t digest_len;
    CK_RV rv;

    if (!signop_is_active(op))
        return CKR_OPERATION_NOT_INITIALIZED;
    if (op->has_parts) /* no single-part operation was begun */
        rv = CKR_OPERATION_NOT_INITIALIZED;
    else if (signature_len == NULL || (data == NULL && len != 0))
        rv = CKR_ARGUMENTS_BAD;
    else if (asks_length(signature, signature_len, &rv))
        return rv;
    else if (!op->mech->hashes)
        rv = finish(call, data, len, signature, signature_len);
    else if (inkan_digest(op->mech->hash, data, len, digest, &digest_len) !=
             INKAN_OK)
        rv = CKR_HOST_MEMORY;
    else
        rv = finish(call, digest, digest_len, signature, signature_len);
    session_end_signature(call->module, call->session);
    return rv;
}

static CK_RV add_part(struct signop *op, CK_BYTE_PTR part, CK_ULONG len)
{
    if (part == NULL && len != 0)
        return CKR_ARGUMENTS_BAD;
    op->has_parts = true;
    if (!op->mech->hashes) {
        if (len > op->mech->input_max - op->input_len)
            return CKR_DATA_LEN_RANGE;
        if (len != 0)
            memcpy(op->input + op->input_len, part, len);
        op->input_len += len;
        return CKR_OK;
    }
    if (op->hasher == NULL &&
        inkan_hasher_new(op->mech->hash, &op->hasher) != INKAN_OK)
        return CKR_HOST_MEMORY;
    return rv_of(inkan_hasher_update(op->hasher, part, len));
}

static CK_RV sign_parts(struct call *call, CK_BYTE_PTR signature,
                        CK_ULONG_PTR signature_len)
{
    struct signop *op = &call->session->sign;
    uint8_t digest[INKAN_DIGEST_MAX];
    size_t digest_len;
    CK_RV rv;

    if (!signop_is_active(op))
        return CKR_OPERATION_NOT_INITIALIZED;
    if (signature_len == NULL)
        rv = CKR_ARGUMENTS_BAD;
    else if (asks_length(signature, signature_len, &rv))
        return rv;
    else if (!op->mech->hashes)
        rv = finish(call, op->input, op->input_len, signature, signature_len);
    else if (add_part(op, NULL, 0) != CKR_OK ||
             inkan_hasher_finish(op->hasher, digest, &digest_len) != INKAN_OK)
        rv = CKR_HOST_MEMORY;
    else
        rv = finish(call, digest, digest_len, signature, signature_len);
    session_end_signature(call->module, call->session);
    return rv;
}

CK_RV C_SignInit(CK_SESSION_HANDLE handle, CK_MECHANISM_PTR mechanism,
                 CK_OBJECT_HANDLE key)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK)
        rv = sign_init(&call, mechanism, key);
    return call_end(&call, rv);
}

CK_RV C_Sign(CK_SESSION_HANDLE handle, CK_BYTE_PTR data, CK_ULONG len,
             CK_BYTE_PTR signature, CK_ULONG_PTR signature_len)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    call_note(&call, " len=%lu", len);
    if (rv == CKR_OK)
        rv = sign_whole(&call, data, len, signature, signature_len);
    return call_end(&call, rv);
}

CK_RV C_SignUpdate(CK_SESSION_HANDLE handle, CK_BYTE_PTR part, CK_ULONG len)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    call_note(&call, " len=%lu", len);
    if (rv == CKR_OK && !signop_is_active(&call.session->sign))
        rv = CKR_OPERATION_NOT_INITIALIZED;
    else if (rv == CKR_OK) {
        rv = add_part(&call.session->sign, part, len);
        if (rv != CKR_OK)
            session_end_signature(call.module, call.session);
    }
    return call_end(&call, rv);
}

CK_RV C_SignFinal(CK_SESSION_HANDLE handle, CK_BYTE_PTR signature,
                  CK_ULONG_PTR signature_len)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK)
        rv = sign_parts(&call, signature, signature_len);
    return call_end(&call, rv);
}
