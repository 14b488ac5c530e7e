/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan licence`: the driving licence that may be on the card. Most of its
 * tags are not public: they are shown as they are.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <stdlib.h>

static const struct tool_syntax syntax = {
    .usage = N_("[OPTION...]"),
    .takes = TOOL_TAKES_PIN,
};

static int read_licence(struct tool *t, struct inkan_licence *out)
{
    struct inkan_card *card = NULL;
    struct inkan_secret secret;
    enum inkan_rc rc;
    int exit = tool_open_card(t, &card);

    if (exit != TOOL_OK)
        return exit;
    rc = inkan_licence_read(card, NULL, out);
    if (rc != INKAN_OK || out->read)
        return tool_fail(t, rc);
    exit = tool_secret(t, card, INKAN_PIN_LICENCE, &secret);
    if (exit != TOOL_OK)
        return exit;
    inkan_licence_clear(out);
    tool_watch(t, 1);
    rc = inkan_licence_read(card, &secret, out);
    tool_secrets_wipe(t);
    return tool_fail(t, rc);
}

static int print_object(struct tool *t, const struct inkan_licence *licence)
{
    json_t *items = json_array();
    json_t *expiry = json_null();

    for (size_t i = 0; i < licence->count; i++) {
        const struct inkan_licence_item *item = &licence->items[i];
        char tag[5];

        snprintf(tag, sizeof(tag), "%02X", (unsigned)item->tag);
        json_array_append_new(
            items, json_pack("{s:s, s:o}", "tag", tag, "value",
                             tool_json_hex(item->value.ptr, item->value.len)));
    }
    if (licence->expiry[0] != '\0') {
        char date[11];

        tool_date_text(licence->expiry, date);
        expiry = tool_json_text(date);
    }
    return tool_print_json(t, json_pack("{s:b, s:o, s:o}", "pin_set",
                                        licence->pin_set, "expiry", expiry,
                                        "items", items));
}

static int print_lines(struct tool *t, const struct inkan_licence *licence)
{
    char date[11];

    printf("%s: %s\n", _("Licence PIN"),
           licence->pin_set ? _("set") : _("not set"));
    if (licence->expiry[0] != '\0') {
        tool_date_text(licence->expiry, date);
        printf("%s: ", _("Licence expires"));
        tool_put_text(stdout, date);
        putchar('\n');
    }
    for (size_t i = 0; i < licence->count; i++) {
        const struct inkan_licence_item *item = &licence->items[i];

        printf(P_("Tag %02X: %zu byte\n", "Tag %02X: %zu bytes\n",
                  item->value.len),
               (unsigned)item->tag, item->value.len);
    }
    return tool_finish_stdout(t);
}

int run_licence(struct tool *t, int argc, char **argv)
{
    struct inkan_licence *licence;
    int exit = tool_parse(t, &syntax, NULL, argc, argv, NULL);

    if (exit != TOOL_OK || t->help)
        return exit;
    licence = calloc(1, sizeof(*licence));
    if (licence == NULL)
        return tool_fail(t, INKAN_NOMEM);
    exit = read_licence(t, licence);
    if (exit == TOOL_OK)
        exit = t->json ? print_object(t, licence) : print_lines(t, licence);
    inkan_licence_clear(licence);
    free(licence);
    return exit;
}
