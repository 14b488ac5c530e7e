/* SPDX-License-Identifier: Apache-2.0
 *
 * The list of sessions, see session.h. Handles count up and are not reused,
 * so that a stale one never names another session.
 */
#include "pkcs11/session.h"

#include <stdlib.h>
#include <string.h>

#include "pkcs11/call.h"
#include "pkcs11/insertion.h"

static bool is_of(const struct session *s, const struct reader *r,
                  enum token_kind kind)
{
    return s != NULL && !s->is_dead && s->reader == r && s->kind == kind;
}

CK_RV session_new(struct module *m, struct reader *r, enum token_kind kind,
                  bool is_rw, struct session **out)
{
    struct session *s;
    size_t i = 0;

    while (i < SESSIONS_MAX && m->sessions[i] != NULL)
        i++;
    if (i == SESSIONS_MAX)
        return CKR_SESSION_COUNT;
    s = calloc(1, sizeof(*s));
    if (s == NULL)
        return CKR_HOST_MEMORY;
    s->handle = ++m->last_handle;
    s->reader = r;
    s->kind = kind;
    s->is_rw = is_rw;
    m->sessions[i] = s;
    *out = s;
    return CKR_OK;
}

struct session *session_find(struct module *m, CK_SESSION_HANDLE handle)
{
    for (size_t i = 0; i < SESSIONS_MAX; i++) {
        struct session *s = m->sessions[i];

        if (s != NULL && !s->is_dead && s->handle == handle)
            return s;
    }
    return NULL;
}

struct token *session_token(const struct session *s)
{
    return &s->reader->tokens[s->kind];
}

void session_close(struct module *m, struct session *s)
{
    struct reader *r = s->reader;
    enum token_kind kind = s->kind;

    s->is_dead = true;
    if (session_count(m, r, kind).all == 0)
        insertion_logout(m, r, kind);
}

void session_close_all(struct module *m, struct reader *r, enum token_kind kind)
{
    for (size_t i = 0; i < SESSIONS_MAX; i++)
        if (is_of(m->sessions[i], r, kind))
            m->sessions[i]->is_dead = true;
    insertion_logout(m, r, kind);
}

void session_kill(struct module *m, const struct reader *r)
{
    for (size_t i = 0; i < SESSIONS_MAX; i++)
        if (m->sessions[i] != NULL && m->sessions[i]->reader == r)
            m->sessions[i]->is_dead = true;
}

void session_sweep(struct module *m)
{
    for (size_t i = 0; i < SESSIONS_MAX; i++) {
        struct session *s = m->sessions[i];

        if (s == NULL || !s->is_dead)
            continue;
        session_end_signature(m, s);
        free(s);
        m->sessions[i] = NULL;
    }
}

void session_end_signature(struct module *m, struct session *s)
{
    if (s->sign.has_consent)
        pinpage_wipe(module_pin(m, s->reader, s->kind));
    signop_end(&s->sign);
}

void session_end_signatures(struct module *m, const struct reader *r,
                            enum token_kind kind)
{
    for (size_t i = 0; i < SESSIONS_MAX; i++)
        if (is_of(m->sessions[i], r, kind))
            session_end_signature(m, m->sessions[i]);
}

struct session_counts session_count(const struct module *m,
                                    const struct reader *r,
                                    enum token_kind kind)
{
    struct session_counts counts = { 0, 0 };

    for (size_t i = 0; i < SESSIONS_MAX; i++)
        if (is_of(m->sessions[i], r, kind)) {
            counts.all++;
            counts.rw += m->sessions[i]->is_rw;
        }
    return counts;
}

bool session_has_read_only(const struct module *m, const struct reader *r,
                           enum token_kind kind)
{
    struct session_counts counts = session_count(m, r, kind);

    return counts.all > counts.rw;
}

CK_STATE session_state(const struct session *s)
{
    if (session_token(s)->logged_in)
        return s->is_rw ? CKS_RW_USER_FUNCTIONS : CKS_RO_USER_FUNCTIONS;
    return s->is_rw ? CKS_RW_PUBLIC_SESSION : CKS_RO_PUBLIC_SESSION;
}

static CK_RV open_session(struct call *call, CK_SLOT_ID slot, CK_FLAGS flags,
                          CK_SESSION_HANDLE_PTR out)
{
    struct module *m = call->module;
    struct session *s;
    struct reader *r;
    enum token_kind kind;
    CK_RV rv = call_slot(call, slot, &r, &kind);

    if (rv != CKR_OK)
        return rv;
    if (out == NULL)
        return CKR_ARGUMENTS_BAD;
    if ((flags & CKF_SERIAL_SESSION) == 0)
        return CKR_SESSION_PARALLEL_NOT_SUPPORTED;
    rv = reader_look(m);
    if (rv == CKR_OK)
        rv = insertion_open(m, r);
    if (rv == CKR_OK)
        rv = session_new(m, r, kind, (flags & CKF_RW_SESSION) != 0, &s);
    if (rv == CKR_OK) {
        *out = s->handle;
        call_note(call, " session %lu", s->handle);
    }
    return rv;
}

CK_RV C_OpenSession(CK_SLOT_ID slot, CK_FLAGS flags, CK_VOID_PTR application,
                    CK_NOTIFY notify, CK_SESSION_HANDLE_PTR out)
{
    struct call call;
    CK_RV rv = call_begin(&call, __func__);

    (void)application; /* there is nothing that a callback could be told: */
    (void)notify;      /* no call is interrupted for CKN_SURRENDER */
    if (rv == CKR_OK)
        rv = open_session(&call, slot, flags, out);
    return call_end(&call, rv);
}

CK_RV C_CloseSession(CK_SESSION_HANDLE handle)
{
    struct call call;
    CK_RV rv = call_session_only(&call, __func__, handle);

    if (rv == CKR_OK)
        session_close(call.module, call.session);
    return call_end(&call, rv);
}

CK_RV C_CloseAllSessions(CK_SLOT_ID slot)
{
    struct reader *r;
    enum token_kind kind;
    struct call call;
    CK_RV rv = call_begin(&call, __func__);

    if (rv == CKR_OK)
        rv = call_slot(&call, slot, &r, &kind);
    if (rv == CKR_OK)
        session_close_all(call.module, r, kind);
    return call_end(&call, rv);
}

CK_RV C_GetSessionInfo(CK_SESSION_HANDLE handle, CK_SESSION_INFO_PTR info)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK && info == NULL)
        rv = CKR_ARGUMENTS_BAD;
    if (rv == CKR_OK) {
        const struct session *s = call.session;

        info->slotID = reader_slot_id(call.module, s->reader, s->kind);
        info->state = session_state(s);
        info->flags = CKF_SERIAL_SESSION | (s->is_rw ? CKF_RW_SESSION : 0);
        info->ulDeviceError = 0;
    }
    return call_end(&call, rv);
}

/* Kinds of operation that C_SessionCancel can name; those that this module
 * has are ended, the others are never under way. */
static const CK_FLAGS cancellable =
    CKF_MESSAGE_ENCRYPT | CKF_MESSAGE_DECRYPT | CKF_MESSAGE_SIGN |
    CKF_MESSAGE_VERIFY | CKF_FIND_OBJECTS | CKF_ENCRYPT | CKF_DECRYPT |
    CKF_DIGEST | CKF_SIGN | CKF_SIGN_RECOVER | CKF_VERIFY | CKF_VERIFY_RECOVER |
    CKF_GENERATE | CKF_GENERATE_KEY_PAIR | CKF_WRAP | CKF_UNWRAP | CKF_DERIVE;

CK_RV C_SessionCancel(CK_SESSION_HANDLE handle, CK_FLAGS flags)
{
    struct call call;
    CK_RV rv = call_session(&call, __func__, handle);

    if (rv == CKR_OK && (flags & ~cancellable) != 0)
        rv = CKR_OPERATION_CANCEL_FAILED;
    if (rv == CKR_OK && (flags & CKF_SIGN) != 0)
        session_end_signature(call.module, call.session);
    if (rv == CKR_OK && (flags & CKF_FIND_OBJECTS) != 0)
        call.session->find.is_active = false;
    return call_end(&call, rv);
}
