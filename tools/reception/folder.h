/* SPDX-License-Identifier: Apache-2.0
 *
 * Watches a folder for answer files that are finished. The folder belongs to
 * others: files appear by rename or grow slowly, are moved, replaced and
 * deleted under our hands, and many old ones may lie there. inotify says when
 * to look; because a shared folder of another machine sends no such news, the
 * whole folder is also read again from time to time.
 *
 * Looks at nothing but regular files named OQSsiquc01res_*.xml; changes
 * nothing in the folder.
 */
#ifndef INKAN_TOOLS_RECEPTION_FOLDER_H
#define INKAN_TOOLS_RECEPTION_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/reception/visit.h"

#define FOLDER_STABLE_MS     300   /* size and time have not changed for it */
#define FOLDER_INCOMPLETE_MS 60000 /* then it is handed over as it is */
#define FOLDER_RESCAN_MS     2000
#define FOLDER_FILES_MAX     65536 /* remembered by name */

/* What is done with a file. moment: when it came. */
struct folder_sink {
    void *self;
    void (*file)(void *self, const char *name, const uint8_t *data, size_t len,
                 const struct visit_moment *came);
    /* It was seen and cannot be read: "vanished", "unreadable", "too-big". */
    void (*bad)(void *self, const char *name, const char *code);
};

struct folder_entry;

struct folder {
    char *path;
    int fd;     /* the folder */
    int notify; /* inotify; -1: none, rescans only */
    struct folder_sink sink;
    void *entries; /* tree of struct folder_entry, by name */
    size_t count;
    size_t growing;     /* entries that are not done with */
    uint64_t round;     /* of rescans */
    int64_t scanned_ms; /* the last rescan */
    int64_t looked_ms;  /* the last news of inotify */
    int64_t next_ms;    /* of the next rescan */
    int64_t horizon_ns; /* files that have not changed since are done with */
    bool failed;        /* it could not be read, and that was told */
};

/* Opens the folder. Files that are in it already are left alone, unless
 * existing is set: then they came when they were last changed.
 * wall_s  now, in seconds since 1970, of the clock that dates files
 * Returns false with errno. */
bool folder_open(struct folder *f, const char *path,
                 const struct folder_sink *sink, int64_t now_ms, int64_t wall_s,
                 bool existing);
void folder_close(struct folder *f);

/* Takes what inotify has to say, looks at what grows, rescans when it is
 * time. Call it when f->notify is readable, and every few hundred
 * milliseconds. Returns false with errno when the folder cannot be read (it
 * is tried again). */
bool folder_look(struct folder *f, int64_t now_ms);

#endif
