/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan match`: compares two texts and says why they match or do not. Needs
 * no card.
 */
#include "tools/commands.h"
#include "tools/matcher.h"
#include "tools/tool.h"

#include <inkan/match.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct args {
    struct tool_list variants;
    const char *flags_a, *flags_b;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "variants", 0, OPT_LIST, offsetof(struct args, variants), N_("FILE"),
      N_("add the kanji variants of an MJ shrink map (CSV or JSON)") },
    { "substitutes-a", 0, OPT_TEXT, offsetof(struct args, flags_a), "0101...",
      N_("characters of A that a sign certificate calls substitutes") },
    { "substitutes-b", 0, OPT_TEXT, offsetof(struct args, flags_b), "0101...",
      N_("the same for B") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("name|kana|birth|sex|address A B [OPTION...]"),
    .options = options,
    .min_words = 3,
    .max_words = 3,
};

/* Indexed by enum inkan_match_grade. */
static const struct grade_row {
    const char *text;
    int exit;
} grades[] = {
    [INKAN_MATCH_A] = { N_("equal"), TOOL_OK },
    [INKAN_MATCH_B] = { N_("equal, with reasons"), TOOL_OK },
    [INKAN_MATCH_C] = { N_("different"), TOOL_FINDING },
    [INKAN_MATCH_NA] = { N_("cannot be compared"), TOOL_UNCHECKED },
};
_Static_assert(ARRAY_LEN(grades) == INKAN_MATCH_GRADE_COUNT,
               "every grade has a row");

static int print_object(struct tool *t, const struct inkan_match_result *r,
                        struct inkan_match_text a, struct inkan_match_text b)
{
    size_t len = inkan_match_json(r, a, b, NULL, 0);
    char *json = malloc(len + 1);

    if (json == NULL)
        return tool_fail(t, INKAN_NOMEM);
    (void)inkan_match_json(r, a, b, json, len + 1);
    puts(json);
    free(json);
    return tool_finish_stdout(t);
}

static int print_lines(struct tool *t, const struct inkan_match_result *r,
                       struct inkan_match_text a, struct inkan_match_text b)
{
    char sentence[1024];

    printf("%c: %s\n", inkan_match_grade_letter(r->grade),
           _(grades[r->grade].text));
    for (unsigned i = 0; i < r->count; i++) {
        (void)inkan_match_sentence(&r->reasons[i], a, b, t->lang, sentence,
                                   sizeof(sentence));
        printf("  %s: ", inkan_match_code_name(r->reasons[i].code));
        tool_put_text(stdout, sentence);
        printf("\n");
    }
    return tool_finish_stdout(t);
}

static int compare(struct tool *t, const struct args *args,
                   const struct inkan_matcher *m, enum inkan_match_field field,
                   char **words)
{
    struct inkan_match_text a = { words[1], strlen(words[1]), args->flags_a };
    struct inkan_match_text b = { words[2], strlen(words[2]), args->flags_b };
    struct inkan_match_result r;
    int exit;

    (void)inkan_match_compare(m, field, a, b, &r);
    exit = t->json ? print_object(t, &r, a, b) : print_lines(t, &r, a, b);
    return exit == TOOL_OK ? grades[r.grade].exit : exit;
}

int run_match(struct tool *t, int argc, char **argv)
{
    struct args args = { .flags_a = NULL };
    struct inkan_matcher *m = NULL;
    enum inkan_match_field field;
    char **words;
    int exit = tool_parse(t, &syntax, &args, argc, argv, &words);

    if (exit != TOOL_OK || t->help)
        goto out;
    field = inkan_match_field_of(words[0]);
    if (field == INKAN_MATCH_FIELD_COUNT)
        exit = tool_error(t, TOOL_USAGE, "usage",
                          _("%s: the fields are name, kana, birth, sex and "
                            "address"),
                          words[0]);
    if (exit == TOOL_OK)
        exit = tool_matcher(t, &args.variants, &m);
    if (exit == TOOL_OK)
        exit = compare(t, &args, m, field, words);
out:
    inkan_matcher_close(m);
    tool_list_free(&args.variants);
    return exit;
}
