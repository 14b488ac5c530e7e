/* SPDX-License-Identifier: Apache-2.0
 *
 * Forgets a sign password that lay unused for too long (token.c says how
 * long): at the next call, and where C_Initialize allows threads also while
 * no call comes.
 */
#ifndef INKAN_PKCS11_IDLE_H
#define INKAN_PKCS11_IDLE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct module;

struct idle {
    bool is_allowed; /* to make a thread */
    bool is_running;
    bool must_end;
    pthread_t thread;
    pthread_mutex_t lock; /* for must_end; taken after the module's lock */
    pthread_cond_t wake;
};

/* Ends the logins that are due. The module is locked. */
void idle_forget(struct module *module);

/* There may be something to forget from now on. The module is locked. Where
 * no thread can be had, idle_forget must do. */
void idle_watch(struct module *module);

/* Ends the thread. The module is not locked. */
void idle_end(struct module *module);

#endif
