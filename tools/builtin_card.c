/* SPDX-License-Identifier: Apache-2.0
 *
 * The card of `--card FILE`. Carries bytes between libinkan and the applet
 * and must know nothing of what they mean.
 */
#include "tools/builtin_card.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "card/edge/apdu.h"
#include "card/port/posix/image.h"
#include "tools/tool.h"

static const char reader_name[] = "inkan built-in card";

struct builtin {
    struct posix_card *card;
    int wake[2]; /* a byte in this pipe ends a wait */
};

static enum inkan_rc builtin_list(void *self, struct inkan_reader *out,
                                  size_t cap, size_t *out_count)
{
    struct builtin *b = self;
    struct span atr = posix_card_atr(b->card);

    *out_count = 0;
    if (cap == 0)
        return INKAN_OK;
    memset(out, 0, sizeof(*out));
    memcpy(out->name, reader_name, sizeof(reader_name));
    out->present = true;
    out->events = 1;
    out->atr_len = atr.len < INKAN_ATR_MAX ? atr.len : INKAN_ATR_MAX;
    memcpy(out->atr, atr.ptr, out->atr_len);
    *out_count = 1;
    return INKAN_OK;
}

/* Nothing ever changes here; but what the caller knows may be older. */
static enum inkan_rc builtin_wait(void *self, const struct inkan_reader *known,
                                  size_t count, uint32_t timeout_ms)
{
    struct builtin *b = self;
    struct pollfd wake = { .fd = b->wake[0], .events = POLLIN };
    char byte;

    if (count != 1 || !known[0].present)
        return INKAN_OK;
    if (poll(&wake, 1, timeout_ms > INT32_MAX ? -1 : (int)timeout_ms) <= 0)
        return INKAN_TIMEOUT;
    if (read(b->wake[0], &byte, 1) < 0)
        return INKAN_COMM;
    return INKAN_CANCELLED;
}

static void builtin_cancel(void *self)
{
    struct builtin *b = self;
    ssize_t n = write(b->wake[1], "", 1);

    (void)n; /* the pipe is full: the wait ends anyhow */
}

static enum inkan_rc builtin_connect(void *self, const char *reader,
                                     uint32_t deadline_ms, void **out_conn)
{
    struct builtin *b = self;

    (void)deadline_ms;
    if (strcmp(reader, reader_name) != 0)
        return INKAN_NO_READER;
    posix_card_reset(b->card, false);
    *out_conn = b;
    return INKAN_OK;
}

static enum inkan_rc builtin_begin(void *conn, uint32_t deadline_ms)
{
    (void)conn;
    (void)deadline_ms;
    return INKAN_OK;
}

static enum inkan_rc builtin_transmit(void *conn, const uint8_t *cmd,
                                      size_t cmd_len, uint8_t *resp, size_t cap,
                                      size_t *out_len)
{
    struct builtin *b = conn;
    uint8_t *copy; /* of the size that the card may look at, no more */

    if (cmd_len == 0 || cmd_len > APDU_CMD_MAX || cap < 2)
        return INKAN_COMM;
    copy = malloc(cmd_len);
    if (copy == NULL)
        return INKAN_NOMEM;
    memcpy(copy, cmd, cmd_len);
    *out_len = posix_card_transmit(b->card, copy, cmd_len, resp, cap);
    explicit_bzero(copy, cmd_len);
    free(copy);
    return INKAN_OK;
}

static enum inkan_rc builtin_end(void *conn, enum inkan_leave how)
{
    struct builtin *b = conn;

    if (how == INKAN_LEAVE_POWER_OFF)
        posix_card_reset(b->card, false);
    return INKAN_OK;
}

static enum inkan_rc builtin_alive(void *conn)
{
    (void)conn;
    return INKAN_OK;
}

static void builtin_disconnect(void *conn, enum inkan_leave how)
{
    (void)builtin_end(conn, how);
}

static void builtin_destroy(void *self)
{
    struct builtin *b = self;

    posix_card_close(b->card);
    close(b->wake[0]);
    close(b->wake[1]);
    free(b);
}

/* Tells why an image cannot be used. */
static int image_error(struct tool *t, const char *path, enum image_rc rc)
{
    switch (rc) {
    case IMAGE_OK: return TOOL_OK;
    case IMAGE_IO: return tool_io_error(t, path, _("cannot read"));
    case IMAGE_NOMEM: return tool_fail(t, INKAN_NOMEM);
    case IMAGE_LOCKED:
        return tool_error(t, TOOL_BUSY, "image-locked",
                          _("%s: another program uses this card image"), path);
    case IMAGE_FOREIGN:
        return tool_error(t, TOOL_NOT_OUR_CARD, "bad-image",
                          _("%s: not a card image, or one of another version"),
                          path);
    case IMAGE_DAMAGED:
        return tool_error(t, TOOL_NOT_OUR_CARD, "bad-image",
                          _("%s: this card image is damaged"), path);
    case IMAGE_ARG: break;
    }
    return tool_error(t, TOOL_NOT_OUR_CARD, "bad-image", "%s: %s", path,
                      image_strerror(rc));
}

int builtin_card_open(struct tool *t, const char *path,
                      struct inkan_transport *out)
{
    struct builtin *b = calloc(1, sizeof(*b));
    enum image_rc rc;

    if (b == NULL)
        return tool_fail(t, INKAN_NOMEM);
    if (pipe(b->wake) != 0) {
        free(b);
        return tool_fail(t, INKAN_NOMEM);
    }
    rc = posix_card_open(path, &b->card);
    if (rc != IMAGE_OK) {
        int exit = image_error(t, path, rc);

        close(b->wake[0]);
        close(b->wake[1]);
        free(b);
        return exit;
    }
    *out = (struct inkan_transport){
        .self = b,
        .list = builtin_list,
        .wait = builtin_wait,
        .cancel = builtin_cancel,
        .connect = builtin_connect,
        .begin = builtin_begin,
        .transmit = builtin_transmit,
        .end = builtin_end,
        .alive = builtin_alive,
        .disconnect = builtin_disconnect,
        .destroy = builtin_destroy,
    };
    return TOOL_OK;
}
