/* SPDX-License-Identifier: Apache-2.0
 *
 * The corpus: every issued card against every kind of answer, in both
 * encodings, paired both ways. What must come out is a column of the tables
 * below, written by hand; that no stranger is missed is counted apart.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/reception/cards.h"

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

/* --- the answers ---------------------------------------------------------- */

/* Room for what a change makes of a person. */
struct scratch {
    char name[4096], birth[16], more[1024];
};

#define SURNAME_END "\xE3\x80\x80" /* U+3000 */

/* The k-th character of the name from `from` on becomes `with`; false where
 * there is none. */
static bool replace(char *name, size_t cap, const char *from, size_t k,
                    const char *with)
{
    char rest[4096];
    char *at = name + (from - name);
    size_t len = 1;

    for (; k > 0 && *at != '\0'; k--) {
        for (at++; ((unsigned char)*at & 0xC0) == 0x80; at++)
            ;
    }
    if (*at == '\0' || strncmp(at, SURNAME_END, 3) == 0)
        return false;
    while (((unsigned char)at[len] & 0xC0) == 0x80)
        len++;
    snprintf(rest, sizeof(rest), "%s", at + len);
    snprintf(at, cap - (size_t)(at - name), "%s%s", with, rest);
    return true;
}

static char *given(char *name)
{
    char *space = strstr(name, SURNAME_END);

    return space != NULL ? space + 3 : name + strlen(name);
}

/* Characters of the surname and of the given name. */
static size_t chars(const char *from, const char *to)
{
    size_t count = 0;

    for (; from < to; from++)
        count += ((unsigned char)*from & 0xC0) != 0x80;
    return count;
}

static bool has_bracket(const char *name)
{
    return strstr(name, "（") != NULL || strstr(name, "［") != NULL;
}

static bool same(struct form *f, struct scratch *s)
{
    (void)f;
    (void)s;
    return true;
}

static bool spaced(struct form *f, struct scratch *s)
{
    char *space = strstr(s->name, SURNAME_END);

    (void)f;
    if (space == NULL)
        return false;
    memmove(space + 1, space + 3, strlen(space + 3) + 1);
    *space = ' ';
    return true;
}

static bool birth_day(struct form *f, struct scratch *s)
{
    (void)f;
    s->birth[7] = s->birth[7] == '5' ? '6' : '5';
    s->birth[6] = '1';
    return true;
}

static bool birth_year(struct form *f, struct scratch *s)
{
    (void)f;
    s->birth[3] = s->birth[3] == '5' ? '6' : '5';
    return true;
}

static bool birth_swapped(struct form *f, struct scratch *s)
{
    (void)f;
    memcpy(s->birth, "19320411", 9);
    return true;
}

static bool other_person(struct form *f, struct scratch *s)
{
    strcpy(s->name, "架空　三四郎");
    strcpy(s->birth, "19520229");
    f->result[0].sex = "1";
    return true;
}

/* A namesake of another age; a mother and a daughter. */
static bool other_given(struct form *f, struct scratch *s)
{
    (void)f;
    strcpy(given(s->name), "架空之介");
    return strstr(s->name, SURNAME_END) != NULL;
}

static bool other_name_same_birth(struct form *f, struct scratch *s)
{
    (void)f;
    strcpy(s->name, "架空　三四郎");
    return true;
}

/* Another surname, and not known what sex: no proof that it is the same. */
static bool other_surname_no_sex(struct form *f, struct scratch *s)
{
    char name[4096];

    if (has_bracket(s->name)) /* it may say who it is */
        return false;
    snprintf(name, sizeof(name), "架空%s%s", SURNAME_END, given(s->name));
    strcpy(s->name, name);
    f->result[0].sex = "3";
    return true;
}

static bool other_surname(struct form *f, struct scratch *s)
{
    const char *sex = f->result[0].sex;

    return other_surname_no_sex(f, s) && (f->result[0].sex = sex) != NULL;
}

static bool other_sex(struct form *f, struct scratch *s)
{
    (void)s;
    f->result[0].sex = f->result[0].sex[0] == '1' ? "2" : "1";
    return true;
}

static bool unset_sex(struct form *f, struct scratch *s)
{
    (void)s;
    f->result[0].sex = "3";
    return true;
}

static bool no_name(struct form *f, struct scratch *s)
{
    (void)f;
    s->name[0] = '\0';
    return true;
}

static bool no_birth(struct form *f, struct scratch *s)
{
    (void)f;
    s->birth[0] = '\0';
    return true;
}

static bool impossible_birth(struct form *f, struct scratch *s)
{
    (void)f;
    strcpy(s->birth, "19850231");
    return true;
}

/* A dot for one character of a surname that has more than one. */
static bool dot_in_surname(struct form *f, struct scratch *s)
{
    char *g = given(s->name);

    (void)f;
    if (has_bracket(s->name) || chars(s->name, g) < 3)
        return false;
    return replace(s->name, sizeof(s->name), s->name, 1, "●");
}

static bool dots_for_surname(struct form *f, struct scratch *s)
{
    char *g = given(s->name), rest[4096];
    size_t count = chars(s->name, g);

    (void)f;
    if (*g == '\0' || count < 2)
        return false;
    snprintf(rest, sizeof(rest), "%s", g);
    s->name[0] = '\0';
    for (size_t i = 1; i < count; i++)
        strcat(s->name, "●");
    strcat(s->name, SURNAME_END);
    strcat(s->name, rest);
    return true;
}

static bool all_dots(struct form *f, struct scratch *s)
{
    (void)f;
    strcpy(s->name, "●●　●●");
    return true;
}

/* A stranger under dots: what is left of the name is not the card's. */
static bool stranger_under_dots(struct form *f, struct scratch *s)
{
    (void)f;
    strcpy(s->name, "架●　●四郎");
    return true;
}

/* All dots, but born on another day. */
static bool dots_and_other_birth(struct form *f, struct scratch *s)
{
    return all_dots(f, s) && birth_year(f, s);
}

/* The stranger comes second of two insurances. */
static bool stranger_second(struct form *f, struct scratch *s)
{
    (void)s;
    f->count = 2;
    f->result[1] = f->result[0];
    f->result[1].name = "架空　三四郎";
    f->result[1].birth = "19520229";
    return true;
}

static bool two_insurances(struct form *f, struct scratch *s)
{
    (void)s;
    f->count = 2;
    f->result[1] = f->result[0];
    f->result[1].insurer = "     999";
    return true;
}

/* The other name is the card's, the first one is nobody's that we know. */
static bool other_name_is_cards(struct form *f, struct scratch *s)
{
    snprintf(s->more, sizeof(s->more), "<NameOfOther>%.900s</NameOfOther>",
             s->name);
    strcpy(s->name, "架空　三四郎");
    f->result[0].more = s->more;
    return true;
}

static bool moved_house(struct form *f, struct scratch *s)
{
    (void)s;
    f->result[0].address = "沖縄県那覇市架空町９丁目９番９号";
    return true;
}

static bool no_address(struct form *f, struct scratch *s)
{
    (void)s;
    f->result[0].address = NULL;
    return true;
}

/* Older spellings of the consents, and a nested element with a name in it. */
static bool old_consents(struct form *f, struct scratch *s)
{
    (void)s;
    f->result[0].more =
        "<PharmaceuticalInfoConsFlg>1</PharmaceuticalInfoConsFlg>"
        "<PharmaceuticalInfoAcquisitionTime>20260401</"
        "PharmaceuticalInfoAcquisitionTime>"
        "<ElderlyRecipientCertificateInfo><Name>架空</Name>"
        "</ElderlyRecipientCertificateInfo>";
    return true;
}

/* clang-format off */
#define CODE(function, member, value)                                          \
    static bool function(struct form *f, struct scratch *s)                    \
    {                                                                          \
        (void)s;                                                               \
        f->member = value;                                                     \
        return true;                                                           \
    }
CODE(validity_2, validity, "2")
CODE(validity_3, validity, "3")
CODE(validity_4, validity, "4")
CODE(validity_5, validity, "5")
CODE(validity_6, validity, "6")
CODE(validity_7, validity, "7")
CODE(validity_none, validity, NULL)
CODE(segment_2, segment, "2")
CODE(segment_3, segment, "3")
CODE(segment_9, segment, "9")
CODE(segment_8, segment, "8")
CODE(status_2, status, "2")
CODE(status_none, status, NULL)
CODE(charset_1, charset, "1")
CODE(charset_2, charset, "2")
CODE(nobody, count, 0)
/* clang-format on */

static bool nobody_4(struct form *f, struct scratch *s)
{
    return nobody(f, s) && validity_4(f, s);
}

static bool stranger_4(struct form *f, struct scratch *s)
{
    return other_person(f, s) && validity_4(f, s);
}

static bool stranger_9(struct form *f, struct scratch *s)
{
    return other_person(f, s) && segment_9(f, s);
}

/* What the answer brings. PERSON: name and birth date agree, MATCH or VARIANT. */
enum identity {
    PERSON,
    STRANGER,
    STRANGER_IN_KANJI, /* beside a Latin name: LOOK */
    LOOK,
    DOTTED,
    NOBODY
};

static const struct answer_row {
    const char *name;
    bool (*change)(struct form *f, struct scratch *s);
    enum identity identity;
    unsigned more; /* findings besides */
} answer_rows[] = {
    /* clang-format off */
    { "same",                  same,                  PERSON,   0 },
    { "half-width space",      spaced,                PERSON,   0 },
    { "another day",           birth_day,             STRANGER, 0 },
    { "another year",          birth_year,            STRANGER, 0 },
    { "another date",          birth_swapped,         STRANGER, 0 },
    { "another person",        other_person,          STRANGER, 0 },
    { "another given name",    other_given,           STRANGER, 0 },
    { "another name",          other_name_same_birth, STRANGER_IN_KANJI, 0 },
    { "surname, sex unset",    other_surname_no_sex,  STRANGER, 0 },
    { "another surname",       other_surname,         LOOK,     0 },
    { "another sex",           other_sex,             LOOK,     0 },
    { "sex unset",             unset_sex,             PERSON,   0 },
    { "no name",               no_name,               LOOK,     0 },
    { "no birth date",         no_birth,              LOOK,     0 },
    { "impossible date",       impossible_birth,      LOOK,     0 },
    { "a dot",                 dot_in_surname,        DOTTED,   0 },
    { "surname all dots",      dots_for_surname,      LOOK,     0 },
    { "all dots",              all_dots,              LOOK,     0 },
    { "stranger under dots",   stranger_under_dots,   STRANGER_IN_KANJI, 0 },
    { "dots, another year",    dots_and_other_birth,  STRANGER, 0 },
    { "stranger second",       stranger_second,       STRANGER, 0 },
    { "two insurances",        two_insurances,        PERSON,   0 },
    { "only the other name",   other_name_is_cards,   STRANGER_IN_KANJI, 0 },
    { "moved house",           moved_house,           PERSON,   0 },
    { "no address",            no_address,            PERSON,   0 },
    { "old consents",          old_consents,          PERSON,   0 },
    { "validity 2",            validity_2,            PERSON,   BIT(FINDING_NOT_ELIGIBLE) },
    { "validity 3",            validity_3,            PERSON,   BIT(FINDING_NEW_ENTITLEMENT) },
    { "validity 4",            validity_4,            PERSON,   BIT(FINDING_NOT_ELIGIBLE) },
    { "validity 4, nobody",    nobody_4,              NOBODY,   BIT(FINDING_NOT_ELIGIBLE) },
    { "validity 5",            validity_5,            PERSON,   BIT(FINDING_REVIEW) },
    { "validity 6",            validity_6,            PERSON,   0 },
    { "validity 7",            validity_7,            PERSON,   BIT(FINDING_REVIEW) },
    { "no validity",           validity_none,         PERSON,   BIT(FINDING_REVIEW) },
    { "segment 2",             segment_2,             PERSON,   BIT(FINDING_REVIEW) },
    { "segment 3",             segment_3,             PERSON,   BIT(FINDING_REVIEW) },
    { "segment 9",             segment_9,             PERSON,   BIT(FINDING_REVIEW) },
    { "segment 8",             segment_8,             PERSON,   BIT(FINDING_REVIEW) },
    { "status 2",              status_2,              PERSON,   BIT(FINDING_REVIEW) },
    { "no status",             status_none,           PERSON,   BIT(FINDING_REVIEW) },
    { "charset 1",             charset_1,             PERSON,   0 },
    { "charset 2",             charset_2,             PERSON,   0 },
    { "valid, nobody",         nobody,                NOBODY,   BIT(FINDING_REVIEW) },
    { "stranger, validity 4",  stranger_4,            STRANGER, BIT(FINDING_NOT_ELIGIBLE) },
    { "stranger, segment 9",   stranger_9,            STRANGER, BIT(FINDING_REVIEW) },
    /* clang-format on */
};

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
        for (size_t row = 0; row < ARRAY_LEN(answer_rows); row++) {
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
