/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose answer is it? Cards and answers in every order, at every moment.
 */
#include "tests/unit/reception/counter.h"

#include <stdlib.h>
#include <string.h>

#define HANAKO     "甲野　花子", "19850614"
#define TARO       "乙川　太郎", "19700101"
#define SECOND     ((int64_t)1000)
#define FILE_OF(x) "OQSsiquc01res_face_" x "_20260401100000.xml"

static struct form hanako(void)
{
    return form_of(HANAKO, "2", "東京都清瀬市観布子南３－８－１５");
}

static struct form taro(void)
{
    return form_of(TARO, "1", "");
}

static void an_answer_after_the_card_is_paired_by_time(void **state)
{
    struct counter c;
    const struct counter_event *e;

    (void)state;
    counter_begin(&c, NULL);
    uint64_t card = counter_card(&c, "r1", HANAKO, '2');
    counter_pass(&c, 5 * SECOND);
    counter_form(&c, FILE_OF("a"), hanako());
    e = counter_last(&c, "answer", FILE_OF("a"));
    assert_non_null(e);
    assert_int_equal(e->findings, BIT(FINDING_MATCH));
    assert_int_equal(e->session, card);
    assert_string_equal(e->paired_by, "time");
    counter_end(&c);
}

static void the_window_has_its_two_edges(void **state)
{
    static const struct {
        int64_t before_insertion_s, after_removal_s;
        bool paired;
    } rows[] = {
        { 119, -1, true }, { 120, -1, true }, { 121, -1, false },
        { -1, 60, true },  { -1, 61, false }, { -1, 59, true },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct counter c;

        counter_begin(&c, NULL);
        if (rows[i].before_insertion_s >= 0) {
            counter_form(&c, FILE_OF("a"), hanako());
            counter_pass(&c, rows[i].before_insertion_s * SECOND);
            counter_card(&c, "r1", HANAKO, '2');
        } else {
            counter_card(&c, "r1", HANAKO, '2');
            reception_remove(&c.r, "r1");
            counter_pass(&c, rows[i].after_removal_s * SECOND);
            counter_form(&c, FILE_OF("a"), hanako());
        }
        counter_pass(&c, 200 * SECOND);
        assert_int_equal(counter_told(&c, "answer", NULL), 1);
        assert_int_equal(counter_last(&c, "answer", NULL)->verdict,
                         rows[i].paired ? FINDING_MATCH : FINDING_UNPAIRED);
        counter_end(&c);
    }
}

static void with_two_cards_in_question_nothing_is_graded(void **state)
{
    struct counter c;
    const struct counter_event *e;

    (void)state;
    counter_begin(&c, NULL);
    counter_card(&c, "r1", HANAKO, '2');
    counter_card(&c, "r2", TARO, '1');
    counter_form(&c, FILE_OF("a"), hanako());
    e = counter_last(&c, "answer", NULL);
    assert_int_equal(e->findings, BIT(FINDING_UNPAIRED));
    assert_string_equal(e->code, "several-cards");
    assert_int_equal(e->session, 0);
    assert_null(json_object_get(e->object, "results"));
    counter_end(&c);
}

/* The next patient's answer comes while the card before has just left. */
static void an_answer_of_the_next_patient_is_not_this_ones(void **state)
{
    struct counter c;
    const struct counter_event *e;

    (void)state;
    counter_begin(&c, NULL);
    counter_card(&c, "r1", HANAKO, '2');
    counter_pass(&c, 10 * SECOND);
    reception_remove(&c.r, "r1");
    counter_pass(&c, 20 * SECOND);
    counter_form(&c, FILE_OF("b"), taro());
    assert_null(counter_last(&c, "answer", NULL));
    assert_int_equal(counter_told(&c, "waiting", NULL), 1);
    assert_null(strstr(counter_last(&c, "waiting", NULL)->line, "乙川"));
    counter_pass(&c, 20 * SECOND);
    counter_card(&c, "r1", TARO, '1');
    e = counter_last(&c, "answer", NULL);
    assert_non_null(e);
    assert_int_equal(e->findings, BIT(FINDING_UNPAIRED));
    assert_string_equal(e->code, "several-cards");
    counter_pass(&c, 300 * SECOND);
    assert_int_equal(counter_told(&c, "answer", NULL), 1);
    counter_end(&c);
}

static void a_stranger_is_told_when_no_other_card_came(void **state)
{
    struct counter c;
    const struct counter_event *e;

    (void)state;
    counter_begin(&c, NULL);
    uint64_t card = counter_card(&c, "r1", HANAKO, '2');
    counter_form(&c, FILE_OF("b"), taro());
    counter_pass(&c, 119 * SECOND);
    assert_null(counter_last(&c, "answer", NULL));
    counter_pass(&c, 2 * SECOND);
    e = counter_last(&c, "answer", NULL);
    assert_non_null(e);
    assert_int_equal(e->verdict, FINDING_STRANGER);
    assert_int_equal(e->session, card);
    assert_int_equal(c.r.exit, TOOL_FINDING);
    counter_end(&c);
}

static void settle_shortens_the_wait(void **state)
{
    struct reception_options options = reception_defaults;
    struct counter c;

    (void)state;
    options.institution = FORM_INSTITUTION;
    options.settle_ms = 0;
    counter_begin(&c, &options);
    counter_card(&c, "r1", HANAKO, '2');
    counter_form(&c, FILE_OF("b"), taro());
    assert_int_equal(counter_last(&c, "answer", NULL)->verdict,
                     FINDING_STRANGER);
    counter_end(&c);
}

static void a_card_that_agrees_needs_no_wait(void **state)
{
    struct counter c;

    (void)state;
    counter_begin(&c, NULL);
    counter_card(&c, "r1", HANAKO, '2');
    reception_remove(&c.r, "r1");
    counter_pass(&c, 40 * SECOND);
    counter_form(&c, FILE_OF("a"), hanako());
    assert_int_equal(counter_last(&c, "answer", NULL)->verdict, FINDING_MATCH);
    counter_end(&c);
}

static void an_unread_card_counts_and_owns_nothing(void **state)
{
    struct counter c;
    struct visit *visit;

    (void)state;
    counter_begin(&c, NULL);
    visit = reception_insert(&c.r, "r1");
    reception_unread(&c.r, visit, NULL, INKAN_REMOVED, -1);
    reception_remove(&c.r, "r1");
    counter_form(&c, FILE_OF("a"), hanako());
    counter_pass(&c, 121 * SECOND);
    assert_int_equal(counter_last(&c, "answer", NULL)->findings,
                     BIT(FINDING_UNPAIRED));
    assert_string_equal(counter_last(&c, "answer", NULL)->code, "card-unread");

    /* beside a card that was read it makes two */
    counter_card(&c, "r1", HANAKO, '2');
    visit = reception_insert(&c.r, "r2");
    reception_unread(&c.r, visit, NULL, INKAN_WRONG_PIN, 2);
    counter_form(&c, FILE_OF("b"), hanako());
    assert_string_equal(counter_last(&c, "answer", NULL)->code,
                        "several-cards");
    counter_end(&c);
}

static void a_card_of_another_kind_is_nobody(void **state)
{
    struct counter c;
    struct visit *visit;

    (void)state;
    counter_begin(&c, NULL);
    visit = reception_insert(&c.r, "r2");
    reception_unread(&c.r, visit, NULL, INKAN_NOT_OUR_CARD, -1);
    counter_card(&c, "r1", HANAKO, '2');
    counter_form(&c, FILE_OF("a"), hanako());
    assert_int_equal(counter_last(&c, "answer", NULL)->verdict, FINDING_MATCH);
    counter_end(&c);
}

static void a_card_taken_out_too_early_and_put_back_is_one_session(void **state)
{
    uint8_t print[VISIT_PRINT];
    struct counter c;
    struct visit *visit;
    uint64_t first;

    (void)state;
    memset(print, 7, sizeof(print));
    counter_begin(&c, NULL);
    visit = reception_insert(&c.r, "r1");
    first = visit->number;
    reception_unread(&c.r, visit, print, INKAN_REMOVED, -1);
    reception_remove(&c.r, "r1");
    counter_form(&c, FILE_OF("a"), hanako());
    counter_pass(&c, 4 * SECOND);
    assert_int_equal(counter_card_print(&c, "r1", HANAKO, '2', 7), first);
    assert_int_equal(counter_last(&c, "answer", NULL)->verdict, FINDING_MATCH);
    assert_int_equal(counter_last(&c, "answer", NULL)->session, first);

    /* put back once more and taken away at once: what was read holds */
    reception_remove(&c.r, "r1");
    visit = reception_insert(&c.r, "r1");
    reception_unread(&c.r, visit, print, INKAN_REMOVED, -1);
    reception_remove(&c.r, "r1");
    struct form again = hanako();
    again.identifier = "another";
    counter_form(&c, FILE_OF("b"), again);
    assert_int_equal(counter_last(&c, "answer", FILE_OF("b"))->verdict,
                     FINDING_MATCH);

    /* another card is another session */
    reception_remove(&c.r, "r1");
    assert_int_not_equal(counter_card_print(&c, "r1", TARO, '1', 8), first);
    counter_end(&c);
}

static void our_own_request_is_paired_by_its_identifier(void **state)
{
    struct counter c;
    struct form form = taro();
    const struct counter_event *e;

    (void)state;
    counter_begin(&c, NULL);
    uint64_t first = counter_card(&c, "r1", HANAKO, '2');
    requests_add(&c.r.requests, "0123456789abcdef0123456789abcdef", first,
                 c.now_ms);
    /* other cards do not matter, and nothing waits */
    counter_card(&c, "r2", TARO, '1');
    form.identifier = "0123456789abcdef0123456789abcdef";
    counter_form(&c, "OQSsiquc01res_0123456789abcdef0123456789abcdef.xml",
                 form);
    e = counter_last(&c, "answer", NULL);
    assert_int_equal(e->verdict, FINDING_STRANGER);
    assert_int_equal(e->session, first);
    assert_string_equal(e->paired_by, "id");
    form = hanako();
    form.identifier = "0123456789abcdef0123456789abcdef";
    counter_form(&c, "OQSsiquc01res_second.xml", form);
    assert_int_equal(counter_last(&c, "answer", NULL)->verdict, FINDING_MATCH);
    /* after its time it is nobody's */
    counter_pass(&c, REQUEST_KEEP_MS + 2 * SECOND);
    form.validity = "2";
    counter_form(&c, "OQSsiquc01res_third.xml", form);
    assert_string_equal(counter_last(&c, "answer", NULL)->code, "not-ours");
    counter_end(&c);
}

/* A moment that is not known better than "since the last look" counts for
 * every card that may have been there. */
static void a_vague_moment_counts_for_every_card(void **state)
{
    struct counter c;
    struct form form = hanako();
    struct visit_moment came;
    size_t len;
    uint8_t *bytes;
    char made[15];

    (void)state;
    counter_begin(&c, NULL);
    counter_card(&c, "r1", TARO, '1');
    counter_pass(&c, 10 * SECOND);
    reception_remove(&c.r, "r1");
    came.from_ms = c.now_ms;
    counter_pass(&c, 200 * SECOND);
    counter_card(&c, "r1", HANAKO, '2');
    came.to_ms = c.now_ms;
    form_time(COUNTER_WALL + c.now_ms / 1000, made);
    form.time = made;
    bytes = form_write(&form, &len);
    reception_file(&c.r, FILE_OF("a"), bytes, len, &came);
    free(bytes);
    assert_string_equal(counter_last(&c, "answer", NULL)->code,
                        "several-cards");
    counter_end(&c);
}

/* More cards than fit the list: what is forgotten makes nothing "the only". */
static void a_flood_of_cards_pairs_nothing(void **state)
{
    struct counter c;

    (void)state;
    counter_begin(&c, NULL);
    for (int i = 0; i < VISITS_MAX + 8; i++) {
        counter_card(&c, "r1", TARO, '1');
        c.now_ms += 10;
        reception_remove(&c.r, "r1");
    }
    for (size_t i = 0; i < VISITS_MAX; i++)
        visits_drop(&c.r.visits.list[i]);
    counter_form(&c, FILE_OF("a"), taro());
    assert_string_equal(counter_last(&c, "answer", NULL)->code,
                        "several-cards");
    counter_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_after_the_card_is_paired_by_time),
        cmocka_unit_test(the_window_has_its_two_edges),
        cmocka_unit_test(with_two_cards_in_question_nothing_is_graded),
        cmocka_unit_test(an_answer_of_the_next_patient_is_not_this_ones),
        cmocka_unit_test(a_stranger_is_told_when_no_other_card_came),
        cmocka_unit_test(settle_shortens_the_wait),
        cmocka_unit_test(a_card_that_agrees_needs_no_wait),
        cmocka_unit_test(an_unread_card_counts_and_owns_nothing),
        cmocka_unit_test(a_card_of_another_kind_is_nobody),
        cmocka_unit_test(
            a_card_taken_out_too_early_and_put_back_is_one_session),
        cmocka_unit_test(our_own_request_is_paired_by_its_identifier),
        cmocka_unit_test(a_vague_moment_counts_for_every_card),
        cmocka_unit_test(a_flood_of_cards_pairs_nothing),
    };

    return cmocka_run_group_tests_name("reception/pairing", tests, NULL, NULL);
}
