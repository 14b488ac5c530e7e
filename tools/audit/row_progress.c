/* SPDX-License-Identifier: Apache-2.0
 *
 * How far a run has come, on a terminal only: one line that is written over.
 */
#include "tools/audit/audit.h"

#include <time.h>
#include <unistd.h>

static int64_t now_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void row_progress_start(struct row_progress *p, const char *what,
                        uint64_t total)
{
    *p = (struct row_progress){ .what = what, .total = total };
    p->shown = isatty(STDERR_FILENO) == 1;
    p->start_ms = p->last_ms = now_ms();
}

void row_progress_step(struct row_progress *p, uint64_t done)
{
    int64_t now;
    int64_t seconds;

    p->done = done;
    if (!p->shown || done % 1024 != 0)
        return;
    now = now_ms();
    if (now - p->last_ms < 200)
        return;
    p->last_ms = now;
    seconds = (now - p->start_ms) / 1000;
    fprintf(stderr, "\r%s: %llu", p->what, (unsigned long long)done);
    if (p->total != 0)
        fprintf(stderr, "/%llu (%llu%%)", (unsigned long long)p->total,
                (unsigned long long)(done * 100 / p->total));
    fprintf(stderr, ", %llds \033[K", (long long)seconds);
    (void)fflush(stderr);
}

void row_progress_end(struct row_progress *p)
{
    if (p->shown)
        fprintf(stderr, "\r\033[K");
}
