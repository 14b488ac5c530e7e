/* SPDX-License-Identifier: Apache-2.0
 *
 * The witness of transport_wrap.h.
 */
#include "tests/support/transport_wrap.h"

#include <stdlib.h>

struct wrap_conn {
    struct wrap *w;
    void *conn;
};

void wrap_clear(struct wrap *w)
{
    w->calls = 0;
    w->apdus = 0;
    w->sent = 0;
    w->received = 0;
    w->verifies = 0;
    w->power_offs = 0;
    memset(w->log, 0, sizeof(w->log));
}

static bool fails(struct wrap *w)
{
    return ++w->calls == w->fail_at;
}

static enum inkan_rc list(void *self, struct inkan_reader *out, size_t cap,
                          size_t *out_count)
{
    struct wrap *w = self;

    enum inkan_rc rc;

    if (fails(w))
        return w->fail_rc;
    w->inside = true;
    rc = w->inner.list(w->inner.self, out, cap, out_count);
    w->inside = false;
    return rc;
}

static enum inkan_rc wait_for(void *self, const struct inkan_reader *known,
                              size_t count, uint32_t timeout_ms)
{
    struct wrap *w = self;

    return w->inner.wait(w->inner.self, known, count, timeout_ms);
}

static void cancel(void *self)
{
    struct wrap *w = self;

    w->inner.cancel(w->inner.self);
}

static enum inkan_rc connect(void *self, const char *reader,
                             uint32_t deadline_ms, void **out_conn)
{
    struct wrap *w = self;
    struct wrap_conn *c;
    enum inkan_rc rc;

    if (fails(w))
        return w->fail_rc;
    c = malloc(sizeof(*c));
    if (c == NULL)
        return INKAN_NOMEM;
    c->w = w;
    w->inside = true;
    rc = w->inner.connect(w->inner.self, reader, deadline_ms, &c->conn);
    w->inside = false;
    if (rc != INKAN_OK)
        free(c);
    else
        *out_conn = c;
    return rc;
}

static enum inkan_rc begin(void *conn, uint32_t deadline_ms)
{
    struct wrap_conn *c = conn;

    if (fails(c->w))
        return c->w->fail_rc;
    return c->w->inner.begin(c->conn, deadline_ms);
}

static void note(struct wrap *w, const uint8_t *cmd, size_t cmd_len,
                 const uint8_t *resp, size_t len)
{
    if (cmd_len > 5 && cmd[1] == 0x20)
        w->verifies++;
    if (w->apdus < WRAP_LOG_MAX) {
        struct wrap_exchange *x = &w->log[w->apdus];

        memcpy(x->cmd, cmd, cmd_len < WRAP_CMD_MAX ? cmd_len : WRAP_CMD_MAX);
        x->cmd_len = cmd_len;
        x->sw = len >= 2 ? get_be16(resp + len - 2) : 0;
    }
    w->apdus++;
    w->sent += cmd_len;
    w->received += len;
}

static enum inkan_rc transmit(void *conn, const uint8_t *cmd, size_t cmd_len,
                              uint8_t *resp, size_t cap, size_t *out_len)
{
    struct wrap_conn *c = conn;
    bool fail = fails(c->w);
    enum inkan_rc rc;

    if (fail && !c->w->lost)
        return c->w->fail_rc;
    c->w->inside = true;
    rc = c->w->inner.transmit(c->conn, cmd, cmd_len, resp, cap, out_len);
    c->w->inside = false;
    if (rc == INKAN_OK)
        note(c->w, cmd, cmd_len, resp, *out_len);
    return fail ? c->w->fail_rc : rc;
}

static enum inkan_rc end(void *conn, enum inkan_leave how)
{
    struct wrap_conn *c = conn;
    bool fail = fails(c->w);
    enum inkan_rc rc;

    if (how == INKAN_LEAVE_POWER_OFF)
        c->w->power_offs++;
    c->w->inside = true;
    rc = c->w->inner.end(c->conn, how);
    c->w->inside = false;
    return fail ? c->w->fail_rc : rc;
}

static enum inkan_rc alive(void *conn)
{
    struct wrap_conn *c = conn;

    return c->w->inner.alive(c->conn);
}

static void disconnect(void *conn, enum inkan_leave how)
{
    struct wrap_conn *c = conn;

    c->w->inner.disconnect(c->conn, how);
    free(c);
}

static bool has_pinpad(void *conn)
{
    struct wrap_conn *c = conn;

    return c->w->inner.has_pinpad != NULL && c->w->inner.has_pinpad(c->conn);
}

static enum inkan_rc pinpad_verify(void *conn,
                                   const struct inkan_pinpad_request *req,
                                   uint8_t *resp, size_t cap, size_t *out_len)
{
    struct wrap_conn *c = conn;

    return c->w->inner.pinpad_verify(c->conn, req, resp, cap, out_len);
}

static void destroy(void *self)
{
    struct wrap *w = self;

    if (w->inner.destroy != NULL)
        w->inner.destroy(w->inner.self);
}

struct inkan_transport wrap_transport(struct wrap *w,
                                      struct inkan_transport inner)
{
    memset(w, 0, sizeof(*w));
    w->inner = inner;
    return (struct inkan_transport){ .self = w,
                                     .list = list,
                                     .wait = wait_for,
                                     .cancel = cancel,
                                     .connect = connect,
                                     .begin = begin,
                                     .transmit = transmit,
                                     .end = end,
                                     .alive = alive,
                                     .disconnect = disconnect,
                                     .has_pinpad = has_pinpad,
                                     .pinpad_verify = pinpad_verify,
                                     .destroy = destroy };
}
