/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan readers`: the readers and what is in them. Reaches for no card.
 */
#include "tools/commands.h"
#include "tools/tool.h"

static const struct tool_syntax syntax = { .usage = "" };

static json_t *reader_object(const struct inkan_reader *reader, size_t index)
{
    return json_pack("{s:i, s:o, s:b, s:b, s:b, s:o}", "index", (int)index,
                     "name", tool_json_text(reader->name), "card",
                     reader->present, "mute", reader->mute, "exclusive",
                     reader->exclusive, "atr",
                     tool_json_hex(reader->atr, reader->atr_len));
}

static int print_object(struct tool *t, const struct inkan_reader *readers,
                        size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, reader_object(&readers[i], i));
    return tool_print_json(t, json_pack("{s:o}", "readers", list));
}

static const char *state_text(const struct inkan_reader *reader)
{
    if (!reader->present)
        return _("empty");
    if (reader->mute)
        return _("a card that does not answer");
    return reader->exclusive ? _("a card, held by another program")
                             : _("a card");
}

static int print_lines(struct tool *t, const struct inkan_reader *readers,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        printf("%zu: ", i);
        tool_put_text(stdout, readers[i].name);
        printf(" (%s)\n", state_text(&readers[i]));
    }
    return tool_finish_stdout(t);
}

int run_readers(struct tool *t, int argc, char **argv)
{
    struct inkan_reader readers[INKAN_READERS_MAX];
    struct inkan *ink = NULL;
    size_t count = 0;
    enum inkan_rc rc;
    int exit = tool_parse(t, &syntax, NULL, argc, argv, NULL);

    if (exit != TOOL_OK || t->help)
        return exit;
    exit = tool_open(t, &ink);
    if (exit != TOOL_OK)
        return exit;
    tool_watch(t, 1);
    rc = inkan_readers(ink, readers, ARRAY_LEN(readers), &count);
    if (rc != INKAN_OK)
        return tool_fail(t, rc);
    if (t->json)
        return print_object(t, readers, count);
    if (count == 0)
        return tool_fail(t, INKAN_NO_READER);
    return print_lines(t, readers, count);
}
