/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan status`: what is on the card, and the tries left of each PIN. Spends
 * none of them.
 */
#include "tools/commands.h"
#include "tools/pin_table.h"
#include "tools/tool.h"

static const struct tool_syntax syntax = { .usage = "" };

/* Indexed by enum inkan_kind. */
static const struct {
    const char *code;
    const char *text;
} kinds[] = {
    [INKAN_KIND_CARD] = { "card", N_("My Number card") },
    [INKAN_KIND_ANDROID] = { "android", N_("Android phone") },
    [INKAN_KIND_IPHONE] = { "iphone", N_("iPhone") },
    [INKAN_KIND_JUKI] = { "juki", N_("resident register card (until 2015)") },
    [INKAN_KIND_UNKNOWN] = { "unknown", N_("card of an unknown kind") },
};

static const char *yes_no(bool value)
{
    return value ? _("yes") : _("no");
}

static int print_object(struct tool *t, const struct inkan_card_info *info,
                        const int tries[INKAN_PIN_COUNT])
{
    return tool_print_json(
        t, json_pack("{s:s, s:o, s:{s:o, s:o, s:o, s:o}, s:{s:b, s:b},"
                     " s:{s:b, s:b, s:b, s:b}, s:o}",
                     "kind", kinds[info->kind].code, "atr",
                     tool_json_hex(info->atr, info->atr_len), "token", "label",
                     tool_json_text(info->token_label), "manufacturer",
                     tool_json_text(info->manufacturer), "model",
                     tool_json_text(info->model), "serial",
                     tool_json_text(info->serial), "certificates", "auth",
                     info->has_auth_cert, "sign", info->has_sign_cert,
                     "applications", "jpki", true, "text", info->has_text,
                     "visual", info->has_visual, "licence", info->has_licence,
                     "pins", pin_table_object(tries)));
}

static int print_lines(struct tool *t, const struct inkan_card_info *info,
                       const int tries[INKAN_PIN_COUNT])
{
    printf("%s: %s (", _("Card"), _(kinds[info->kind].text));
    tool_put_text(stdout, info->token_label);
    printf(")\n%s: auth %s, sign %s\n", _("Certificates"),
           yes_no(info->has_auth_cert), yes_no(info->has_sign_cert));
    printf("%s: JPKI %s, %s %s, %s %s, %s %s\n", _("Applications"),
           yes_no(true), _("text"), yes_no(info->has_text), _("card face"),
           yes_no(info->has_visual), _("driving licence"),
           yes_no(info->has_licence));
    pin_table_print(t, tries);
    return tool_finish_stdout(t);
}

int run_status(struct tool *t, int argc, char **argv)
{
    struct inkan_card *card = NULL;
    struct inkan_card_info info;
    int tries[INKAN_PIN_COUNT];
    enum inkan_rc rc;
    int exit = tool_parse(t, &syntax, NULL, argc, argv, NULL);

    if (exit != TOOL_OK || t->help)
        return exit;
    exit = tool_open_card(t, &card);
    if (exit != TOOL_OK)
        return exit;
    rc = inkan_card_info(card, &info);
    if (rc == INKAN_OK)
        rc = inkan_pin_status(card, tries);
    if (rc != INKAN_OK)
        return tool_fail(t, rc);
    return t->json ? print_object(t, &info, tries)
                   : print_lines(t, &info, tries);
}
