/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pkcs11/reader.c: slots that never vanish and are there early.
 */
#include "tests/support/p11.h"

#include <stdlib.h>
#include <string.h>

static CK_ULONG slots(CK_BBOOL present, CK_SLOT_ID out[16])
{
    CK_ULONG count = 16;

    assert_rv(C_GetSlotList(present, NULL, &count), CKR_OK);
    count = 16;
    assert_rv(C_GetSlotList(present, out, &count), CKR_OK);
    return count;
}

static bool is_present(CK_SLOT_ID slot)
{
    CK_SLOT_INFO info;

    assert_rv(C_GetSlotInfo(slot, &info), CKR_OK);
    return (info.flags & CKF_TOKEN_PRESENT) != 0;
}

static void two_slots_are_there_before_any_reader(void **state)
{
    struct p11 *p = *state;
    CK_SLOT_ID list[16];
    CK_SLOT_INFO info;

    desk_unplug_reader(&p->desk, 0);
    assert_rv(C_Initialize(NULL), CKR_OK);
    assert_int_equal(slots(CK_FALSE, list), 2);
    assert_int_equal(list[0], 0);
    assert_int_equal(list[1], 1);
    assert_int_equal(slots(CK_TRUE, list), 0);
    assert_rv(C_GetSlotInfo(0, &info), CKR_OK);
    assert_memory_equal(info.slotDescription, "No reader yet (auth)   ", 23);
    assert_rv(C_GetTokenInfo(0, &(CK_TOKEN_INFO){ 0 }), CKR_TOKEN_NOT_PRESENT);
}

static void the_first_reader_takes_the_place_that_was_listed(void **state)
{
    struct p11 *p = *state;
    CK_SLOT_ID list[16];

    desk_unplug_reader(&p->desk, 0);
    assert_rv(C_Initialize(NULL), CKR_OK);
    assert_int_equal(slots(CK_FALSE, list), 2);
    desk_plug_reader(&p->desk, 0, READER);
    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    /* A program that read the list once (Java, NSS) sees the card. */
    assert_true(is_present(0));
    assert_rv(C_GetTokenInfo(1, &(CK_TOKEN_INFO){ 0 }), CKR_OK);
}

static void a_reader_that_leaves_keeps_its_slots(void **state)
{
    struct p11 *p = *state;
    CK_SLOT_ID list[16];

    desk_plug_reader(&p->desk, 1, "Second Reader");
    desk_insert(&p->desk, 1, p11_card(p, "adult"));
    assert_rv(C_Initialize(NULL), CKR_OK);
    assert_int_equal(slots(CK_FALSE, list), 4);
    assert_int_equal(slots(CK_TRUE, list), 2);
    assert_int_equal(list[0], 2);
    desk_unplug_reader(&p->desk, 1);
    assert_int_equal(slots(CK_FALSE, list), 4);
    assert_int_equal(slots(CK_TRUE, list), 0);
    desk_plug_reader(&p->desk, 1, "Second Reader");
    desk_insert(&p->desk, 1, p11_card(p, "adult"));
    assert_int_equal(slots(CK_FALSE, list), 4);
    assert_true(is_present(3));
}

static void a_list_that_was_counted_still_fits(void **state)
{
    struct p11 *p = *state;
    CK_SLOT_ID list[16];
    CK_ULONG count;

    assert_rv(C_Initialize(NULL), CKR_OK);
    assert_rv(C_GetSlotList(CK_FALSE, NULL, &count), CKR_OK);
    assert_int_equal(count, 2);
    desk_plug_reader(&p->desk, 1, "Second Reader");
    assert_rv(C_GetSlotList(CK_FALSE, list, &count), CKR_OK);
    assert_int_equal(count, 2);
    assert_int_equal(slots(CK_FALSE, list), 4);
    count = 3;
    assert_rv(C_GetSlotList(CK_FALSE, list, &count), CKR_BUFFER_TOO_SMALL);
    assert_int_equal(count, 4);
}

static void without_pcscd_the_slots_are_empty(void **state)
{
    struct p11 *p = *state;
    CK_SLOT_ID list[16];

    p->desk.stopped = true;
    assert_rv(C_Initialize(NULL), CKR_OK);
    assert_int_equal(slots(CK_FALSE, list), 2);
    assert_int_equal(slots(CK_TRUE, list), 0);
    assert_rv(C_OpenSession(0, CKF_SERIAL_SESSION, NULL, NULL,
                            &(CK_SESSION_HANDLE){ 0 }),
              CKR_TOKEN_NOT_PRESENT);
    p->desk.stopped = false;
    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    assert_true(is_present(0));
}

static void a_view_shows_one_slot_of_each_reader(void **state)
{
    CK_SLOT_ID list[16];

    (void)state;
    setenv("INKAN_PKCS11_TOKENS", "sign", 1);
    assert_rv(C_Initialize(NULL), CKR_OK);
    unsetenv("INKAN_PKCS11_TOKENS");
    assert_int_equal(slots(CK_FALSE, list), 1);
    assert_int_equal(list[0], SLOT_SIGN);
    assert_rv(C_GetSlotInfo(SLOT_AUTH, &(CK_SLOT_INFO){ 0 }),
              CKR_SLOT_ID_INVALID);
}

static void a_foreign_card_is_a_token_not_recognized(void **state)
{
    struct p11 *p = *state;

    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    p->desk.mute = true;
    assert_rv(C_Initialize(NULL), CKR_OK);
    assert_true(is_present(0));
    assert_true(C_GetTokenInfo(0, &(CK_TOKEN_INFO){ 0 }) != CKR_OK);
    p->desk.mute = false;
    assert_rv(C_GetTokenInfo(0, &(CK_TOKEN_INFO){ 0 }), CKR_OK);
}

/* Answers every SELECT by name with 6A82. */
static size_t know_nothing(struct desk *desk, uint8_t *resp, size_t len,
                           size_t cap)
{
    (void)desk;
    (void)len;
    (void)cap;
    resp[0] = 0x6A;
    resp[1] = 0x82;
    return 2;
}

static void a_foreign_card_is_asked_once(void **state)
{
    struct p11 *p = *state;
    unsigned apdus;

    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    p->desk.lie = know_nothing;
    assert_rv(C_Initialize(NULL), CKR_OK);
    assert_rv(C_GetTokenInfo(0, &(CK_TOKEN_INFO){ 0 }),
              CKR_TOKEN_NOT_RECOGNIZED);
    apdus = desk_counts(&p->desk).apdus;
    assert_rv(C_GetTokenInfo(1, &(CK_TOKEN_INFO){ 0 }),
              CKR_TOKEN_NOT_RECOGNIZED);
    assert_int_equal(desk_counts(&p->desk).apdus, apdus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_ON_DESK(two_slots_are_there_before_any_reader),
        P11_ON_DESK(the_first_reader_takes_the_place_that_was_listed),
        P11_ON_DESK(a_reader_that_leaves_keeps_its_slots),
        P11_ON_DESK(a_list_that_was_counted_still_fits),
        P11_ON_DESK(without_pcscd_the_slots_are_empty),
        P11_ON_DESK(a_view_shows_one_slot_of_each_reader),
        P11_ON_DESK(a_foreign_card_is_a_token_not_recognized),
        P11_ON_DESK(a_foreign_card_is_asked_once),
    };

    return cmocka_run_group_tests_name("pkcs11/reader", tests, NULL, NULL);
}
