/* SPDX-License-Identifier: Apache-2.0
 *
 * Every operation of the public API on the adult's card, as a table: for
 * tests that do something to all of them.
 */
#ifndef INKAN_TESTS_LOOP_HOST_OPERATIONS_H
#define INKAN_TESTS_LOOP_HOST_OPERATIONS_H

#include "tests/loop/host/host_desk.h"

struct operation {
    const char *name;
    bool secret; /* sends a VERIFY */
    /* Runs it; whatever it gives is freed again. */
    enum inkan_rc (*run)(struct inkan_card *card);
};

extern const struct operation operations[];
extern const size_t operation_count;

#endif
