/* SPDX-License-Identifier: Apache-2.0
 *
 * Readable traces. Must never show a PIN, and shows what the card tells only
 * where the caller asked for personal data: a body or an answer is otherwise
 * its length.
 */
#include "host/trace.h"

#include <stdio.h>

#include "card/edge/iso7816.h"
#include "host/status.h"

#define LINE_MAX_LEN 1024 /* longer bodies end in "..." */

struct line {
    char text[LINE_MAX_LEN];
    size_t len;
};

static void put(struct line *line, const char *text)
{
    int n = snprintf(line->text + line->len, sizeof(line->text) - line->len,
                     "%s", text);

    if (n > 0) {
        line->len += (size_t)n;
        if (line->len >= sizeof(line->text))
            line->len = sizeof(line->text) - 1;
    }
}

static void put_bytes(struct line *line, struct span bytes)
{
    char hex[4];

    for (size_t i = 0; i < bytes.len; i++) {
        if (line->len + 64 > sizeof(line->text)) {
            put(line, " ...");
            return;
        }
        (void)snprintf(hex, sizeof(hex), " %02X", bytes.ptr[i]);
        put(line, hex);
    }
}

static void put_hidden(struct line *line, size_t len)
{
    char text[32];

    (void)snprintf(text, sizeof(text), " [%zu bytes]", len);
    put(line, text);
}

static const char *command_name(const struct apdu_cmd *cmd)
{
    /* clang-format off */
    static const struct { uint8_t cla, ins; const char *name; } rows[] = {
        { CLA_ISO,    INS_SELECT,           "SELECT" },
        { CLA_ISO,    INS_READ_BINARY,      "READ BINARY" },
        { CLA_ISO,    INS_READ_RECORD,      "READ RECORD" },
        { CLA_ISO,    INS_VERIFY,           "VERIFY" },
        { CLA_ISO,    INS_CHANGE_REFERENCE, "CHANGE REFERENCE DATA" },
        { CLA_JICSAP, INS_CHANGE_KEY,       "CHANGE KEY" },
        { CLA_JICSAP, INS_COMPUTE_DS,       "COMPUTE DIGITAL SIGNATURE" },
        { CLA_ISO,    INS_GET_CHALLENGE,    "GET CHALLENGE" },
        { CLA_ISO,    INS_GET_RESPONSE,     "GET RESPONSE" },
        { CLA_ISO,    INS_GET_DATA,         "GET DATA" },
    };
    /* clang-format on */

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].cla == cmd->cla && rows[i].ins == cmd->ins)
            return rows[i].name;
    }
    return "?";
}

static const char *file_name(int app, uint16_t fid)
{
    const struct file_row *row;

    if (app < 0 || app >= APP_COUNT)
        return NULL;
    row = layout_file((enum app_id)app, fid, ON_BOTH);
    return row != NULL ? row->name : NULL;
}

/* The file or application that a command is about, or NULL. */
static const char *target_name(const struct inkan_card *card,
                               const struct apdu_cmd *cmd)
{
    size_t index = 0;
    const struct app_row *app;

    if (cmd->ins == INS_SELECT && cmd->p1 == SELECT_P1_DF_NAME) {
        app = layout_app_next(cmd->data, &index);
        return app != NULL ? app->name : NULL;
    }
    if (cmd->ins == INS_SELECT && cmd->data.len == 2)
        return file_name(card->app, get_be16(cmd->data.ptr));
    if (cmd->ins == INS_READ_BINARY && cmd->p1 > P_CURRENT_EF)
        return file_name(card->app, cmd->p1 & 0x1F);
    if (cmd->ins == INS_READ_RECORD)
        return file_name(card->app, (uint16_t)(cmd->p2 >> 3));
    if ((cmd->ins == INS_VERIFY || cmd->ins == INS_COMPUTE_DS) &&
        cmd->p2 > P_CURRENT_EF)
        return file_name(card->app, cmd->p2 & 0x1F);
    return NULL;
}

static void put_body(struct line *line, const struct inkan_card *card,
                     const struct apdu_cmd *cmd, bool secret)
{
    bool open = cmd->ins == INS_SELECT ||
                (card->ink->flags & INKAN_TRACE_PERSONAL) != 0;

    if (cmd->data.len == 0)
        return;
    if (!secret && open)
        put_bytes(line, cmd->data);
    else if (secret) /* the length of a PIN is its holder's affair, too */
        put(line, " \xC2\xB7\xC2\xB7\xC2\xB7\xC2\xB7");
    else
        put_hidden(line, cmd->data.len);
}

void trace_command(const struct inkan_card *card, struct span raw, bool secret)
{
    struct line line = { .len = 0 };
    struct apdu_cmd cmd;
    const char *target;

    if (card->ink->trace == NULL || !apdu_cmd_parse(raw, &cmd))
        return;
    put(&line, ">");
    put_bytes(&line, span_sub(raw, 0, 4));
    put_body(&line, card, &cmd, secret);
    put(&line, "  ");
    put(&line, command_name(&cmd));
    if (cmd.ins == INS_VERIFY && cmd.data.len == 0)
        put(&line, " (tries?)");
    target = target_name(card, &cmd);
    if (target != NULL) {
        put(&line, ", ");
        put(&line, target);
    }
    card->ink->trace(card->ink->trace_user, line.text);
    wipe(&line, sizeof(line));
}

void trace_answer(const struct inkan_card *card, struct span raw)
{
    struct line line = { .len = 0 };
    struct span data;
    sw_t sw;
    const char *sentence;

    if (card->ink->trace == NULL || raw.len < 2)
        return;
    data = span_sub(raw, 0, raw.len - 2);
    sw = get_be16(raw.ptr + data.len);
    put(&line, "<");
    if (data.len != 0 && (card->ink->flags & INKAN_TRACE_PERSONAL) != 0)
        put_bytes(&line, data);
    else if (data.len != 0)
        put_hidden(&line, data.len);
    put_bytes(&line, span_sub(raw, data.len, 2));
    sentence = status_sentence(sw);
    if (sentence != NULL) {
        put(&line, "  ");
        put(&line, sentence);
    }
    card->ink->trace(card->ink->trace_user, line.text);
    wipe(&line, sizeof(line));
}

void trace_failure(const struct inkan_card *card, enum inkan_rc rc)
{
    struct line line = { .len = 0 };

    if (card->ink->trace == NULL)
        return;
    put(&line, "! no answer: ");
    put(&line, inkan_explain(rc, NULL).text);
    card->ink->trace(card->ink->trace_user, line.text);
}
