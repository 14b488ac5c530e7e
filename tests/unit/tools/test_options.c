/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/options.c: every way to write an option, and every wrong one.
 */
#include "tests/unit/tools/fixture.h"

#include <string.h>

struct args {
    bool flag;
    const char *text;
    long number;
    struct tool_list list;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "flag", 'f', OPT_FLAG, offsetof(struct args, flag), NULL, "a flag" },
    { "text", 't', OPT_TEXT, offsetof(struct args, text), "T", "a text" },
    { "text-two", 0, OPT_TEXT, offsetof(struct args, text), "T", "another" },
    { "number", 'n', OPT_NUMBER, offsetof(struct args, number), "N", "one" },
    { "list", 'l', OPT_LIST, offsetof(struct args, list), "L", "many" },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = "[OPTION...] WORD...",
    .options = options,
    .takes = TOOL_TAKES_PIN,
    .max_words = 2,
};

enum { WORDS = 12 };

/* Parses a line of words; the outcome is in *f, *args and words. */
static int parse(struct fixture *f, struct args *args, const char *line,
                 char words_out[64])
{
    static char copy[256];
    static char *argv[WORDS + 1];
    char **words = NULL, err[512];
    int argc = 0, exit;

    snprintf(copy, sizeof(copy), "%s", line);
    argv[argc++] = copy;
    for (char *w = strtok(copy, " "); w != NULL && argc < WORDS;
         w = strtok(NULL, " "))
        argv[argc++] = w;
    argv[argc] = NULL;
    /* argv[0] is the command */
    memmove(argv, argv + 1, (size_t)argc * sizeof(*argv));
    argc--;
    *args = (struct args){ .number = -1 };
    fixture_begin(f);
    exit = tool_parse(&f->tool, &syntax, args, argc, argv, &words);
    words_out[0] = '\0';
    for (size_t i = 0; exit == TOOL_OK && words[i] != NULL; i++) {
        strcat(words_out, i > 0 ? "," : "");
        strcat(words_out, words[i]);
    }
    fixture_end(f, err, sizeof(err));
    return exit;
}

static void every_form_of_an_option_is_read(void **state)
{
    static const char *const lines[] = {
        "test --flag --text abc --number 7",
        "test -f -t abc -n 7",
        "test -tabc -n7 --flag",
        "test --text=abc --number=7 -f",
    };
    struct fixture f;
    struct args args;
    char words[64];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        assert_int_equal(parse(&f, &args, lines[i], words), TOOL_OK);
        assert_true(args.flag);
        assert_string_equal(args.text, "abc");
        assert_int_equal(args.number, 7);
        assert_string_equal(words, "");
    }
}

static void words_may_stand_between_options(void **state)
{
    struct fixture f;
    struct args args;
    char words[64];

    (void)state;
    assert_int_equal(parse(&f, &args, "test one --flag - --json", words),
                     TOOL_OK);
    assert_string_equal(words, "one,-");
    assert_true(args.flag);
    assert_true(f.tool.json);
    assert_int_equal(parse(&f, &args, "test -- --flag", words), TOOL_OK);
    assert_string_equal(words, "--flag");
    assert_false(args.flag);
}

static void a_name_that_begins_another_is_told_from_it(void **state)
{
    struct fixture f;
    struct args args;
    char words[64];

    (void)state;
    assert_int_equal(parse(&f, &args, "test --text-two=x", words), TOOL_OK);
    assert_string_equal(args.text, "x");
    assert_int_equal(parse(&f, &args, "test --tex x", words), TOOL_USAGE);
}

static void a_list_takes_every_value(void **state)
{
    struct fixture f;
    struct args args;
    char words[64];

    (void)state;
    assert_int_equal(parse(&f, &args, "test -l a --list=b --list c", words),
                     TOOL_OK);
    assert_int_equal(args.list.count, 3);
    assert_string_equal(args.list.items[0], "a");
    assert_string_equal(args.list.items[2], "c");
    tool_list_free(&args.list);
    assert_int_equal(args.list.count, 0);
}

static void wrong_use_is_refused(void **state)
{
    static const char *const lines[] = {
        "test --bogus",
        "test -x",
        "test --flag=yes",
        "test -fx",
        "test --text",
        "test --number",
        "test --number x",
        "test --number 1x",
        "test --number -1",
        "test --number=",
        "test a b c",
        "test --pin-fd x",
        "test --deadline 0",
        "test --new-pin-fd 3",
        "test --number-b-fd 3",
        "test --pin-fd 3 --pin-file x",
        "test --reader 0 --card x",
        "test --number 99999999999999999999",
    };
    struct fixture f;
    struct args args;
    char words[64];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        if (parse(&f, &args, lines[i], words) != TOOL_USAGE)
            fail_msg("accepted: %s", lines[i]);
    }
}

static void global_options_reach_the_tool(void **state)
{
    struct fixture f;
    struct args args;
    char words[64];

    (void)state;
    assert_int_equal(parse(&f, &args,
                           "test --pin-fd 5 --last-try --deadline 9 "
                           "--trace-personal",
                           words),
                     TOOL_OK);
    assert_int_equal(f.tool.pin.fd, 5);
    assert_true(f.tool.last_try);
    assert_int_equal(f.tool.deadline_ms, 9);
    assert_true(f.tool.trace_personal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_an_option_is_read),
        cmocka_unit_test(words_may_stand_between_options),
        cmocka_unit_test(a_name_that_begins_another_is_told_from_it),
        cmocka_unit_test(a_list_takes_every_value),
        cmocka_unit_test(wrong_use_is_refused),
        cmocka_unit_test(global_options_reach_the_tool),
    };

    return cmocka_run_group_tests_name("tools/options", tests, NULL, NULL);
}
