/* SPDX-License-Identifier: Apache-2.0
 *
 * inkan-card ca: new test authorities in a directory.
 */
#include <getopt.h>

#include "tools/issue/ca.h"
#include "tools/issue/command.h"

static const char usage[] = "ca DIR [--seed N] [--today YYYYMMDD]";

bool cmd_ca(int argc, char **argv, struct problem *problem)
{
    static const struct option options[] = {
        { "seed", required_argument, NULL, 'e' },
        { "today", required_argument, NULL, 't' },
        { NULL, 0, NULL, 0 },
    };
    const char *seed_text = NULL;
    const char *today_text = NULL;
    struct seed seed;
    struct date today;
    struct ca ca = { 0 };
    bool ok;
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'e': seed_text = optarg; break;
        case 't': today_text = optarg; break;
        default: return command_usage(problem, usage);
        }
    }
    if (optind != argc - 1)
        return command_usage(problem, usage);
    ok = command_today(today_text, &today, problem) &&
         command_seed(seed_text, &seed, problem) &&
         ca_make(&seed, today, &ca, problem) &&
         ca_save(&ca, argv[optind], problem);
    ca_free(&ca);
    wipe(&seed, sizeof(seed));
    return ok;
}
