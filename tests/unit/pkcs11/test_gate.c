/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pkcs11/gate.c.
 */
#include "tests/support/p11.h"

#include <sys/wait.h>
#include <unistd.h>

#include "pkcs11/gate.h"

static void nobody_enters_a_closed_gate(void **state)
{
    struct gate gate = { 0 };
    bool inherited;

    (void)state;
    assert_false(gate_enter(&gate));
    assert_rv(gate_shut(&gate), CKR_CRYPTOKI_NOT_INITIALIZED);
    assert_rv(gate_claim(&gate, &inherited), CKR_OK);
    assert_false(inherited);
    assert_false(gate_enter(&gate)); /* still starting */
    gate_close(&gate);
    assert_false(gate_enter(&gate));
}

static void it_opens_once(void **state)
{
    struct gate gate = { 0 };
    bool inherited;

    (void)state;
    assert_rv(gate_claim(&gate, &inherited), CKR_OK);
    gate_open(&gate);
    assert_rv(gate_claim(&gate, &inherited), CKR_CRYPTOKI_ALREADY_INITIALIZED);
    assert_true(gate_enter(&gate));
    gate_leave(&gate);
}

static void push_out(void *arg)
{
    gate_leave(arg);
}

static void shutting_waits_for_those_inside(void **state)
{
    struct gate gate = { 0 };
    bool inherited;

    (void)state;
    assert_rv(gate_claim(&gate, &inherited), CKR_OK);
    gate_open(&gate);
    assert_true(gate_enter(&gate));
    assert_rv(gate_shut(&gate), CKR_OK);
    assert_false(gate_enter(&gate));
    assert_rv(gate_shut(&gate), CKR_CRYPTOKI_NOT_INITIALIZED);
    gate_drain(&gate, push_out, &gate); /* ends because of push_out */
    gate_close(&gate);
}

static void a_forked_child_finds_it_closed_and_inherited(void **state)
{
    struct gate gate = { 0 };
    bool inherited;
    int status;
    pid_t child;

    (void)state;
    assert_rv(gate_claim(&gate, &inherited), CKR_OK);
    gate_open(&gate);
    assert_true(gate_enter(&gate)); /* a thread of the parent is inside */
    child = fork();
    if (child == 0) {
        bool good = !gate_enter(&gate) && !gate_is_open(&gate) &&
                    gate_shut(&gate) == CKR_CRYPTOKI_NOT_INITIALIZED &&
                    gate_claim(&gate, &inherited) == CKR_OK && inherited;

        gate_open(&gate);
        good = good && gate_enter(&gate) && atomic_load(&gate.inside) == 1;
        _exit(good ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_true(gate_is_open(&gate));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_enters_a_closed_gate),
        cmocka_unit_test(it_opens_once),
        cmocka_unit_test(shutting_waits_for_those_inside),
        cmocka_unit_test(a_forked_child_finds_it_closed_and_inherited),
    };

    return cmocka_run_group_tests_name("pkcs11/gate", tests, NULL, NULL);
}
