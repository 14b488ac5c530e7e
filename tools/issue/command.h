/* SPDX-License-Identifier: Apache-2.0
 *
 * The subcommands of inkan-card: each a function with the arguments that
 * follow its name (argv[0] is the name itself). What went wrong is told
 * through problem and printed by main.
 */
#ifndef INKAN_TOOLS_ISSUE_COMMAND_H
#define INKAN_TOOLS_ISSUE_COMMAND_H

#include "tools/issue/date.h"
#include "tools/issue/problem.h"
#include "tools/issue/seed.h"

typedef bool command_fn(int argc, char **argv, struct problem *problem);

command_fn cmd_personas;
command_fn cmd_issue;
command_fn cmd_plug;
command_fn cmd_ca;

/* Wrong use of the subcommand argv[0], with a hint at its help: what is
 * missing, or which option getopt stopped at. Always false. */
bool command_usage(struct problem *problem, char **argv, const char *what);
bool command_bad_option(struct problem *problem, char **argv);

/* --today and --seed, NULL when not given. */
NODISCARD bool command_today(const char *text, struct date *out,
                             struct problem *problem);
NODISCARD bool command_seed(const char *text, struct seed *out,
                            struct problem *problem);

#endif
