/* SPDX-License-Identifier: Apache-2.0
 *
 * What happens around the module: cards pulled and swapped, reset and used by
 * other programs, held alone, pcscd gone. At any step, not only between calls.
 */
#include "tests/support/p11.h"

#include <string.h>

static CK_STATE state_of(CK_SESSION_HANDLE s)
{
    CK_SESSION_INFO info;

    return C_GetSessionInfo(s, &info) == CKR_OK ? info.state : 99;
}

/* --- removal and swap ----------------------------------------------------- */

static void a_pulled_card_is_told_once_then_the_session_is_gone(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE a = p11_logged_in(SLOT_AUTH), b = p11_open(SLOT_SIGN);

    posix_card_close(desk_pull(&p->desk, 0));
    assert_rv(C_GetSessionInfo(a, &(CK_SESSION_INFO){ 0 }), CKR_DEVICE_REMOVED);
    assert_rv(C_GetSessionInfo(a, &(CK_SESSION_INFO){ 0 }),
              CKR_SESSION_HANDLE_INVALID);
    assert_rv(C_GetSessionInfo(b, &(CK_SESSION_INFO){ 0 }),
              CKR_SESSION_HANDLE_INVALID);
    assert_rv(C_CloseSession(a), CKR_SESSION_HANDLE_INVALID);
}

static void a_session_of_a_pulled_card_can_be_closed(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE a = p11_logged_in(SLOT_AUTH);

    posix_card_close(desk_pull(&p->desk, 0));
    assert_rv(C_CloseSession(a), CKR_OK);
    assert_rv(C_CloseAllSessions(SLOT_AUTH), CKR_OK);
}

static void a_card_that_comes_back_wants_a_new_login(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);
    struct posix_card *card = desk_pull(&p->desk, 0);
    unsigned verifies = desk_counts(&p->desk).verifies;

    desk_insert(&p->desk, 0, card);
    assert_rv(p11_sign(s, key), CKR_DEVICE_REMOVED);
    s = p11_open(SLOT_AUTH);
    assert_int_equal(state_of(s), CKS_RW_PUBLIC_SESSION);
    /* The handle of before names nothing any more. */
    assert_rv(p11_sign(s, key), CKR_KEY_HANDLE_INVALID);
    assert_int_equal(desk_counts(&p->desk).verifies, verifies);
}

/* One life of an application; the card is changed at step `when` of the
 * transport. Nothing of the first card may reach the second. */
static struct {
    struct posix_card *next;
    struct posix_card *away;
    unsigned when;
    bool done;
    unsigned verifies; /* at the moment of the swap */
} swap;

static void swap_at(struct desk *desk, unsigned step)
{
    if (swap.done || step < swap.when)
        return;
    swap.done = true;
    swap.verifies = desk_counts(desk).verifies;
    swap.away = desk_pull(desk, 0);
    if (swap.next != NULL)
        desk_insert(desk, 0, swap.next);
}

static void one_life(void)
{
    CK_SESSION_HANDLE s = 0;
    CK_OBJECT_HANDLE key = 0, found;
    CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
    CK_ATTRIBUTE wanted = { CKA_CLASS, &class, sizeof(class) };
    CK_ULONG count;

    (void)C_GetSlotList(CK_TRUE, NULL, &count);
    (void)C_GetTokenInfo(SLOT_SIGN, &(CK_TOKEN_INFO){ 0 });
    if (C_OpenSession(SLOT_SIGN, CKF_SERIAL_SESSION, NULL, NULL, &s) != CKR_OK)
        return;
    if (p11_login(s, SIGN_PIN) != CKR_OK)
        return;
    if (C_FindObjectsInit(s, &wanted, 1) == CKR_OK) {
        if (C_FindObjects(s, &found, 1, &count) == CKR_OK && count == 1)
            key = found;
        (void)C_FindObjectsFinal(s);
    }
    (void)p11_sign(s, key);
    (void)p11_sign(s, key);
    (void)C_Logout(s);
    (void)C_CloseSession(s);
}

/* How many steps a life has. */
static unsigned steps_of_a_life(struct p11 *p)
{
    swap.when = 1000000;
    swap.done = false;
    p->desk.hook = swap_at;
    p->desk.step = 0;
    assert_rv(C_Initialize(NULL), CKR_OK);
    one_life();
    p->desk.hook = NULL; /* C_Finalize is not counted */
    assert_rv(C_Finalize(NULL), CKR_OK);
    return p->desk.step;
}

static void lives_with_a_swap(struct p11 *p, const char *kind)
{
    unsigned steps;

    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    steps = steps_of_a_life(p);
    assert_in_range(steps, 20, 200);
    for (unsigned when = 0; when < steps; when++) {
        unsigned verifies;

        p->desk.hook = NULL;
        posix_card_close(desk_pull(&p->desk, 0));
        desk_insert(&p->desk, 0, p11_card(p, "adult"));
        swap.next = kind != NULL ? p11_card(p, kind) : NULL;
        swap.when = when;
        swap.done = false;
        p->desk.step = 0;
        p->desk.hook = swap_at;
        assert_rv(C_Initialize(NULL), CKR_OK);
        one_life();
        p->desk.hook = NULL;
        assert_true(swap.done);
        if (kind != NULL) {
            /* A login after the swap spends one try: the application's own
             * wrong PIN. A kept PIN never does. */
            verifies = desk_counts(&p->desk).verifies - swap.verifies;
            assert_true(verifies <= 1);
            if (verifies == 0)
                assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
        }
        assert_rv(C_Finalize(NULL), CKR_OK);
        posix_card_close(swap.away);
    }
}

static void a_card_can_be_pulled_at_any_step(void **state)
{
    lives_with_a_swap(*state, NULL);
}

static void another_persons_card_can_come_at_any_step(void **state)
{
    lives_with_a_swap(*state, "other");
}

static void a_kept_pin_never_reaches_another_card(void **state)
{
    struct p11 *p = *state;

    for (unsigned n = 0; n < 12; n++) {
        CK_SESSION_HANDLE s;
        CK_OBJECT_HANDLE key;

        p->desk.hook = NULL;
        posix_card_close(desk_pull(&p->desk, 0));
        desk_insert(&p->desk, 0, p11_card(p, "adult"));
        s = p11_logged_in(SLOT_SIGN);
        key = p11_object(s, CKO_PRIVATE_KEY);
        /* Also where the service takes the new card for the old one reset:
         * SCardReconnect does. */
        p->desk.swap_is_reset = n % 2 == 1;
        swap.next = p11_card(p, "other");
        swap.when = n / 2;
        swap.done = false;
        p->desk.step = 0;
        p->desk.hook = swap_at;
        (void)p11_sign(s, key);
        p->desk.hook = NULL;
        p->desk.swap_is_reset = false;
        if (swap.done) {
            assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
            assert_int_equal(desk_counts(&p->desk).verifies, swap.verifies);
        } else {
            posix_card_close(swap.next);
        }
        posix_card_close(swap.done ? swap.away : NULL);
    }
}

/* --- other programs ------------------------------------------------------- */

static const uint8_t select_text[] = { 0x00, 0xA4, 0x04, 0x0C, 0x0A,
                                       0xD3, 0x92, 0x10, 0x00, 0x31,
                                       0x00, 0x01, 0x01, 0x04, 0x08 };
static const uint8_t select_jpki[] = { 0x00, 0xA4, 0x04, 0x0C, 0x0A,
                                       0xD3, 0x92, 0xF0, 0x00, 0x26,
                                       0x01, 0x00, 0x00, 0x00, 0x01 };

static void other_programs_may_select_what_they_like(void **state)
{
    static const char *const kinds[] = { "adult", "sticky", "shy" };
    struct p11 *p = *state;

    for (size_t i = 0; i < 3; i++) {
        CK_SESSION_HANDLE s;
        CK_OBJECT_HANDLE key;

        posix_card_close(desk_pull(&p->desk, 0));
        desk_insert(&p->desk, 0, p11_card(p, kinds[i]));
        s = p11_logged_in(SLOT_SIGN);
        key = p11_object(s, CKO_PRIVATE_KEY);
        assert_int_equal(
            desk_other(&p->desk, 0, select_text, sizeof(select_text)), 0x9000);
        assert_rv(p11_sign(s, key), CKR_OK);
        assert_int_equal(
            desk_other(&p->desk, 0, select_jpki, sizeof(select_jpki)), 0x9000);
        assert_rv(p11_sign(s, key), CKR_OK);
        assert_int_equal(state_of(s), CKS_RW_USER_FUNCTIONS);
    }
}

static void a_reset_by_another_program_does_not_end_the_login(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);

    for (int i = 0; i < 3; i++) {
        desk_reset(&p->desk, 0);
        assert_rv(p11_sign(s, key), CKR_OK);
    }
    desk_reset(&p->desk, 0);
    p->now_ms += 1000;
    assert_rv(C_GetTokenInfo(SLOT_SIGN, &(CK_TOKEN_INFO){ 0 }), CKR_OK);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
}

static unsigned reset_when;

static void reset_at(struct desk *desk, unsigned step)
{
    if (step == reset_when)
        desk_reset(desk, 0);
}

static void a_card_can_be_reset_at_any_step(void **state)
{
    struct p11 *p = *state;

    for (reset_when = 0; reset_when < 60; reset_when++) {
        p->desk.hook = NULL;
        posix_card_close(desk_pull(&p->desk, 0));
        desk_insert(&p->desk, 0, p11_card(p, "adult"));
        p->desk.step = 0;
        p->desk.hook = reset_at;
        assert_rv(C_Initialize(NULL), CKR_OK);
        one_life();
        p->desk.hook = NULL;
        assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
        assert_rv(C_Finalize(NULL), CKR_OK);
    }
}

static void a_card_held_by_another_program_is_an_error_not_a_loss(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);

    p->desk.busy = true;
    assert_rv(p11_sign(s, key), CKR_DEVICE_ERROR);
    assert_int_equal(state_of(s), CKS_RW_USER_FUNCTIONS);
    p->desk.busy = false;
    assert_rv(p11_sign(s, key), CKR_OK);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
}

/* --- the service ---------------------------------------------------------- */

static void a_restarted_pcscd_wants_a_new_login(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);

    desk_restart_service(&p->desk);
    assert_rv(p11_sign(s, key), CKR_DEVICE_REMOVED);
    s = p11_logged_in(SLOT_SIGN);
    assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
}

static void a_pcscd_that_stops_takes_the_sessions_along(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    CK_ULONG count;

    p->desk.stopped = true;
    assert_rv(C_GetSlotList(CK_TRUE, NULL, &count), CKR_OK);
    assert_int_equal(count, 0);
    assert_rv(C_GetSessionInfo(s, &(CK_SESSION_INFO){ 0 }),
              CKR_SESSION_HANDLE_INVALID);
    p->desk.stopped = false;
    assert_rv(C_GetSlotList(CK_TRUE, NULL, &count), CKR_OK);
    assert_int_equal(count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(a_pulled_card_is_told_once_then_the_session_is_gone),
        P11_WITH_CARD(a_session_of_a_pulled_card_can_be_closed),
        P11_WITH_CARD(a_card_that_comes_back_wants_a_new_login),
        P11_ON_DESK(a_card_can_be_pulled_at_any_step),
        P11_ON_DESK(another_persons_card_can_come_at_any_step),
        P11_WITH_CARD(a_kept_pin_never_reaches_another_card),
        P11_WITH_CARD(other_programs_may_select_what_they_like),
        P11_WITH_CARD(a_reset_by_another_program_does_not_end_the_login),
        P11_ON_DESK(a_card_can_be_reset_at_any_step),
        P11_WITH_CARD(a_card_held_by_another_program_is_an_error_not_a_loss),
        P11_WITH_CARD(a_restarted_pcscd_wants_a_new_login),
        P11_WITH_CARD(a_pcscd_that_stops_takes_the_sessions_along),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/life", tests, NULL, NULL);
}
