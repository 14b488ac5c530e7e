/* SPDX-License-Identifier: Apache-2.0
 *
 * A line on the terminal while the card takes its time: a photo over a
 * contactless link, or many signatures.
 */
#ifndef INKAN_TOOLS_BUSY_H
#define INKAN_TOOLS_BUSY_H

#include <stdint.h>

/* Counts the trace lines of one card session. All zero to begin with. */
struct busy {
    uint64_t began_ms, shown_ms;
    unsigned long bytes, signatures;
};

/* Takes one line of libinkan's trace; shows the state now and then. */
void busy_line(struct busy *p, const char *line);

/* Removes what was shown. */
void busy_end(struct busy *p);

#endif
