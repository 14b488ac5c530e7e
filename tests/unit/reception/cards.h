/* SPDX-License-Identifier: Apache-2.0
 *
 * Issued cards for the tests of reception, read in this process: the build
 * issues them all for one fixed day.
 */
#ifndef INKAN_TESTS_UNIT_RECEPTION_CARDS_H
#define INKAN_TESTS_UNIT_RECEPTION_CARDS_H

#include "tests/support/desk.h"
#include "tests/unit/reception/counter.h"
#include "tools/reception/reading.h"

#define CARDS_READER "Desk 0"

/* A copy of the card of this name (so that tries spent are not missed by the
 * next test), with a library and the trust of the test authority. */
struct cards {
    struct desk desk;
    struct inkan_transport transport;
    struct inkan *ink;
    struct inkan_trust *trust;
    struct inkan_secret secret;
    uint8_t pin[16];
    char image[64]; /* the copy */
};

/* Ends the test when the card cannot be had. */
void cards_begin(struct cards *cards, const char *name);
void cards_end(struct cards *cards);

/* Reads the card with the text PIN of all of them, 1234. */
enum inkan_rc cards_read(struct cards *cards, struct reading *out);

/* The day they were issued for, noon in Japan. */
extern const struct inkan_time cards_today;

#endif
