/* SPDX-License-Identifier: Apache-2.0
 *
 * Never lock out: what is sent, and above all what is not.
 */
#include "tests/unit/host/scripted_card.h"

#include <stdio.h>
#include <stdlib.h>

#define SELECT_JPKI "> 00A4040C0AD392F000260100000001\n< 9000\n"
#define DROP        "> 00A4040C0AD3921000310001010100\n< 9000\n"
#define TRIES_AUTH  "> 00200098\n"
#define VERIFY_AUTH "> 0020009804 31323334\n"

static struct inkan_secret secret_of(enum inkan_pin pin, const char *value)
{
    return (struct inkan_secret){ .pin = pin,
                                  .value = (const uint8_t *)value,
                                  .len = strlen(value) };
}

static enum inkan_rc verify(struct scripted_card *sc, enum inkan_pin pin,
                            const char *value, unsigned flags)
{
    struct inkan_secret secret = secret_of(pin, value);

    secret.flags = flags;
    return inkan_pin_verify(sc->card, &secret);
}

static void
tries_are_asked_before_every_verify_and_state_is_dropped(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI TRIES_AUTH "< 63C3\n" VERIFY_AUTH "< 9000\n" DROP, 0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_OK);
    assert_int_equal(sc->script.begins, 1);
    assert_int_equal(sc->script.ends, 1);
    assert_int_equal(sc->script.power_offs, 0);
    scripted_close(sc);
}

static void impossible_forms_are_never_sent(void **state)
{
    static const struct {
        enum inkan_pin pin;
        const char *value;
    } rows[] = {
        { INKAN_PIN_AUTH, "" },
        { INKAN_PIN_AUTH, "123" },
        { INKAN_PIN_AUTH, "12345" },
        { INKAN_PIN_AUTH, "12a4" },
        { INKAN_PIN_SIGN, "ABC12" },
        { INKAN_PIN_SIGN, "ABC-123" },
        { INKAN_PIN_SIGN, "ABCDEFGHIJKLMNOPQ" },
        { INKAN_PIN_TEXT, "12 4" },
        { INKAN_PIN_NUMBER_A, "12345678901" },
        { INKAN_PIN_NUMBER_B, "123456789012345" },
    };
    struct scripted_card *sc = scripted_open("", 0);

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(verify(sc, rows[i].pin, rows[i].value, 0),
                         INKAN_PIN_FORMAT);
        assert_int_equal(inkan_card_error(sc->card).pin, rows[i].pin);
    }
    assert_int_equal(sc->script.exchanges, 0);
    scripted_close(sc);
}

static void sign_password_is_sent_in_upper_case(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI
        "> 0020009B\n< 63C5\n> 0020009B06 414243313233\n< 9000\n" DROP,
        0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_SIGN, "aBc123", 0), INKAN_OK);
    scripted_close(sc);
}

static void wrong_pin_tells_what_is_left_and_is_not_sent_again(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI TRIES_AUTH "< 63C3\n" VERIFY_AUTH "< 63C2\n" DROP, 0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_WRONG_PIN);
    assert_int_equal(inkan_card_error(sc->card).tries, 2);
    assert_int_equal(inkan_card_error(sc->card).pin, INKAN_PIN_AUTH);
    /* asked again: the tries are looked at, the value is not sent */
    scripted_next(sc, SELECT_JPKI TRIES_AUTH "< 63C2\n");
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_KNOWN_WRONG);
    assert_int_equal(inkan_card_error(sc->card).tries, 2);
    /* another value is */
    scripted_next(sc, SELECT_JPKI TRIES_AUTH
                  "< 63C2\n> 0020009804 35363738\n< 9000\n" DROP);
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "5678", 0), INKAN_OK);
    scripted_close(sc);
}

static void
wrong_value_may_be_tried_again_when_the_counter_is_full(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI TRIES_AUTH "< 63C3\n" VERIFY_AUTH
                               "< 63C2\n" DROP SELECT_JPKI TRIES_AUTH
                               "< 63C3\n" VERIFY_AUTH "< 9000\n" DROP,
        0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_WRONG_PIN);
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_OK);
    scripted_close(sc);
}

static void upper_and_lower_case_are_one_known_wrong_value(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI
        "> 0020009B\n< 63C5\n> 0020009B06 414243393939\n< 63C4\n" DROP
            SELECT_JPKI "> 0020009B\n< 63C4\n",
        0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_SIGN, "ABC999", 0), INKAN_WRONG_PIN);
    assert_int_equal(verify(sc, INKAN_PIN_SIGN, "abc999", 0),
                     INKAN_KNOWN_WRONG);
    scripted_close(sc);
}

static void the_last_try_wants_an_explicit_yes(void **state)
{
    struct scripted_card *sc =
        scripted_open(SELECT_JPKI TRIES_AUTH "< 63C1\n", 0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_LAST_TRY);
    assert_int_equal(inkan_card_error(sc->card).tries, 1);
    scripted_next(sc, SELECT_JPKI TRIES_AUTH "< 63C1\n" VERIFY_AUTH
                                             "< 63C0\n" DROP);
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", INKAN_ALLOW_LAST_TRY),
                     INKAN_WRONG_PIN);
    assert_int_equal(inkan_card_error(sc->card).tries, 0);
    scripted_close(sc);
}

static void blocked_in_any_words_is_blocked(void **state)
{
    static const char *const words[] = { "63C0", "6983", "6984" };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        char text[256];
        struct scripted_card *sc;

        snprintf(text, sizeof(text), SELECT_JPKI TRIES_AUTH "< %s\n", words[i]);
        sc = scripted_open(text, 0);
        assert_int_equal(
            verify(sc, INKAN_PIN_AUTH, "1234", INKAN_ALLOW_LAST_TRY),
            INKAN_PIN_BLOCKED);
        assert_int_equal(inkan_card_error(sc->card).tries, 0);
        scripted_close(sc);
    }
}

static void a_counter_that_stays_hidden_forbids_the_verify(void **state)
{
    struct scripted_card *sc =
        scripted_open(SELECT_JPKI TRIES_AUTH
                      "< 9000\n" DROP SELECT_JPKI TRIES_AUTH "< 9000\n",
                      0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_NO_COUNTER);
    scripted_close(sc);
}

/* Another program left the card verified, and this card then hides the
 * counter: dropping that state brings it back. */
static void a_counter_hidden_by_a_verified_state_is_brought_back(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI TRIES_AUTH "< 9000\n" DROP SELECT_JPKI TRIES_AUTH
                               "< 63C3\n" VERIFY_AUTH "< 9000\n" DROP,
        0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_OK);
    scripted_close(sc);
}

static void a_lost_answer_is_not_repeated_and_powers_off(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI TRIES_AUTH "< 63C3\n" VERIFY_AUTH "< 90\n", 0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_COMM);
    assert_int_equal(inkan_card_error(sc->card).tries, -1);
    assert_int_equal(sc->script.power_offs, 1);
    scripted_close(sc);
}

static void a_drop_that_is_refused_powers_off(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI TRIES_AUTH "< 63C3\n" VERIFY_AUTH "< 9000\n"
                               "> 00A4040C0AD3921000310001010100\n< 6A82\n",
        0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_OK);
    assert_int_equal(sc->script.power_offs, 1);
    scripted_close(sc);
}

static void cards_without_short_identifiers_select_the_pin(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI TRIES_AUTH "< 6A86\n> 00A4020C020018\n< 9000\n"
                               "> 00200080\n< 63C3\n> 00A4020C020018\n< 9000\n"
                               "> 0020008004 31323334\n< 9000\n" DROP,
        0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_OK);
    scripted_close(sc);
}

static void a_change_verifies_and_sends_only_the_new_value(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI TRIES_AUTH "< 63C3\n" VERIFY_AUTH
                               "< 9000\n> 00A4020C020018\n< 9000\n> 0024018004 "
                               "35363738\n< 9000\n" DROP,
        0);
    struct inkan_secret old = secret_of(INKAN_PIN_AUTH, "1234");
    struct inkan_secret fresh = secret_of(INKAN_PIN_AUTH, "5678");
    bool partly = true;

    (void)state;
    assert_int_equal(inkan_pin_change(sc->card, &old, &fresh, &partly),
                     INKAN_OK);
    assert_false(partly);
    scripted_close(sc);
}

static void new_values_of_bad_form_change_nothing(void **state)
{
    static const struct {
        enum inkan_pin pin;
        const char *old;
        const char *fresh;
        enum inkan_rc rc;
    } rows[] = {
        { INKAN_PIN_AUTH, "1234", "12345", INKAN_PIN_FORMAT },
        { INKAN_PIN_SIGN, "ABC123", "ABCDEF", INKAN_PIN_FORMAT },
        { INKAN_PIN_SIGN, "ABC123", "123456", INKAN_PIN_FORMAT },
        { INKAN_PIN_NUMBER_B, "12345678901234", "12345678901235",
          INKAN_UNSUPPORTED },
    };
    struct scripted_card *sc = scripted_open("", 0);

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct inkan_secret old = secret_of(rows[i].pin, rows[i].old);
        struct inkan_secret fresh = secret_of(rows[i].pin, rows[i].fresh);

        assert_int_equal(inkan_pin_change(sc->card, &old, &fresh, NULL),
                         rows[i].rc);
    }
    assert_int_equal(sc->script.exchanges, 0);
    scripted_close(sc);
}

/* A handle that has unlocked the card meets a reset, and has never seen a
 * certificate to compare: it does not send the PIN to what may be another. */
static void
after_a_reset_no_pin_goes_to_a_card_that_cannot_be_recognised(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI TRIES_AUTH "< 63C3\n" VERIFY_AUTH "< 9000\n" DROP, 0);

    (void)state;
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_OK);
    sc->script.begin_rc = INKAN_RESET;
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_REMOVED);
    assert_int_equal(verify(sc, INKAN_PIN_AUTH, "1234", 0), INKAN_REMOVED);
    scripted_close(sc);
}

static void a_dead_handle_says_so_without_reaching_for_the_card(void **state)
{
    struct scripted_card *sc = scripted_open("", 0);
    int tries;

    (void)state;
    sc->script.begin_rc = INKAN_REMOVED;
    assert_int_equal(inkan_pin_tries(sc->card, INKAN_PIN_AUTH, &tries),
                     INKAN_REMOVED);
    sc->script.begin_rc = INKAN_OK;
    assert_int_equal(inkan_pin_tries(sc->card, INKAN_PIN_AUTH, &tries),
                     INKAN_REMOVED);
    assert_int_equal(sc->script.begins, 1);
    scripted_close(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            tries_are_asked_before_every_verify_and_state_is_dropped),
        cmocka_unit_test(impossible_forms_are_never_sent),
        cmocka_unit_test(sign_password_is_sent_in_upper_case),
        cmocka_unit_test(wrong_pin_tells_what_is_left_and_is_not_sent_again),
        cmocka_unit_test(
            wrong_value_may_be_tried_again_when_the_counter_is_full),
        cmocka_unit_test(upper_and_lower_case_are_one_known_wrong_value),
        cmocka_unit_test(the_last_try_wants_an_explicit_yes),
        cmocka_unit_test(blocked_in_any_words_is_blocked),
        cmocka_unit_test(a_counter_that_stays_hidden_forbids_the_verify),
        cmocka_unit_test(a_counter_hidden_by_a_verified_state_is_brought_back),
        cmocka_unit_test(a_lost_answer_is_not_repeated_and_powers_off),
        cmocka_unit_test(a_drop_that_is_refused_powers_off),
        cmocka_unit_test(cards_without_short_identifiers_select_the_pin),
        cmocka_unit_test(a_change_verifies_and_sends_only_the_new_value),
        cmocka_unit_test(new_values_of_bad_form_change_nothing),
        cmocka_unit_test(
            after_a_reset_no_pin_goes_to_a_card_that_cannot_be_recognised),
        cmocka_unit_test(a_dead_handle_says_so_without_reaching_for_the_card),
    };

    return cmocka_run_group_tests_name("host/unlock", tests, NULL, NULL);
}
