/* SPDX-License-Identifier: Apache-2.0
 *
 * Makes households and decides which records are about somebody else.
 */
#include "tests/bench/match/population.h"

#include <stdio.h>
#include <string.h>

#include "tests/bench/match/names.h"
#include "tests/bench/match/rates.h"

const char *cause_name(enum cause cause)
{
    static const char *const names[] = { "right", "namesake", "family",
                                         "logout" };

    return names[cause];
}

uint64_t chance_next(struct chance *c)
{
    uint64_t z = c->state += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

struct chance chance_of(uint64_t seed, uint64_t household, uint64_t what)
{
    struct chance c = { seed ^ household * 0xD1342543DE82EF95u ^ what << 56 };

    (void)chance_next(&c);
    return c;
}

bool chance_hit(struct chance *c, double rate)
{
    return (double)(chance_next(c) >> 11) * 0x1p-53 < rate;
}

unsigned chance_below(struct chance *c, unsigned limit)
{
    return (unsigned)(chance_next(c) % limit);
}

/* All numbers differ: a multiplication by an odd number coprime to 10. */
static void make_number(uint64_t serial, char out[13])
{
    uint64_t value = (serial * 7368787u + 12345678901u) % 100000000000u;
    int sum = 0;

    (void)snprintf(out, 13, "%011llu0", (unsigned long long)value);
    for (int n = 1; n <= 11; n++)
        sum += (out[11 - n] - '0') * (n <= 6 ? n + 1 : n - 5);
    out[11] = (char)('0' + (sum % 11 <= 1 ? 0 : 11 - sum % 11));
}

static const struct surname_row *pick_surname(struct chance *c)
{
    static unsigned total; /* the weights never change */
    unsigned at;
    size_t i = 0;

    if (total == 0) {
        for (size_t k = 0; k < surname_count; k++)
            total += surnames[k].weight;
    }
    at = chance_below(c, total);
    while (at >= surnames[i].weight)
        at -= surnames[i++].weight;
    return &surnames[i];
}

static void name_person(struct chance *c, const struct surname_row *surname,
                        struct person *p)
{
    const struct given_row *given =
        &givens[chance_below(c, (unsigned)given_count)];

    p->surname = p->common_surname = surname->kanji;
    if (surname->old != NULL && chance_hit(c, rate_old_form))
        p->surname = surname->old;
    p->given = p->common_given = given->kanji;
    if (given->old != NULL && chance_hit(c, rate_old_form))
        p->given = given->old;
    p->surname_kana = surname->kana;
    p->given_kana = given->kana;
    p->row.sex[0] = given->sex;
    (void)snprintf(p->row.kana, TEXT_CAP, "%s　%s", p->surname_kana,
                   p->given_kana);
    if (chance_hit(c, rate_former_surname))
        (void)snprintf(p->row.name, TEXT_CAP, "%s［%s］%s", p->surname,
                       pick_surname(c)->kanji, p->given);
    else
        (void)snprintf(p->row.name, TEXT_CAP, "%s　%s", p->surname, p->given);
}

static void name_foreigner(struct chance *c, struct person *p)
{
    p->foreign = true;
    p->surname = latin_surnames[chance_below(c, (unsigned)latin_surname_count)];
    p->given = latin_givens[chance_below(c, (unsigned)latin_given_count)];
    p->row.sex[0] = chance_hit(c, 0.5) ? '1' : '2';
    (void)snprintf(p->row.name, TEXT_CAP, "%s %s", p->surname, p->given);
}

static void make_birth(struct chance *c, struct person *p)
{
    static const int days[] = {
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    };

    p->year = 1930 + (int)chance_below(c, 94);
    p->month = 1 + (int)chance_below(c, 12);
    p->day = 1 + (int)chance_below(c, (unsigned)days[p->month - 1]);
    if (chance_hit(c, rate_day_unknown))
        p->day = 0;
    (void)snprintf(p->row.birth, sizeof(p->row.birth), "%04d%02d%02d", p->year,
                   p->month, p->day);
}

static void write_home(struct person *p)
{
    static const char *const digits[] = { "０", "１", "２", "３", "４",
                                          "５", "６", "７", "８", "９" };
    char plain[64];
    char *out = p->row.address;
    size_t len;

    (void)snprintf(plain, sizeof(plain), "%d-%d-%d", p->block[0], p->block[1],
                   p->block[2]);
    len = (size_t)snprintf(out, TEXT_CAP, "%s%s%s", p->prefecture, p->city,
                           p->town);
    for (const char *s = plain; *s != '\0'; s++) {
        const char *wide = *s == '-' ? "－" : digits[*s - '0'];

        memcpy(out + len, wide, 4);
        len += 3;
    }
    if (p->building != NULL)
        (void)snprintf(out + len, TEXT_CAP - len, "　%s%d号室", p->building,
                       p->room);
}

static void make_home(struct chance *c, struct person *p)
{
    const struct place_row *place =
        &places[chance_below(c, (unsigned)place_count)];

    p->prefecture = place->prefecture;
    p->city = place->city;
    p->town = place->town;
    p->block[0] = 1 + (int)chance_below(c, 9);
    p->block[1] = 1 + (int)chance_below(c, 40);
    p->block[2] = 1 + (int)chance_below(c, 30);
    p->building = NULL;
    if (chance_hit(c, rate_building)) {
        p->building = buildings[chance_below(c, (unsigned)building_count)];
        p->room = 101 + (int)chance_below(c, 9) + 100 * (int)chance_below(c, 9);
    }
    write_home(p);
}

static void share_home(const struct person *from, struct person *p)
{
    p->prefecture = from->prefecture;
    p->city = from->city;
    p->town = from->town;
    memcpy(p->block, from->block, sizeof(p->block));
    p->building = from->building;
    p->room = from->room;
    memcpy(p->row.address, from->row.address, TEXT_CAP);
}

/* Is the first one's record a wrong link, and by which cause? */
static enum cause cause_of(const struct population *p, uint64_t number,
                           int size)
{
    struct chance c = chance_of(p->seed, number, 2);

    /* The rate counts records; households have two and a half on average. */
    if (!chance_hit(&c, p->wrong_link * 2.5))
        return RIGHT;
    if (chance_hit(&c, rate_wrong_by_namesake))
        return WRONG_NAMESAKE;
    if (size > 1 &&
        chance_hit(&c, rate_wrong_by_family / (1 - rate_wrong_by_namesake)))
        return WRONG_FAMILY;
    return WRONG_LOGOUT;
}

void household_make(const struct population *p, uint64_t number,
                    struct household *out)
{
    struct chance c = chance_of(p->seed, number, 1);
    const struct surname_row *surname = pick_surname(&c);
    bool foreign = chance_hit(&c, rate_foreign);

    memset(out, 0, sizeof(*out));
    out->size = 1 + (int)chance_below(&c, HOUSEHOLD_MAX);
    for (int k = 0; k < out->size; k++) {
        struct person *person = &out->people[k];

        make_number(number * (HOUSEHOLD_MAX + 1) + (uint64_t)k,
                    person->row.number);
        if (foreign)
            name_foreigner(&c, person);
        else
            name_person(&c, surname, person);
        make_birth(&c, person);
        if (k == 0)
            make_home(&c, person);
        else
            share_home(&out->people[0], person);
    }
    if (cause_of(p, number, out->size) != WRONG_NAMESAKE)
        return;
    out->has_namesake = true;
    out->namesake = out->people[0];
    make_number(number * (HOUSEHOLD_MAX + 1) + HOUSEHOLD_MAX,
                out->namesake.row.number);
    do
        make_home(&c, &out->namesake);
    while (strcmp(out->namesake.town, out->people[0].town) == 0 &&
           strcmp(out->namesake.city, out->people[0].city) == 0);
}

/* Things that were true once, or never: into a copy of the person. */
static void go_stale(struct chance *c, struct person *p)
{
    if (chance_hit(c, rate_stale_address))
        make_home(c, p);
    if (!p->foreign && chance_hit(c, rate_stale_surname)) {
        const struct surname_row *other = pick_surname(c);

        p->surname = p->common_surname = other->kanji;
        p->surname_kana = other->kana;
    }
    if (chance_hit(c, rate_typing_block))
        p->block[2] = p->block[2] % 30 + 1;
    if (chance_hit(c, rate_typing_birth))
        p->day = p->day % 28 + 1;
}

static void type_number(struct chance *c, struct record *out)
{
    int at = (int)chance_below(c, 12);

    if (chance_hit(c, rate_typing_number)) {
        out->row.number[at] = out->row.number[at] == '9' ? '0' : '9';
        out->no_counterpart = true;
    }
}

bool household_record(const struct population *p, uint64_t number,
                      const struct household *h, int k, struct record *out)
{
    struct chance c = chance_of(p->seed, number, (uint64_t)(16 + k));
    enum cause cause = cause_of(p, number, h->size);
    struct person person = h->people[k];
    uint64_t before = number == 0 ? p->households - 1 : number - 1;

    memset(out, 0, sizeof(*out));
    /* Whose number stands in a wrong record has no record of his own here:
     * twice the same number would give the link away. */
    if (k == h->size - 1 && k > 0 && cause == WRONG_FAMILY)
        return false;
    go_stale(&c, &person);
    record_write(&c, &person, &out->row);
    if (k == 0)
        out->cause = cause;
    if (out->cause == WRONG_NAMESAKE)
        memcpy(out->row.number, h->namesake.row.number, 13);
    if (out->cause == WRONG_FAMILY)
        memcpy(out->row.number, h->people[h->size - 1].row.number, 13);
    if (out->cause == WRONG_LOGOUT)
        make_number(before * (HOUSEHOLD_MAX + 1), out->row.number);
    if (out->cause == RIGHT)
        type_number(&c, out);
    return true;
}
