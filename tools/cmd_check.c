/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan check`: is this card genuine, item by item, and what of it is bound
 * to the card that is here? The judgement is libinkan's.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct args {
    const char *by;
    bool number, sign, no_pin;
    struct tool_list trust, crls;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "by", 0, OPT_TEXT, offsetof(struct args, by), "text-pin|number-b",
      N_("what opens the data (text-pin)") },
    { "no-pin", 0, OPT_FLAG, offsetof(struct args, no_pin), NULL,
      N_("check only what needs no PIN") },
    { "number", 0, OPT_FLAG, offsetof(struct args, number), NULL,
      N_("check My Number, too (it is not shown)") },
    { "sign", 0, OPT_FLAG, offsetof(struct args, sign), NULL,
      N_("check the sign certificate, too: asks for its password") },
    { "trust", 0, OPT_LIST, offsetof(struct args, trust), N_("PATH"),
      N_("trust the CA certificates and card issuer keys in this file or "
         "folder") },
    { "crl", 0, OPT_LIST, offsetof(struct args, crls), N_("FILE"),
      N_("check revocation with this CRL") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("[OPTION...]"),
    .options = options,
    .takes = TOOL_TAKES_PIN | TOOL_TAKES_NUMBER_B | TOOL_TAKES_SIGN_PIN,
};

/* Indexed by enum inkan_check_state. */
static const struct {
    const char *text;
    enum tool_exit exit;
} states[] = {
    [INKAN_GENUINE] = { N_("genuine"), TOOL_OK },
    [INKAN_FORGED] = { N_("FORGED"), TOOL_FINDING },
    [INKAN_UNCHECKED] = { N_("not checked"), TOOL_UNCHECKED },
};

/* Indexed by enum inkan_bound. */
static const char *const bound_texts[] = {
    [INKAN_BOUND_NO] = N_("nothing of the holder's data is tied to this card"),
    [INKAN_BOUND_BIRTH_DATE] = N_("the birth date is tied to this card"),
    [INKAN_BOUND_FACE] = N_("name picture and photo are tied to this card"),
};

static json_t *item_object(const struct tool *t,
                           const struct inkan_check_item *item)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "item",
                     inkan_check_code(item->id), "state",
                     inkan_check_state_code(item->state), "reason",
                     inkan_check_reason_code(item->reason), "text",
                     inkan_check_text(item->id, t->lang), "reason_text",
                     inkan_check_reason_text(item->reason, t->lang));
}

static int print_object(struct tool *t, const struct inkan_check_report *report)
{
    json_t *items = json_array();
    json_t *object;

    for (int i = 0; i < INKAN_CHECK_COUNT; i++)
        json_array_append_new(items, item_object(t, &report->items[i]));
    object = json_pack("{s:s, s:s, s:o}", "verdict",
                       inkan_check_state_code(report->verdict), "bound",
                       inkan_bound_code(report->bound), "items", items);
    if (object != NULL && report->has_person)
        json_object_set_new(object, "person",
                            tool_json_person(&report->person));
    return tool_print_json(t, object);
}

static int print_lines(struct tool *t, const struct inkan_check_report *report)
{
    printf("%s: %s\n", _("Verdict"), _(states[report->verdict].text));
    printf("%s: %s\n", _("Bound"), _(bound_texts[report->bound]));
    for (int i = 0; i < INKAN_CHECK_COUNT; i++) {
        const struct inkan_check_item *item = &report->items[i];

        printf("  %s: %s", inkan_check_text(item->id, t->lang),
               _(states[item->state].text));
        if (item->reason != INKAN_REASON_NONE)
            printf(" (%s)", inkan_check_reason_text(item->reason, t->lang));
        putchar('\n');
    }
    return tool_finish_stdout(t);
}

/* Asks for what the options say and runs the check. */
static int run(struct tool *t, const struct args *args, enum inkan_pin pin,
               const struct inkan_trust *trust,
               struct inkan_check_report *report)
{
    struct inkan_check_options options_now = { .with_number = args->number,
                                               .trust = trust,
                                               .now = tool_now() };
    struct inkan_secret secret, sign;
    struct inkan_card *card = NULL;
    enum inkan_rc rc;
    int exit = tool_open_card(t, &card);

    if (exit == TOOL_OK && !args->no_pin) {
        exit = tool_secret(t, card, pin, &secret);
        options_now.secret = &secret;
    }
    if (exit == TOOL_OK && args->sign) {
        exit = tool_secret(t, card, INKAN_PIN_SIGN, &sign);
        options_now.sign = &sign;
    }
    if (exit != TOOL_OK)
        return exit;
    tool_watch(t, 3);
    rc = inkan_check(card, &options_now, report);
    tool_secrets_wipe(t);
    return tool_fail(t, rc);
}

static int check_options(struct tool *t, const struct args *args,
                         enum inkan_pin *out_pin)
{
    int exit = tool_by(t, args->by, INKAN_PIN_TEXT, out_pin);

    if (exit != TOOL_OK)
        return exit;
    if (args->number && (args->no_pin || *out_pin == INKAN_PIN_NUMBER_B))
        return tool_error(t, TOOL_USAGE, "usage",
                          _("My Number is opened by the text PIN only"));
    if (args->sign && t->sign_pin.fd < 0 && t->sign_pin.file == NULL &&
        *out_pin == INKAN_PIN_TEXT && !args->no_pin &&
        (t->pin.fd >= 0 || t->pin.file != NULL))
        return tool_error(t, TOOL_USAGE, "usage",
                          _("the sign password comes by --sign-pin-fd or "
                            "--sign-pin-file"));
    return TOOL_OK;
}

int run_check(struct tool *t, int argc, char **argv)
{
    struct args args = { .by = NULL };
    struct inkan_trust *trust = NULL;
    struct inkan_check_report *report = calloc(1, sizeof(*report));
    enum inkan_pin pin = INKAN_PIN_TEXT;
    int exit = report != NULL ? tool_parse(t, &syntax, &args, argc, argv, NULL)
                              : tool_fail(t, INKAN_NOMEM);

    if (exit == TOOL_OK && !t->help) {
        exit = check_options(t, &args, &pin);
        if (exit == TOOL_OK)
            exit = tool_load_trust(t, &args.trust, &args.crls, &trust);
        if (exit == TOOL_OK)
            exit = run(t, &args, pin, trust, report);
        if (exit == TOOL_OK)
            exit = t->json ? print_object(t, report) : print_lines(t, report);
        if (exit == TOOL_OK)
            exit = (int)states[report->verdict].exit;
        inkan_check_report_wipe(report);
    }
    inkan_trust_free(trust);
    tool_list_free(&args.trust);
    tool_list_free(&args.crls);
    free(report);
    return exit;
}
