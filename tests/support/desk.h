/* SPDX-License-Identifier: Apache-2.0
 *
 * A desk: readers, the cards that lie in them, and the service between, all
 * in this process and in the hands of the test. Cards can be inserted, pulled
 * and reset at any step, the service can stop, and another program can reach
 * the same card. The transport behaves as pcscd does where that matters:
 * connections are bound to an insertion, a reset is told once, a card that
 * nobody holds is powered off.
 */
#ifndef INKAN_TESTS_SUPPORT_DESK_H
#define INKAN_TESTS_SUPPORT_DESK_H

#include <pthread.h>

#include <inkan/transport.h>

#include "card/port/posix/image.h"

#define DESK_READERS 3

struct desk_reader {
    const char *name;
    bool plugged; /* the reader itself */
    struct posix_card *card;
    uint32_t events;
    unsigned resets;  /* of this card since it was inserted */
    unsigned holders; /* connections; the other program's counts too */
};

/* What the card was asked, counted. */
struct desk_counts {
    unsigned apdus;
    unsigned selects;
    unsigned verifies; /* VERIFY with a value */
    unsigned signs;
    unsigned pads; /* PINs typed on the reader */
};

struct desk {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct desk_reader readers[DESK_READERS];
    struct desk_counts counts;
    bool stopped;        /* pcscd does not run */
    unsigned generation; /* of pcscd; connections die with theirs */
    bool busy;           /* another program holds every card */
    bool has_pad;        /* the readers have a PIN pad ... */
    const char *pad_pin; /* ... on which this is typed */
    bool swap_is_reset;  /* a swapped card looks like a reset one */
    bool mute;           /* no answer to any command */
    unsigned cancels;

    /* Called before each step of the transport (not locked), so that a test
     * can make something happen between any two. */
    void (*hook)(struct desk *desk, unsigned step);
    unsigned step;
    /* Called with each answer before it goes up; may change it. */
    size_t (*lie)(struct desk *desk, uint8_t *resp, size_t len, size_t cap);
    void *user;
};

void desk_init(struct desk *desk);
void desk_free(struct desk *desk); /* closes the cards that lie on it */

/* For module_set_transport and inkan_options; lives as long as the desk. */
struct inkan_transport desk_transport(struct desk *desk);

void desk_plug_reader(struct desk *desk, size_t reader, const char *name);
void desk_unplug_reader(struct desk *desk, size_t reader);

/* The desk keeps the card until it is pulled or freed. */
void desk_insert(struct desk *desk, size_t reader, struct posix_card *card);
/* Gives the card back; NULL: the reader was empty. */
struct posix_card *desk_pull(struct desk *desk, size_t reader);

/* What another program can do: a warm reset, one exchange, and to keep its
 * connection open (so that the card stays powered). Returns the SW. */
void desk_reset(struct desk *desk, size_t reader);
uint16_t desk_other(struct desk *desk, size_t reader, const uint8_t *cmd,
                    size_t len);
void desk_other_holds(struct desk *desk, size_t reader, bool holds);

/* pcscd stops and starts again: connections are dead. */
void desk_restart_service(struct desk *desk);

struct desk_counts desk_counts(struct desk *desk);

#endif
