/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan wait`: one JSON line for each insertion and removal. Sleeps between
 * them; never reaches for a card.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

struct args {
    long count, timeout_s;
    bool present;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "count", 'n', OPT_NUMBER, offsetof(struct args, count), N_("N"),
      N_("end after N events") },
    { "timeout", 0, OPT_NUMBER, offsetof(struct args, timeout_s),
      N_("SECONDS"), N_("end after so many seconds without an event") },
    { "present", 0, OPT_FLAG, offsetof(struct args, present), NULL,
      N_("begin with one event for each reader and card that is there") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("[OPTION...]"),
    .options = options,
};

struct snapshot {
    struct inkan_reader readers[INKAN_READERS_MAX];
    size_t count;
};

static const struct inkan_reader *find(const struct snapshot *snapshot,
                                       const char *name)
{
    for (size_t i = 0; i < snapshot->count; i++) {
        if (strcmp(snapshot->readers[i].name, name) == 0)
            return &snapshot->readers[i];
    }
    return NULL;
}

/* One line; counts down what is left to tell.
 * reader  NULL: it is about none */
static int tell(struct tool *t, long *left, const char *event,
                const struct inkan_reader *reader)
{
    struct inkan_time now = tool_now();
    char when[TOOL_TIME_MAX];
    json_t *line;

    if (*left == 0)
        return TOOL_OK;
    tool_time_iso(&now, when);
    line = json_pack("{s:s, s:s}", "event", event, "time", when);
    if (line == NULL)
        return tool_fail(t, INKAN_NOMEM);
    if (reader != NULL)
        json_object_set_new(line, "reader", tool_json_text(reader->name));
    if (strcmp(event, "insert") == 0) {
        json_object_set_new(line, "mute", json_boolean(reader->mute));
        json_object_set_new(line, "atr",
                            tool_json_hex(reader->atr, reader->atr_len));
    }
    json_dumpf(line, stdout, JSON_COMPACT);
    json_decref(line);
    putchar('\n');
    if (*left > 0)
        --*left;
    return tool_finish_stdout(t);
}

/* What happened in a reader between two looks; was NULL: it is new. A card
 * that left and came back between them is both events. */
static int tell_reader(struct tool *t, long *left,
                       const struct inkan_reader *was,
                       const struct inkan_reader *is)
{
    bool had = was != NULL && was->present;
    bool swapped =
        had && is->present && was->events != 0 && was->events != is->events;
    int exit = TOOL_OK;

    if (was == NULL)
        exit = tell(t, left, "reader-added", is);
    if (exit == TOOL_OK && had && (!is->present || swapped))
        exit = tell(t, left, "remove", is);
    if (exit == TOOL_OK && is->present && (!had || swapped))
        exit = tell(t, left, "insert", is);
    return exit;
}

static int tell_changes(struct tool *t, long *left, const struct snapshot *was,
                        const struct snapshot *is)
{
    int exit = TOOL_OK;

    for (size_t i = 0; i < was->count && exit == TOOL_OK; i++) {
        const struct inkan_reader *reader = &was->readers[i];

        if (find(is, reader->name) != NULL)
            continue;
        if (reader->present)
            exit = tell(t, left, "remove", reader);
        if (exit == TOOL_OK)
            exit = tell(t, left, "reader-removed", reader);
    }
    for (size_t i = 0; i < is->count && exit == TOOL_OK; i++)
        exit = tell_reader(t, left, find(was, is->readers[i].name),
                           &is->readers[i]);
    return exit;
}

static enum inkan_rc look(struct inkan *ink, struct snapshot *out)
{
    return inkan_readers(ink, out->readers, ARRAY_LEN(out->readers),
                         &out->count);
}

/* The service went away: looks for it every second, as long as --timeout
 * allows. */
static enum inkan_rc await_service(struct inkan *ink, uint32_t timeout_ms,
                                   struct snapshot *out)
{
    const struct timespec second = { .tv_sec = 1 };
    enum inkan_rc rc = INKAN_NO_SERVICE;

    for (uint32_t ms = 0; rc == INKAN_NO_SERVICE && ms < timeout_ms;
         ms += timeout_ms == UINT32_MAX ? 0 : 1000) {
        nanosleep(&second, NULL);
        rc = look(ink, out);
    }
    return rc == INKAN_NO_SERVICE ? INKAN_TIMEOUT : rc;
}

/* While the service was away cards may have come, gone or been swapped unseen,
 * and its counters begin anew: every card that is there now is told as
 * inserted, as a program must look at it again. */
static void doubt(struct snapshot *was, const struct snapshot *is)
{
    for (size_t i = 0; i < was->count; i++) {
        const struct inkan_reader *now = find(is, was->readers[i].name);

        if (now != NULL && now->present)
            was->readers[i].present = false;
    }
}

/* Waits for the next change; without the service until it is back. */
static int next(struct tool *t, long *left, struct inkan *ink,
                uint32_t timeout_ms, struct snapshot *was, struct snapshot *is)
{
    enum inkan_rc rc = inkan_wait(ink, was->readers, was->count, timeout_ms);
    int exit = TOOL_OK;

    if (rc == INKAN_OK)
        rc = look(ink, is);
    if (rc == INKAN_NO_SERVICE) {
        exit = tell(t, left, "service-lost", NULL);
        if (exit != TOOL_OK || *left == 0)
            return exit;
        rc = await_service(ink, timeout_ms, is);
        if (rc == INKAN_OK) {
            exit = tell(t, left, "service-back", NULL);
            doubt(was, is);
        }
    }
    if (rc != INKAN_OK)
        return tool_fail(t, rc);
    return exit == TOOL_OK ? tell_changes(t, left, was, is) : exit;
}

static int run(struct tool *t, const struct args *args, struct inkan *ink)
{
    uint32_t timeout_ms =
        args->timeout_s < 0 ? UINT32_MAX : (uint32_t)args->timeout_s * 1000;
    struct snapshot shots[2];
    long left = args->count;
    int now = 0;
    enum inkan_rc rc = look(ink, &shots[now]);
    int exit = TOOL_OK;

    if (rc != INKAN_OK)
        return tool_fail(t, rc);
    if (args->present) {
        shots[1].count = 0;
        exit = tell_changes(t, &left, &shots[1], &shots[0]);
    }
    while (exit == TOOL_OK && left != 0) {
        exit = next(t, &left, ink, timeout_ms, &shots[now], &shots[!now]);
        now = !now;
    }
    return exit;
}

int run_wait(struct tool *t, int argc, char **argv)
{
    struct args args = { .count = -1, .timeout_s = -1 };
    struct inkan *ink = NULL;
    int exit = tool_parse(t, &syntax, &args, argc, argv, NULL);

    if (exit != TOOL_OK || t->help)
        return exit;
    if (args.timeout_s > 4000000)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("--timeout is out of range"));
    exit = tool_open(t, &ink);
    return exit == TOOL_OK ? run(t, &args, ink) : exit;
}
