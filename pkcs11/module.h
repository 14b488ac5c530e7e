/* SPDX-License-Identifier: Apache-2.0
 *
 * The state of the module, all of it: PKCS#11 has one instance per process.
 * Everything else gets a pointer to it.
 */
#ifndef INKAN_PKCS11_MODULE_H
#define INKAN_PKCS11_MODULE_H

#include <inkan/transport.h>

#include "pkcs11/gate.h"
#include "pkcs11/idle.h"
#include "pkcs11/journal.h"
#include "pkcs11/lock.h"
#include "pkcs11/pinpage.h"
#include "pkcs11/reader.h"
#include "pkcs11/session.h"
#include "pkcs11/settings.h"

struct waiter; /* a C_WaitForSlotEvent that blocks, see event.c */

struct module {
    struct gate gate;
    struct lock lock; /* for everything below */
    struct settings settings;
    struct journal journal;
    struct inkan *ink;
    struct pin_page pins;

    struct reader readers[READERS_MAX];
    size_t reader_count; /* at least 1 */
    bool has_looked;     /* the readers were listed once: events count */
    uint64_t insertions; /* cards opened so far */

    struct session *sessions[SESSIONS_MAX];
    CK_SESSION_HANDLE last_handle;

    struct waiter *waiters;
    struct idle idle;
};

struct module *module_get(void);

/* Options for another `struct inkan` on the same transport. */
struct inkan_options module_inkan_options(struct module *module);

/* Milliseconds that also pass while the machine sleeps. */
uint64_t module_now_ms(void);

/* How long an unused login of this kind lasts; 0: for ever. */
uint64_t module_idle_ms(enum token_kind kind);

/* The cell of a token's kept PIN. */
struct pin_cell *module_pin(struct module *module, const struct reader *r,
                            enum token_kind kind);

/* Must each signature have its own login? So where PINs are not kept. */
bool module_always_authenticates(const struct module *module);

/* For tests, before C_Initialize; NULL: PC/SC, the clock of the system; 0:
 * what token.c says. */
void module_set_transport(const struct inkan_transport *transport);
void module_set_clock(uint64_t (*now_ms)(void));
void module_set_idle_ms(uint32_t idle_ms);

#endif
