/* SPDX-License-Identifier: Apache-2.0
 *
 * An address taken apart by its notation alone, without a gazetteer: enough to
 * compare two addresses of one person, not to find a place.
 */
#ifndef INKAN_HOST_MATCH_ADDRESS_H
#define INKAN_HOST_MATCH_ADDRESS_H

#include "host/match/internal.h"

#define ADDRESS_BLOCK_MAX 8

struct address {
    int prefecture;    /* 1-47; 0 = left out */
    struct text place; /* municipality and town; numbers as CHAR_NUMBER + n */
    size_t count;      /* of block */
    uint32_t block[ADDRESS_BLOCK_MAX]; /* house numbers, the largest first */
    struct slice block_at;             /* where they stand in the text read */
    struct text rest;                  /* building and room */
    uint32_t room;                     /* the last number of rest; 0 = none */
    bool says_lot;                     /* banchi: a lot of the land register */
    bool says_residence;               /* ban and go: a residence number */
};

/* t must live as long as out. */
void address_read(const struct text *t, struct address *out);

#endif
