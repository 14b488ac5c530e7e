/* SPDX-License-Identifier: Apache-2.0
 *
 * A card that answers what the input of a fuzz target says: mostly like an
 * issued card, so that libinkan goes deep, and then anything at all. It also
 * watches the rule that no value is sent without a counter that allows it.
 */
#ifndef INKAN_TESTS_FUZZ_HOST_HOSTILE_H
#define INKAN_TESTS_FUZZ_HOST_HOSTILE_H

#include <inkan/transport.h>

#include "card/edge/bytes.h"

struct hostile {
    struct span input; /* decisions; honest when they have run out */
    struct span body;  /* of the card image whose files are told */
    int app;           /* selected, -1 = none */
    uint16_t ef;       /* current, 0 = none */
    int tries;         /* what the last exchange told, -1 = nothing */
    unsigned long long answers;
};

struct inkan_transport hostile_transport(struct hostile *h);

#endif
