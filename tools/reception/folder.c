/* SPDX-License-Identifier: Apache-2.0
 *
 * One entry for each file: what it looked like last, and whether it is done
 * with. An entry goes when its file has gone.
 */
#include "tools/reception/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/reception/answer.h"

#define PREFIX "OQSsiquc01res_"
#define SUFFIX ".xml"

struct folder_entry {
    char *name;
    off_t size;
    int64_t changed_ns;
    int64_t since_ms; /* it looks like this */
    struct visit_moment came;
    uint64_t round; /* it was last seen in */
    bool done;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct folder_entry *)a)->name,
                  ((const struct folder_entry *)b)->name);
}

static void entry_free(void *p)
{
    struct folder_entry *entry = p;

    free(entry->name);
    free(entry);
}

static bool is_answer_name(const char *name)
{
    size_t len = strlen(name);

    return len > strlen(PREFIX) + strlen(SUFFIX) && len <= NAME_MAX &&
           strncmp(name, PREFIX, strlen(PREFIX)) == 0 &&
           strcmp(name + len - strlen(SUFFIX), SUFFIX) == 0;
}

static int64_t ns_of(const struct timespec *ts)
{
    return (int64_t)ts->tv_sec * 1000000000 + ts->tv_nsec;
}

static struct folder_entry *entry_find(struct folder *f, const char *name)
{
    struct folder_entry key = { .name = (char *)(uintptr_t)name };
    struct folder_entry *const *found =
        (struct folder_entry *const *)tfind(&key, &f->entries, by_name);

    return found != NULL ? *found : NULL;
}

static struct folder_entry *entry_add(struct folder *f, const char *name)
{
    struct folder_entry *entry = calloc(1, sizeof(*entry));

    if (entry != NULL)
        entry->name = strdup(name);
    if (entry == NULL || entry->name == NULL ||
        tsearch(entry, &f->entries, by_name) == NULL) {
        if (entry != NULL)
            entry_free(entry);
        return NULL;
    }
    f->count++;
    f->growing++;
    return entry;
}

static void entry_remove(struct folder *f, struct folder_entry *entry)
{
    tdelete(entry, &f->entries, by_name);
    f->count--;
    f->growing -= entry->done ? 0 : 1;
    entry_free(entry);
}

static void entry_done(struct folder *f, struct folder_entry *entry, bool done)
{
    if (entry->done == done)
        return;
    f->growing = done ? f->growing - 1 : f->growing + 1;
    entry->done = done;
}

/* --- too many files ------------------------------------------------------- */

struct pick {
    struct folder_entry **list;
    size_t count, cap;
    bool (*wants)(const struct folder *f, const struct folder_entry *entry);
    const struct folder *folder;
};

static void pick_one(const void *node, VISIT which, void *user)
{
    struct folder_entry *entry = *(struct folder_entry *const *)node;
    struct pick *pick = user;

    if ((which == postorder || which == leaf) && pick->count < pick->cap &&
        pick->wants(pick->folder, entry))
        pick->list[pick->count++] = entry;
}

/* Entries of one kind, as a list that may be changed; free with free. */
static struct folder_entry **
pick_entries(const struct folder *f,
             bool (*wants)(const struct folder *, const struct folder_entry *),
             size_t *out_count)
{
    struct pick pick = { .cap = f->count, .wants = wants, .folder = f };

    pick.list = calloc(f->count + 1, sizeof(struct folder_entry *));
    if (pick.list != NULL)
        twalk_r(f->entries, pick_one, &pick);
    *out_count = pick.count;
    return pick.list;
}

static bool is_done(const struct folder *f, const struct folder_entry *entry)
{
    (void)f;
    return entry->done;
}

static bool is_growing(const struct folder *f, const struct folder_entry *entry)
{
    (void)f;
    return !entry->done;
}

static bool is_gone(const struct folder *f, const struct folder_entry *entry)
{
    return entry->round != f->round;
}

static int by_change(const void *a, const void *b)
{
    const struct folder_entry *x = *(struct folder_entry *const *)a;
    const struct folder_entry *y = *(struct folder_entry *const *)b;

    return (x->changed_ns > y->changed_ns) - (x->changed_ns < y->changed_ns);
}

/* Nobody clears the folder: the older half of what is done with is forgotten
 * by name and remembered by its date. */
static void forget_half(struct folder *f)
{
    size_t count = 0;
    struct folder_entry **done = pick_entries(f, is_done, &count);

    if (done == NULL)
        return;
    qsort(done, count, sizeof(struct folder_entry *), by_change);
    for (size_t i = 0; i < count / 2; i++) {
        if (done[i]->changed_ns > f->horizon_ns)
            f->horizon_ns = done[i]->changed_ns;
        entry_remove(f, done[i]);
    }
    free(done);
}

/* --- one file ------------------------------------------------------------- */

/* Has the file changed since the entry looked at it? Notes how it is now. */
static bool note_change(struct folder_entry *entry, const struct stat *st,
                        int64_t now_ms)
{
    int64_t changed_ns = ns_of(&st->st_mtim);

    if (entry->size == st->st_size && entry->changed_ns == changed_ns)
        return false;
    entry->size = st->st_size;
    entry->changed_ns = changed_ns;
    entry->since_ms = now_ms;
    return true;
}

/* A file by name: new, changed or as it was. The entry, or NULL: none of
 * ours. */
static struct folder_entry *see(struct folder *f, const char *name,
                                int64_t from_ms, int64_t now_ms)
{
    struct folder_entry *entry = entry_find(f, name);
    struct stat st;

    if (!is_answer_name(name) ||
        fstatat(f->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
        !S_ISREG(st.st_mode))
        return NULL;
    if (entry == NULL) {
        if (f->horizon_ns != INT64_MIN && ns_of(&st.st_mtim) <= f->horizon_ns)
            return NULL;
        if (f->count >= FOLDER_FILES_MAX)
            forget_half(f);
        entry = entry_add(f, name);
        if (entry == NULL)
            return NULL; /* the next rescan tries again */
        entry->size = -1;
        entry->came = (struct visit_moment){ from_ms, now_ms };
    }
    entry->round = f->round;
    if (note_change(entry, &st, now_ms) && entry->done) {
        entry_done(f, entry, false);
        entry->came = (struct visit_moment){ from_ms, now_ms };
    }
    return entry;
}

/* Reads the file as long as it is the one that was looked at. */
static ssize_t read_file(const struct folder *f,
                         const struct folder_entry *entry, uint8_t *data,
                         size_t cap)
{
    int fd = openat(f->fd, entry->name,
                    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st;
    size_t len = 0;
    ssize_t n = 0;

    if (fd < 0)
        return -1;
    do {
        n = read(fd, data + len, cap - len);
        len += n > 0 ? (size_t)n : 0;
    } while (n > 0 && len < cap);
    if (n >= 0 && (fstat(fd, &st) != 0 || st.st_size != entry->size ||
                   ns_of(&st.st_mtim) != entry->changed_ns)) {
        errno = EAGAIN;
        n = -1;
    }
    close(fd);
    return n < 0 ? -1 : (ssize_t)len;
}

/* Hands a file over if it is finished. */
static void try_file(struct folder *f, struct folder_entry *entry,
                     int64_t now_ms)
{
    uint8_t *data;
    ssize_t len;

    if (now_ms - entry->since_ms < FOLDER_STABLE_MS)
        return;
    if (entry->size > (off_t)ANSWER_FILE_MAX) {
        entry_done(f, entry, true);
        f->sink.bad(f->sink.self, entry->name, "too-big");
        return;
    }
    data = malloc((size_t)entry->size + 1);
    if (data == NULL)
        return;
    len = read_file(f, entry, data, (size_t)entry->size + 1);
    if (len >= 0 && (answer_is_complete(data, (size_t)len) ||
                     now_ms - entry->since_ms >= FOLDER_INCOMPLETE_MS)) {
        entry_done(f, entry, true);
        f->sink.file(f->sink.self, entry->name, data, (size_t)len,
                     &entry->came);
    } else if (len < 0 && errno != EAGAIN && errno != ENOENT &&
               now_ms - entry->since_ms >= FOLDER_INCOMPLETE_MS) {
        entry_done(f, entry, true);
        f->sink.bad(f->sink.self, entry->name, "unreadable");
    }
    explicit_bzero(data, (size_t)entry->size + 1);
    free(data);
}

static void try_growing(struct folder *f, int64_t now_ms)
{
    size_t count = 0;
    struct folder_entry **list;

    if (f->growing == 0)
        return;
    list = pick_entries(f, is_growing, &count);
    for (size_t i = 0; list != NULL && i < count; i++) {
        struct folder_entry *entry = list[i];

        if (see(f, entry->name, now_ms, now_ms) != NULL) {
            try_file(f, entry, now_ms);
            continue;
        }
        /* It was here and has gone before it could be read. */
        f->sink.bad(f->sink.self, entry->name, "vanished");
        entry_remove(f, entry);
    }
    free(list);
}

/* --- the folder ----------------------------------------------------------- */

static void remove_gone(struct folder *f)
{
    size_t count = 0;
    struct folder_entry **list = pick_entries(f, is_gone, &count);

    for (size_t i = 0; list != NULL && i < count; i++) {
        if (!list[i]->done)
            f->sink.bad(f->sink.self, list[i]->name, "vanished");
        entry_remove(f, list[i]);
    }
    free(list);
}

/* Reads the whole folder. What is new came since it was read last: inotify
 * says nothing where another machine writes. */
static bool rescan(struct folder *f, int64_t now_ms)
{
    int copy = openat(f->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *dir = copy >= 0 ? fdopendir(copy) : NULL;
    struct dirent *entry;

    if (dir == NULL) {
        if (copy >= 0)
            close(copy);
        return false;
    }
    f->round++;
    while ((entry = readdir(dir)) != NULL)
        (void)see(f, entry->d_name, f->scanned_ms, now_ms);
    closedir(dir);
    f->scanned_ms = now_ms;
    remove_gone(f);
    return true;
}

/* The names that inotify tells. false: it lost some. */
static bool take_news(struct folder *f, int64_t now_ms)
{
    _Alignas(struct inotify_event) char buffer[8192];
    bool whole = true;
    ssize_t n;

    while (f->notify >= 0 &&
           (n = read(f->notify, buffer, sizeof(buffer))) > 0) {
        for (ssize_t at = 0; at < n;) {
            const struct inotify_event *event =
                (const struct inotify_event *)(const void *)(buffer + at);

            if ((event->mask & (IN_Q_OVERFLOW | IN_IGNORED)) != 0)
                whole = false;
            if (event->len > 0)
                (void)see(f, event->name, f->looked_ms, now_ms);
            at += (ssize_t)(sizeof(*event) + event->len);
        }
    }
    return whole;
}

bool folder_look(struct folder *f, int64_t now_ms)
{
    bool ok = true;

    if (!take_news(f, now_ms))
        f->next_ms = now_ms;
    if (now_ms >= f->next_ms) {
        ok = rescan(f, now_ms);
        f->next_ms = now_ms + FOLDER_RESCAN_MS;
    }
    f->looked_ms = now_ms;
    try_growing(f, now_ms);
    return ok;
}

/* What lies there at the start: done with, or come when it was changed. */
static void take_existing(struct folder *f, int64_t now_ms, int64_t wall_s,
                          bool existing)
{
    size_t count = 0;
    struct folder_entry **list = pick_entries(f, is_growing, &count);

    for (size_t i = 0; list != NULL && i < count; i++) {
        int64_t age_ms = wall_s * 1000 - list[i]->changed_ns / 1000000;

        if (age_ms < 0)
            age_ms = 0;
        list[i]->came = (struct visit_moment){ now_ms - age_ms, now_ms };
        entry_done(f, list[i], !existing);
    }
    free(list);
}

bool folder_open(struct folder *f, const char *path,
                 const struct folder_sink *sink, int64_t now_ms, int64_t wall_s,
                 bool existing)
{
    memset(f, 0, sizeof(*f));
    f->notify = -1;
    f->sink = *sink;
    f->horizon_ns = INT64_MIN;
    f->looked_ms = f->scanned_ms = now_ms;
    f->path = strdup(path);
    f->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (f->path == NULL || f->fd < 0) {
        int saved = errno;

        folder_close(f);
        errno = saved;
        return false;
    }
    f->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (f->notify >= 0 && inotify_add_watch(f->notify, path,
                                            IN_CLOSE_WRITE | IN_MOVED_TO |
                                                IN_CREATE | IN_MODIFY) < 0) {
        close(f->notify);
        f->notify = -1;
    }
    if (!rescan(f, now_ms)) {
        int saved = errno;

        folder_close(f);
        errno = saved;
        return false;
    }
    take_existing(f, now_ms, wall_s, existing);
    f->next_ms = now_ms + FOLDER_RESCAN_MS;
    return true;
}

void folder_close(struct folder *f)
{
    tdestroy(f->entries, entry_free);
    if (f->notify >= 0)
        close(f->notify);
    if (f->fd >= 0)
        close(f->fd);
    free(f->path);
    memset(f, 0, sizeof(*f));
    f->fd = f->notify = -1;
}
