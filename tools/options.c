/* SPDX-License-Identifier: Apache-2.0
 *
 * Command lines by table: one row is one option, for reading, for --help and
 * (through --help) for the shell's completion. Knows no command.
 */
#include "tools/tool.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "tools/options.h"

/* clang-format off */
static const struct tool_option global_options[] = {
    { "reader", 0, OPT_TEXT, offsetof(struct tool, reader), N_("NAME"),
      N_("use this reader: its number or a part of its name") },
    { "card", 0, OPT_TEXT, offsetof(struct tool, card_file), N_("FILE"),
      N_("run the card image FILE in this process, without a reader") },
    { "json", 0, OPT_FLAG, offsetof(struct tool, json), NULL,
      N_("print one JSON object") },
    { "deadline", 0, OPT_NUMBER, offsetof(struct tool, deadline_ms), N_("MS"),
      N_("give up an operation after MS milliseconds") },
    { "trace", 0, OPT_TEXT, offsetof(struct tool, trace), N_("FILE"),
      N_("write what goes to and from the card to a new FILE (-: stderr)") },
    { "trace-personal", 0, OPT_FLAG, offsetof(struct tool, trace_personal),
      NULL, N_("let the trace show personal data (never a PIN)") },
    { "help", 'h', OPT_FLAG, offsetof(struct tool, help), NULL,
      N_("show this help") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};

static const struct tool_option pin_options[] = {
    { "pin-fd", 0, OPT_NUMBER, offsetof(struct tool, pin.fd), N_("N"),
      N_("read the PIN from the open descriptor N, one line") },
    { "pin-file", 0, OPT_TEXT, offsetof(struct tool, pin.file), N_("FILE"),
      N_("read the PIN from FILE, which nobody else may read") },
    { "last-try", 0, OPT_FLAG, offsetof(struct tool, last_try), NULL,
      N_("use the PIN even if only one try is left") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};

static const struct tool_option new_pin_options[] = {
    { "new-pin-fd", 0, OPT_NUMBER, offsetof(struct tool, new_pin.fd), N_("N"),
      N_("read the new PIN from the open descriptor N, one line") },
    { "new-pin-file", 0, OPT_TEXT, offsetof(struct tool, new_pin.file),
      N_("FILE"), N_("read the new PIN from FILE") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};

static const struct tool_option number_b_options[] = {
    { "number-b-fd", 0, OPT_NUMBER, offsetof(struct tool, number_b.fd),
      N_("N"), N_("read number B from the open descriptor N, one line") },
    { "number-b-file", 0, OPT_TEXT, offsetof(struct tool, number_b.file),
      N_("FILE"), N_("read number B from FILE, which nobody else may read") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};

static const struct tool_option sign_pin_options[] = {
    { "sign-pin-fd", 0, OPT_NUMBER, offsetof(struct tool, sign_pin.fd),
      N_("N"), N_("read the sign password from the open descriptor N") },
    { "sign-pin-file", 0, OPT_TEXT, offsetof(struct tool, sign_pin.file),
      N_("FILE"), N_("read the sign password from FILE") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

/* A table and the struct that its offsets are into. */
struct group {
    const struct tool_option *rows;
    void *base;
};

enum { GROUP_MAX = 6 };

/* Where the sentences of --help begin. */
enum { HELP_COLUMN = 30 };

/* The tables that hold here; the last has rows NULL. */
static void groups_of(struct tool *t, const struct tool_syntax *syntax,
                      void *args, struct group out[GROUP_MAX + 1])
{
    const struct {
        unsigned flag;
        const struct tool_option *rows;
    } secrets[] = { { TOOL_TAKES_PIN, pin_options },
                    { TOOL_TAKES_NEW_PIN, new_pin_options },
                    { TOOL_TAKES_NUMBER_B, number_b_options },
                    { TOOL_TAKES_SIGN_PIN, sign_pin_options } };
    size_t n = 0;

    if (syntax->options != NULL)
        out[n++] = (struct group){ syntax->options, args };
    for (size_t i = 0; i < ARRAY_LEN(secrets); i++) {
        if ((syntax->takes & secrets[i].flag) != 0)
            out[n++] = (struct group){ secrets[i].rows, t };
    }
    out[n++] = (struct group){ global_options, t };
    out[n] = (struct group){ NULL, NULL };
}

static int usage_error(struct tool *t, const char *what, const char *about)
{
    if (t->command == NULL)
        return tool_error(t, TOOL_USAGE, "usage", "%s: %s (inkan --help)", what,
                          about);
    return tool_error(t, TOOL_USAGE, "usage", "%s: %s (inkan %s --help)", what,
                      about, t->command);
}

static bool named(const struct tool_option *row, const char *arg)
{
    size_t len = strlen(row->name);

    if (arg[1] != '-')
        return row->letter != 0 && arg[1] == row->letter;
    return strncmp(arg + 2, row->name, len) == 0 &&
           (arg[2 + len] == '\0' || arg[2 + len] == '=');
}

static const struct tool_option *find(const struct group *groups,
                                      const char *arg, void **out_base)
{
    for (; groups->rows != NULL; groups++) {
        for (const struct tool_option *row = groups->rows; row->name; row++) {
            if (named(row, arg)) {
                *out_base = groups->base;
                return row;
            }
        }
    }
    return NULL;
}

/* The value that hangs on the argument itself, NULL if none. */
static const char *attached_value(const char *arg)
{
    const char *equals;

    if (arg[1] != '-')
        return arg[2] != '\0' ? arg + 2 : NULL;
    equals = strchr(arg, '=');
    return equals != NULL ? equals + 1 : NULL;
}

static bool number_of(const char *text, long *out)
{
    char *end;
    long value;

    errno = 0;
    value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < 0)
        return false;
    *out = value;
    return true;
}

static bool list_add(struct tool_list *list, const char *item)
{
    const char **items =
        realloc(list->items, (list->count + 1) * sizeof(*items));

    if (items == NULL)
        return false;
    items[list->count++] = item;
    list->items = items;
    return true;
}

void tool_list_free(struct tool_list *list)
{
    free(list->items);
    *list = (struct tool_list){ NULL, 0 };
}

static int store(struct tool *t, const struct tool_option *row, void *base,
                 const char *value, const char *arg)
{
    void *at = (char *)base + row->at;

    switch (row->kind) {
    case OPT_FLAG: *(bool *)at = true; return TOOL_OK;
    case OPT_TEXT: *(const char **)at = value; return TOOL_OK;
    case OPT_NUMBER:
        return number_of(value, at) ? TOOL_OK
                                    : usage_error(t, arg, _("wants a number"));
    case OPT_LIST:
        return list_add(at, value) ? TOOL_OK : tool_fail(t, INKAN_NOMEM);
    }
    return TOOL_OTHER;
}

/* Takes the option at argv[*i]; *i ends on the last argument it used. */
static int take_option(struct tool *t, const struct group *groups, char **argv,
                       int *i)
{
    const char *arg = argv[*i];
    const char *value = attached_value(arg);
    void *base = NULL;
    const struct tool_option *row = find(groups, arg, &base);

    if (row == NULL)
        return usage_error(t, arg, _("unknown option"));
    if (row->kind == OPT_FLAG && value != NULL)
        return usage_error(t, arg, _("takes no value"));
    if (row->kind != OPT_FLAG && value == NULL) {
        value = argv[*i + 1];
        if (value == NULL)
            return usage_error(t, arg, _("wants a value"));
        ++*i;
    }
    return store(t, row, base, value, arg);
}

static bool is_option(const char *arg)
{
    return arg[0] == '-' && arg[1] != '\0'; /* "-" alone is a file */
}

/* Columns of a terminal that UTF-8 takes: what is beyond Hangul is wide. */
static int width_of(const char *utf8)
{
    int width = 0;

    for (const char *s = utf8; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;

        if (c < 0x80)
            width += 1;
        else if (c >= 0xC0) /* the first byte of a character */
            width += c >= 0xE1 ? 2 : 1;
    }
    return width;
}

static void print_rows(const struct tool_option *row)
{
    for (; row->name != NULL; row++) {
        char left[96] = "      ";
        int pad;

        if (row->letter != 0)
            snprintf(left, sizeof(left), "  -%c, ", row->letter);
        snprintf(left + 6, sizeof(left) - 6, "--%s%s%s", row->name,
                 row->value != NULL ? " " : "",
                 row->value != NULL ? _(row->value) : "");
        pad = HELP_COLUMN - width_of(left);
        printf("%s%*s %s\n", left, pad > 0 ? pad : 0, "", _(row->help));
    }
}

static int print_help(struct tool *t, const struct tool_syntax *syntax,
                      const struct group *groups)
{
    printf(_("Usage: inkan %s %s\n"), t->command, _(syntax->usage));
    for (const struct tool_command *c = tool_commands; c->name; c++) {
        if (strcmp(c->name, t->command) == 0)
            printf("%s\n", _(c->help));
    }
    printf("\n");
    for (; groups->rows != NULL; groups++)
        print_rows(groups->rows);
    return tool_finish_stdout(t);
}

static bool twice(const struct tool_source *source)
{
    return source->fd >= 0 && source->file != NULL;
}

static int check(struct tool *t, const struct tool_syntax *syntax, size_t words)
{
    if (words < syntax->min_words)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("too few arguments (inkan %s --help)"), t->command);
    if (words > syntax->max_words)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("too many arguments (inkan %s --help)"),
                          t->command);
    if (twice(&t->pin) || twice(&t->new_pin) || twice(&t->number_b) ||
        twice(&t->sign_pin))
        return tool_error(t, TOOL_USAGE, "usage",
                          _("one secret cannot come from a descriptor and a "
                            "file"));
    if (t->reader != NULL && t->card_file != NULL)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("--reader and --card exclude each other"));
    if (t->deadline_ms < 1 || t->deadline_ms > INT_MAX / 2)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("--deadline is out of range"));
    return TOOL_OK;
}

int tool_parse(struct tool *t, const struct tool_syntax *syntax, void *args,
               int argc, char **argv, char ***words)
{
    struct group groups[GROUP_MAX + 1];
    bool options = true;
    int w = 1;

    groups_of(t, syntax, args, groups);
    for (int i = 1; i < argc; i++) {
        if (options && strcmp(argv[i], "--") == 0) {
            options = false;
        } else if (options && is_option(argv[i])) {
            int exit = take_option(t, groups, argv, &i);

            if (exit != TOOL_OK)
                return exit;
        } else {
            argv[w++] = argv[i];
        }
    }
    argv[w] = NULL;
    if (words != NULL)
        *words = argv + 1;
    if (t->help)
        return print_help(t, syntax, groups);
    return check(t, syntax, (size_t)w - 1);
}

int options_global(struct tool *t, int argc, char **argv, int *out_command)
{
    static const struct tool_syntax none = { .usage = "" };
    struct group groups[GROUP_MAX + 1];
    int i;

    groups_of(t, &none, NULL, groups);
    for (i = 1; i < argc && is_option(argv[i]); i++) {
        int exit;

        if (strcmp(argv[i], "--") == 0) {
            i++;
            break;
        }
        exit = take_option(t, groups, argv, &i);
        if (exit != TOOL_OK)
            return exit;
    }
    *out_command = i;
    return TOOL_OK;
}

void options_print_global(void)
{
    print_rows(global_options);
}
