/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan card-number`: the number of the card itself, which needs no PIN.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <inkan/face.h>

static const struct tool_syntax syntax = { .usage = "" };

static int print(struct tool *t, const struct inkan_card_number *number)
{
    char expiry[11];

    tool_date_text(number->expiry, expiry);
    if (t->json)
        return tool_print_json(
            t, json_pack("{s:o, s:o, s:o}", "serial",
                         tool_json_text(number->serial), "municipality",
                         tool_json_text(number->municipality), "expiry",
                         tool_json_text(expiry)));
    printf("%s: ", _("Serial number"));
    tool_put_text(stdout, number->serial);
    printf("\n%s: ", _("Municipality"));
    tool_put_text(stdout, number->municipality);
    printf("\n%s: ", _("Card expires"));
    tool_put_text(stdout, expiry);
    printf(" (%s)\n", _("covered by no signature"));
    return tool_finish_stdout(t);
}

int run_card_number(struct tool *t, int argc, char **argv)
{
    struct inkan_card_number number;
    struct inkan_card *card = NULL;
    enum inkan_rc rc;
    int exit = tool_parse(t, &syntax, NULL, argc, argv, NULL);

    if (exit != TOOL_OK || t->help)
        return exit;
    exit = tool_open_card(t, &card);
    if (exit != TOOL_OK)
        return exit;
    rc = inkan_card_number_read(card, &number);
    return rc == INKAN_OK ? print(t, &number) : tool_fail(t, rc);
}
