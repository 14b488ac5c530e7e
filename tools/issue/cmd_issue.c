/* SPDX-License-Identifier: Apache-2.0
 *
 * inkan-card issue: a persona becomes a card image.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>

#include "tools/issue/command.h"
#include "tools/issue/file.h"
#include "tools/issue/issue.h"

#define SET_MAX 64

struct arguments {
    const char *persona;
    const char *output;
    const char *seed;
    const char *today;
    const char *ca;
    const char *set[SET_MAX];
    size_t set_count;
    enum forge forge;
};

static bool parse(int argc, char **argv, struct arguments *out,
                  struct problem *problem)
{
    static const struct option options[] = {
        { "persona", required_argument, NULL, 'p' },
        { "output", required_argument, NULL, 'o' },
        { "set", required_argument, NULL, 's' },
        { "seed", required_argument, NULL, 'e' },
        { "today", required_argument, NULL, 't' },
        { "ca", required_argument, NULL, 'c' },
        { "forge", required_argument, NULL, 'f' },
        { NULL, 0, NULL, 0 },
    };
    int c;

    while ((c = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
        switch (c) {
        case 'p': out->persona = optarg; break;
        case 'o': out->output = optarg; break;
        case 'e': out->seed = optarg; break;
        case 't': out->today = optarg; break;
        case 'c': out->ca = optarg; break;
        case 's':
            if (out->set_count == SET_MAX)
                return problem_set(problem, EXIT_USAGE, "too many --set");
            out->set[out->set_count++] = optarg;
            break;
        case 'f':
            if (!forge_parse(optarg, &out->forge))
                return problem_set(problem, EXIT_USAGE,
                                   "--forge %.40s: no such kind", optarg);
            break;
        default: return command_bad_option(problem, argv);
        }
    }
    if (optind != argc || out->persona == NULL || out->output == NULL)
        return command_usage(problem, argv,
                             "give --persona and -o, and nothing else");
    if (strcmp(out->output, "-") == 0)
        return problem_set(problem, EXIT_USAGE,
                           "-o -: a card keeps its counters in its file; "
                           "give a file name");
    return true;
}

/* Signals wait until the temporary file has its name or is gone. */
static enum image_rc write_undisturbed(const struct image *image,
                                       const char *path)
{
    enum image_rc rc;
    sigset_t ends;
    sigset_t before;
    int error;

    sigemptyset(&ends);
    sigaddset(&ends, SIGHUP);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigprocmask(SIG_BLOCK, &ends, &before);
    rc = image_write(image, path);
    error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return rc;
}

static bool write_image(const struct image *image, const char *path,
                        struct problem *problem)
{
    enum image_rc rc = write_undisturbed(image, path);

    return rc == IMAGE_OK ||
           problem_set(problem, rc == IMAGE_LOCKED ? EXIT_BUSY : EXIT_OTHER,
                       "cannot write %s: %s", path,
                       rc == IMAGE_IO ? strerror(errno) : image_strerror(rc));
}

bool cmd_issue(int argc, char **argv, struct problem *problem)
{
    struct arguments arguments = { 0 };
    struct persona persona = { 0 };
    struct ca ca = { 0 };
    struct seed seed;
    struct image *image = NULL;
    char *goal = NULL;
    struct issue_options options = {
        .persona = &persona,
        .ca = &ca,
        .seed = &seed,
    };
    bool ok = parse(argc, argv, &arguments, problem) &&
              command_today(arguments.today, &options.today, problem) &&
              command_seed(arguments.seed, &seed, problem) &&
              file_goal(arguments.output, &goal, problem) &&
              persona_load(arguments.persona, &persona, problem);

    options.forge = arguments.forge;
    for (size_t i = 0; ok && i < arguments.set_count; i++)
        ok = persona_set(&persona, arguments.set[i], problem);
    ok = ok && ca_load(arguments.ca, &ca, problem) &&
         issue_card(&options, &image, problem) &&
         write_image(image, goal, problem);
    free(goal);
    image_free(image);
    ca_free(&ca);
    persona_free(&persona);
    wipe(&seed, sizeof(seed));
    return ok;
}
