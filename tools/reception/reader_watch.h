/* SPDX-License-Identifier: Apache-2.0
 *
 * Tells insertions and removals by asking the readers how they are. Reaches
 * for no card.
 */
#ifndef INKAN_TOOLS_RECEPTION_READER_WATCH_H
#define INKAN_TOOLS_RECEPTION_READER_WATCH_H

#include <inkan/inkan.h>

struct reader_sink {
    void *self;
    void (*inserted)(void *self, const char *reader);
    void (*removed)(void *self, const char *reader);
    /* The service is not there (or is again: INKAN_OK). */
    void (*service)(void *self, enum inkan_rc rc);
};

struct reader_watch {
    struct inkan *ink;
    const char *want; /* as inkan_choose_reader takes it; NULL: all readers */
    struct reader_sink sink;
    struct inkan_reader known[INKAN_READERS_MAX];
    size_t count;
    enum inkan_rc rc; /* of the last look */
};

void reader_watch_init(struct reader_watch *w, struct inkan *ink,
                       const char *want, const struct reader_sink *sink);

/* Looks, and tells what has changed. A card that was taken out and put back
 * between two looks is a removal and an insertion. */
void reader_watch_look(struct reader_watch *w);

#endif
