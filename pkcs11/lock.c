/* SPDX-License-Identifier: Apache-2.0
 *
 * The module's lock, see lock.h.
 */
#include "pkcs11/lock.h"

#include <string.h>

/* PKCS#11 3.0, 5.4: all four callbacks or none, and nothing reserved. */
static bool are_valid(const struct init_args *args)
{
    int given = (args->CreateMutex != NULL) + (args->DestroyMutex != NULL) +
                (args->LockMutex != NULL) + (args->UnlockMutex != NULL);

    return args->pReserved == NULL && (given == 0 || given == 4);
}

CK_RV lock_init(struct lock *lock, const struct init_args *args)
{
    CK_RV rv;

    memset(lock, 0, sizeof(*lock));
    if (args != NULL) {
        if (!are_valid(args))
            return CKR_ARGUMENTS_BAD;
        lock->calls = *args;
    }
    /* Without callbacks the application promises to use one thread; a lock
     * of the system costs nothing then and forgives a broken promise. */
    if (lock->calls.CreateMutex == NULL ||
        (lock->calls.flags & CKF_OS_LOCKING_OK) != 0)
        return pthread_mutex_init(&lock->own, NULL) == 0 ? CKR_OK
                                                         : CKR_CANT_LOCK;
    rv = lock->calls.CreateMutex(&lock->theirs);
    if (rv == CKR_OK && lock->theirs == NULL)
        rv = CKR_CANT_LOCK;
    return rv;
}

void lock_destroy(struct lock *lock)
{
    if (lock->theirs != NULL)
        lock->calls.DestroyMutex(lock->theirs);
    else
        pthread_mutex_destroy(&lock->own);
    memset(lock, 0, sizeof(*lock));
}

CK_RV lock_take(struct lock *lock)
{
    if (lock->theirs != NULL)
        return lock->calls.LockMutex(lock->theirs) == CKR_OK
                   ? CKR_OK
                   : CKR_GENERAL_ERROR;
    return pthread_mutex_lock(&lock->own) == 0 ? CKR_OK : CKR_GENERAL_ERROR;
}

void lock_release(struct lock *lock)
{
    if (lock->theirs != NULL)
        lock->calls.UnlockMutex(lock->theirs);
    else
        pthread_mutex_unlock(&lock->own);
}
