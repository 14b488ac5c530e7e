/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan random N`: random bytes made by the card.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Bytes that one question to the card gives, and a sane end. */
enum { PART_MAX = 256, BYTES_MAX = 65536 };

struct args {
    const char *output;
    bool hex;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "output", 'o', OPT_TEXT, offsetof(struct args, output), N_("FILE"),
      N_("write to FILE") },
    { "hex", 0, OPT_FLAG, offsetof(struct args, hex), NULL,
      N_("write hexadecimal digits and a newline") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("COUNT [OPTION...]"),
    .options = options,
    .min_words = 1,
    .max_words = 1,
};

static int fill(struct tool *t, uint8_t *out, size_t len)
{
    struct inkan_card *card = NULL;
    int exit = tool_open_card(t, &card);

    while (exit == TOOL_OK && len > 0) {
        size_t part = len < PART_MAX ? len : PART_MAX;

        tool_watch(t, 1);
        exit = tool_fail(t, inkan_random(card, out, part));
        out += part;
        len -= part;
    }
    return exit;
}

static int show(struct tool *t, const struct args *args, const uint8_t *bytes,
                size_t len)
{
    json_t *hex;
    char *line = NULL;
    int n, exit;

    if (!args->hex && !t->json)
        return tool_write(t, args->output, bytes, len);
    hex = tool_json_hex(bytes, len);
    if (t->json)
        return tool_print_json(t, json_pack("{s:o}", "random", hex));
    n = asprintf(&line, "%s\n", json_string_value(hex));
    json_decref(hex);
    if (n < 0)
        return tool_fail(t, INKAN_NOMEM);
    exit = tool_write(t, args->output, line, (size_t)n);
    free(line);
    return exit;
}

int run_random(struct tool *t, int argc, char **argv)
{
    struct args args = { .output = NULL };
    char **words, *end;
    uint8_t *bytes;
    unsigned long count;
    int exit = tool_parse(t, &syntax, &args, argc, argv, &words);

    if (exit != TOOL_OK || t->help)
        return exit;
    count = strtoul(words[0], &end, 10);
    if (*end != '\0' || count < 1 || count > BYTES_MAX)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("the count is a number from 1 to %d"), BYTES_MAX);
    bytes = calloc(count, 1);
    if (bytes == NULL)
        return tool_fail(t, INKAN_NOMEM);
    exit = args.output != NULL ? tool_output_probe(t, args.output) : TOOL_OK;
    if (exit == TOOL_OK)
        exit = fill(t, bytes, count);
    if (exit == TOOL_OK)
        exit = show(t, &args, bytes, count);
    explicit_bzero(bytes, count);
    free(bytes);
    return exit;
}
