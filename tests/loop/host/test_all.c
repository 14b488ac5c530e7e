/* SPDX-License-Identifier: Apache-2.0
 *
 * All operations: they work, and when the n-th call of the transport or the
 * n-th allocation fails they fail cleanly, for every n. Run under a leak
 * checker this is the proof that nothing is lost on the way.
 */
#include "tests/loop/host/operations.h"

#include <stdlib.h>

/* --- allocations that fail ------------------------------------------------ */

static size_t allocations;
static size_t fail_allocation;     /* the n-th one, 0 = none */
static const struct wrap *witness; /* the desk may allocate, libinkan not */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);

static bool allocation_fails(void)
{
    if (witness == NULL || witness->inside)
        return false;
    return ++allocations == fail_allocation;
}

void *__wrap_malloc(size_t size)
{
    return allocation_fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return allocation_fails() ? NULL : __real_calloc(count, size);
}

/* --- tests ---------------------------------------------------------------- */

/* What another program gets right after, without selecting anything: the auth
 * key, and the file 0001 of whatever application is selected, which is
 * guarded in each that we unlock (in JPKI by the sign password, as the sign
 * key is). */
static void nothing_is_open(struct host_desk *hd)
{
    static const uint8_t sign_auth[] = { 0x80, 0x2A, 0x00, 0x97, 1, 0xAA, 0 };
    static const uint8_t read_first[] = { 0x00, 0xB0, 0x81, 0x00, 0x0F };

    assert_int_not_equal(desk_other(&hd->desk, 0, sign_auth, sizeof(sign_auth)),
                         0x9000);
    assert_int_not_equal(
        desk_other(&hd->desk, 0, read_first, sizeof(read_first)), 0x9000);
}

static void every_operation_works_and_leaves_nothing_open(void **state)
{
    struct host_desk *hd = host_desk_open("adult");

    (void)state;
    for (size_t i = 0; i < operation_count; i++) {
        print_message("# %s\n", operations[i].name);
        assert_int_equal(operations[i].run(hd->card), INKAN_OK);
        assert_int_equal(inkan_card_error(hd->card).rc, INKAN_OK);
        if (operations[i].secret)
            nothing_is_open(hd);
    }
    host_desk_close(hd);
}

/* How many values an undisturbed run sends. */
static unsigned usual_verifies(const struct operation *op)
{
    struct host_desk *hd = host_desk_open("adult");
    unsigned verifies;

    assert_int_equal(op->run(hd->card), INKAN_OK);
    verifies = hd->wrap.verifies;
    host_desk_close(hd);
    return verifies;
}

/* Fails call n = 1, 2, ... until the operation comes through. */
static unsigned fail_each_call(const struct operation *op, enum inkan_rc rc,
                               bool lost)
{
    unsigned usual = usual_verifies(op);
    unsigned n;

    for (n = 1;; n++) {
        struct host_desk *hd = host_desk_new("adult");
        enum inkan_rc got;

        desk_other_holds(&hd->desk, 0, true); /* so that it stays powered */
        hd->wrap.fail_at = n;
        hd->wrap.fail_rc = rc;
        hd->wrap.lost = lost;
        got = host_desk_try_open(hd);
        if (got == INKAN_OK)
            got = op->run(hd->card);
        /* Whatever was in the way, no PIN was sent once more. */
        assert_true(hd->wrap.verifies <= usual);
        if (hd->card != NULL && op->secret)
            nothing_is_open(hd);
        if (hd->wrap.calls < n) {
            assert_int_equal(got, INKAN_OK);
            host_desk_close(hd);
            return n - 1;
        }
        host_desk_close(hd);
        assert_true(n < 200);
    }
}

static void every_failing_call_of_the_transport_is_survived(void **state)
{
    (void)state;
    for (size_t i = 0; i < operation_count; i++) {
        unsigned calls = fail_each_call(&operations[i], INKAN_COMM, false);

        print_message("# %s: %u calls\n", operations[i].name, calls);
        fail_each_call(&operations[i], INKAN_COMM, true);
    }
}

static void every_removal_between_two_calls_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < operation_count; i++)
        fail_each_call(&operations[i], INKAN_REMOVED, false);
}

static void every_failing_allocation_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < operation_count; i++) {
        size_t n;

        for (n = 1;; n++) {
            struct host_desk *hd = host_desk_new("adult");
            struct inkan_transport tp =
                wrap_transport(&hd->wrap, desk_transport(&hd->desk));
            struct inkan_options options = { .transport = &tp };
            enum inkan_rc rc;
            size_t made;

            witness = &hd->wrap;
            allocations = 0;
            fail_allocation = n;
            rc = inkan_open(&options, &hd->ink);
            if (rc == INKAN_OK)
                rc = inkan_card_open(hd->ink, READER, &hd->card);
            if (rc == INKAN_OK)
                rc = operations[i].run(hd->card);
            witness = NULL;
            made = allocations;
            host_desk_close(hd);
            if (made < n) {
                assert_int_equal(rc, INKAN_OK);
                break;
            }
            assert_true(n < 500);
        }
        print_message("# %s: %zu allocations\n", operations[i].name, n - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operation_works_and_leaves_nothing_open),
        cmocka_unit_test(every_failing_call_of_the_transport_is_survived),
        cmocka_unit_test(every_removal_between_two_calls_is_told),
        cmocka_unit_test(every_failing_allocation_is_told),
    };

    return cmocka_run_group_tests_name("loop/host/all", tests, NULL, NULL);
}
