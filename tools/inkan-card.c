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
    const char *summary;
    const char *use;
    const char *options;
} commands[] = {
    { "personas", cmd_personas, "list the built-in test citizens",
      "[--keys | --show NAME]",
      "  --keys                  tell the keys of a persona file instead\n"
      "  --show NAME             print the file of one of them\n" },
    { "issue", cmd_issue, "make a card image of one of them",
      "--persona FILE-or-NAME -o FILE [OPTION]...",
      "  --persona FILE-or-NAME  a built-in name, or a file when there is a\n"
      "                          dot or a slash in it\n"
      "  -o, --output FILE       the card image\n"
      "  --set KEY=VALUE         change one field; may be given again. Keys:\n"
      "                          inkan-card personas --keys\n"
      "  --seed N                the same N and --today: the same card\n"
      "  --today YYYYMMDD        the day it is, else the real one in Tokyo\n"
      "  --ca DIR                authorities of your own (inkan-card ca)\n"
      "  --forge KIND            wrong on purpose: record, signature,\n"
      "                          certificate, key, expiry or mixed\n" },
    { "plug", cmd_plug, "put a card image into a virtual reader",
      "FILE [OPTION]...",
      "  --host H                where vpcd listens, else 127.0.0.1\n"
      "  --port N                its port, else 35963\n"
      "  --fault FAULT           let something go wrong; may be given again:\n"
      "      pull@N              the card is pulled after N answers,\n"
      "      back=MS             and comes back after a while\n"
      "      mute@N              no answer after N answers\n"
      "      sw=XXXX@N           command N is not run, this is its answer\n"
      "      garbage=L@N         answer N is L random bytes\n"
      "      delay=MS            every answer comes so much later\n"
      "      cut@W               the power goes in the middle of write W\n"
      "  --script FILE           such faults, one a line, # for comments\n" },
    { "ca", cmd_ca, "make test authorities of your own", "DIR [OPTION]...",
      "  --crl                   only write the revocation lists anew\n"
      "  --revoke CA:HEX         auth: or sign: and a serial number of four\n"
      "                          bytes; may be given again\n"
      "  --seed N                the same N and --today: the same keys\n"
      "  --today YYYYMMDD        the day it is, else the real one in Tokyo\n" },
};

static void print_help(FILE *out)
{
    fputs("use: inkan-card COMMAND [OPTION]...\n\n", out);
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fputs("\ninkan-card COMMAND --help tells more, inkan-card(1) all.\n", out);
}

static void print_command_help(const struct command_row *command)
{
    printf("use: inkan-card %s %s\n%s\n\n%s", command->name, command->use,
           command->summary, command->options);
}

static bool is_help(const char *argument)
{
    return strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0;
}

static int run(const struct command_row *command, int argc, char **argv)
{
    struct problem problem = { 0 };

    opterr = 0; /* wrong options are told like every other problem */
    if (argc == 2 && is_help(argv[1]))
        print_command_help(command);
    else if (!command->run(argc, argv, &problem))
        problem_set(&problem, EXIT_OTHER, "%s failed", command->name);
    if (fflush(stdout) != 0)
        problem_set(&problem, EXIT_OTHER, "cannot write the output");
    if (problem.code != EXIT_DONE)
        fprintf(stderr, "inkan-card: %s\n", problem.text);
    return (int)problem.code;
}

int main(int argc, char **argv)
{
    signal(SIGXFSZ, SIG_IGN); /* a limit of file size is an error to tell */
    if (argc >= 2 && is_help(argv[1])) {
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
