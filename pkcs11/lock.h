/* SPDX-License-Identifier: Apache-2.0
 *
 * The one lock of the module: a mutex of the system, or the application's own
 * where C_Initialize asks for that. A card does one thing at a time anyway.
 */
#ifndef INKAN_PKCS11_LOCK_H
#define INKAN_PKCS11_LOCK_H

#include <pthread.h>
#include <stdbool.h>

#include "pkcs11/cryptoki.h"

struct lock {
    pthread_mutex_t own;
    void *theirs; /* the application's mutex; NULL: own is used */
    struct init_args calls;
};

/* args  as of C_Initialize, NULL: none; checked here
 * Errors  CKR_ARGUMENTS_BAD, CKR_CANT_LOCK, those of CreateMutex */
CK_RV lock_init(struct lock *lock, const struct init_args *args);
void lock_destroy(struct lock *lock);

/* Errors  CKR_GENERAL_ERROR: the application's mutex failed */
CK_RV lock_take(struct lock *lock);
void lock_release(struct lock *lock);

#endif
