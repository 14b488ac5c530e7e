/* SPDX-License-Identifier: Apache-2.0
 *
 * inkan-card: issues virtual My Number cards of test citizens and plugs them
 * into a virtual reader. This file finds the subcommand and prints problems.
 */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tools/issue/command.h"

static const struct command_row {
    const char *name;
    command_fn *run;
    const char *help;
} commands[] = {
    /* clang-format off */
    { "personas", cmd_personas, "list the built-in test citizens" },
    { "issue",    cmd_issue,    "make a card image of one of them" },
    { "plug",     cmd_plug,     "put a card image into a virtual reader" },
    { "ca",       cmd_ca,       "make test authorities of your own" },
    /* clang-format on */
};

static void print_help(FILE *out)
{
    fputs("use: inkan-card COMMAND [OPTION]...\n\n", out);
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].help);
    fputs("\ninkan-card(1) tells the options.\n", out);
}

static int run(const struct command_row *command, int argc, char **argv)
{
    struct problem problem = { 0 };

    opterr = 0; /* wrong options are told like every other problem */
    if (!command->run(argc, argv, &problem)) {
        problem_set(&problem, EXIT_OTHER, "%s failed", command->name);
        fprintf(stderr, "inkan-card: %s\n", problem.text);
    } else if (fflush(stdout) != 0) {
        problem_set(&problem, EXIT_OTHER, "cannot write the output");
        fprintf(stderr, "inkan-card: %s\n", problem.text);
    }
    return (int)problem.code;
}

int main(int argc, char **argv)
{
    signal(SIGXFSZ, SIG_IGN); /* a limit of file size is an error to tell */
    if (argc >= 2 && strcmp(argv[1], "--help") == 0) {
        print_help(stdout);
        return EXIT_DONE;
    }
    for (size_t i = 0; argc >= 2 && i < ARRAY_LEN(commands); i++) {
        if (strcmp(commands[i].name, argv[1]) == 0)
            return run(&commands[i], argc - 1, argv + 1);
    }
    print_help(stderr);
    return EXIT_USAGE;
}
