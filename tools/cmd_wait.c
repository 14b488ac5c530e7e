/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan wait`: one JSON line for each insertion and removal. Sleeps between
 * them; never reaches for a card.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <stddef.h>
#include <string.h>

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

/* One line; counts down what is left to tell. */
static int tell(struct tool *t, long *left, const char *event,
                const struct inkan_reader *reader)
{
    struct inkan_time now = tool_now();
    char when[TOOL_TIME_MAX];
    json_t *line;

    if (*left == 0)
        return TOOL_OK;
    tool_time_iso(&now, when);
    line = json_pack("{s:s, s:s, s:o}", "event", event, "time", when, "reader",
                     tool_json_text(reader->name));
    if (line == NULL)
        return tool_fail(t, INKAN_NOMEM);
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

static int run(struct tool *t, const struct args *args, struct inkan *ink)
{
    uint32_t timeout_ms =
        args->timeout_s < 0 ? UINT32_MAX : (uint32_t)args->timeout_s * 1000;
    struct snapshot shots[2];
    long left = args->count;
    int now = 0;
    enum inkan_rc rc = look(ink, &shots[now]);
    int exit = TOOL_OK;

    if (rc == INKAN_OK && args->present) {
        shots[1].count = 0;
        exit = tell_changes(t, &left, &shots[1], &shots[0]);
    }
    while (rc == INKAN_OK && exit == TOOL_OK && left != 0) {
        rc = inkan_wait(ink, shots[now].readers, shots[now].count, timeout_ms);
        if (rc == INKAN_OK)
            rc = look(ink, &shots[!now]);
        if (rc == INKAN_OK) {
            exit = tell_changes(t, &left, &shots[now], &shots[!now]);
            now = !now;
        }
    }
    return exit != TOOL_OK ? exit : tool_fail(t, rc);
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
