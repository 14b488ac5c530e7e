/* SPDX-License-Identifier: Apache-2.0
 *
 * Invented people with ground truth. A household is a function of seed and
 * number: it can be made again in any order, so that files of any length are
 * written without keeping anybody in memory.
 */
#ifndef INKAN_TESTS_BENCH_MATCH_POPULATION_H
#define INKAN_TESTS_BENCH_MATCH_POPULATION_H

#include <stdbool.h>
#include <stdint.h>

#define HOUSEHOLD_MAX 4
#define TEXT_CAP      256

struct row {
    char number[13];
    char name[TEXT_CAP];
    char kana[TEXT_CAP];
    char birth[32];
    char sex[16];
    char address[TEXT_CAP];
};

/* One of the household, as the register has it, and what else is known. */
struct person {
    struct row row;
    const char *surname, *given; /* the forms on the register */
    const char *common_surname, *common_given;
    const char *surname_kana, *given_kana;
    bool foreign;
    int year, month, day;
    const char *prefecture, *city, *town;
    int block[3];
    const char *building; /* NULL: a house */
    int room;
};

struct household {
    int size;
    struct person people[HOUSEHOLD_MAX];
    /* Somebody else with the first one's name and birth date, whom no record
     * is about; only where a wrong link needs one. */
    bool has_namesake;
    struct person namesake;
};

enum cause {
    RIGHT, /* the record is about the person whose number it has */
    WRONG_NAMESAKE,
    WRONG_FAMILY,
    WRONG_LOGOUT,
    CAUSE_COUNT
};

/* A record of a system, and the truth about it. */
struct record {
    struct row row;
    enum cause cause;
    bool no_counterpart; /* truly: the number is unknown, or mistyped */
};

const char *cause_name(enum cause cause);

/* A small generator of its own for each household: splitmix64. */
struct chance {
    uint64_t state;
};
struct chance chance_of(uint64_t seed, uint64_t household, uint64_t what);
uint64_t chance_next(struct chance *c);
bool chance_hit(struct chance *c, double rate);
unsigned chance_below(struct chance *c, unsigned limit);

/* Changes the rate of wrong links: a stress run has more of them. */
struct population {
    uint64_t seed;
    uint64_t households;
    double wrong_link;
};

void household_make(const struct population *p, uint64_t number,
                    struct household *out);
/* The k-th one's record in the system; false: there is none. */
bool household_record(const struct population *p, uint64_t number,
                      const struct household *h, int k, struct record *out);

/* How a system writes a person down (record.c). */
void record_write(struct chance *c, const struct person *p, struct row *out);

#endif
