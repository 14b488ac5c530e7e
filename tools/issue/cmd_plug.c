/* SPDX-License-Identifier: Apache-2.0
 *
 * inkan-card plug: puts a card image into a virtual reader until a signal
 * comes or a fault takes the card out.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "card/port/posix/vpcd.h"
#include "tools/issue/command.h"

struct arguments {
    const char *image;
    const char *host;
    const char *port;
    struct fault_list faults;
};

/* Written by the signal handler; there is no other way to reach one. */
static volatile sig_atomic_t stop_requested;

static void on_signal(int number)
{
    (void)number;
    stop_requested = 1;
}

static bool read_script(const char *path, struct fault_list *faults,
                        struct problem *problem)
{
    unsigned line;

    if (fault_read_script(faults, path, &line))
        return true;
    if (line == 0)
        return problem_set(problem, EXIT_OTHER, "cannot read %s: %s", path,
                           strerror(errno));
    return problem_set(problem, EXIT_USAGE, "%s:%u: no such fault", path, line);
}

/* getaddrinfo takes 99999 for 34463, and nothing for 0. */
static bool is_port(const char *text)
{
    size_t len = strlen(text);

    return len >= 1 && len <= 5 && strspn(text, "0123456789") == len &&
           atoi(text) >= 1 && atoi(text) <= UINT16_MAX;
}

static bool parse(int argc, char **argv, struct arguments *out,
                  struct problem *problem)
{
    static const struct option options[] = {
        { "host", required_argument, NULL, 'h' },
        { "port", required_argument, NULL, 'p' },
        { "fault", required_argument, NULL, 'f' },
        { "script", required_argument, NULL, 's' },
        { NULL, 0, NULL, 0 },
    };
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'h': out->host = optarg; break;
        case 'p':
            if (!is_port(optarg))
                return problem_set(problem, EXIT_USAGE,
                                   "--port %.40s: not 1 to 65535", optarg);
            out->port = optarg;
            break;
        case 'f':
            if (!fault_add(&out->faults, optarg))
                return problem_set(problem, EXIT_USAGE,
                                   "--fault %.40s: no such fault", optarg);
            break;
        case 's':
            if (!read_script(optarg, &out->faults, problem))
                return false;
            break;
        default: return command_bad_option(problem, argv);
        }
    }
    if (optind != argc - 1)
        return command_usage(problem, argv, "give one card image");
    out->image = argv[optind];
    return true;
}

/* The signals come only while the card waits for the reader. */
static void watch_signals(sigset_t *out_wait_mask)
{
    struct sigaction action = { .sa_handler = on_signal };
    sigset_t blocked;

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGTERM);
    sigprocmask(SIG_BLOCK, &blocked, out_wait_mask);
    sigdelset(out_wait_mask, SIGINT);
    sigdelset(out_wait_mask, SIGTERM);
}

static void print_plugged(void *ctx)
{
    const struct arguments *arguments = ctx;

    printf("plugged %s:%s\n", arguments->host, arguments->port);
    fflush(stdout);
}

static bool end_of(enum vpcd_rc rc, const struct arguments *arguments,
                   int error, struct problem *problem)
{
    const char *detail = rc == VPCD_NO_READER ? strerror(error) : "";

    switch (rc) {
    case VPCD_STOPPED:
    case VPCD_PULLED: return true;
    case VPCD_NO_HOST:
    case VPCD_NO_READER:
    case VPCD_LOST: break;
    }
    return problem_set(
        problem, rc == VPCD_LOST ? EXIT_REMOVED : EXIT_NO_SERVICE,
        "%s:%s: %s%s%s", arguments->host, arguments->port, vpcd_strerror(rc),
        detail[0] != '\0' ? ": " : "", detail);
}

static bool open_card(const char *path, struct posix_card **out,
                      struct problem *problem)
{
    enum image_rc rc = posix_card_open(path, out);

    switch (rc) {
    case IMAGE_OK: return true;
    case IMAGE_IO:
        return problem_set(problem, EXIT_OTHER, "cannot open %s: %s", path,
                           strerror(errno));
    case IMAGE_LOCKED:
        return problem_set(problem, EXIT_BUSY, "%s: %s", path,
                           image_strerror(rc));
    case IMAGE_FOREIGN:
    case IMAGE_DAMAGED:
        return problem_set(problem, EXIT_BROKEN, "%s: %s", path,
                           image_strerror(rc));
    case IMAGE_NOMEM:
    case IMAGE_ARG: break;
    }
    return problem_set(problem, EXIT_OTHER, "%s: %s", path, image_strerror(rc));
}

bool cmd_plug(int argc, char **argv, struct problem *problem)
{
    struct arguments arguments = { .host = VPCD_HOST, .port = VPCD_PORT };
    struct posix_card *card;
    sigset_t wait_mask;
    struct vpcd_options options = {
        .faults = &arguments.faults,
        .plugged = print_plugged,
        .ctx = &arguments,
        .stop = &stop_requested,
        .wait_mask = &wait_mask,
    };
    enum vpcd_rc rc;
    int error;

    if (!parse(argc, argv, &arguments, problem))
        return false;
    options.host = arguments.host;
    options.port = arguments.port;
    watch_signals(&wait_mask);
    if (!open_card(arguments.image, &card, problem))
        return false;
    rc = vpcd_serve(card, &options);
    error = errno;
    posix_card_close(card);
    return end_of(rc, &arguments, error, problem);
}
