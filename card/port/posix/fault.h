/* SPDX-License-Identifier: Apache-2.0
 *
 * Faults that a plugged card can be told to show, so that hosts can be tested
 * on them. Parses and decides; carries nothing out (vpcd.c does).
 *
 *   pull@N       the card is pulled after N answers
 *   back=MS      and comes back that much later (once for each pull or cut)
 *   mute@N       no answer after N answers
 *   sw=XXXX@N    the N-th command is not run and gets this status word
 *   garbage=L@N  the N-th answer is L random bytes
 *   delay=MS     each answer comes that much later
 *   cut@W        the power goes in the middle of the W-th durable write;
 *                the card comes back a second later, or after back=MS: a
 *                reader that looks every 0.4 s must see that it was away
 */
#ifndef INKAN_CARD_PORT_POSIX_FAULT_H
#define INKAN_CARD_PORT_POSIX_FAULT_H

#include "card/edge/bytes.h"

#define FAULT_MAX 64

enum fault_kind {
    FAULT_PULL,
    FAULT_BACK,
    FAULT_MUTE,
    FAULT_SW,
    FAULT_GARBAGE,
    FAULT_DELAY,
    FAULT_CUT
};

struct fault {
    enum fault_kind kind;
    unsigned at;    /* N or W, counted from 1; 0 only for mute */
    unsigned value; /* status word, length or milliseconds */
};

struct fault_list {
    struct fault items[FAULT_MAX];
    size_t count;
};

/* Adds what text (`pull@3`) says; false when it says nothing known. */
NODISCARD bool fault_add(struct fault_list *list, const char *text);

/* Adds the lines of a script: one fault a line, # begins a comment.
 * line  out: the line that is wrong, 0 when the file cannot be read (errno) */
NODISCARD bool fault_read_script(struct fault_list *list, const char *path,
                                 unsigned *line);

/* The fault of this kind that is due at count, or NULL. A mute stays due once
 * its count is reached; what has no count is always due. */
const struct fault *fault_find(const struct fault_list *list,
                               enum fault_kind kind, unsigned count);

#endif
