/* SPDX-License-Identifier: Apache-2.0
 *
 * The kinds of answer of the corpus: each changes the true answer of a person
 * in one way, and says what must come out.
 */
#ifndef INKAN_TESTS_UNIT_RECEPTION_CORPUS_ROWS_H
#define INKAN_TESTS_UNIT_RECEPTION_CORPUS_ROWS_H

#include "tests/unit/reception/counter.h"

/* Room for what a change makes of a person. */
struct scratch {
    char name[4096], birth[16], more[1024];
};

/* What the answer brings. PERSON: name and birth date agree, MATCH or VARIANT. */
enum identity {
    PERSON,
    STRANGER,
    STRANGER_IN_KANJI, /* beside a Latin name: LOOK */
    LOOK,
    DOTTED,
    NOBODY
};

struct answer_row {
    const char *name;
    bool (*change)(struct form *f, struct scratch *s);
    enum identity identity;
    unsigned more; /* findings besides */
};

extern const struct answer_row answer_rows[];
extern const size_t answer_rows_count;

#endif
