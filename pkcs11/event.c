/* SPDX-License-Identifier: Apache-2.0
 *
 * Waiting for cards. A wait that blocks holds neither the lock nor the
 * module's connection to pcscd: it has a `struct inkan` of its own, which
 * C_Finalize cancels. What changed before the readers were first listed in
 * this process is no event.
 */
#include "pkcs11/event.h"

#include <string.h>
#include <time.h>

#include "pkcs11/call.h"

struct waiter {
    struct inkan *ink;
    struct waiter *next;
};

/* Without pcscd there is nothing to wait on: look again after this. */
static const struct timespec no_service_pause = { .tv_nsec = 100000000 };

void event_wake_all(void *arg)
{
    struct module *m = arg;

    if (lock_take(&m->lock) != CKR_OK)
        return;
    for (struct waiter *w = m->waiters; w != NULL; w = w->next)
        inkan_cancel(w->ink);
    lock_release(&m->lock);
}

/* Takes the next event that was not told yet. */
static bool take_event(struct module *m, CK_SLOT_ID *out_slot)
{
    for (size_t i = 0; i < m->reader_count; i++) {
        struct reader *r = &m->readers[i];

        for (int kind = 0; kind < TOKEN_COUNT; kind++) {
            if (!r->event[kind] || !reader_shows(m, (enum token_kind)kind))
                continue;
            r->event[kind] = false;
            *out_slot = reader_slot_id(m, r, (enum token_kind)kind);
            return true;
        }
    }
    return false;
}

/* Sleeps until something differs from what is known. The lock is released
 * meanwhile; the caller must look again. */
static void wait_unlocked(struct module *m, struct waiter *w)
{
    struct inkan_reader known[READERS_MAX];
    size_t count = 0;
    enum inkan_rc rc;

    lock_release(&m->lock);
    rc = inkan_readers(w->ink, known, READERS_MAX, &count);
    if (lock_take(&m->lock) == CKR_OK) {
        /* Between the last look and this list something may have changed:
         * only if the two agree is there a reason to wait. */
        if (rc == INKAN_OK && !reader_agrees(m, known, count))
            return;
        lock_release(&m->lock);
    }
    if (rc == INKAN_OK)
        rc = inkan_wait(w->ink, known, count, UINT32_MAX);
    if (rc != INKAN_OK && rc != INKAN_CANCELLED && rc != INKAN_TIMEOUT)
        nanosleep(&no_service_pause, NULL);
    (void)lock_take(&m->lock);
}

static CK_RV wait_for_event(struct module *m, CK_SLOT_ID *out_slot)
{
    struct inkan_options options = module_inkan_options(m);
    struct waiter self = { NULL, m->waiters };
    struct waiter **link;
    CK_RV rv = CKR_OK;

    options.trace = NULL; /* a trace line wants the lock */
    if (inkan_open(&options, &self.ink) != INKAN_OK)
        return CKR_HOST_MEMORY;
    m->waiters = &self;
    while (rv == CKR_OK && !take_event(m, out_slot)) {
        wait_unlocked(m, &self);
        if (!gate_is_open(&m->gate))
            rv = CKR_CRYPTOKI_NOT_INITIALIZED;
        else
            rv = reader_list(m);
    }
    for (link = &m->waiters; *link != &self; link = &(*link)->next)
        ;
    *link = self.next;
    inkan_close(self.ink);
    return rv;
}

CK_RV C_WaitForSlotEvent(CK_FLAGS flags, CK_SLOT_ID_PTR slot,
                         CK_VOID_PTR reserved)
{
    struct call call;
    CK_RV rv = call_begin(&call, __func__);

    if (rv == CKR_OK && (slot == NULL || reserved != NULL))
        rv = CKR_ARGUMENTS_BAD;
    if (rv == CKR_OK)
        rv = reader_list(call.module);
    if (rv == CKR_OK && (flags & CKF_DONT_BLOCK) != 0)
        rv = take_event(call.module, slot) ? CKR_OK : CKR_NO_EVENT;
    else if (rv == CKR_OK)
        rv = wait_for_event(call.module, slot);
    if (rv == CKR_OK)
        call.subject = *slot;
    return call_end(&call, rv);
}
