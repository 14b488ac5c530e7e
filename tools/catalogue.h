/* SPDX-License-Identifier: Apache-2.0
 *
 * A compiled message catalogue (.mo), read without the C library: gettext
 * refuses to translate in the locale "C", also as C.UTF-8, and a fresh Debian
 * has no other one. One plural form, as Japanese has it.
 */
#ifndef INKAN_TOOLS_CATALOGUE_H
#define INKAN_TOOLS_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue {
    const uint8_t *data; /* mapped; NULL: none is open */
    size_t len;
    uint32_t count;
    uint32_t originals, translations; /* offsets of the two tables */
};

/* false: not there, or not a catalogue of this machine's byte order */
bool catalogue_open(struct catalogue *c, const char *path);
void catalogue_close(struct catalogue *c);

/* The translation; msgid itself where there is none. */
const char *catalogue_find(const struct catalogue *c, const char *msgid)
    __attribute__((format_arg(2)));

#endif
