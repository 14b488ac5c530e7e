/* SPDX-License-Identifier: Apache-2.0
 *
 * PC/SC as a library of its own in the test: a service, one reader and one
 * card, in which the n-th call fails. Linked before the real one, it takes
 * its place.
 */
#ifndef INKAN_TESTS_LOOP_HOST_FAKE_PCSC_H
#define INKAN_TESTS_LOOP_HOST_FAKE_PCSC_H

#include <winscard.h>

#include "card/port/posix/image.h"

struct fake_pcsc {
    struct posix_card *card; /* NULL: the reader is empty */
    unsigned calls;
    unsigned fail_at; /* the n-th call from 1, 0 = none */
    LONG fail_with;
    bool only_once; /* else all calls from the n-th on fail */

    /* what is open; all 0 when everything was given back */
    int contexts, handles, transactions;

    uint32_t events;
    bool was_reset; /* told by the next SCardBeginTransaction */
    unsigned busy;  /* so many SCardGetAttrib say SHARING_VIOLATION */
    unsigned unpowered;
    const char *pad; /* what the holder types; NULL: no PIN pad */
    unsigned pad_sw; /* what the reader says instead, 0 = as the card */
};

extern struct fake_pcsc fake_pcsc;

#endif
