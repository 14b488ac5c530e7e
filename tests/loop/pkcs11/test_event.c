/* SPDX-License-Identifier: Apache-2.0
 *
 * C_WaitForSlotEvent, waiting and not.
 */
#include "tests/support/p11.h"

#include <time.h>

static CK_RV poll_event(CK_SLOT_ID *slot)
{
    return C_WaitForSlotEvent(CKF_DONT_BLOCK, slot, NULL);
}

static void nothing_happened_is_no_event(void **state)
{
    CK_SLOT_ID slot = 99;

    (void)state;
    assert_rv(poll_event(&slot), CKR_NO_EVENT);
    assert_rv(poll_event(&slot), CKR_NO_EVENT);
    assert_rv(C_WaitForSlotEvent(CKF_DONT_BLOCK, NULL, NULL),
              CKR_ARGUMENTS_BAD);
    assert_rv(C_WaitForSlotEvent(CKF_DONT_BLOCK, &slot, &slot),
              CKR_ARGUMENTS_BAD);
}

static void each_change_is_told_once_for_each_slot(void **state)
{
    struct p11 *p = *state;
    CK_SLOT_ID a = 99, b = 99;

    assert_rv(poll_event(&a), CKR_NO_EVENT);
    posix_card_close(desk_pull(&p->desk, 0));
    assert_rv(poll_event(&a), CKR_OK);
    assert_rv(poll_event(&b), CKR_OK);
    assert_int_equal(a + b, SLOT_AUTH + SLOT_SIGN);
    assert_rv(poll_event(&a), CKR_NO_EVENT);
    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    assert_rv(poll_event(&a), CKR_OK);
}

static void a_swap_between_two_looks_is_an_event(void **state)
{
    struct p11 *p = *state;
    struct posix_card *card;
    CK_SLOT_ID slot;

    assert_rv(poll_event(&slot), CKR_NO_EVENT);
    card = desk_pull(&p->desk, 0);
    desk_insert(&p->desk, 0, card);
    assert_rv(poll_event(&slot), CKR_OK);
}

/* --- waiting -------------------------------------------------------------- */

struct waiting {
    pthread_t thread;
    CK_RV rv;
    CK_SLOT_ID slot;
};

static void *wait_in_thread(void *arg)
{
    struct waiting *w = arg;

    w->rv = C_WaitForSlotEvent(0, &w->slot, NULL);
    return NULL;
}

static void sleep_ms(long ms)
{
    const struct timespec pause = { .tv_nsec = ms * 1000000 };

    nanosleep(&pause, NULL);
}

static void a_wait_ends_with_an_insertion(void **state)
{
    struct p11 *p = *state;
    struct waiting w = { .slot = 99 };
    CK_SLOT_ID slot;

    posix_card_close(desk_pull(&p->desk, 0));
    assert_rv(poll_event(&slot), CKR_NO_EVENT);
    assert_int_equal(pthread_create(&w.thread, NULL, wait_in_thread, &w), 0);
    sleep_ms(50);
    /* Others work on meanwhile. */
    assert_rv(C_GetSlotInfo(0, &(CK_SLOT_INFO){ 0 }), CKR_OK);
    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    assert_int_equal(pthread_join(w.thread, NULL), 0);
    assert_rv(w.rv, CKR_OK);
    assert_int_equal(w.slot, SLOT_AUTH);
}

static void finalize_ends_every_wait(void **state)
{
    struct waiting w[3];

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(
            pthread_create(&w[i].thread, NULL, wait_in_thread, &w[i]), 0);
    sleep_ms(50);
    assert_rv(C_Finalize(NULL), CKR_OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pthread_join(w[i].thread, NULL), 0);
        assert_rv(w[i].rv, CKR_CRYPTOKI_NOT_INITIALIZED);
    }
}

static void a_wait_without_pcscd_goes_on_when_it_comes(void **state)
{
    struct p11 *p = *state;
    struct waiting w = { .slot = 99 };
    CK_SLOT_ID slot;

    (void)poll_event(&slot);
    p->desk.stopped = true;
    assert_rv(poll_event(&slot), CKR_OK); /* the card is gone */
    assert_rv(poll_event(&slot), CKR_OK);
    assert_int_equal(pthread_create(&w.thread, NULL, wait_in_thread, &w), 0);
    sleep_ms(50);
    pthread_mutex_lock(&p->desk.lock);
    p->desk.stopped = false;
    pthread_mutex_unlock(&p->desk.lock);
    assert_int_equal(pthread_join(w.thread, NULL), 0);
    assert_rv(w.rv, CKR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(nothing_happened_is_no_event),
        P11_WITH_CARD(each_change_is_told_once_for_each_slot),
        P11_WITH_CARD(a_swap_between_two_looks_is_an_event),
        P11_WITH_CARD(a_wait_ends_with_an_insertion),
        P11_WITH_CARD(finalize_ends_every_wait),
        P11_WITH_CARD(a_wait_without_pcscd_goes_on_when_it_comes),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/event", tests, NULL, NULL);
}
