/* SPDX-License-Identifier: Apache-2.0
 *
 * Puts a card into a virtual reader: the TCP side of vsmartcard's vpcd. The
 * card program connects, the reader is the server.
 */
#ifndef INKAN_CARD_PORT_POSIX_VPCD_H
#define INKAN_CARD_PORT_POSIX_VPCD_H

#include "card/port/posix/fault.h"
#include "card/port/posix/image.h"

#include <signal.h>

#define VPCD_HOST "127.0.0.1"
#define VPCD_PORT "35963"

enum vpcd_rc {
    VPCD_STOPPED,   /* *stop was set */
    VPCD_PULLED,    /* a fault pulled the card for good */
    VPCD_NO_HOST,   /* no such host or port */
    VPCD_NO_READER, /* nobody listens there; errno tells */
    VPCD_LOST       /* the reader went away */
};

/* English sentence for a code; static. */
const char *vpcd_strerror(enum vpcd_rc rc);

struct vpcd_options {
    const char *host;                /* NULL = VPCD_HOST */
    const char *port;                /* NULL = VPCD_PORT */
    const struct fault_list *faults; /* NULL = none */
    /* Called once, when the reader first powers the card; may be NULL. */
    void (*plugged)(void *ctx);
    void *ctx;
    /* Set by a signal handler installed without SA_RESTART; may be NULL.
     * Block the signal and give the mask to wait with, or a signal between
     * looking and waiting is slept over. */
    const volatile sig_atomic_t *stop;
    const sigset_t *wait_mask; /* for ppoll; NULL = as it is */
};

/* Serves the card until stopped, pulled or left alone. */
enum vpcd_rc vpcd_serve(struct posix_card *pc, const struct vpcd_options *opt);

#endif
