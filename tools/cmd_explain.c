/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan explain [CODE]`: what an error code of --json means and what to do.
 * The sentences are libinkan's.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <string.h>

static const struct tool_syntax syntax = {
    .usage = N_("[CODE]"),
    .max_words = 1,
};

static json_t *code_object(const struct inkan_explanation *why,
                           enum inkan_rc rc)
{
    return json_pack("{s:s, s:s, s:s, s:i}", "code", why->code, "text",
                     why->text, "action", why->action, "exit",
                     (int)tool_exit_of(rc));
}

static void print_code(const struct inkan_explanation *why, enum inkan_rc rc)
{
    printf("%s (%d): %s %s\n", why->code, (int)tool_exit_of(rc), why->text,
           why->action);
}

int run_explain(struct tool *t, int argc, char **argv)
{
    json_t *list;
    size_t found = 0;
    char **words;
    int exit = tool_parse(t, &syntax, NULL, argc, argv, &words);

    if (exit != TOOL_OK || t->help)
        return exit;
    list = json_array();
    for (int i = 1; i < INKAN_RC_COUNT; i++) {
        struct inkan_explanation why = inkan_explain((enum inkan_rc)i, t->lang);

        if (words[0] != NULL && strcmp(words[0], why.code) != 0)
            continue;
        found++;
        if (t->json)
            json_array_append_new(list, code_object(&why, (enum inkan_rc)i));
        else
            print_code(&why, (enum inkan_rc)i);
    }
    if (found > 0 && t->json)
        return tool_print_json(t, json_pack("{s:o}", "codes", list));
    json_decref(list);
    if (found == 0)
        return tool_error(t, TOOL_USAGE, "usage",
                          _("%s: unknown code (inkan explain lists them)"),
                          words[0]);
    return tool_finish_stdout(t);
}
