/* SPDX-License-Identifier: Apache-2.0
 *
 * A reception whose clock stands in the hands of the test, and that writes
 * down what it tells.
 */
#ifndef INKAN_TESTS_UNIT_RECEPTION_COUNTER_H
#define INKAN_TESTS_UNIT_RECEPTION_COUNTER_H

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include "tests/unit/reception/form.h"
#include "tools/reception/reception.h"

#define COUNTER_EVENTS 64 /* the last ones are kept */

/* 2026-04-01 10:00:00 in Japan. */
#define COUNTER_WALL ((int64_t)1775005200)

struct counter_event {
    char kind[16];
    char file[80];
    char code[40]; /* of a bad file, or why unpaired */
    unsigned findings;
    enum finding verdict; /* FINDING_COUNT: no answer */
    uint64_t session;     /* 0: none */
    char paired_by[8];    /* "" : not */
    char line[2048];
    json_t *object;
};

struct counter {
    struct reception r;
    struct inkan_matcher *matcher;
    int64_t now_ms;
    size_t count; /* events so far */
    struct counter_event event[COUNTER_EVENTS];
};

/* options NULL: the defaults, with FORM_INSTITUTION. */
void counter_begin(struct counter *c, const struct reception_options *options);
void counter_end(struct counter *c);

/* Lets time pass in steps of a second, as a run would. */
void counter_pass(struct counter *c, int64_t ms);

/* A card that was read without trouble. Gives its number. */
uint64_t counter_card(struct counter *c, const char *reader, const char *name,
                      const char *birth, char sex);
/* The same, with the fingerprint made of this byte (0: none). */
uint64_t counter_card_print(struct counter *c, const char *reader,
                            const char *name, const char *birth, char sex,
                            uint8_t print);
/* Hands a form over, now; its time is now, where it has none. */
void counter_form(struct counter *c, const char *file, struct form form);
void counter_bytes(struct counter *c, const char *file, const void *data,
                   size_t len);

/* The last event of a kind about a file (NULL: any); NULL: none. */
const struct counter_event *counter_last(const struct counter *c,
                                         const char *kind, const char *file);
/* Events of a kind about a file (NULL: any) that are still kept. */
size_t counter_told(const struct counter *c, const char *kind,
                    const char *file);

#define BIT(n) (1u << (unsigned)(n))

#endif
