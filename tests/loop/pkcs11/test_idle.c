/* SPDX-License-Identifier: Apache-2.0
 *
 * An unused sign password is wiped though no call comes, where the
 * application allows threads, and there only.
 */
#include "tests/support/p11.h"

#include <string.h>
#include <time.h>

enum { LIMIT_MS = 50 };

static int setup(void **state)
{
    struct p11 *p;

    if (p11_setup(state) != 0)
        return -1;
    p = *state;
    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    module_set_clock(NULL);
    module_set_idle_ms(LIMIT_MS);
    return 0;
}

static int teardown(void **state)
{
    module_set_idle_ms(0);
    return p11_teardown(state);
}

static void sleep_ms(long ms)
{
    const struct timespec pause = { .tv_nsec = ms * 1000000 };

    nanosleep(&pause, NULL);
}

/* Looks into the page without a call that would forget by itself. */
static bool is_kept(enum token_kind kind)
{
    struct module *m = module_get();
    bool kept;

    lock_take(&m->lock);
    kept = module_pin(m, &m->readers[0], kind)->len != 0;
    lock_release(&m->lock);
    return kept;
}

static void a_thread_forgets_where_it_may(void **state)
{
    (void)state;
    assert_rv(C_Initialize(NULL), CKR_OK);
    (void)p11_logged_in(SLOT_SIGN);
    assert_true(is_kept(TOKEN_SIGN));
    for (int i = 0; i < 100 && is_kept(TOKEN_SIGN); i++)
        sleep_ms(10);
    assert_false(is_kept(TOKEN_SIGN));
}

static void it_forgets_every_time(void **state)
{
    CK_SESSION_HANDLE s;

    (void)state;
    assert_rv(C_Initialize(NULL), CKR_OK);
    s = p11_open(SLOT_SIGN);
    for (int round = 0; round < 3; round++) {
        assert_rv(p11_login(s, SIGN_PIN), CKR_OK);
        for (int i = 0; i < 100 && is_kept(TOKEN_SIGN); i++)
            sleep_ms(10);
        assert_false(is_kept(TOKEN_SIGN));
        assert_rv(C_Logout(s), CKR_USER_NOT_LOGGED_IN);
    }
}

static void without_threads_the_next_call_forgets(void **state)
{
    struct init_args args = { .flags = CKF_OS_LOCKING_OK |
                                       CKF_LIBRARY_CANT_CREATE_OS_THREADS };
    CK_SESSION_HANDLE s;

    (void)state;
    assert_rv(C_Initialize(&args), CKR_OK);
    s = p11_logged_in(SLOT_SIGN);
    sleep_ms(3 * LIMIT_MS);
    assert_true(is_kept(TOKEN_SIGN));
    assert_rv(C_GetSessionInfo(s, &(CK_SESSION_INFO){ 0 }), CKR_OK);
    assert_false(is_kept(TOKEN_SIGN));
}

static void the_auth_pin_stays(void **state)
{
    (void)state;
    assert_rv(C_Initialize(NULL), CKR_OK);
    (void)p11_logged_in(SLOT_AUTH);
    sleep_ms(3 * LIMIT_MS);
    assert_true(is_kept(TOKEN_AUTH));
    assert_false(module_get()->idle.is_running);
}

static void finalize_ends_the_thread_at_once(void **state)
{
    struct timespec from, to;

    (void)state;
    module_set_idle_ms(60000);
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < 3; i++) {
        assert_rv(C_Initialize(NULL), CKR_OK);
        (void)p11_logged_in(SLOT_SIGN);
        assert_true(module_get()->idle.is_running);
        assert_rv(C_Finalize(NULL), CKR_OK);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_in_range(to.tv_sec - from.tv_sec, 0, 10);
}

#define IDLE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IDLE(a_thread_forgets_where_it_may),
        IDLE(it_forgets_every_time),
        IDLE(without_threads_the_next_call_forgets),
        IDLE(the_auth_pin_stays),
        IDLE(finalize_ends_the_thread_at_once),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/idle", tests, NULL, NULL);
}
