/* SPDX-License-Identifier: Apache-2.0
 *
 * Another program that holds a connection to the card from the beginning
 * selects the key and signs, at every moment: it must get 6982. On cards that
 * keep and that drop what was verified, at a re-selection and at a reset.
 */
#include "tests/support/p11.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const kinds[] = { "adult", "sticky", "shy", "nine" };

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void lay(struct p11 *p, const char *kind)
{
    posix_card_close(desk_pull(&p->desk, 0));
    desk_insert(&p->desk, 0, p11_card(p, kind));
    desk_other_holds(&p->desk, 0, true);
}

static void assert_nothing_to_steal(struct p11 *p, const char *moment,
                                    const char *kind)
{
    for (unsigned slot = SLOT_AUTH; slot <= SLOT_SIGN; slot++) {
        uint16_t sw = p11_steal(p, 0, slot);

        if (sw != 0x6982)
            fail_msg("%s, card %s, slot %u: %04X", moment, kind, slot, sw);
    }
}

static void the_theft_would_be_seen(void **state)
{
    static const uint8_t verify[] = { 0x00, 0x20, 0x00, 0x98, 0x04,
                                      0x31, 0x32, 0x33, 0x34 };
    struct p11 *p = *state;

    /* The test itself: on a card that is left verified it finds the hole. */
    lay(p, "sticky");
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 3);
    assert_int_equal(desk_other(&p->desk, 0, verify, sizeof(verify)), 0x9000);
    assert_int_equal(p11_steal(p, 0, SLOT_AUTH), 0x9000);
}

static void nothing_can_be_stolen_after_login_sign_logout(void **state)
{
    struct p11 *p = *state;

    for (size_t i = 0; i < KINDS; i++)
        for (CK_SLOT_ID slot = SLOT_AUTH; slot <= SLOT_SIGN; slot++) {
            CK_SESSION_HANDLE s;

            lay(p, kinds[i]);
            s = p11_logged_in(slot);
            assert_nothing_to_steal(p, "after C_Login", kinds[i]);
            assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
            assert_nothing_to_steal(p, "after C_Sign", kinds[i]);
            assert_rv(C_Logout(s), CKR_OK);
            assert_nothing_to_steal(p, "after C_Logout", kinds[i]);
        }
}

static void nothing_can_be_stolen_after_finalize(void **state)
{
    struct p11 *p = *state;

    for (size_t i = 0; i < KINDS; i++) {
        CK_SESSION_HANDLE s;

        lay(p, kinds[i]);
        s = p11_logged_in(SLOT_SIGN);
        assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
        assert_rv(C_Finalize(NULL), CKR_OK);
        assert_nothing_to_steal(p, "after C_Finalize", kinds[i]);
        assert_rv(C_Initialize(NULL), CKR_OK);
    }
}

static void nothing_can_be_stolen_after_a_refused_pin(void **state)
{
    struct p11 *p = *state;

    for (size_t i = 0; i < KINDS; i++) {
        CK_SESSION_HANDLE s;

        lay(p, kinds[i]);
        s = p11_open(SLOT_SIGN);
        assert_rv(p11_login(s, "WRONG99"), CKR_PIN_INCORRECT);
        assert_nothing_to_steal(p, "after a wrong PIN", kinds[i]);
    }
}

static void nothing_can_be_stolen_after_a_pin_change(void **state)
{
    struct p11 *p = *state;

    for (size_t i = 0; i < KINDS; i++) {
        CK_SESSION_HANDLE s;

        lay(p, kinds[i]);
        s = p11_open(SLOT_AUTH);
        assert_rv(C_SetPIN(s, p11_text("1234"), 4, p11_text("9876"), 4),
                  CKR_OK);
        assert_nothing_to_steal(p, "after C_SetPIN", kinds[i]);
    }
}

/* The state of the card when each exchange of a signature fails: whatever the
 * module could not finish must not stay open. */
static unsigned fail_at;

static size_t fail_once(struct desk *desk, uint8_t *resp, size_t len,
                        size_t cap)
{
    (void)cap;
    if (desk->counts.apdus != fail_at)
        return len;
    resp[0] = 0x6F;
    resp[1] = 0x00;
    return 2;
}

static void nothing_can_be_stolen_when_any_exchange_goes_wrong(void **state)
{
    struct p11 *p = *state;

    for (size_t i = 0; i < KINDS; i++)
        for (unsigned n = 1; n <= 5; n++) {
            CK_SESSION_HANDLE s;
            CK_OBJECT_HANDLE key;

            lay(p, kinds[i]);
            s = p11_logged_in(SLOT_SIGN);
            key = p11_object(s, CKO_PRIVATE_KEY);
            fail_at = desk_counts(&p->desk).apdus + n;
            p->desk.lie = fail_once;
            (void)p11_sign(s, key);
            p->desk.lie = NULL;
            assert_nothing_to_steal(p, "after a failed exchange", kinds[i]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(the_theft_would_be_seen),
        P11_WITH_CARD(nothing_can_be_stolen_after_login_sign_logout),
        P11_WITH_CARD(nothing_can_be_stolen_after_finalize),
        P11_WITH_CARD(nothing_can_be_stolen_after_a_refused_pin),
        P11_WITH_CARD(nothing_can_be_stolen_after_a_pin_change),
        P11_WITH_CARD(nothing_can_be_stolen_when_any_exchange_goes_wrong),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/steal", tests, NULL, NULL);
}
