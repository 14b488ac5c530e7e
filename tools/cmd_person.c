/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan person`: the four attributes and, only when asked for, My Number.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <stddef.h>
#include <string.h>

#include <inkan/person.h>

struct args {
    const char *by;
    bool number;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "by", 0, OPT_TEXT, offsetof(struct args, by), "text-pin|number-b",
      N_("what opens the data (text-pin)") },
    { "number", 0, OPT_FLAG, offsetof(struct args, number), NULL,
      N_("read My Number, too; the law allows that to few") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("[OPTION...]"),
    .options = options,
    .takes = TOOL_TAKES_PIN | TOOL_TAKES_NUMBER_B,
};

/* What was read; wiped at the end. */
struct data {
    struct inkan_person person;
    char number[13];
};

static int read_data(struct tool *t, const struct args *args,
                     enum inkan_pin pin, struct data *out)
{
    struct inkan_card *card = NULL;
    struct inkan_secret secret;
    enum inkan_rc rc;
    int exit = tool_open_card(t, &card);

    if (exit == TOOL_OK)
        exit = tool_secret(t, card, pin, &secret);
    if (exit != TOOL_OK)
        return exit;
    tool_watch(t, args->number ? 2 : 1);
    rc = inkan_person_read(card, &secret, &out->person);
    if (rc == INKAN_OK && args->number)
        rc = inkan_number_read(card, &secret, out->number);
    tool_secrets_wipe(t);
    return tool_fail(t, rc);
}

static int print_object(struct tool *t, const struct data *data)
{
    json_t *object = tool_json_person(&data->person);

    if (object != NULL && data->number[0] != '\0')
        json_object_set_new(object, "number", json_string(data->number));
    return tool_print_json(t, object);
}

static int print_lines(struct tool *t, const struct data *data)
{
    char birth[11];

    tool_date_text(data->person.birth, birth);
    printf("%s: ", _("Name"));
    tool_put_text(stdout, data->person.name);
    printf("\n%s: ", _("Address"));
    tool_put_text(stdout, data->person.address);
    printf("\n%s: ", _("Birth date"));
    tool_put_text(stdout, birth);
    printf("\n%s: %s\n", _("Sex"), tool_sex_text(data->person.sex));
    if (data->number[0] != '\0')
        printf("%s: %s\n", _("My Number"), data->number);
    return tool_finish_stdout(t);
}

int run_person(struct tool *t, int argc, char **argv)
{
    struct args args = { .by = NULL };
    struct data data = { .number = "" };
    enum inkan_pin pin;
    int exit = tool_parse(t, &syntax, &args, argc, argv, NULL);

    if (exit != TOOL_OK || t->help)
        return exit;
    exit = tool_by(t, args.by, INKAN_PIN_TEXT, &pin);
    if (exit == TOOL_OK && args.number && pin == INKAN_PIN_NUMBER_B)
        exit = tool_error(t, TOOL_USAGE, "usage",
                          _("number B does not open My Number: use --by "
                            "text-pin"));
    if (exit == TOOL_OK)
        exit = read_data(t, &args, pin, &data);
    if (exit == TOOL_OK)
        exit = t->json ? print_object(t, &data) : print_lines(t, &data);
    inkan_person_wipe(&data.person);
    explicit_bzero(&data, sizeof(data));
    return exit;
}
