/* SPDX-License-Identifier: Apache-2.0
 *
 * Errors told: a sentence on stderr, with --json one object on stdout, and
 * the exit code. Never tells a value that was typed or read.
 */
#include "tools/tool.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tools/private.h"

/* clang-format off */
static const uint8_t exit_of[] = {
    [INKAN_OK]            = TOOL_OK,
    [INKAN_ARG]           = TOOL_OTHER,
    [INKAN_NOMEM]         = TOOL_OTHER,
    [INKAN_NO_SERVICE]    = TOOL_NO_SERVICE,
    [INKAN_ACCESS]        = TOOL_NO_SERVICE,
    [INKAN_NO_READER]     = TOOL_NO_READER,
    [INKAN_AMBIGUOUS]     = TOOL_USAGE,
    [INKAN_NO_CARD]       = TOOL_NO_CARD,
    [INKAN_REMOVED]       = TOOL_NO_CARD,
    [INKAN_RESET]         = TOOL_BUSY,
    [INKAN_MUTE]          = TOOL_NO_CARD,
    [INKAN_BUSY]          = TOOL_BUSY,
    [INKAN_TIMEOUT]       = TOOL_BUSY,
    [INKAN_CANCELLED]     = TOOL_OTHER,
    [INKAN_COMM]          = TOOL_NO_CARD,
    [INKAN_NOT_OUR_CARD]  = TOOL_NOT_OUR_CARD,
    [INKAN_NOT_FOUND]     = TOOL_NOT_OUR_CARD,
    [INKAN_NOT_VERIFIED]  = TOOL_USAGE,
    [INKAN_WRONG_PIN]     = TOOL_WRONG_PIN,
    [INKAN_PIN_BLOCKED]   = TOOL_PIN_BLOCKED,
    [INKAN_PIN_FORMAT]    = TOOL_REFUSED,
    [INKAN_LAST_TRY]      = TOOL_REFUSED,
    [INKAN_KNOWN_WRONG]   = TOOL_REFUSED,
    [INKAN_NO_COUNTER]    = TOOL_REFUSED,
    [INKAN_UNSUPPORTED]   = TOOL_NOT_OUR_CARD,
    [INKAN_MALFORMED]     = TOOL_NOT_OUR_CARD,
    [INKAN_TOO_BIG]       = TOOL_OTHER,
    [INKAN_CARD_STATUS]   = TOOL_NOT_OUR_CARD,
    [INKAN_BAD_SIGNATURE] = TOOL_FINDING,
    [INKAN_IO]            = TOOL_OTHER,
    [INKAN_BAD_IMAGE]     = TOOL_NOT_OUR_CARD,
};
/* clang-format on */
_Static_assert(ARRAY_LEN(exit_of) == INKAN_RC_COUNT, "one exit code each");

enum tool_exit tool_exit_of(enum inkan_rc rc)
{
    if ((size_t)rc >= ARRAY_LEN(exit_of))
        return TOOL_OTHER;
    return (enum tool_exit)exit_of[rc];
}

/* What is known of an error; text is in the user's language. */
struct report {
    const char *code;
    const char *text;
    const char *action; /* "" or NULL: none */
    enum inkan_pin pin; /* INKAN_PIN_NONE: not about one */
    int tries;          /* -1: not known */
    unsigned sw;        /* 0: none */
    bool tries_in_text; /* the sentence tells them */
};

/* One line, whatever there is to say. */
static void report_stderr(const struct tool *t, const struct report *r)
{
    fprintf(stderr, "inkan: ");
    if (r->pin != INKAN_PIN_NONE)
        fprintf(stderr, "%s: ", tool_pin_name(t, r->pin));
    tool_put_text(stderr, r->text);
    if (r->tries > 0 && !r->tries_in_text) {
        fputc(' ', stderr);
        fprintf(stderr,
                P_("%d try left.", "%d tries left.", (unsigned long)r->tries),
                r->tries);
    }
    if (r->sw != 0)
        fprintf(stderr, " (SW %04X)", r->sw);
    if (r->action != NULL && r->action[0] != '\0')
        fprintf(stderr, " %s", r->action);
    fputc('\n', stderr);
}

static json_t *or_null(json_t *value, bool known)
{
    if (known)
        return value;
    json_decref(value);
    return json_null();
}

static void report_json(const struct report *r)
{
    const struct inkan_pin_facts *facts = inkan_pin_facts(r->pin);
    json_t *error = json_pack(
        "{s:s, s:o, s:o, s:o}", "code", r->code, "pin",
        or_null(json_string(facts != NULL ? facts->name : ""), facts != NULL),
        "tries", or_null(json_integer(r->tries), r->tries >= 0), "text",
        tool_json_text(r->text));

    if (error != NULL && r->action != NULL && r->action[0] != '\0')
        json_object_set_new(error, "action", tool_json_text(r->action));
    if (error != NULL && r->sw != 0) {
        char sw[5];

        snprintf(sw, sizeof(sw), "%04X", r->sw & 0xFFFFu);
        json_object_set_new(error, "sw", json_string(sw));
    }
    /* Where stdout fails, too, stderr has told: no error about the error. */
    error = json_pack("{s:o}", "error", error);
    if (error != NULL && json_dumpf(error, stdout, JSON_INDENT(2)) == 0)
        putchar('\n');
    fflush(stdout);
    json_decref(error);
}

static void report(const struct tool *t, const struct report *r)
{
    busy_end(&t->priv->busy);
    report_stderr(t, r);
    if (t->json)
        report_json(r);
}

/* An error of the library about a PIN, or about none. */
static int fail(struct tool *t, enum inkan_rc rc,
                const struct inkan_card_error *detail)
{
    struct inkan_explanation why = inkan_explain(rc, t->lang);
    char unblock[TOOL_UNBLOCK_MAX];
    struct report r = { .code = why.code,
                        .text = why.text,
                        .action = why.action,
                        .pin = detail->pin,
                        .tries = detail->tries,
                        .tries_in_text = rc == INKAN_LAST_TRY };

    if (rc == INKAN_CARD_STATUS)
        r.sw = detail->sw;
    if (rc == INKAN_WRONG_PIN && r.tries > 0)
        r.action = ""; /* it says to look at the tries, which are here */
    if (rc == INKAN_PIN_BLOCKED || (rc == INKAN_WRONG_PIN && r.tries == 0)) {
        tool_unblock_text(t, r.pin, unblock);
        r.action = unblock;
    }
    report(t, &r);
    return (int)tool_exit_of(rc);
}

int tool_fail(struct tool *t, enum inkan_rc rc)
{
    struct inkan_card_error detail = { .pin = INKAN_PIN_NONE, .tries = -1 };

    if (rc == INKAN_OK)
        return TOOL_OK;
    if (t->priv->card != NULL) {
        struct inkan_card_error last = inkan_card_error(t->priv->card);

        if (last.rc == rc)
            detail = last;
    }
    return fail(t, rc, &detail);
}

int tool_fail_pin(struct tool *t, enum inkan_rc rc, enum inkan_pin pin,
                  int tries)
{
    struct inkan_card_error detail = { .pin = pin, .tries = tries };

    return fail(t, rc, &detail);
}

void tool_unblock_text(const struct tool *t, enum inkan_pin pin,
                       char out[TOOL_UNBLOCK_MAX])
{
    const struct inkan_pin_facts *facts = inkan_pin_facts(pin);

    if (facts == NULL)
        snprintf(out, TOOL_UNBLOCK_MAX, "%s",
                 inkan_explain(INKAN_PIN_BLOCKED, t->lang).action);
    else
        snprintf(out, TOOL_UNBLOCK_MAX, _("It can be unblocked by: %s."),
                 strcmp(t->lang, "ja") == 0 ? facts->unblock_ja
                                            : facts->unblock_en);
}

/* Tells an error of the tool's own; the text is that of a format. */
__attribute__((format(printf, 5, 0))) static int
tell(struct tool *t, enum tool_exit exit, const char *code, enum inkan_pin pin,
     const char *format, va_list ap)
{
    struct report r = { .code = code, .pin = pin, .tries = -1 };
    char *text = NULL;
    int n = vasprintf(&text, format, ap);

    r.text = n < 0 ? code : text;
    report(t, &r);
    if (n >= 0)
        free(text);
    return (int)exit;
}

int tool_error(struct tool *t, enum tool_exit exit, const char *code,
               const char *format, ...)
{
    va_list ap;
    int result;

    va_start(ap, format);
    result = tell(t, exit, code, INKAN_PIN_NONE, format, ap);
    va_end(ap);
    return result;
}

int tool_pin_error(struct tool *t, enum inkan_pin pin, enum tool_exit exit,
                   const char *code, const char *format, ...)
{
    va_list ap;
    int result;

    va_start(ap, format);
    result = tell(t, exit, code, pin, format, ap);
    va_end(ap);
    return result;
}

/* The usual reasons, because the C library has them in Japanese only where
 * that locale was generated. */
static const char *reason_of(int error)
{
    /* clang-format off */
    static const struct {
        int error;
        const char *text;
    } rows[] = {
        { EACCES,  N_("permission denied") },
        { EBADF,   N_("this descriptor is not open") },
        { EEXIST,  N_("it exists already") },
        { EFBIG,   N_("it is too big") },
        { EISDIR,  N_("it is a folder") },
        { ELOOP,   N_("it is a link") },
        { ENOENT,  N_("no such file or folder") },
        { ENOSPC,  N_("no space left on the device") },
        { ENOTDIR, N_("a part of the path is no folder") },
        { EROFS,   N_("the file system is read-only") },
    };
    /* clang-format on */

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].error == error)
            return _(rows[i].text);
    }
    return strerror(error);
}

int tool_io_error(struct tool *t, const char *path, const char *what)
{
    const char *reason = reason_of(errno);

    return tool_error(t, TOOL_OTHER, "io", "%s: %s: %s", path, what, reason);
}

void tool_note(const struct tool *t, const char *format, ...)
{
    va_list ap;

    (void)t;
    va_start(ap, format);
    fprintf(stderr, "inkan: ");
    vfprintf(stderr, format, ap);
    fprintf(stderr, "\n");
    va_end(ap);
}

const char *tool_pin_name(const struct tool *t, enum inkan_pin pin)
{
    const struct inkan_pin_facts *facts = inkan_pin_facts(pin);

    if (facts == NULL)
        return "?";
    return strcmp(t->lang, "ja") == 0 ? facts->name_ja : facts->name_en;
}
