/* SPDX-License-Identifier: Apache-2.0
 *
 * Entering and leaving the module, see call.h.
 */
#include "pkcs11/call.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "pkcs11/idle.h"
#include "pkcs11/insertion.h"
#include "pkcs11/rv.h"

CK_RV call_begin(struct call *call, const char *name)
{
    struct module *m = module_get();

    memset(call, 0, sizeof(*call));
    if (!gate_enter(&m->gate))
        return CKR_CRYPTOKI_NOT_INITIALIZED;
    if (lock_take(&m->lock) != CKR_OK) {
        gate_leave(&m->gate);
        return CKR_GENERAL_ERROR;
    }
    call->module = m;
    call->name = name;
    if (m->journal.fd >= 0)
        call->began_ms = module_now_ms();
    idle_forget(m);
    return CKR_OK;
}

CK_RV call_session_only(struct call *call, const char *name,
                        CK_SESSION_HANDLE handle)
{
    CK_RV rv = call_begin(call, name);

    if (rv != CKR_OK)
        return rv;
    call->subject = handle;
    call->session = session_find(call->module, handle);
    return call->session != NULL ? CKR_OK : CKR_SESSION_HANDLE_INVALID;
}

CK_RV call_session(struct call *call, const char *name,
                   CK_SESSION_HANDLE handle)
{
    CK_RV rv = call_session_only(call, name, handle);

    if (rv == CKR_OK &&
        !insertion_is_alive(call->module, call->session->reader))
        rv = CKR_DEVICE_REMOVED;
    return rv;
}

CK_RV call_slot(struct call *call, CK_SLOT_ID slot, struct reader **out_reader,
                enum token_kind *out_kind)
{
    call->subject = slot;
    return reader_of_slot(call->module, slot, out_reader, out_kind)
               ? CKR_OK
               : CKR_SLOT_ID_INVALID;
}

void call_note(struct call *call, const char *format, ...)
{
    size_t used = strlen(call->note);
    va_list args;

    if (call->module == NULL || call->module->journal.fd < 0)
        return;
    va_start(args, format);
    vsnprintf(call->note + used, sizeof(call->note) - used, format, args);
    va_end(args);
}

CK_RV call_end(struct call *call, CK_RV rv)
{
    struct module *m = call->module;

    if (m == NULL)
        return rv;
    if (m->journal.fd >= 0)
        journal_line(&m->journal, "%s %lu%s = %s 0x%lx (%" PRIu64 " ms)",
                     call->name, call->subject, call->note, rv_name(rv), rv,
                     module_now_ms() - call->began_ms);
    session_sweep(m);
    lock_release(&m->lock);
    gate_leave(&m->gate);
    return rv;
}
