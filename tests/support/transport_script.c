/* SPDX-License-Identifier: Apache-2.0
 *
 * Plays one side of a script.
 */
#include "tests/support/transport_script.h"

/* cmocka wants these before it */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

void scripted_init(struct scripted *s, const char *text)
{
    memset(s, 0, sizeof(*s));
    script_open(&s->script, text, strlen(text), s->bytes, s->mask,
                SCRIPTED_CAP);
}

void scripted_expect_end(struct scripted *s)
{
    struct script_step step;

    script_next(&s->script, &step);
    if (step.kind != SCRIPT_END)
        fail_msg("line %u of the script was not reached", s->script.line);
}

static enum inkan_rc list(void *self, struct inkan_reader *out, size_t cap,
                          size_t *out_count)
{
    (void)self;
    *out_count = 0;
    if (cap == 0)
        return INKAN_OK;
    memset(out, 0, sizeof(*out));
    strcpy(out->name, "script");
    out->present = true;
    *out_count = 1;
    return INKAN_OK;
}

static enum inkan_rc wait_for(void *self, const struct inkan_reader *known,
                              size_t count, uint32_t timeout_ms)
{
    (void)self;
    (void)known;
    (void)count;
    (void)timeout_ms;
    return INKAN_TIMEOUT;
}

static enum inkan_rc connect(void *self, const char *reader,
                             uint32_t deadline_ms, void **out_conn)
{
    (void)reader;
    (void)deadline_ms;
    *out_conn = self;
    return INKAN_OK;
}

static enum inkan_rc begin(void *conn, uint32_t deadline_ms)
{
    struct scripted *s = conn;
    enum inkan_rc rc = s->begin_rc;

    (void)deadline_ms;
    s->begins++;
    if (rc == INKAN_RESET) /* is told once */
        s->begin_rc = INKAN_OK;
    return rc;
}

static enum inkan_rc transmit(void *conn, const uint8_t *cmd, size_t cmd_len,
                              uint8_t *resp, size_t cap, size_t *out_len)
{
    struct scripted *s = conn;
    struct script_step step;
    char sent[128];

    script_next(&s->script, &step);
    if (step.kind == SCRIPT_END && s->at_end_rc != INKAN_OK)
        return s->at_end_rc;
    for (size_t i = 0; i < cmd_len && 2 * i + 3 < sizeof(sent); i++)
        snprintf(sent + 2 * i, 3, "%02X", cmd[i]);
    if (step.kind != SCRIPT_COMMAND ||
        !script_fits(&s->script, &step, span_of(cmd, cmd_len)))
        fail_msg("line %u of the script is not what was sent: %s",
                 s->script.line, sent);
    script_next(&s->script, &step);
    if (step.kind != SCRIPT_ANSWER || step.len > cap)
        fail_msg("line %u of the script: no answer", s->script.line);
    s->exchanges++;
    if (step.len != 0)
        memcpy(resp, s->bytes, step.len);
    *out_len = step.len;
    return INKAN_OK;
}

static enum inkan_rc end(void *conn, enum inkan_leave how)
{
    struct scripted *s = conn;

    s->ends++;
    if (how == INKAN_LEAVE_POWER_OFF)
        s->power_offs++;
    return s->end_rc;
}

static enum inkan_rc alive(void *conn)
{
    struct scripted *s = conn;

    return s->alive_rc;
}

static void disconnect(void *conn, enum inkan_leave how)
{
    (void)conn;
    (void)how;
}

struct inkan_transport scripted_transport(struct scripted *s)
{
    return (struct inkan_transport){ .self = s,
                                     .list = list,
                                     .wait = wait_for,
                                     .connect = connect,
                                     .begin = begin,
                                     .transmit = transmit,
                                     .end = end,
                                     .alive = alive,
                                     .disconnect = disconnect };
}
