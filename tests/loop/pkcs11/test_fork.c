/* SPDX-License-Identifier: Apache-2.0
 *
 * fork: the child holds nothing of the parent's and can begin anew.
 */
#include "tests/support/p11.h"

#include <sys/wait.h>
#include <unistd.h>

/* Runs f in a child; its result is the exit status. */
static void in_child(int (*f)(struct p11 *p, CK_SESSION_HANDLE s),
                     struct p11 *p, CK_SESSION_HANDLE s)
{
    int status;
    pid_t child = fork();

    if (child == 0)
        _exit(f(p, s));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static int finds_nothing(struct p11 *p, CK_SESSION_HANDLE s)
{
    struct pin_cell *cell =
        module_pin(module_get(), &module_get()->readers[0], TOKEN_SIGN);
    CK_ULONG count;

    (void)p;
    if (C_GetSlotList(CK_TRUE, NULL, &count) != CKR_CRYPTOKI_NOT_INITIALIZED)
        return 1;
    if (p11_sign(s, 1) != CKR_CRYPTOKI_NOT_INITIALIZED)
        return 2;
    if (C_Finalize(NULL) != CKR_CRYPTOKI_NOT_INITIALIZED)
        return 3;
    return cell->len != 0 || cell->pin[0] != 0 ? 4 : 0;
}

static void a_child_is_not_initialized_and_has_no_pin(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);

    in_child(finds_nothing, *state, s);
    assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
}

static int begins_anew(struct p11 *p, CK_SESSION_HANDLE s)
{
    /* No threads: the thread sanitizer allows none after a fork. */
    struct init_args args = { .flags = CKF_LIBRARY_CANT_CREATE_OS_THREADS };
    CK_SESSION_INFO info;

    (void)p;
    if (C_Initialize(&args) != CKR_OK)
        return 1;
    if (C_Initialize(NULL) != CKR_CRYPTOKI_ALREADY_INITIALIZED)
        return 2;
    if (C_GetSessionInfo(s, &info) != CKR_SESSION_HANDLE_INVALID)
        return 3;
    if (C_OpenSession(SLOT_SIGN, CKF_SERIAL_SESSION, NULL, NULL, &s) != CKR_OK)
        return 4;
    if (C_GetSessionInfo(s, &info) != CKR_OK ||
        info.state != CKS_RO_PUBLIC_SESSION)
        return 5;
    if (p11_login(s, SIGN_PIN) != CKR_OK)
        return 6;
    if (p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)) != CKR_OK)
        return 7;
    return C_Finalize(NULL) == CKR_OK ? 0 : 8;
}

static void a_child_can_begin_anew(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);

    in_child(begins_anew, *state, s);
    assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
}

static void *wait_for_ever(void *arg)
{
    CK_SLOT_ID slot;

    (void)arg;
    (void)C_WaitForSlotEvent(0, &slot, NULL);
    return NULL;
}

static bool somebody_waits(void)
{
    struct module *m = module_get();
    bool waits;

    lock_take(&m->lock);
    waits = m->waiters != NULL;
    lock_release(&m->lock);
    return waits;
}

static void a_thread_inside_at_the_fork_does_not_block_the_child(void **state)
{
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, wait_for_ever, NULL), 0);
    while (!somebody_waits())
        ;
    in_child(begins_anew, *state, s);
    assert_rv(C_Finalize(NULL), CKR_OK);
    assert_int_equal(pthread_join(thread, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(a_child_is_not_initialized_and_has_no_pin),
        P11_WITH_CARD(a_child_can_begin_anew),
        P11_WITH_CARD(a_thread_inside_at_the_fork_does_not_block_the_child),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/fork", tests, NULL, NULL);
}
