/* SPDX-License-Identifier: Apache-2.0
 *
 * Binds the desk (reception.c) to the tool: clocks, signals, readers, secrets
 * and outputs.
 */
#include "tools/reception/watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tools/reception/folder.h"
#include "tools/reception/reader_watch.h"
#include "tools/reception/reading.h"

#define LOOK_MS     200
#define FOLDERS_MAX 2

struct watch {
    struct tool *t;
    const struct watch_options *options;
    struct inkan *ink;
    struct reception r;
    struct reader_watch readers;
    struct folder folder[FOLDERS_MAX];
    size_t folders;
    bool failed[FOLDERS_MAX]; /* told that it cannot be read */
    int signals;              /* signalfd */
    sigset_t mask;            /* what it takes */
    long answers;             /* that may still come; negative: no end */
    int error;                /* an output failed: exit code */
    struct reading reading;   /* too big a frame */
};

static int64_t steady_ms(void *self)
{
    struct timespec now;

    (void)self;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t wall_s(void *self)
{
    (void)self;
    return (int64_t)time(NULL);
}

/* --- what is told --------------------------------------------------------- */

static int write_object(struct tool *t, const char *path, const json_t *object)
{
    struct tool_output *out = NULL;
    int exit = tool_output_open(t, path, &out);

    if (exit != TOOL_OK)
        return exit;
    json_dumpf(object, tool_output_stream(out), JSON_INDENT(2));
    fputc('\n', tool_output_stream(out));
    return tool_output_commit(t, out);
}

/* OUT/20260401T101532Z-000012.json, and beside a dot the picture of the name,
 * ...-000012.png. */
static int write_result(struct watch *w, const struct reception_event *event)
{
    const struct inkan_bytes *png =
        event->visit != NULL && (event->findings & 1u << FINDING_DOT) != 0
            ? &event->visit->facts.name_png
            : NULL;
    char stamp[32], *path = NULL;
    struct tm tm;
    time_t now = (time_t)wall_s(NULL);
    mode_t mask;
    int exit;

    gmtime_r(&now, &tm);
    strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &tm);
    if (asprintf(&path, "%s/%s-%06llu.json", w->options->out, stamp,
                 (unsigned long long)event->number) < 0)
        return tool_fail(w->t, INKAN_NOMEM);
    mask = umask(077); /* they tell of patients */
    exit = write_object(w->t, path, event->object);
    if (exit == TOOL_OK && png != NULL && png->len > 0) {
        memcpy(path + strlen(path) - strlen("json"), "png", sizeof("png"));
        exit = tool_write(w->t, path, png->ptr, png->len);
    }
    umask(mask);
    free(path);
    return exit;
}

static void tell(void *self, const struct reception_event *event)
{
    struct watch *w = self;
    int exit = TOOL_OK;

    if (w->t->json)
        json_dumpf(event->object, stdout, JSON_COMPACT);
    else
        tool_put_text(stdout, event->line);
    putchar('\n');
    exit = tool_finish_stdout(w->t);
    if (strcmp(event->kind, "answer") == 0) {
        if (w->answers > 0)
            w->answers--;
        if (exit == TOOL_OK && w->options->out != NULL)
            exit = write_result(w, event);
    }
    if (exit != TOOL_OK)
        w->error = exit;
}

/* --- cards ---------------------------------------------------------------- */

/* While a card is read or a person types, a signal ends the program at once,
 * as everywhere else. */
static void hold_signals(const struct watch *w, bool hold)
{
    sigprocmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &w->mask, NULL);
}

static enum inkan_rc get_secret(void *self, struct inkan_card *card,
                                struct inkan_secret *out)
{
    struct watch *w = self;
    bool json = w->t->json;
    int exit;

    /* Its errors are for the terminal; the event says the rest. */
    w->t->json = false;
    exit = tool_secret(w->t, card, w->options->by, out);
    w->t->json = json;
    tool_watch(w->t, 4);
    return exit == TOOL_OK ? INKAN_OK : INKAN_CANCELLED;
}

static void wipe_secret(void *self)
{
    struct watch *w = self;

    tool_secrets_wipe(w->t);
}

static void on_inserted(void *self, const char *reader)
{
    struct watch *w = self;
    struct visit *visit = reception_insert(&w->r, reader);
    const struct reading_options options = {
        .trust = w->options->trust,
        .now = tool_now(),
        .name_image = w->options->out != NULL,
        .self = w,
        .secret = get_secret,
        .done = wipe_secret,
    };
    const uint8_t *print;
    enum inkan_rc rc;

    if (w->options->patients != NULL)
        patients_refresh(w->t, w->options->patients);
    hold_signals(w, false);
    tool_watch(w->t, 3);
    rc = reading_card(w->ink, reader, &options, &w->reading);
    tool_watch(w->t, 0);
    hold_signals(w, true);
    print = w->reading.has_print ? w->reading.print : NULL;
    if (rc == INKAN_OK)
        reception_read(&w->r, visit, print, &w->reading.facts);
    else
        reception_unread(&w->r, visit, print, rc, w->reading.tries);
    explicit_bzero(&w->reading, sizeof(w->reading));
}

static void on_removed(void *self, const char *reader)
{
    struct watch *w = self;

    reception_remove(&w->r, reader);
}

static void on_service(void *self, enum inkan_rc rc)
{
    struct watch *w = self;
    struct inkan_explanation why = inkan_explain(rc, w->t->lang);

    if (rc == INKAN_OK)
        tool_note(w->t, "%s", _("the card service is there again"));
    else
        tool_note(w->t, "%s %s", why.text, why.action);
}

/* --- files ---------------------------------------------------------------- */

static void on_file(void *self, const char *name, const uint8_t *data,
                    size_t len, const struct visit_moment *came)
{
    struct watch *w = self;

    reception_file(&w->r, name, data, len, came);
}

static void on_bad_file(void *self, const char *name, const char *code)
{
    static const struct {
        const char *code;
        const char *text;
    } rows[] = {
        { "vanished", N_("the file went away before it could be read") },
        { "too-big", N_("the file is too big for an answer") },
        { "unreadable", N_("the file cannot be read") },
    };
    struct watch *w = self;
    const char *text = code;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (strcmp(rows[i].code, code) == 0)
            text = _(rows[i].text);
    }
    reception_bad_file(&w->r, name, code, text);
}

static int open_folder(struct watch *w, const char *path)
{
    const struct folder_sink sink = { w, on_file, on_bad_file };

    if (path == NULL)
        return TOOL_OK;
    if (!folder_open(&w->folder[w->folders], path, &sink, steady_ms(NULL),
                     wall_s(NULL), w->options->existing))
        return tool_io_error(w->t, path, _("cannot read"));
    w->folders++;
    return TOOL_OK;
}

/* A shared folder may go away for a while; that is told once. */
static void look_at_folder(struct watch *w, size_t i)
{
    bool ok = folder_look(&w->folder[i], steady_ms(NULL));

    if (!ok && !w->failed[i])
        tool_note(w->t, _("%s: cannot read: %s"), w->folder[i].path,
                  strerror(errno));
    else if (ok && w->failed[i])
        tool_note(w->t, _("%s: can be read again"), w->folder[i].path);
    w->failed[i] = !ok;
}

/* --- the run -------------------------------------------------------------- */

/* Sleeps until something may have happened; false: a signal ends the run. */
static bool sleep_a_little(struct watch *w)
{
    struct pollfd fds[FOLDERS_MAX + 1] = { { .fd = w->signals,
                                             .events = POLLIN } };

    for (size_t i = 0; i < w->folders; i++)
        fds[i + 1] =
            (struct pollfd){ .fd = w->folder[i].notify, .events = POLLIN };
    (void)poll(fds, (nfds_t)(w->folders + 1), LOOK_MS);
    return (fds[0].revents & POLLIN) == 0;
}

static int loop(struct watch *w)
{
    int64_t end_ms = w->options->timeout_s < 0
                         ? INT64_MAX
                         : steady_ms(NULL) + w->options->timeout_s * 1000;

    do {
        reader_watch_look(&w->readers);
        for (size_t i = 0; i < w->folders; i++)
            look_at_folder(w, i);
        reception_tick(&w->r);
    } while (w->answers != 0 && w->error == TOOL_OK &&
             steady_ms(NULL) < end_ms && sleep_a_little(w));
    return w->error;
}

static void tell_counts(const struct watch *w)
{
    const struct reception_counts *c = &w->r.counts;

    tool_note(w->t,
              _("%llu cards (%llu unread), %llu answers (%llu by id, %llu by "
                "time, %llu unpaired), %llu bad files, %llu duplicates, %llu "
                "strangers"),
              (unsigned long long)c->cards, (unsigned long long)c->unread_cards,
              (unsigned long long)c->answers, (unsigned long long)c->by_id,
              (unsigned long long)c->by_time, (unsigned long long)c->unpaired,
              (unsigned long long)c->bad_files,
              (unsigned long long)c->duplicates,
              (unsigned long long)c->by_finding[FINDING_STRANGER]);
}

static int begin(struct watch *w)
{
    const struct reception_clock clock = { NULL, steady_ms, wall_s };
    const struct reception_sink sink = { w, tell };
    const struct reader_sink readers = { w, on_inserted, on_removed,
                                         on_service };
    int exit = tool_open(w->t, &w->ink);

    if (exit != TOOL_OK)
        return exit;
    reception_init(&w->r, &w->options->reception, &clock, &sink,
                   w->options->matcher);
    w->r.patients = w->options->patients;
    w->r.requester = w->options->requester;
    w->r.ask = w->options->ask;
    reader_watch_init(&w->readers, w->ink, w->t->reader, &readers);
    exit = open_folder(w, w->options->face);
    if (exit == TOOL_OK)
        exit = open_folder(w, w->options->res);
    sigemptyset(&w->mask);
    sigaddset(&w->mask, SIGINT);
    sigaddset(&w->mask, SIGTERM);
    hold_signals(w, true);
    w->signals = signalfd(-1, &w->mask, SFD_CLOEXEC | SFD_NONBLOCK);
    if (exit == TOOL_OK && w->signals < 0)
        exit = tool_io_error(w->t, "signalfd", _("cannot read"));
    return exit;
}

int watch_run(struct tool *t, const struct watch_options *options)
{
    struct watch *w = calloc(1, sizeof(*w));
    int exit;

    if (w == NULL)
        return tool_fail(t, INKAN_NOMEM);
    w->t = t;
    w->options = options;
    w->signals = -1;
    w->answers = options->exit_after;
    exit = begin(w);
    if (exit == TOOL_OK)
        exit = loop(w);
    reception_close(&w->r);
    if (exit == TOOL_OK) {
        tell_counts(w);
        exit = w->r.exit;
    }
    for (size_t i = 0; i < w->folders; i++)
        folder_close(&w->folder[i]);
    if (w->signals >= 0)
        close(w->signals);
    explicit_bzero(w, sizeof(*w));
    free(w);
    return exit;
}
