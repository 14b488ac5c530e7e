/* SPDX-License-Identifier: Apache-2.0
 *
 * Compares what the readers say with what they said before.
 */
#include "tools/reception/reader_watch.h"

#include <string.h>

void reader_watch_init(struct reader_watch *w, struct inkan *ink,
                       const char *want, const struct reader_sink *sink)
{
    memset(w, 0, sizeof(*w));
    w->ink = ink;
    w->want = want;
    w->sink = *sink;
    w->rc = INKAN_OK;
}

static const struct inkan_reader *find(const struct inkan_reader *list,
                                       size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].name, name) == 0)
            return &list[i];
    }
    return NULL;
}

/* Only the reader that is wanted; none while it is not there. */
static void keep_wanted(const struct reader_watch *w, struct inkan_reader *list,
                        size_t *count)
{
    char name[INKAN_READER_NAME_MAX];
    const struct inkan_reader *wanted;

    if (w->want == NULL)
        return;
    wanted = inkan_choose_reader(w->ink, w->want, name) == INKAN_OK
                 ? find(list, *count, name)
                 : NULL;
    *count = wanted != NULL ? 1 : 0;
    if (wanted != NULL)
        memmove(list, wanted, sizeof(*wanted));
}

void reader_watch_look(struct reader_watch *w)
{
    struct inkan_reader now[INKAN_READERS_MAX], was[INKAN_READERS_MAX];
    size_t count = 0, was_count = w->count;
    enum inkan_rc rc = inkan_readers(w->ink, now, INKAN_READERS_MAX, &count);

    if (rc != INKAN_OK)
        count = 0;
    keep_wanted(w, now, &count);
    if (rc != w->rc) {
        w->rc = rc;
        w->sink.service(w->sink.self, rc);
    }
    memcpy(was, w->known, sizeof(was));
    memcpy(w->known, now, sizeof(now));
    w->count = count;
    for (size_t i = 0; i < was_count; i++) {
        const struct inkan_reader *is = find(now, count, was[i].name);

        if (was[i].present &&
            (is == NULL || !is->present || is->events != was[i].events))
            w->sink.removed(w->sink.self, was[i].name);
    }
    for (size_t i = 0; i < count; i++) {
        const struct inkan_reader *before = find(was, was_count, now[i].name);

        if (now[i].present && (before == NULL || !before->present ||
                               before->events != now[i].events))
            w->sink.inserted(w->sink.self, now[i].name);
    }
}
