/* SPDX-License-Identifier: Apache-2.0
 *
 * Which answers were handled already, by digest and name: a terminal copies,
 * moves and repeats its files. Remembers a fixed number, the last ones; what
 * is older than that is caught by the time that an answer carries.
 */
#ifndef INKAN_TOOLS_RECEPTION_SEEN_H
#define INKAN_TOOLS_RECEPTION_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEEN_MAX    4096 /* a busy desk sees some 1,000 a day */
#define SEEN_DIGEST 32

struct seen_entry {
    uint8_t digest[SEEN_DIGEST]; /* SHA-256 of the file */
    uint64_t name;               /* of its name, hashed */
};

struct seen {
    struct seen_entry entry[SEEN_MAX];
    size_t count; /* so far, at most SEEN_MAX are kept */
};

enum seen_state {
    SEEN_NEW,
    SEEN_SAME,      /* this file under this name */
    SEEN_OTHER_NAME /* these bytes under another name: moved or copied */
};

/* SHA-256. false: no such digest is to be had here. */
bool seen_digest(const void *data, size_t len, uint8_t out[SEEN_DIGEST]);

/* Looks the file up, and remembers it. */
enum seen_state seen_add(struct seen *seen, const char *name,
                         const uint8_t digest[SEEN_DIGEST]);

#endif
