/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pkcs11/lock.c.
 */
#include "tests/support/p11.h"

#include "pkcs11/lock.h"

static struct {
    int made, destroyed, taken, released;
    CK_RV answer;
} seen;

static CK_RV make(CK_VOID_PTR_PTR out)
{
    seen.made++;
    *out = &seen;
    return seen.answer;
}

static CK_RV destroy(CK_VOID_PTR mutex)
{
    assert_ptr_equal(mutex, &seen);
    seen.destroyed++;
    return CKR_OK;
}

static CK_RV take(CK_VOID_PTR mutex)
{
    assert_ptr_equal(mutex, &seen);
    seen.taken++;
    return seen.answer;
}

static CK_RV release(CK_VOID_PTR mutex)
{
    assert_ptr_equal(mutex, &seen);
    seen.released++;
    return CKR_OK;
}

static struct init_args all_calls(CK_FLAGS flags)
{
    memset(&seen, 0, sizeof(seen));
    return (struct init_args){ .CreateMutex = make,
                               .DestroyMutex = destroy,
                               .LockMutex = take,
                               .UnlockMutex = release,
                               .flags = flags };
}

static void the_applications_mutexes_are_used_alone(void **state)
{
    struct init_args args = all_calls(0);
    struct lock lock;

    (void)state;
    assert_rv(lock_init(&lock, &args), CKR_OK);
    assert_rv(lock_take(&lock), CKR_OK);
    lock_release(&lock);
    lock_destroy(&lock);
    assert_int_equal(seen.made, 1);
    assert_int_equal(seen.taken, 1);
    assert_int_equal(seen.released, 1);
    assert_int_equal(seen.destroyed, 1);
}

static void with_os_locking_allowed_the_systems_are_used(void **state)
{
    struct init_args args = all_calls(CKF_OS_LOCKING_OK);
    struct lock lock;

    (void)state;
    assert_rv(lock_init(&lock, &args), CKR_OK);
    assert_rv(lock_take(&lock), CKR_OK);
    lock_release(&lock);
    lock_destroy(&lock);
    assert_int_equal(seen.made, 0);
}

static void some_callbacks_without_the_others_are_refused(void **state)
{
    struct lock lock;

    (void)state;
    for (int left_out = 0; left_out < 4; left_out++) {
        struct init_args args = all_calls(0);

        switch (left_out) {
        case 0: args.CreateMutex = NULL; break;
        case 1: args.DestroyMutex = NULL; break;
        case 2: args.LockMutex = NULL; break;
        default: args.UnlockMutex = NULL; break;
        }
        assert_rv(lock_init(&lock, &args), CKR_ARGUMENTS_BAD);
    }
}

static void something_reserved_is_refused(void **state)
{
    struct init_args args = all_calls(0);
    struct lock lock;

    (void)state;
    args.pReserved = &args;
    assert_rv(lock_init(&lock, &args), CKR_ARGUMENTS_BAD);
}

static void a_mutex_that_fails_is_an_error(void **state)
{
    struct init_args args = all_calls(0);
    struct lock lock;

    (void)state;
    assert_rv(lock_init(&lock, &args), CKR_OK);
    seen.answer = CKR_GENERAL_ERROR;
    assert_rv(lock_take(&lock), CKR_GENERAL_ERROR);
    lock_destroy(&lock);
    assert_rv(lock_init(&lock, &args), CKR_GENERAL_ERROR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_applications_mutexes_are_used_alone),
        cmocka_unit_test(with_os_locking_allowed_the_systems_are_used),
        cmocka_unit_test(some_callbacks_without_the_others_are_refused),
        cmocka_unit_test(something_reserved_is_refused),
        cmocka_unit_test(a_mutex_that_fails_is_an_error),
    };

    return cmocka_run_group_tests_name("pkcs11/lock", tests, NULL, NULL);
}
