/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan replay FILE.apdu`: plays recorded commands to a card and compares
 * its answers. In a reader only commands that cannot spend a try, change the
 * card or use a key are played: a recording must never lock anyone out.
 */
#include "tools/commands.h"
#include "tools/private.h"
#include "tools/replay_script.h"

#include <stdlib.h>
#include <string.h>

#define SCRIPT_MAX  ((size_t)16 * 1024 * 1024)
#define REPLY_MAX   65538
#define HEADER_LEN  4
#define EXTENDED_LE 7 /* an extended command without a body: header, 00, Le */

static const struct tool_syntax syntax = {
    .usage = N_("FILE.apdu [OPTION...]"),
    .min_words = 1,
    .max_words = 1,
};

/* One playing. */
struct play {
    struct tool *t;
    const char *path;
    struct inkan_transport *transport;
    void *conn;
    bool harmless_only; /* a real reader: see the first lines */
    struct step *command, *answer;
    uint8_t *reply;
    unsigned played, differing;
    json_t *differences;
};

/* A command without a body: header, and perhaps Le. */
static bool has_no_body(const struct step *c)
{
    return c->len <= HEADER_LEN + 1 ||
           (c->len == EXTENDED_LE && c->bytes[HEADER_LEN] == 0);
}

/* SELECT, READ BINARY, READ RECORD, GET DATA, GET CHALLENGE, and VERIFY where
 * it only asks for the tries. */
static bool is_harmless(const struct step *c)
{
    if (c->len < HEADER_LEN || c->bytes[0] != 0x00)
        return false;
    switch (c->bytes[1]) {
    case 0xA4:
    case 0xB0:
    case 0xB2:
    case 0xCA:
    case 0x84: return true;
    case 0x20: return has_no_body(c);
    default: return false;
    }
}

static int bad_line(struct play *p, unsigned line, const char *why)
{
    return tool_error(p->t, TOOL_OTHER, "bad-script", "%s:%u: %s", p->path,
                      line, why);
}

/* Reads through the whole file before a byte goes to the card. */
static int check_script(struct play *p, const char *text)
{
    struct replay_script script;

    replay_open(&script, text);
    for (;;) {
        replay_next(&script, p->command);
        if (p->command->kind == STEP_END)
            return TOOL_OK;
        if (p->command->kind == STEP_BAD)
            return bad_line(p, p->command->line,
                            _("not a line of a recording"));
        if (p->command->kind == STEP_COMMAND && p->harmless_only &&
            !is_harmless(p->command))
            return tool_error(p->t, TOOL_REFUSED, "not-harmless",
                              _("%s:%u: refused: on a card in a reader only "
                                "reading commands are played"),
                              p->path, p->command->line);
    }
}

static void print_bytes(FILE *out, const char *mark, const uint8_t *bytes,
                        size_t len)
{
    fprintf(out, "%s", mark);
    for (size_t i = 0; i < len; i++)
        fprintf(out, " %02X", bytes[i]);
    fputc('\n', out);
}

/* Tells an answer that is not the recorded one. */
static void tell_difference(struct play *p, size_t len)
{
    p->differing++;
    if (p->t->json) {
        json_array_append_new(
            p->differences,
            json_pack("{s:i, s:o, s:o}", "line", (int)p->answer->line, "got",
                      tool_json_hex(p->reply, len), "recorded",
                      tool_json_hex(p->answer->bytes, p->answer->len)));
        return;
    }
    printf(_("%s:%u: the answer differs\n"), p->path, p->answer->line);
    print_bytes(stdout, "  >", p->command->bytes, p->command->len);
    print_bytes(stdout, "  <", p->reply, len);
    print_bytes(stdout, _("  recorded"), p->answer->bytes, p->answer->len);
}

/* Sends p->command; an answer that follows in the script is compared. */
static int exchange(struct play *p, struct replay_script *script)
{
    struct replay_script here = *script;
    size_t len = 0;
    enum inkan_rc rc;

    tool_watch(p->t, 1);
    rc = p->transport->transmit(p->conn, p->command->bytes, p->command->len,
                                p->reply, REPLY_MAX, &len);
    if (rc != INKAN_OK)
        return tool_fail(p->t, rc);
    p->played++;
    replay_next(script, p->answer);
    if (p->answer->kind != STEP_ANSWER)
        *script = here; /* nothing was recorded: not compared */
    else if (!replay_fits(p->answer, p->reply, len))
        tell_difference(p, len);
    return TOOL_OK;
}

/* For `! power` and, as the transport knows no warm reset, `! reset`. */
static int power_cycle(struct play *p)
{
    enum inkan_rc rc = p->transport->end(p->conn, INKAN_LEAVE_POWER_OFF);

    if (rc == INKAN_OK)
        rc = p->transport->begin(p->conn, (uint32_t)p->t->deadline_ms);
    /* powering off is a reset that we asked for */
    return rc == INKAN_RESET ? TOOL_OK : tool_fail(p->t, rc);
}

static int play_all(struct play *p, const char *text)
{
    struct replay_script script;
    int exit = TOOL_OK;

    replay_open(&script, text);
    while (exit == TOOL_OK) {
        replay_next(&script, p->command);
        switch (p->command->kind) {
        case STEP_COMMAND: exit = exchange(p, &script); break;
        case STEP_RESET:
        case STEP_POWER: exit = power_cycle(p); break;
        case STEP_PERSONA: break; /* the card is the one that is here */
        case STEP_ANSWER:
            exit = bad_line(p, p->command->line, _("an answer to nothing"));
            break;
        case STEP_BAD:
        case STEP_END: return TOOL_OK;
        }
    }
    return exit;
}

static int print_result(struct play *p)
{
    int exit;

    if (p->t->json) {
        exit = tool_print_json(p->t, json_pack("{s:i, s:i, s:O}", "played",
                                               (int)p->played, "differing",
                                               (int)p->differing, "differences",
                                               p->differences));
    } else {
        printf(P_("%u command played", "%u commands played", p->played),
               p->played);
        printf(
            P_(", %u answer differs\n", ", %u answers differ\n", p->differing),
            p->differing);
        exit = tool_finish_stdout(p->t);
    }
    if (exit == TOOL_OK && p->differing > 0)
        exit = TOOL_FINDING;
    return exit;
}

/* Plays in one transaction, and leaves the card without power: whatever the
 * recording verified is gone. */
static int play(struct play *p, const char *reader, const char *text)
{
    enum inkan_rc rc = p->transport->connect(
        p->transport->self, reader, (uint32_t)p->t->deadline_ms, &p->conn);
    int exit;

    if (rc != INKAN_OK)
        return tool_fail(p->t, rc);
    rc = p->transport->begin(p->conn, (uint32_t)p->t->deadline_ms);
    exit = rc == INKAN_OK || rc == INKAN_RESET ? play_all(p, text)
                                               : tool_fail(p->t, rc);
    tool_watch(p->t, 1);
    (void)p->transport->end(p->conn, INKAN_LEAVE_POWER_OFF);
    p->transport->disconnect(p->conn, INKAN_LEAVE_POWER_OFF);
    return exit == TOOL_OK ? print_result(p) : exit;
}

/* The library and the playing share one transport. */
static int run(struct play *p, const char *text)
{
    char reader[INKAN_READER_NAME_MAX];
    struct inkan *ink = NULL;
    enum inkan_rc rc;
    int exit = check_script(p, text);

    if (exit == TOOL_OK)
        exit = tool_open_over(p->t, &ink, &p->transport);
    if (exit != TOOL_OK)
        return exit;
    tool_watch(p->t, 1);
    rc = inkan_choose_reader(ink, p->t->reader, reader);
    return rc == INKAN_OK ? play(p, reader, text) : tool_fail(p->t, rc);
}

static bool make_room(struct play *p)
{
    p->command = malloc(sizeof(*p->command));
    p->answer = malloc(sizeof(*p->answer));
    p->reply = malloc(REPLY_MAX);
    p->differences = json_array();
    return p->command != NULL && p->answer != NULL && p->reply != NULL &&
           p->differences != NULL;
}

int run_replay(struct tool *t, int argc, char **argv)
{
    struct play p = { .t = t, .harmless_only = true };
    uint8_t *text = NULL;
    size_t len = 0;
    char **words;
    int exit = tool_parse(t, &syntax, NULL, argc, argv, &words);

    if (exit != TOOL_OK || t->help)
        return exit;
    p.path = words[0];
    p.harmless_only = t->card_file == NULL;
    exit = make_room(&p) ? tool_read(t, p.path, SCRIPT_MAX, &text, &len)
                         : tool_fail(t, INKAN_NOMEM);
    if (exit == TOOL_OK && strlen((const char *)text) != len)
        exit = bad_line(&p, 1, _("not a text file"));
    if (exit == TOOL_OK)
        exit = run(&p, (const char *)text);
    free(text);
    free(p.command);
    free(p.answer);
    free(p.reply);
    json_decref(p.differences);
    return exit;
}
