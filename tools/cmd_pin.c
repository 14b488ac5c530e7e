/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan pin status|verify|change`. The rules that keep a holder from being
 * locked out are the library's; this file only asks and tells.
 */
#include "tools/commands.h"
#include "tools/pin_table.h"

#include <string.h>

static const struct tool_syntax syntax = {
    .usage = N_("status | verify PIN | change PIN"),
    .takes = TOOL_TAKES_PIN | TOOL_TAKES_NEW_PIN | TOOL_TAKES_NUMBER_B,
    .min_words = 1,
    .max_words = 2,
};

static int pin_named(struct tool *t, const char *name, enum inkan_pin *out)
{
    for (int i = 0; name != NULL && i < INKAN_PIN_COUNT; i++) {
        enum inkan_pin pin = (enum inkan_pin)i;

        if (strcmp(inkan_pin_facts(pin)->name, name) == 0) {
            *out = pin;
            return TOOL_OK;
        }
    }
    return tool_error(t, TOOL_USAGE, "usage",
                      _("name a PIN: auth, sign, text, juki (inkan pin "
                        "status lists them)"));
}

static int status(struct tool *t)
{
    struct inkan_card *card = NULL;
    int tries[INKAN_PIN_COUNT];
    enum inkan_rc rc;
    int exit = tool_open_card(t, &card);

    if (exit != TOOL_OK)
        return exit;
    rc = inkan_pin_status(card, tries);
    if (rc != INKAN_OK)
        return tool_fail(t, rc);
    if (t->json)
        return tool_print_json(
            t, json_pack("{s:o}", "pins", pin_table_object(tries)));
    pin_table_print(t, tries);
    return tool_finish_stdout(t);
}

static int done(struct tool *t, enum inkan_pin pin, const char *code,
                const char *text)
{
    if (t->json)
        return tool_print_json(t, json_pack("{s:s, s:s}", "pin",
                                            inkan_pin_facts(pin)->name,
                                            "result", code));
    printf("%s: %s\n", tool_pin_name(t, pin), text);
    return tool_finish_stdout(t);
}

static int verify(struct tool *t, enum inkan_pin pin)
{
    struct inkan_card *card = NULL;
    struct inkan_secret secret;
    enum inkan_rc rc;
    int exit = tool_open_card(t, &card);

    if (exit == TOOL_OK)
        exit = tool_secret(t, card, pin, &secret);
    if (exit != TOOL_OK)
        return exit;
    tool_watch(t, 1);
    rc = inkan_pin_verify(card, &secret);
    tool_secrets_wipe(t);
    if (rc != INKAN_OK)
        return tool_fail(t, rc);
    return done(t, pin, "right", _("right"));
}

static int partly_changed(struct tool *t, enum inkan_pin pin)
{
    return tool_pin_error(
        t, pin, TOOL_FINDING, "partly-changed",
        _("it was changed in one of the two places where "
          "the card keeps it, and not in the other: a municipal "
          "office can set it again"));
}

static int change(struct tool *t, enum inkan_pin pin)
{
    struct inkan_card *card = NULL;
    struct inkan_secret old, fresh;
    bool partly = false;
    enum inkan_rc rc;
    int exit = tool_open_card(t, &card);

    if (exit == TOOL_OK)
        exit = tool_secret(t, card, pin, &old);
    if (exit == TOOL_OK)
        exit = tool_new_secret(t, pin, &fresh);
    if (exit != TOOL_OK)
        return exit;
    tool_watch(t, 2);
    rc = inkan_pin_change(card, &old, &fresh, &partly);
    tool_secrets_wipe(t);
    if (partly)
        return partly_changed(t, pin);
    if (rc != INKAN_OK)
        return tool_fail(t, rc);
    return done(t, pin, "changed", _("changed"));
}

int run_pin(struct tool *t, int argc, char **argv)
{
    enum inkan_pin pin = INKAN_PIN_NONE;
    char **words;
    int exit = tool_parse(t, &syntax, NULL, argc, argv, &words);

    if (exit != TOOL_OK || t->help)
        return exit;
    if (strcmp(words[0], "status") == 0 && words[1] == NULL)
        return status(t);
    if (strcmp(words[0], "verify") != 0 && strcmp(words[0], "change") != 0)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("pin status, pin verify PIN or pin change PIN"));
    exit = pin_named(t, words[1], &pin);
    if (exit != TOOL_OK)
        return exit;
    return strcmp(words[0], "verify") == 0 ? verify(t, pin) : change(t, pin);
}
