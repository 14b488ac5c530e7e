/* SPDX-License-Identifier: Apache-2.0
 *
 * What the clerk reads and what a program gets: characters, days, reasons.
 */
#include "tests/unit/reception/counter.h"

#include <stdlib.h>
#include <string.h>

#include "tools/reception/tell.h"

#define FILE_NAME "OQSsiquc01res_face_x_1.xml"

struct desk_card {
    const char *name;
    enum expiry expiry;
    struct inkan_time ends;
    enum inkan_check_state genuine;
    enum inkan_bound bound;
    bool revoked;
};

static const struct desk_card good = {
    .name = "髙﨑　德子",
    .expiry = EXPIRY_VALID,
    .ends = { 2030, 4, 1, 14, 59, 59 },
    .genuine = INKAN_GENUINE,
    .bound = INKAN_BOUND_FACE,
};

/* One card, one answer with that name; the event. */
static const struct counter_event *
answer(struct counter *c, const struct desk_card *card, const char *name)
{
    struct visit_facts facts = { .genuine = card->genuine,
                                 .bound = card->bound,
                                 .revoked = card->revoked,
                                 .expiry = card->expiry,
                                 .ends = card->ends };
    const struct counter_event *e;

    counter_begin(c, NULL);
    snprintf(facts.person.name, sizeof(facts.person.name), "%s", card->name);
    strcpy(facts.person.birth, "19850614");
    facts.person.sex = '2';
    reception_read(&c->r, reception_insert(&c->r, "r1"), NULL, &facts);
    counter_form(c, FILE_NAME, form_of(name, "19850614", "2", ""));
    counter_pass(c, 130 * 1000);
    e = counter_last(c, "answer", NULL);
    assert_non_null(e);
    return e;
}

static void assert_says(const struct counter_event *e, const char *text)
{
    if (strstr(e->line, text) == NULL)
        fail_msg("\"%s\" is not in: %s", text, e->line);
}

static void a_variant_is_told_with_both_forms_and_its_place(void **state)
{
    struct counter c;
    const struct counter_event *e = answer(&c, &good, "高崎　徳子");

    (void)state;
    assert_int_equal(e->findings, BIT(FINDING_VARIANT));
    assert_says(e, "VARIANT: 髙/高 at 1, 﨑/崎 at 2, 德/徳 at 4");
    counter_end(&c);
}

static void a_dot_is_told_with_the_cards_character(void **state)
{
    struct counter c;
    const struct counter_event *e = answer(&c, &good, "髙●　德子");
    const json_t *detail;

    (void)state;
    assert_int_equal(e->verdict, FINDING_DOT);
    assert_says(e, "DOT: at 2: the card says 﨑");
    assert_says(e, "possibly substituted");
    detail = json_array_get(json_object_get(e->object, "details"), 0);
    assert_string_equal(json_string_value(json_object_get(detail, "card")),
                        "﨑");
    assert_true(json_is_true(json_object_get(detail, "possibly_substituted")));
    counter_end(&c);
}

static void what_a_claim_refuses_is_told_with_its_substitute(void **state)
{
    struct counter c;
    const struct counter_event *e = answer(&c, &good, "髙﨑　德子");

    (void)state;
    assert_int_equal(e->findings,
                     BIT(FINDING_CLAIM_UNSAFE) | BIT(FINDING_MATCH));
    assert_says(e, "CLAIM-UNSAFE: 髙 -> 高, 﨑 -> 崎, 德 -> 徳");
    counter_end(&c);
    /* the character under the dot has to be typed, and is refused, too */
    e = answer(&c, &good, "高●　徳子");
    assert_says(e, "DOT: at 2");
    assert_says(e, "﨑 -> 崎");
    counter_end(&c);
}

static void expiry_is_told_with_the_last_day_of_the_grace(void **state)
{
    static const struct {
        enum expiry expiry;
        struct inkan_time ends;
        enum finding finding;
        const char *says;
    } rows[] = {
        { EXPIRY_GRACE,
          { 2025, 11, 15, 14, 59, 59 },
          FINDING_EXPIRED,
          "eligibility only until 2026-02-28, do not expect drug data" },
        { EXPIRY_GRACE,
          { 2027, 11, 30, 14, 59, 59 },
          FINDING_EXPIRED,
          "2028-02-29" },
        /* the last moment of a month in Japan is the next month nowhere */
        { EXPIRY_GRACE,
          { 2026, 1, 31, 14, 59, 59 },
          FINDING_EXPIRED,
          "2026-04-30" },
        { EXPIRY_GRACE,
          { 2026, 1, 31, 15, 0, 0 },
          FINDING_EXPIRED,
          "2026-05-31" },
        { EXPIRY_EXPIRED,
          { 2025, 1, 1, 0, 0, 0 },
          FINDING_EXPIRED,
          "the grace is over" },
        { EXPIRY_RENEW,
          { 2026, 5, 1, 0, 0, 0 },
          FINDING_RENEW,
          "RENEW: the certificate ends within three months" },
        { EXPIRY_NOT_YET,
          { 2036, 5, 1, 0, 0, 0 },
          FINDING_REVIEW,
          "is the clock right?" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct desk_card card = good;
        const struct counter_event *e;
        struct counter c;

        card.name = "甲野　花子";
        card.expiry = rows[i].expiry;
        card.ends = rows[i].ends;
        e = answer(&c, &card, "甲野　花子");
        assert_int_equal(e->findings,
                         BIT(FINDING_MATCH) | BIT(rows[i].finding));
        assert_says(e, rows[i].says);
        counter_end(&c);
    }
}

static void what_is_wrong_with_the_card_is_told_beside_a_match(void **state)
{
    struct desk_card card = good;
    const struct counter_event *e;
    struct counter c;

    (void)state;
    card.name = "甲野　花子";
    card.genuine = INKAN_FORGED;
    e = answer(&c, &card, "甲野　花子");
    assert_int_equal(e->verdict, FINDING_FORGED);
    counter_end(&c);
    e = answer(&c, &card, "乙川　花江");
    assert_int_equal(e->verdict, FINDING_STRANGER);
    assert_true((e->findings & BIT(FINDING_FORGED)) != 0);
    counter_end(&c);
    card.genuine = INKAN_UNCHECKED;
    e = answer(&c, &card, "甲野　花子");
    assert_int_equal(e->verdict, FINDING_MATCH);
    assert_says(e, "could not be checked");
    counter_end(&c);
    card.genuine = INKAN_GENUINE;
    card.bound = INKAN_BOUND_NO;
    e = answer(&c, &card, "甲野　花子");
    assert_says(e, "REVIEW: nothing ties the data to this very card");
    counter_end(&c);
    card.bound = INKAN_BOUND_FACE;
    card.revoked = true;
    e = answer(&c, &card, "甲野　花子");
    assert_says(e, "REVIEW: the certificate is revoked");
    counter_end(&c);
}

static void a_stranger_is_told_by_its_items(void **state)
{
    struct counter c;
    const struct counter_event *e = answer(&c, &good, "架空　三四郎");

    (void)state;
    assert_says(e, "STRANGER: name differs - do not bill, call the insurer");
    assert_null(strstr(e->line, "架空"));
    assert_null(strstr(e->line, "髙"));
    assert_int_equal(json_array_size(json_object_get(e->object, "details")), 0);
    counter_end(&c);
}

static void a_line_of_hostile_length_is_cut_not_overrun(void **state)
{
    char name[ANSWER_TEXT_MAX + 1] = "";
    struct counter c;

    (void)state;
    for (int i = 0; i < 90; i++)
        strcat(name, "德");
    (void)answer(&c, &good, name);
    counter_end(&c);
    struct tell_line line = { .len = 0 };

    for (int i = 0; i < 500; i++)
        tell_add(&line, "%s", "0123456789");
    assert_int_equal(strlen(line.text), sizeof(line.text) - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_variant_is_told_with_both_forms_and_its_place),
        cmocka_unit_test(a_dot_is_told_with_the_cards_character),
        cmocka_unit_test(what_a_claim_refuses_is_told_with_its_substitute),
        cmocka_unit_test(expiry_is_told_with_the_last_day_of_the_grace),
        cmocka_unit_test(what_is_wrong_with_the_card_is_told_beside_a_match),
        cmocka_unit_test(a_stranger_is_told_by_its_items),
        cmocka_unit_test(a_line_of_hostile_length_is_cut_not_overrun),
    };

    return cmocka_run_group_tests_name("reception/tell", tests, NULL, NULL);
}
