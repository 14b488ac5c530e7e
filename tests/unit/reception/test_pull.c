/* SPDX-License-Identifier: Apache-2.0
 *
 * The card is pulled at every step between library and reader, also with the
 * next patient's card put in at once: whatever was read, no answer is graded
 * against a card that was not read whole, and none against another card.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/reception/cards.h"

#define FILE_NAME "OQSsiquc01res_face_x_20260401100000.xml"

/* What the hook has to do, and when. */
struct plan {
    unsigned at;
    struct posix_card *next; /* put in instead; NULL: none */
    struct posix_card *out;  /* the one that was pulled */
    bool done;
};

static void pull(struct desk *desk, unsigned step)
{
    struct plan *plan = desk->user;

    if (step != plan->at)
        return;
    plan->out = desk_pull(desk, 0);
    plan->done = true;
    if (plan->next != NULL)
        desk_insert(desk, 0, plan->next);
    plan->next = NULL;
}

/* Reads the card with one step going wrong, and gives what came of it to the
 * desk. Returns whether the plan was carried out. */
static bool read_with_pull(struct cards *cards, struct counter *c,
                           struct plan *plan)
{
    struct visit *visit = reception_insert(&c->r, CARDS_READER);
    struct reading reading;
    enum inkan_rc rc;

    cards->desk.step = 0;
    cards->desk.user = plan;
    cards->desk.hook = pull;
    rc = cards_read(cards, &reading);
    cards->desk.hook = NULL;
    if (rc == INKAN_OK)
        reception_read(&c->r, visit, reading.has_print ? reading.print : NULL,
                       &reading.facts);
    else
        reception_unread(&c->r, visit, reading.has_print ? reading.print : NULL,
                         rc, -1);
    assert_true(rc == INKAN_OK || rc == INKAN_REMOVED || rc == INKAN_NO_CARD ||
                rc == INKAN_COMM);
    return plan->done;
}

static struct form answer_of(const struct inkan_person *person)
{
    static char sex[2];

    sex[0] = person->sex;
    return form_of(person->name, person->birth, sex, person->address);
}

/* Who the two people are. */
static void read_person(const char *name, struct inkan_person *out)
{
    struct reading reading;
    struct cards cards;

    cards_begin(&cards, name);
    assert_int_equal(cards_read(&cards, &reading), INKAN_OK);
    *out = reading.facts.person;
    cards_end(&cards);
}

static void pulled_at_every_step_a_card_owns_nothing_or_all(void **state)
{
    struct inkan_person person, other;
    unsigned step, unread = 0, read = 0;
    bool more = true;

    (void)state;
    read_person("adult", &person);
    read_person("licence", &other);
    for (step = 0; more; step++) {
        struct plan plan = { .at = step };
        const struct counter_event *e;
        struct cards cards;
        struct counter c;

        cards_begin(&cards, "adult");
        counter_begin(&c, NULL);
        more = read_with_pull(&cards, &c, &plan);
        reception_remove(&c.r, CARDS_READER);
        counter_form(&c, FILE_NAME, answer_of(&other));
        counter_form(&c, "OQSsiquc01res_face_y_1.xml", answer_of(&person));
        counter_pass(&c, 200 * 1000);
        e = counter_last(&c, "answer", FILE_NAME);
        assert_non_null(e);
        if (c.r.counts.unread_cards == 1) {
            assert_int_equal(e->findings, BIT(FINDING_UNPAIRED));
            assert_string_equal(e->code, "card-unread");
            e = counter_last(&c, "answer", "OQSsiquc01res_face_y_1.xml");
            assert_int_equal(e->findings, BIT(FINDING_UNPAIRED));
            unread++;
        } else {
            assert_int_equal(e->verdict, FINDING_STRANGER);
            e = counter_last(&c, "answer", "OQSsiquc01res_face_y_1.xml");
            assert_int_equal(e->verdict, FINDING_MATCH);
            read++;
        }
        counter_end(&c);
        posix_card_close(plan.out);
        cards_end(&cards);
        assert_true(step < 1000);
    }
    print_message("# pulled at each of %u steps: %u unread, %u read\n",
                  step - 1, unread, read);
    assert_true(unread > 20);
    assert_true(read >= 1); /* the last one, which nothing disturbed */
}

/* The next patient's card lies in the reader before the first one is read to
 * its end: what is read is the first card's, or nothing. */
static void swapped_at_every_step_no_card_is_read_for_another(void **state)
{
    struct inkan_person person, other;
    unsigned step;
    bool more = true;

    (void)state;
    read_person("adult", &person);
    read_person("licence", &other);
    for (step = 0; more; step++) {
        struct plan plan = { .at = step };
        struct cards cards, second;
        struct reading reading;
        struct visit *visit;
        enum inkan_rc rc;
        struct counter c;

        cards_begin(&cards, "adult");
        cards_begin(&second, "licence");
        plan.next = desk_pull(&second.desk, 0);
        counter_begin(&c, NULL);
        cards.desk.step = 0;
        cards.desk.user = &plan;
        cards.desk.hook = pull;
        visit = reception_insert(&c.r, CARDS_READER);
        rc = cards_read(&cards, &reading);
        cards.desk.hook = NULL;
        more = plan.done;
        /* Before anything was asked of the first card the second one may be
         * the one that is read, and then all of it. */
        if (rc == INKAN_OK) {
            bool first = strcmp(reading.facts.person.name, person.name) == 0;

            assert_true(first ||
                        (strcmp(reading.facts.person.name, other.name) == 0 &&
                         strcmp(reading.facts.person.birth, other.birth) == 0));
            assert_int_equal(reading.facts.genuine, INKAN_GENUINE);
            reception_read(&c.r, visit, reading.print, &reading.facts);
        } else {
            reception_unread(&c.r, visit,
                             reading.has_print ? reading.print : NULL, rc, -1);
        }
        /* The removal shows at the next look; the second card begins. */
        if (plan.done) {
            reception_remove(&c.r, CARDS_READER);
            visit = reception_insert(&c.r, CARDS_READER);
            if (cards_read(&cards, &reading) == INKAN_OK)
                reception_read(&c.r, visit, reading.print, &reading.facts);
        }
        counter_form(&c, FILE_NAME, answer_of(&person));
        counter_pass(&c, 200 * 1000);
        /* Two cards, or the second one alone: never a match with it. */
        if (plan.done &&
            counter_last(&c, "answer", NULL)->verdict != FINDING_UNPAIRED)
            assert_int_equal(counter_last(&c, "answer", NULL)->verdict,
                             FINDING_STRANGER);
        counter_end(&c);
        posix_card_close(plan.out);
        if (plan.next != NULL)
            posix_card_close(plan.next);
        cards_end(&cards);
        cards_end(&second);
        assert_true(step < 1000);
    }
    print_message("# swapped at each of %u steps\n", step - 1);
    assert_true(step > 20);
}

static void a_phone_tells_no_person(void **state)
{
    struct reading reading;
    struct cards cards;

    (void)state;
    cards_begin(&cards, "android");
    assert_int_not_equal(cards_read(&cards, &reading), INKAN_OK);
    assert_int_equal(reading.facts.person.name[0], '\0');
    cards_end(&cards);
}

static void a_wrong_pin_is_told_with_its_tries(void **state)
{
    struct reading reading;
    struct cards cards;

    (void)state;
    cards_begin(&cards, "adult");
    memcpy(cards.pin, "4321", 4);
    assert_int_equal(cards_read(&cards, &reading), INKAN_WRONG_PIN);
    assert_int_equal(reading.tries, 2);
    assert_true(reading.has_print);
    cards_end(&cards);
}

/* Month and day are not known, so the age record cannot be opened with the
 * text PIN and nothing ties the data to the card: a person has to look. */
static void an_unknown_birth_date_is_for_a_person(void **state)
{
    struct reading reading;
    struct cards cards;
    struct counter c;

    (void)state;
    cards_begin(&cards, "unknown-birth");
    assert_int_equal(cards_read(&cards, &reading), INKAN_OK);
    cards_end(&cards);
    counter_begin(&c, NULL);
    reading.facts.bound = INKAN_BOUND_FACE;
    struct inkan_person person = reading.facts.person;
    reception_read(&c.r, reception_insert(&c.r, CARDS_READER), NULL,
                   &reading.facts);
    counter_form(&c, FILE_NAME, answer_of(&person));
    assert_int_equal(counter_last(&c, "answer", NULL)->findings,
                     BIT(FINDING_MATCH));
    /* the answer says a day that the card does not know */
    strcpy(person.birth, "19450315");
    counter_form(&c, "OQSsiquc01res_face_z_1.xml", answer_of(&person));
    counter_pass(&c, 200 * 1000);
    assert_int_equal(
        counter_last(&c, "answer", "OQSsiquc01res_face_z_1.xml")->verdict,
        FINDING_REVIEW);
    counter_end(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pulled_at_every_step_a_card_owns_nothing_or_all),
        cmocka_unit_test(swapped_at_every_step_no_card_is_read_for_another),
        cmocka_unit_test(a_phone_tells_no_person),
        cmocka_unit_test(a_wrong_pin_is_told_with_its_tries),
        cmocka_unit_test(an_unknown_birth_date_is_for_a_person),
    };

    return cmocka_run_group_tests_name("reception/pull", tests, NULL, NULL);
}
