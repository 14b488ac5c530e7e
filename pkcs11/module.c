/* SPDX-License-Identifier: Apache-2.0
 *
 * The one instance of the module, C_Initialize and C_Finalize. This is the
 * only file of the project with mutable state of its own. Nothing runs when
 * the library is loaded or unloaded, and C_Initialize reaches no reader.
 */
#include "pkcs11/module.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

#include "pkcs11/call.h"
#include "pkcs11/event.h"
#include "pkcs11/insertion.h"
#include "pkcs11/text.h"

static struct module the_module;
static const struct inkan_transport *the_transport; /* NULL: PC/SC */
static uint64_t (*the_clock)(void);                 /* NULL: the system's */
static uint32_t the_idle_ms;                        /* 0: as token.c says */

struct module *module_get(void)
{
    return &the_module;
}

void module_set_transport(const struct inkan_transport *transport)
{
    the_transport = transport;
}

void module_set_clock(uint64_t (*now_ms)(void))
{
    the_clock = now_ms;
}

void module_set_idle_ms(uint32_t idle_ms)
{
    the_idle_ms = idle_ms;
}

uint64_t module_idle_ms(enum token_kind kind)
{
    uint32_t limit = token_facts[kind].idle_ms;

    return limit != 0 && the_idle_ms != 0 ? the_idle_ms : limit;
}

uint64_t module_now_ms(void)
{
    struct timespec now;

    if (the_clock != NULL)
        return the_clock();
    if (clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return 0;
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void trace_exchange(void *user, const char *line)
{
    const struct module *m = user;

    journal_line(&m->journal, "    %s", line);
}

struct inkan_options module_inkan_options(struct module *m)
{
    return (struct inkan_options){
        .transport = the_transport,
        .trace = m->journal.fd >= 0 ? trace_exchange : NULL,
        .trace_user = m,
    };
}

struct pin_cell *module_pin(struct module *m, const struct reader *r,
                            enum token_kind kind)
{
    return &m->pins.cells[(size_t)(r - m->readers) * TOKEN_COUNT + kind];
}

bool module_always_authenticates(const struct module *m)
{
    return !m->settings.keep_pin || !m->pins.is_protected;
}

/* What a forked child holds belongs to the parent: its card handle, its
 * connection to pcscd, a lock that another thread may have held. None of it
 * is touched; the page of PINs, which is empty here, and the copy of the trace
 * file are given back. */
static void forget_parent(struct module *m)
{
    pinpage_unmap(&m->pins);
    journal_close(&m->journal);
    memset(&m->lock, 0, sizeof(*m) - offsetof(struct module, lock));
}

static CK_RV start(struct module *m, const struct init_args *args)
{
    struct inkan_options options;
    CK_RV rv = lock_init(&m->lock, args);

    if (rv != CKR_OK)
        return rv;
    m->settings = settings_from_environment();
    journal_open(&m->journal, m->settings.trace);
    m->settings.trace = NULL;
    m->reader_count = 1;
    /* A thread of ours must not meet mutexes that were made for theirs. */
    m->idle.is_allowed =
        m->lock.theirs == NULL &&
        (m->lock.calls.flags & CKF_LIBRARY_CANT_CREATE_OS_THREADS) == 0;
    options = module_inkan_options(m);
    if (!pinpage_map(&m->pins, READERS_MAX * TOKEN_COUNT) ||
        inkan_open(&options, &m->ink) != INKAN_OK)
        rv = CKR_HOST_MEMORY;
    return rv;
}

static void stop(struct module *m)
{
    for (size_t i = 0; i < m->reader_count; i++)
        insertion_end(m, &m->readers[i]);
    session_sweep(m);
    inkan_close(m->ink);
    pinpage_unmap(&m->pins);
    journal_close(&m->journal);
    lock_destroy(&m->lock);
    memset(&m->lock, 0, sizeof(*m) - offsetof(struct module, lock));
}

CK_RV C_Initialize(CK_VOID_PTR init_args)
{
    struct module *m = &the_module;
    bool inherited = false;
    CK_RV rv = gate_claim(&m->gate, &inherited);

    if (rv != CKR_OK)
        return rv;
    if (inherited)
        forget_parent(m);
    rv = start(m, init_args);
    if (rv == CKR_OK) {
        journal_line(&m->journal, "C_Initialize = CKR_OK");
        gate_open(&m->gate);
    } else {
        stop(m);
        gate_close(&m->gate);
    }
    return rv;
}

CK_RV C_Finalize(CK_VOID_PTR reserved)
{
    struct module *m = &the_module;
    CK_RV rv;

    if (!gate_is_open(&m->gate))
        return CKR_CRYPTOKI_NOT_INITIALIZED;
    if (reserved != NULL)
        return CKR_ARGUMENTS_BAD;
    rv = gate_shut(&m->gate);
    if (rv != CKR_OK)
        return rv;
    idle_end(m);
    gate_drain(&m->gate, event_wake_all, m);
    journal_line(&m->journal, "C_Finalize = CKR_OK");
    stop(m);
    gate_close(&m->gate);
    return CKR_OK;
}

CK_RV C_GetInfo(CK_INFO_PTR info)
{
    struct call call;
    CK_RV rv = call_begin(&call, __func__);

    if (rv == CKR_OK && info == NULL)
        rv = CKR_ARGUMENTS_BAD;
    if (rv == CKR_OK) {
        memset(info, 0, sizeof(*info));
        info->cryptokiVersion = (CK_VERSION){ 3, 0 };
        info->libraryVersion = text_version(inkan_version());
        text_pad(info->manufacturerID, sizeof(info->manufacturerID), "inkan");
        text_pad(info->libraryDescription, sizeof(info->libraryDescription),
                 "My Number card (JPKI)");
    }
    return call_end(&call, rv);
}
