/* SPDX-License-Identifier: Apache-2.0
 *
 * Opens a matcher and tells the user what is wrong with a variants file.
 */
#include "tools/matcher.h"

static int add_file(struct tool *t, struct inkan_matcher *m, const char *path)
{
    switch (inkan_matcher_add_file(m, path)) {
    case INKAN_MATCH_OK: return TOOL_OK;
    case INKAN_MATCH_NOMEM: return tool_fail(t, INKAN_NOMEM);
    case INKAN_MATCH_NO_FILE:
        return tool_io_error(t, path, _("cannot be read"));
    case INKAN_MATCH_BAD_FILE: break;
    }
    return tool_error(t, TOOL_OTHER, "bad-file",
                      _("%s holds no kanji variants: a CSV with the columns "
                        "kanji and shrink, or the JSON of the MJ shrink map "
                        "after such a list of its characters"),
                      path);
}

int tool_matcher(struct tool *t, const struct tool_list *variants,
                 struct inkan_matcher **out)
{
    int exit = TOOL_OK;

    *out = inkan_matcher_open();
    if (*out == NULL)
        return tool_fail(t, INKAN_NOMEM);
    for (size_t i = 0; exit == TOOL_OK && i < variants->count; i++)
        exit = add_file(t, *out, variants->items[i]);
    return exit;
}
