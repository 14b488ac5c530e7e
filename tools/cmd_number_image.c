/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan number-image`: the picture of My Number as the card holds it (PNG).
 * Opened by My Number itself, which this command therefore never reads from
 * the card: the user must have it for a reason of their own.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <stddef.h>

struct args {
    const char *output;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "output", 'o', OPT_TEXT, offsetof(struct args, output), N_("FILE"),
      N_("write the picture to FILE") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("[OPTION...]"),
    .options = options,
    .takes = TOOL_TAKES_PIN,
};

static int show(struct tool *t, const struct args *args,
                const struct inkan_number_image *image)
{
    int exit = TOOL_OK;

    if (args->output != NULL || !t->json)
        exit = tool_write(t, args->output, image->png.ptr, image->png.len);
    if (exit == TOOL_OK && t->json)
        exit = tool_print_json(
            t, json_pack("{s:o}", "number_png",
                         tool_json_base64(image->png.ptr, image->png.len)));
    return exit;
}

int run_number_image(struct tool *t, int argc, char **argv)
{
    struct args args = { .output = NULL };
    struct inkan_number_image image = { .record = NULL };
    struct inkan_card *card = NULL;
    struct inkan_secret secret;
    enum inkan_rc rc;
    int exit = tool_parse(t, &syntax, &args, argc, argv, NULL);

    if (exit != TOOL_OK || t->help)
        return exit;
    if (args.output != NULL)
        exit = tool_output_probe(t, args.output);
    if (exit == TOOL_OK)
        exit = tool_open_card(t, &card);
    if (exit == TOOL_OK)
        exit = tool_secret(t, card, INKAN_PIN_NUMBER_A, &secret);
    if (exit != TOOL_OK)
        return exit;
    tool_watch(t, 1);
    rc = inkan_number_image_read(card, &secret, &image);
    tool_secrets_wipe(t);
    exit = rc == INKAN_OK ? show(t, &args, &image) : tool_fail(t, rc);
    inkan_number_image_clear(&image);
    return exit;
}
