/* SPDX-License-Identifier: Apache-2.0
 *
 * State of its own, because signal handlers have no other place to look.
 * Handlers call async-signal-safe functions only.
 */
#include "tools/cleanup.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

enum { FILE_COUNT = 8 };

static struct {
    volatile sig_atomic_t used;
    char path[PATH_MAX];
} files[FILE_COUNT];

static struct {
    volatile sig_atomic_t changed;
    int fd;
    struct termios saved;
} terminal;

static struct {
    int exit_code;
    char error[512];
    char out[CLEANUP_OUT_MAX];
} watch;

static void undo(void)
{
    for (int i = 0; i < FILE_COUNT; i++) {
        if (files[i].used)
            unlink(files[i].path);
    }
    if (terminal.changed)
        tcsetattr(terminal.fd, TCSANOW, &terminal.saved);
}

static void write_all(int fd, const char *text)
{
    size_t len = strlen(text);

    while (len > 0) {
        ssize_t n = write(fd, text, len);

        if (n <= 0)
            return;
        text += n;
        len -= (size_t)n;
    }
}

static void on_end(int sig)
{
    undo();
    signal(sig, SIG_DFL);
    raise(sig); /* end as if there had been no handler */
}

static void on_alarm(int sig)
{
    (void)sig;
    undo();
    write_all(STDERR_FILENO, watch.error);
    write_all(STDOUT_FILENO, watch.out);
    _exit(watch.exit_code);
}

void cleanup_install(void)
{
    static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE };
    struct sigaction action = { .sa_handler = on_end };

    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        struct sigaction old;

        /* what the caller ignores (nohup) stays ignored */
        if (sigaction(ends[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            sigaction(ends[i], &action, NULL);
    }
    signal(SIGXFSZ, SIG_IGN); /* write(2) tells it, with a sentence */
    action.sa_handler = on_alarm;
    sigaction(SIGALRM, &action, NULL);
}

bool cleanup_add_file(const char *path)
{
    size_t len = strlen(path);

    if (len >= PATH_MAX)
        return false;
    for (int i = 0; i < FILE_COUNT; i++) {
        if (!files[i].used) {
            memcpy(files[i].path, path, len + 1);
            files[i].used = 1;
            return true;
        }
    }
    return false;
}

void cleanup_forget_file(const char *path)
{
    for (int i = 0; i < FILE_COUNT; i++) {
        if (files[i].used && strcmp(files[i].path, path) == 0)
            files[i].used = 0;
    }
}

void cleanup_set_terminal(int fd, const struct termios *saved)
{
    terminal.changed = 0;
    if (saved == NULL)
        return;
    terminal.fd = fd;
    terminal.saved = *saved;
    terminal.changed = 1;
}

void cleanup_watch(uint64_t ms, int exit_code, const char *error,
                   const char *out)
{
    struct itimerval off = { { 0, 0 }, { 0, 0 } };
    struct itimerval timer = off;

    setitimer(ITIMER_REAL, &off, NULL); /* no alarm while the texts change */
    if (ms == 0)
        return;
    watch.exit_code = exit_code;
    snprintf(watch.error, sizeof(watch.error), "%s", error);
    snprintf(watch.out, sizeof(watch.out), "%s", out);
    timer.it_value.tv_sec = (time_t)(ms / 1000);
    timer.it_value.tv_usec = (suseconds_t)(ms % 1000) * 1000;
    setitimer(ITIMER_REAL, &timer, NULL);
}
