/* SPDX-License-Identifier: Apache-2.0
 *
 * inkan-card ca: new test authorities in a directory, or new CRLs of those
 * that are there.
 */
#include <getopt.h>

#include "tools/issue/ca.h"
#include "tools/issue/command.h"
#include "tools/issue/crl.h"

struct arguments {
    const char *dir;
    const char *seed;
    const char *today;
    struct crl_list revoked;
    bool crl_only;
};

static bool parse(int argc, char **argv, struct arguments *out,
                  struct problem *problem)
{
    static const struct option options[] = {
        { "crl", no_argument, NULL, 'c' },
        { "revoke", required_argument, NULL, 'r' },
        { "seed", required_argument, NULL, 'e' },
        { "today", required_argument, NULL, 't' },
        { NULL, 0, NULL, 0 },
    };
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'c': out->crl_only = true; break;
        case 'r':
            if (!crl_add(&out->revoked, optarg, problem))
                return false;
            break;
        case 'e': out->seed = optarg; break;
        case 't': out->today = optarg; break;
        default: return command_bad_option(problem, argv);
        }
    }
    if (optind != argc - 1 || (out->crl_only && out->seed != NULL))
        return command_usage(problem, argv,
                             "give one directory, and --seed not with --crl");
    out->dir = argv[optind];
    return true;
}

static bool make(const struct arguments *arguments, struct date today,
                 struct ca *ca, struct problem *problem)
{
    struct seed seed;
    bool ok = command_seed(arguments->seed, &seed, problem) &&
              ca_make(&seed, today, ca, problem) &&
              ca_save(ca, arguments->dir, problem);

    wipe(&seed, sizeof(seed));
    return ok;
}

bool cmd_ca(int argc, char **argv, struct problem *problem)
{
    struct arguments arguments = { 0 };
    struct ca ca = { 0 };
    struct date today;
    bool ok;

    ok = crl_collect(&arguments.revoked, problem) &&
         parse(argc, argv, &arguments, problem) &&
         command_today(arguments.today, &today, problem);
    if (ok && arguments.crl_only)
        ok = ca_load(arguments.dir, &ca, problem);
    else if (ok)
        ok = make(&arguments, today, &ca, problem);
    ok = ok && crl_save(&ca, &arguments.revoked, today, arguments.dir, problem);
    ca_free(&ca);
    return ok;
}
