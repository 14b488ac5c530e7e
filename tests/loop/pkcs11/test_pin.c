/* SPDX-License-Identifier: Apache-2.0
 *
 * No try is lost by us: what C_Login sends and what it refuses, with the
 * counters asked of the card itself.
 */
#include "tests/support/p11.h"

#include <stdlib.h>
#include <string.h>

static unsigned verifies(struct p11 *p)
{
    return desk_counts(&p->desk).verifies;
}

static CK_FLAGS flags_of(struct p11 *p, CK_SLOT_ID slot)
{
    CK_TOKEN_INFO info;

    p->now_ms += 1000; /* counters are asked again */
    assert_rv(C_GetTokenInfo(slot, &info), CKR_OK);
    return info.flags & (CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY |
                         CKF_USER_PIN_LOCKED);
}

static void lay(struct p11 *p, const char *kind)
{
    posix_card_close(desk_pull(&p->desk, 0));
    desk_insert(&p->desk, 0, p11_card(p, kind));
}

static void the_right_pin_costs_one_verify(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE auth = p11_open(SLOT_AUTH), sign = p11_open(SLOT_SIGN);

    assert_rv(p11_login(auth, AUTH_PIN), CKR_OK);
    assert_int_equal(verifies(p), 1);
    assert_rv(p11_login(sign, SIGN_PIN), CKR_OK);
    assert_int_equal(verifies(p), 2);
    assert_rv(p11_sign(auth, p11_object(auth, CKO_PRIVATE_KEY)), CKR_OK);
    assert_int_equal(verifies(p), 3);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 3);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
}

static void a_sign_password_in_small_letters_is_taken(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_open(SLOT_SIGN);

    assert_rv(p11_login(s, "abc123"), CKR_OK);
    assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
}

static void a_pin_of_the_wrong_form_is_never_sent(void **state)
{
    static const char *const auth_wrong[] = { "",        "1",    "123",
                                              "12345",   "123a", "ABC123",
                                              "１２３４" };
    static const char *const sign_wrong[] = {
        "", "1234", "ABC12", "ABC-123", "ABC 123", "A2345678901234567", "ABC12é"
    };
    struct p11 *p = *state;
    CK_SESSION_HANDLE auth = p11_open(SLOT_AUTH), sign = p11_open(SLOT_SIGN);
    unsigned apdus = desk_counts(&p->desk).apdus;

    for (size_t i = 0; i < 7; i++) {
        assert_rv(p11_login(auth, auth_wrong[i]), CKR_PIN_INCORRECT);
        assert_rv(p11_login(sign, sign_wrong[i]), CKR_PIN_INCORRECT);
    }
    assert_rv(C_Login(auth, CKU_USER, p11_text("1234"), 1000000000),
              CKR_PIN_INCORRECT);
    assert_int_equal(desk_counts(&p->desk).apdus, apdus);
}

static void no_pin_is_a_bad_argument(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    unsigned apdus = desk_counts(&p->desk).apdus;

    assert_rv(C_Login(s, CKU_USER, NULL, 0), CKR_ARGUMENTS_BAD);
    assert_rv(C_Login(s, CKU_USER, NULL, 4), CKR_ARGUMENTS_BAD);
    assert_int_equal(desk_counts(&p->desk).apdus, apdus);
}

static void a_wrong_pin_is_told_and_counted_once(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);

    assert_int_equal(flags_of(p, SLOT_AUTH), 0);
    assert_rv(p11_login(s, "9999"), CKR_PIN_INCORRECT);
    assert_int_equal(verifies(p), 1);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 2);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 5);
    assert_int_equal(flags_of(p, SLOT_AUTH), CKF_USER_PIN_COUNT_LOW);
    assert_int_equal(flags_of(p, SLOT_SIGN), 0);
    assert_rv(p11_login(s, AUTH_PIN), CKR_OK);
    assert_int_equal(flags_of(p, SLOT_AUTH), 0);
}

static void the_flags_follow_at_once(void **state)
{
    CK_SESSION_HANDLE s = p11_open(SLOT_AUTH);
    CK_TOKEN_INFO info;

    (void)state;
    assert_rv(p11_login(s, "9999"), CKR_PIN_INCORRECT);
    /* Within the second in which counters are not asked again. */
    assert_rv(C_GetTokenInfo(SLOT_AUTH, &info), CKR_OK);
    assert_true(info.flags & CKF_USER_PIN_COUNT_LOW);
}

static void a_refused_value_is_not_sent_twice(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_open(SLOT_SIGN);

    assert_rv(p11_login(s, "WRONG99"), CKR_PIN_INCORRECT);
    assert_rv(p11_login(s, "WRONG99"), CKR_PIN_INCORRECT);
    assert_rv(p11_login(s, "wrong99"), CKR_PIN_INCORRECT);
    assert_int_equal(verifies(p), 1);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 4);
    /* Nor through another session, nor after the last one was closed. */
    assert_rv(C_CloseAllSessions(SLOT_SIGN), CKR_OK);
    s = p11_open(SLOT_SIGN);
    assert_rv(p11_login(s, "WRONG99"), CKR_PIN_INCORRECT);
    assert_int_equal(verifies(p), 1);
    assert_rv(p11_login(s, SIGN_PIN), CKR_OK);
}

static void the_last_try_is_refused(void **state)
{
    struct p11 *p = *state;

    lay(p, "last");
    for (CK_SLOT_ID slot = SLOT_AUTH; slot <= SLOT_SIGN; slot++) {
        CK_SESSION_HANDLE s = p11_open(slot);

        assert_int_equal(flags_of(p, slot),
                         CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY);
        assert_rv(p11_login(s, slot == SLOT_AUTH ? AUTH_PIN : SIGN_PIN),
                  CKR_FUNCTION_REJECTED);
    }
    assert_int_equal(verifies(p), 0);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 1);
}

static void the_last_try_can_be_allowed(void **state)
{
    struct p11 *p = *state;

    assert_rv(C_Finalize(NULL), CKR_OK);
    setenv("INKAN_LAST_TRY", "1", 1);
    assert_rv(C_Initialize(NULL), CKR_OK);
    unsetenv("INKAN_LAST_TRY");
    lay(p, "last");
    assert_rv(p11_login(p11_open(SLOT_AUTH), AUTH_PIN), CKR_OK);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 3);
    /* The one that blocks is told as blocked. */
    assert_rv(p11_login(p11_open(SLOT_SIGN), "WRONG99"), CKR_PIN_LOCKED);
    assert_int_equal(p11_tries(p, 0, SLOT_SIGN), 0);
    assert_int_equal(flags_of(p, SLOT_SIGN),
                     CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_LOCKED);
}

static void a_blocked_pin_is_locked_without_a_verify(void **state)
{
    static const char *const kinds[] = { "blocked", "blocked83" };
    struct p11 *p = *state;

    for (size_t i = 0; i < 2; i++) {
        lay(p, kinds[i]);
        for (CK_SLOT_ID slot = SLOT_AUTH; slot <= SLOT_SIGN; slot++) {
            CK_SESSION_HANDLE s = p11_open(slot);

            assert_rv(p11_login(s, slot == SLOT_AUTH ? AUTH_PIN : SIGN_PIN),
                      CKR_PIN_LOCKED);
            assert_int_equal(flags_of(p, slot),
                             CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_LOCKED);
        }
    }
    assert_int_equal(verifies(p), 0);
}

/* A card that answers the question for the tries with 9000. */
static size_t tell_no_number(struct desk *desk, uint8_t *resp, size_t len,
                             size_t cap)
{
    (void)desk;
    (void)cap;
    if (len == 2 && resp[0] == 0x63) {
        resp[0] = 0x90;
        resp[1] = 0x00;
    }
    return len;
}

static void a_card_that_tells_no_number_gets_no_pin(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s;

    p->desk.lie = tell_no_number;
    s = p11_open(SLOT_AUTH);
    assert_rv(p11_login(s, AUTH_PIN), CKR_FUNCTION_REJECTED);
    assert_int_equal(verifies(p), 0);
    assert_int_equal(flags_of(p, SLOT_AUTH), 0);
}

static void logging_in_twice_asks_nothing(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    unsigned apdus = desk_counts(&p->desk).apdus;

    assert_rv(p11_login(s, "9999"), CKR_USER_ALREADY_LOGGED_IN);
    assert_rv(p11_login(p11_open(SLOT_AUTH), AUTH_PIN),
              CKR_USER_ALREADY_LOGGED_IN);
    assert_int_equal(desk_counts(&p->desk).apdus, apdus);
}

static void the_two_tokens_log_in_apart(void **state)
{
    CK_SESSION_HANDLE auth = p11_logged_in(SLOT_AUTH);
    CK_SESSION_HANDLE sign = p11_open(SLOT_SIGN);
    CK_SESSION_INFO info;

    (void)state;
    assert_rv(p11_login(sign, "WRONG99"), CKR_PIN_INCORRECT);
    assert_rv(C_GetSessionInfo(auth, &info), CKR_OK);
    assert_int_equal(info.state, CKS_RW_USER_FUNCTIONS);
    assert_rv(C_GetSessionInfo(sign, &info), CKR_OK);
    assert_int_equal(info.state, CKS_RW_PUBLIC_SESSION);
    assert_rv(p11_sign(auth, p11_object(auth, CKO_PRIVATE_KEY)), CKR_OK);
    assert_rv(p11_login(sign, SIGN_PIN), CKR_OK);
    assert_rv(C_Logout(sign), CKR_OK);
    assert_rv(p11_sign(auth, p11_object(auth, CKO_PRIVATE_KEY)), CKR_OK);
}

static void a_pin_that_was_changed_elsewhere_costs_one_try(void **state)
{
    /* VERIFY 1234, then CHANGE to 8888: by another program. */
    static const uint8_t verify[] = { 0x00, 0x20, 0x00, 0x98, 0x04,
                                      0x31, 0x32, 0x33, 0x34 };
    static const uint8_t change[] = { 0x00, 0x24, 0x01, 0x98, 0x04,
                                      0x38, 0x38, 0x38, 0x38 };
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);
    CK_SESSION_INFO info;
    unsigned before;

    (void)p11_tries(p, 0, SLOT_AUTH); /* selects */
    assert_int_equal(desk_other(&p->desk, 0, verify, sizeof(verify)), 0x9000);
    assert_int_equal(desk_other(&p->desk, 0, change, sizeof(change)), 0x9000);
    before = verifies(p);
    assert_rv(p11_sign(s, key), CKR_USER_NOT_LOGGED_IN);
    assert_int_equal(verifies(p), before + 1);
    assert_rv(p11_sign(s, key), CKR_USER_NOT_LOGGED_IN);
    assert_rv(p11_sign(s, key), CKR_USER_NOT_LOGGED_IN);
    assert_int_equal(verifies(p), before + 1);
    assert_int_equal(p11_tries(p, 0, SLOT_AUTH), 2);
    assert_rv(C_GetSessionInfo(s, &info), CKR_OK);
    assert_int_equal(info.state, CKS_RW_PUBLIC_SESSION);
    assert_rv(p11_login(s, "8888"), CKR_OK);
    assert_rv(p11_sign(s, key), CKR_OK);
}

static void an_unused_sign_password_is_forgotten_after_ten_minutes(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_SIGN);
    CK_OBJECT_HANDLE key = p11_object(s, CKO_PRIVATE_KEY);
    unsigned before;

    p->now_ms += 9 * 60 * 1000;
    assert_rv(p11_sign(s, key), CKR_OK);
    p->now_ms += 9 * 60 * 1000; /* since the last use */
    assert_rv(p11_sign(s, key), CKR_OK);
    before = verifies(p);
    p->now_ms += 10 * 60 * 1000;
    assert_rv(p11_sign(s, key), CKR_USER_NOT_LOGGED_IN);
    assert_int_equal(p11_object(s, CKO_CERTIFICATE), 0);
    assert_int_equal(verifies(p), before);
}

static void an_auth_pin_is_kept_until_logout(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE s = p11_logged_in(SLOT_AUTH);

    p->now_ms += 24ull * 60 * 60 * 1000;
    assert_rv(p11_sign(s, p11_object(s, CKO_PRIVATE_KEY)), CKR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P11_WITH_CARD(the_right_pin_costs_one_verify),
        P11_WITH_CARD(a_sign_password_in_small_letters_is_taken),
        P11_WITH_CARD(a_pin_of_the_wrong_form_is_never_sent),
        P11_WITH_CARD(no_pin_is_a_bad_argument),
        P11_WITH_CARD(a_wrong_pin_is_told_and_counted_once),
        P11_WITH_CARD(the_flags_follow_at_once),
        P11_WITH_CARD(a_refused_value_is_not_sent_twice),
        P11_WITH_CARD(the_last_try_is_refused),
        P11_WITH_CARD(the_last_try_can_be_allowed),
        P11_WITH_CARD(a_blocked_pin_is_locked_without_a_verify),
        P11_WITH_CARD(a_card_that_tells_no_number_gets_no_pin),
        P11_WITH_CARD(logging_in_twice_asks_nothing),
        P11_WITH_CARD(the_two_tokens_log_in_apart),
        P11_WITH_CARD(a_pin_that_was_changed_elsewhere_costs_one_try),
        P11_WITH_CARD(an_unused_sign_password_is_forgotten_after_ten_minutes),
        P11_WITH_CARD(an_auth_pin_is_kept_until_logout),
    };

    return cmocka_run_group_tests_name("loop/pkcs11/pin", tests, NULL, NULL);
}
