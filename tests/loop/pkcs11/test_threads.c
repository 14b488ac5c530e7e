/* SPDX-License-Identifier: Apache-2.0
 *
 * Many threads at once, with the locking of the system and with the
 * application's mutexes, and a C_Finalize in the middle. What a race would
 * break shows in the thread sanitizer build.
 */
#include "tests/support/p11.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { THREADS = 4, ROUNDS = 20 };

static CK_OBJECT_HANDLE any_key(CK_SESSION_HANDLE s)
{
    CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    CK_ATTRIBUTE wanted = { CKA_CLASS, &class, sizeof(class) };
    CK_OBJECT_HANDLE found = 0;
    CK_ULONG count = 0;

    if (C_FindObjectsInit(s, &wanted, 1) == CKR_OK) {
        (void)C_FindObjects(s, &found, 1, &count);
        (void)C_FindObjectsFinal(s);
    }
    return count == 1 ? found : 0;
}

static atomic_uint signatures;

static void *use_the_card(void *arg)
{
    CK_SLOT_ID slot = *(CK_SLOT_ID *)arg;
    CK_SESSION_HANDLE s;

    for (int i = 0; i < ROUNDS; i++) {
        if (C_OpenSession(slot, CKF_SERIAL_SESSION, NULL, NULL, &s) != CKR_OK)
            continue;
        (void)p11_login(s, slot == SLOT_AUTH ? AUTH_PIN : SIGN_PIN);
        if (p11_sign(s, any_key(s)) == CKR_OK)
            atomic_fetch_add(&signatures, 1);
        (void)C_GetTokenInfo(slot, &(CK_TOKEN_INFO){ 0 });
        (void)C_CloseSession(s);
    }
    return NULL;
}

static void run_threads(void *(*f)(void *), bool finalize)
{
    static CK_SLOT_ID slots[THREADS] = { 0, 1, 0, 1 };
    pthread_t threads[THREADS];

    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, f, &slots[i]), 0);
    if (finalize) {
        while (atomic_load(&signatures) < 4)
            ;
        assert_rv(C_Finalize(NULL), CKR_OK);
    }
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
}

static void start(struct p11 *p, struct init_args *args)
{
    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    assert_rv(C_Initialize(args), CKR_OK);
    atomic_store(&signatures, 0);
}

static void the_systems_locking_is_enough(void **state)
{
    struct p11 *p = *state;
    struct init_args args = { .flags = CKF_OS_LOCKING_OK };

    start(p, &args);
    run_threads(use_the_card, false);
    assert_in_range(atomic_load(&signatures), 1, THREADS * ROUNDS);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 3);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
}

/* --- the application's mutexes -------------------------------------------- */

static atomic_int mutexes;
static atomic_int held;

static CK_RV make(CK_VOID_PTR_PTR out)
{
    pthread_mutex_t *mutex = malloc(sizeof(*mutex));

    if (mutex == NULL)
        return CKR_HOST_MEMORY;
    pthread_mutex_init(mutex, NULL);
    atomic_fetch_add(&mutexes, 1);
    *out = mutex;
    return CKR_OK;
}

static CK_RV destroy(CK_VOID_PTR mutex)
{
    pthread_mutex_destroy(mutex);
    free(mutex);
    atomic_fetch_sub(&mutexes, 1);
    return CKR_OK;
}

static CK_RV take(CK_VOID_PTR mutex)
{
    pthread_mutex_lock(mutex);
    if (atomic_fetch_add(&held, 1) != 0)
        abort(); /* two threads inside */
    return CKR_OK;
}

static CK_RV release(CK_VOID_PTR mutex)
{
    atomic_fetch_sub(&held, 1);
    pthread_mutex_unlock(mutex);
    return CKR_OK;
}

static void the_applications_mutexes_are_enough(void **state)
{
    struct p11 *p = *state;
    struct init_args args = { .CreateMutex = make,
                              .DestroyMutex = destroy,
                              .LockMutex = take,
                              .UnlockMutex = release };

    start(p, &args);
    assert_int_equal(atomic_load(&mutexes), 1);
    run_threads(use_the_card, false);
    assert_in_range(atomic_load(&signatures), 1, THREADS * ROUNDS);
    assert_rv(C_Finalize(NULL), CKR_OK);
    assert_int_equal(atomic_load(&mutexes), 0);
}

static void a_finalize_in_the_middle_is_survived(void **state)
{
    struct p11 *p = *state;

    start(p, NULL);
    run_threads(use_the_card, true);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
}

static void *come_and_go(void *arg)
{
    (void)arg;
    for (int i = 0; i < ROUNDS; i++) {
        CK_ULONG count;

        (void)C_Initialize(NULL);
        (void)C_GetSlotList(CK_TRUE, NULL, &count);
        (void)C_GetTokenInfo(SLOT_AUTH, &(CK_TOKEN_INFO){ 0 });
        (void)C_Finalize(NULL);
    }
    return NULL;
}

static void many_may_initialize_and_finalize(void **state)
{
    (void)state;
    run_threads(come_and_go, false);
    assert_rv(C_Finalize(NULL), CKR_CRYPTOKI_NOT_INITIALIZED);
    assert_rv(C_Initialize(NULL), CKR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_ON_DESK(the_systems_locking_is_enough),
        P11_ON_DESK(the_applications_mutexes_are_enough),
        P11_ON_DESK(a_finalize_in_the_middle_is_survived),
        P11_ON_DESK(many_may_initialize_and_finalize),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/threads", tests, NULL,
                                       NULL);
}
