/* SPDX-License-Identifier: Apache-2.0
 *
 * One run of the tool: library and card opened when first asked for, the
 * trace, the watch over a hanging card, and the end of it all.
 */
#include "tools/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "tools/builtin_card.h"
#include "tools/cleanup.h"
#include "tools/private.h"

/* Beyond the library's own deadline, before the watch ends the program. */
#define WATCH_GRACE_MS 5000

static void trace_line(void *user, const char *line)
{
    struct tool_private *priv = user;

    if (priv->trace != NULL) {
        fprintf(priv->trace, "%s\n", line);
        fflush(priv->trace);
    }
    if (priv->shows_busy)
        busy_line(&priv->busy, line);
}

/* A trace is a new file of our own: nobody can have put a link there. */
static int open_trace(struct tool *t)
{
    struct tool_private *priv = t->priv;
    int fd;

    if (t->trace == NULL)
        return TOOL_OK;
    if (strcmp(t->trace, "-") == 0) {
        priv->trace = stderr;
    } else {
        fd = open(t->trace,
                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd >= 0)
            priv->trace = fdopen(fd, "w");
        if (priv->trace == NULL)
            return tool_io_error(t, t->trace, _("cannot create the trace"));
    }
    if (t->trace_personal)
        priv->options.flags |= INKAN_TRACE_PERSONAL;
    return TOOL_OK;
}

/* The trace is written, or counted for a person who waits, or both. */
static int open_listeners(struct tool *t)
{
    struct tool_private *priv = t->priv;
    int exit = open_trace(t);

    priv->shows_busy =
        isatty(STDERR_FILENO) && !t->json && priv->trace != stderr;
    if (priv->trace != NULL || priv->shows_busy) {
        priv->options.trace = trace_line;
        priv->options.trace_user = priv;
    }
    return exit;
}

/* A transport that the library did not take. */
static void drop_transport(struct tool_private *priv)
{
    if (priv->transport.destroy != NULL)
        priv->transport.destroy(priv->transport.self);
    priv->transport = (struct inkan_transport){ .self = NULL };
    priv->options.transport = NULL;
}

static int open_library(struct tool *t)
{
    struct tool_private *priv = t->priv;
    enum inkan_rc rc;
    int exit = open_listeners(t);

    if (exit == TOOL_OK && t->card_file != NULL) {
        exit = builtin_card_open(t, t->card_file, &priv->transport);
        priv->options.transport = &priv->transport;
    }
    if (exit == TOOL_OK) {
        priv->options.deadline_ms = (uint32_t)t->deadline_ms;
        rc = inkan_open(&priv->options, &priv->ink);
        exit = tool_fail(t, rc);
    }
    if (exit != TOOL_OK)
        drop_transport(priv);
    return exit;
}

int tool_open(struct tool *t, struct inkan **out)
{
    int exit = t->priv->ink != NULL ? TOOL_OK : open_library(t);

    *out = t->priv->ink;
    return exit;
}

/* The error object, ready before a signal handler needs it. */
static void timeout_object(const struct inkan_explanation *why, char *out,
                           size_t cap)
{
    json_t *object = json_pack("{s:{s:s, s:n, s:n, s:s}}", "error", "code",
                               why->code, "pin", "tries", "text", why->text);
    size_t len = json_dumpb(object, out, cap - 2, 0);

    if (len > cap - 2)
        len = 0; /* does not fit: stderr tells */
    else
        out[len++] = '\n';
    out[len] = '\0';
    json_decref(object);
}

int tool_open_over(struct tool *t, struct inkan **out,
                   struct inkan_transport **out_transport)
{
    struct tool_private *priv = t->priv;
    enum inkan_rc rc;

    if (priv->ink == NULL && t->card_file == NULL) {
        rc = inkan_transport_pcsc(&priv->transport);
        if (rc != INKAN_OK)
            return tool_fail(t, rc);
        priv->options.transport = &priv->transport;
    }
    *out_transport = &priv->transport;
    return tool_open(t, out);
}

/* The time of `count` operations and some grace, then this ends the program. */
static void watch(struct tool *t, size_t count, enum inkan_rc rc,
                  const char *error, const char *out)
{
    uint64_t ms = (uint64_t)t->deadline_ms * count;

    busy_end(&t->priv->busy); /* something else will be shown */
    cleanup_watch(ms + WATCH_GRACE_MS, (int)tool_exit_of(rc), error, out);
}

void tool_watch(struct tool *t, size_t count)
{
    struct inkan_explanation why = inkan_explain(INKAN_TIMEOUT, t->lang);
    char error[512], json[1024] = "";

    if (count == 0) {
        busy_end(&t->priv->busy);
        cleanup_watch(0, 0, "", "");
        return;
    }
    snprintf(error, sizeof(error), "inkan: %s\n", why.text);
    if (t->json)
        timeout_object(&why, json, sizeof(json));
    watch(t, count, INKAN_TIMEOUT, error, json);
}

void tool_watch_telling(struct tool *t, enum inkan_rc rc, const char *out)
{
    watch(t, 1, rc, "", out);
}

int tool_open_card_in(struct tool *t, const char *reader,
                      struct inkan_card **out)
{
    struct inkan *ink = NULL;
    int exit = tool_open(t, &ink);
    enum inkan_rc rc;

    if (exit != TOOL_OK)
        return exit;
    inkan_card_close(t->priv->card);
    t->priv->card = NULL;
    tool_watch(t, 2); /* connecting, and the first operation */
    rc = inkan_card_open(ink, reader, &t->priv->card);
    if (rc != INKAN_OK)
        return tool_fail(t, rc);
    *out = t->priv->card;
    return TOOL_OK;
}

int tool_open_card(struct tool *t, struct inkan_card **out)
{
    char reader[INKAN_READER_NAME_MAX];
    struct inkan *ink = NULL;
    enum inkan_rc rc;
    int exit;

    if (t->priv->card != NULL) {
        *out = t->priv->card;
        return TOOL_OK;
    }
    exit = tool_open(t, &ink);
    if (exit != TOOL_OK)
        return exit;
    tool_watch(t, 1);
    rc = inkan_choose_reader(ink, t->reader, reader);
    if (rc != INKAN_OK)
        return tool_fail(t, rc);
    return tool_open_card_in(t, reader, out);
}

void tool_close(struct tool *t)
{
    struct tool_private *priv = t->priv;

    busy_end(&priv->busy);
    tool_watch(t, 1); /* closing can hang as well */
    inkan_card_close(priv->card);
    priv->card = NULL;
    inkan_close(priv->ink);
    priv->ink = NULL;
    tool_secrets_wipe(t);
    if (priv->trace != NULL && priv->trace != stderr)
        fclose(priv->trace);
    priv->trace = NULL;
    tool_watch(t, 0);
}
