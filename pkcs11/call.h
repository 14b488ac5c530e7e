/* SPDX-License-Identifier: Apache-2.0
 *
 * What every C_ function begins and ends with: the gate, the lock, the
 * session and its card, the trace.
 */
#ifndef INKAN_PKCS11_CALL_H
#define INKAN_PKCS11_CALL_H

#include "pkcs11/module.h"

struct call {
    struct module *module;   /* NULL: not let in */
    struct session *session; /* of call_session */
    const char *name;
    CK_ULONG subject; /* session or slot, for the trace */
    uint64_t began_ms;
    char note[96]; /* arguments, for the trace */
};

/* Enters without a session. Errors  CKR_CRYPTOKI_NOT_INITIALIZED */
CK_RV call_begin(struct call *call, const char *name);

/* The same, and finds the session. Its card is not asked for: for functions
 * that must work when it is gone. Errors  CKR_SESSION_HANDLE_INVALID */
CK_RV call_session_only(struct call *call, const char *name,
                        CK_SESSION_HANDLE handle);

/* The same, and its card is still there. Errors  CKR_DEVICE_REMOVED: it left
 * since the last call; the session is gone. */
CK_RV call_session(struct call *call, const char *name,
                   CK_SESSION_HANDLE handle);

/* Finds a slot. Errors  CKR_SLOT_ID_INVALID */
CK_RV call_slot(struct call *call, CK_SLOT_ID slot, struct reader **out_reader,
                enum token_kind *out_kind);

/* Adds arguments to the trace: numbers only. */
__attribute__((format(printf, 2, 3))) void call_note(struct call *call,
                                                     const char *format, ...);

/* Leaves; must follow each of the above, also when it failed. Returns rv. */
CK_RV call_end(struct call *call, CK_RV rv);

#endif
