/* SPDX-License-Identifier: Apache-2.0
 *
 * The corpus: every issued card against every kind of answer, in both
 * encodings, paired both ways. What must come out is a column of the tables
 * below, written by hand; that no stranger is missed is counted apart.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/reception/cards.h"
#include "tests/unit/reception/corpus_rows.h"

/* --- the cards ------------------------------------------------------------ */

/* card: findings that the card alone brings. latin: the name is, and a name
 * in kanji cannot be compared with it. */
static const struct card_row {
    const char *name;
    unsigned card;
    bool latin;
} card_rows[] = {
    { "adult", 0, false },
    { "child", 0, false },
    { "infant", 0, false },
    { "abroad", 0, false },
    { "foreign", 0, true },
    { "former-name", 0, false },
    { "long", 0, true },
    { "rare-kanji", 0, false },
    { "substitute", 0, false },
    { "licence", 0, false },
    { "revoked", 0, false }, /* the sign certificate only */
    { "pinless", 0, false },
    { "renew", BIT(FINDING_RENEW), false },
    { "expired-1d", BIT(FINDING_EXPIRED), false },
    { "expired-2m", BIT(FINDING_EXPIRED), false },
    { "expired-4m", BIT(FINDING_EXPIRED), false },
    { "no-cert", BIT(FINDING_REVIEW), false },
    { "forged-record", BIT(FINDING_FORGED), false },
    { "forged-signature", BIT(FINDING_FORGED), false },
    { "forged-mixed", BIT(FINDING_FORGED), false },
};

struct loaded {
    struct visit_facts facts;
    uint8_t print[VISIT_PRINT];
    bool has_print;
};

static struct loaded loaded[ARRAY_LEN(card_rows)];

static int load_cards(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(card_rows); i++) {
        struct reading reading;
        struct cards cards;
        enum inkan_rc rc;

        cards_begin(&cards, card_rows[i].name);
        rc = cards_read(&cards, &reading);
        cards_end(&cards);
        if (rc != INKAN_OK) {
            print_error("%s: %s\n", card_rows[i].name,
                        inkan_explain(rc, "en").code);
            return -1;
        }
        loaded[i].facts = reading.facts;
        loaded[i].has_print = reading.has_print;
        memcpy(loaded[i].print, reading.print, VISIT_PRINT);
    }
    return 0;
}

/* --- the run -------------------------------------------------------------- */

static struct {
    size_t answers, strangers, missed, wrong_session, skipped, wrong;
} totals;

/* Told all, then failed once. */
static void wrong(const char *what, unsigned findings, const char *why)
{
    print_error("%s: findings %03x: %s\n", what, findings, why);
    totals.wrong++;
}

/* The findings about the person that an identity allows. */
static void check_identity(enum identity identity, unsigned findings,
                           const char *what)
{
    const unsigned person = BIT(FINDING_MATCH) | BIT(FINDING_VARIANT) |
                            BIT(FINDING_DOT) | BIT(FINDING_STRANGER);
    bool ok = false;

    switch (identity) {
    case PERSON:
        ok = (findings & person) == BIT(FINDING_MATCH) ||
             (findings & person) == BIT(FINDING_VARIANT);
        break;
    case STRANGER:
    case STRANGER_IN_KANJI:
        ok = (findings & person) == BIT(FINDING_STRANGER);
        break;
    case LOOK:
        ok = (findings & BIT(FINDING_REVIEW)) != 0 &&
             (findings & (BIT(FINDING_MATCH) | BIT(FINDING_DOT) |
                          BIT(FINDING_STRANGER))) == 0;
        break;
    case DOTTED: ok = (findings & person) == BIT(FINDING_DOT); break;
    case NOBODY: ok = (findings & person) == 0; break;
    }
    if (!ok)
        wrong(what, findings, "about the person");
}

static void check_findings(const struct card_row *card,
                           const struct answer_row *row, enum identity identity,
                           unsigned findings, const char *what)
{
    /* These depend on nothing but card and codes. */
    const unsigned exact = BIT(FINDING_NOT_ELIGIBLE) |
                           BIT(FINDING_NEW_ENTITLEMENT) | BIT(FINDING_EXPIRED) |
                           BIT(FINDING_RENEW) | BIT(FINDING_FORGED);
    unsigned want = card->card | row->more;

    check_identity(identity, findings, what);
    if ((findings & exact) != (want & exact) ||
        ((want & BIT(FINDING_REVIEW)) != 0 &&
         (findings & BIT(FINDING_REVIEW)) == 0))
        wrong(what, findings, "about card and codes");
    if (identity == PERSON && (want & BIT(FINDING_REVIEW)) == 0 &&
        (findings & BIT(FINDING_REVIEW)) != 0)
        wrong(what, findings, "a review too many");
}

static enum identity identity_of(const struct card_row *card,
                                 const struct answer_row *row)
{
    if (row->identity != STRANGER_IN_KANJI)
        return row->identity;
    return card->latin ? LOOK : STRANGER;
}

/* One card session, one answer, from insertion to the line. */
static void run_one(size_t card, const struct answer_row *row, bool cp932,
                    bool by_id)
{
    static const char id[] = "00112233445566778899aabbccddeeff";
    struct visit_facts facts = loaded[card].facts;
    const struct inkan_person *person = &loaded[card].facts.person;
    const char sex[2] = { person->sex, '\0' };
    struct form form = form_of("", "", sex, person->address);
    struct scratch s = { .more = "" };
    enum identity identity = identity_of(&card_rows[card], row);
    const struct counter_event *e;
    struct counter c;
    struct visit *visit;
    char what[160], now[15];
    size_t len = 0;
    uint8_t *bytes;

    snprintf(s.name, sizeof(s.name), "%s", person->name);
    snprintf(s.birth, sizeof(s.birth), "%s", person->birth);
    form.result[0].name = s.name;
    form.result[0].birth = s.birth;
    form.cp932 = cp932;
    snprintf(what, sizeof(what), "%s, %s, %s, by %s", card_rows[card].name,
             row->name, cp932 ? "CP932" : "UTF-8", by_id ? "id" : "time");
    if (!row->change(&form, &s)) {
        totals.skipped++;
        return;
    }
    counter_begin(&c, NULL);
    form_time(COUNTER_WALL + c.now_ms / 1000, now);
    form.time = now;
    form.identifier = by_id ? id : "pushed";
    bytes = form_write(&form, &len);
    if (bytes == NULL) { /* not to be written in CP932 */
        totals.skipped++;
        counter_end(&c);
        return;
    }
    visit = reception_insert(&c.r, CARDS_READER);
    if (by_id)
        requests_add(&c.r.requests, id, visit->number, c.now_ms);
    reception_read(&c.r, visit,
                   loaded[card].has_print ? loaded[card].print : NULL, &facts);
    counter_bytes(&c,
                  by_id ? "OQSsiquc01res_00112233.xml"
                        : "OQSsiquc01res_face_x_20260401100000.xml",
                  bytes, len);
    counter_pass(&c, 130 * 1000);
    free(bytes);
    e = counter_last(&c, "answer", NULL);
    assert_non_null(e);
    assert_int_equal(counter_told(&c, "answer", NULL), 1);
    totals.answers++;
    totals.strangers += identity == STRANGER;
    totals.missed += identity == STRANGER && e->verdict != FINDING_STRANGER;
    totals.wrong_session += e->session != visit->number;
    check_findings(&card_rows[card], row, identity, e->findings, what);
    counter_end(&c);
}

static void every_card_meets_every_answer(void **state)
{
    (void)state;
    for (size_t card = 0; card < ARRAY_LEN(card_rows); card++) {
        for (size_t row = 0; row < answer_rows_count; row++) {
            for (unsigned way = 0; way < 4; way++)
                run_one(card, &answer_rows[row], (way & 1) != 0,
                        (way & 2) != 0);
        }
    }
    print_message("# corpus: %zu answers, %zu strangers, %zu missed, %zu in "
                  "another session, %zu combinations that cannot be\n",
                  totals.answers, totals.strangers, totals.missed,
                  totals.wrong_session, totals.skipped);
    assert_true(totals.answers >= 300);
    assert_true(totals.strangers >= 100);
    assert_int_equal(totals.missed, 0);
    assert_int_equal(totals.wrong_session, 0);
    assert_int_equal(totals.wrong, 0);
}

/* Every card against the true answer of every other one: 20 x 19 strangers,
 * but for cards of one and the same person. */
static void no_card_meets_another_ones_answer_unseen(void **state)
{
    size_t strangers = 0;

    (void)state;
    for (size_t a = 0; a < ARRAY_LEN(card_rows); a++) {
        for (size_t b = 0; b < ARRAY_LEN(card_rows); b++) {
            const struct inkan_person *x = &loaded[a].facts.person;
            const struct inkan_person *y = &loaded[b].facts.person;
            const char sex[2] = { y->sex, '\0' };
            struct visit_facts facts = loaded[a].facts;
            struct counter c;

            if (strcmp(x->name, y->name) == 0 &&
                strcmp(x->birth, y->birth) == 0)
                continue;
            counter_begin(&c, NULL);
            reception_read(&c.r, reception_insert(&c.r, CARDS_READER), NULL,
                           &facts);
            counter_form(&c, "OQSsiquc01res_face_x_1.xml",
                         form_of(y->name, y->birth, sex, y->address));
            counter_pass(&c, 130 * 1000);
            assert_int_equal(counter_last(&c, "answer", NULL)->verdict,
                             FINDING_STRANGER);
            strangers++;
            counter_end(&c);
        }
    }
    print_message("# %zu cards met another one's answer\n", strangers);
    assert_true(strangers >= 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_card_meets_every_answer),
        cmocka_unit_test(no_card_meets_another_ones_answer_unseen),
    };

    return cmocka_run_group_tests_name("reception/corpus", tests, load_cards,
                                       NULL);
}
