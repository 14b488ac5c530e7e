/* SPDX-License-Identifier: Apache-2.0
 *
 * Options that several subcommands share.
 */
#include "tools/issue/command.h"

#include <getopt.h>

bool command_usage(struct problem *problem, char **argv, const char *what)
{
    return problem_set(problem, EXIT_USAGE, "%s (see inkan-card %s --help)",
                       what, argv[0]);
}

bool command_bad_option(struct problem *problem, char **argv)
{
    return problem_set(problem, EXIT_USAGE,
                       "%.40s: no such option, or its value is missing (see "
                       "inkan-card %s --help)",
                       argv[optind - 1], argv[0]);
}

bool command_today(const char *text, struct date *out, struct problem *problem)
{
    if (text == NULL)
        *out = date_of_time(time(NULL));
    else if (!date_parse(text, out))
        return problem_set(problem, EXIT_USAGE, "--today %.20s: no YYYYMMDD",
                           text);
    return true;
}

bool command_seed(const char *text, struct seed *out, struct problem *problem)
{
    if (text == NULL)
        return seed_random(out, problem);
    if (text[0] == '\0')
        return problem_set(problem, EXIT_USAGE, "--seed has no value");
    return seed_from_text(text, out, problem);
}
