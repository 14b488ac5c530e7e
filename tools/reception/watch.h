/* SPDX-License-Identifier: Apache-2.0
 *
 * The run of `inkan reception`: readers and folders are looked at in turn, by
 * one thread, until it is told to end.
 */
#ifndef INKAN_TOOLS_RECEPTION_WATCH_H
#define INKAN_TOOLS_RECEPTION_WATCH_H

#include "tools/reception/reception.h"

struct watch_options {
    const char *face, *res; /* folders; NULL: not watched */
    bool existing;          /* files that are there already count, too */
    enum inkan_pin by;      /* number B or text PIN */
    const struct inkan_trust *trust;
    const char *out; /* folder for results; NULL: none */
    long exit_after; /* answers; negative: no end */
    long timeout_s;  /* negative: no end */
    struct reception_options reception;
    const struct inkan_matcher *matcher;
    struct patients *patients;         /* may be NULL */
    const struct requester *requester; /* may be NULL */
    bool ask;
};

/* Runs until the end; returns the exit code. */
int watch_run(struct tool *t, const struct watch_options *options);

#endif
