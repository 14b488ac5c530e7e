/* SPDX-License-Identifier: Apache-2.0
 *
 * The thread that forgets, see idle.h. It lives from the first login with a
 * limit to C_Finalize, sleeps until the next limit, and enters the module as
 * any caller does. It takes no signal of the application.
 */
#include "pkcs11/idle.h"

#include <signal.h>
#include <time.h>

#include "pkcs11/insertion.h"
#include "pkcs11/module.h"

/* After a lock of the system failed, which it does not. */
enum { LOOK_AGAIN_MS = 1000 };

/* Milliseconds until the login must end, UINT64_MAX: never. */
static uint64_t time_left(const struct token *token, enum token_kind kind)
{
    uint64_t limit = module_idle_ms(kind);
    uint64_t unused = module_now_ms() - token->used_ms;

    if (!token->logged_in || limit == 0)
        return UINT64_MAX;
    return unused >= limit ? 0 : limit - unused;
}

void idle_forget(struct module *m)
{
    for (size_t i = 0; i < m->reader_count; i++)
        for (int kind = 0; kind < TOKEN_COUNT; kind++)
            if (time_left(&m->readers[i].tokens[kind], (enum token_kind)kind) ==
                0)
                insertion_logout(m, &m->readers[i], (enum token_kind)kind);
}

static uint64_t next_limit(const struct module *m)
{
    uint64_t next = UINT64_MAX;

    for (size_t i = 0; i < m->reader_count; i++)
        for (int kind = 0; kind < TOKEN_COUNT; kind++) {
            uint64_t left =
                time_left(&m->readers[i].tokens[kind], (enum token_kind)kind);

            if (left < next)
                next = left;
        }
    return next;
}

/* Sleeps at most that long. false: the thread must end. */
static bool sleep_until_woken(struct idle *idle, uint64_t ms)
{
    struct timespec until;
    bool goes_on;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)(ms / 1000);
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_mutex_lock(&idle->lock);
    if (!idle->must_end && ms == UINT64_MAX)
        pthread_cond_wait(&idle->wake, &idle->lock);
    else if (!idle->must_end)
        pthread_cond_timedwait(&idle->wake, &idle->lock, &until);
    goes_on = !idle->must_end;
    pthread_mutex_unlock(&idle->lock);
    return goes_on;
}

static void *run(void *arg)
{
    struct module *m = arg;
    uint64_t left;

    do {
        left = LOOK_AGAIN_MS;
        if (!gate_enter(&m->gate))
            break;
        if (lock_take(&m->lock) == CKR_OK) {
            idle_forget(m);
            left = next_limit(m);
            lock_release(&m->lock);
        }
        gate_leave(&m->gate);
    } while (sleep_until_woken(&m->idle, left));
    return NULL;
}

static bool start(struct module *m)
{
    struct idle *idle = &m->idle;
    pthread_condattr_t clock;
    sigset_t all, before;
    int failed;

    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_mutex_init(&idle->lock, NULL);
    pthread_cond_init(&idle->wake, &clock);
    pthread_condattr_destroy(&clock);
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(&idle->thread, NULL, run, m);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed == 0;
}

void idle_watch(struct module *m)
{
    struct idle *idle = &m->idle;

    if (!idle->is_allowed || next_limit(m) == UINT64_MAX)
        return;
    if (!idle->is_running) {
        idle->is_running = start(m);
        idle->is_allowed = idle->is_running; /* not to be tried again */
        return;
    }
    pthread_mutex_lock(&idle->lock);
    pthread_cond_signal(&idle->wake);
    pthread_mutex_unlock(&idle->lock);
}

void idle_end(struct module *m)
{
    struct idle *idle = &m->idle;

    if (!idle->is_running)
        return;
    pthread_mutex_lock(&idle->lock);
    idle->must_end = true;
    pthread_cond_signal(&idle->wake);
    pthread_mutex_unlock(&idle->lock);
    pthread_join(idle->thread, NULL);
    pthread_cond_destroy(&idle->wake);
    pthread_mutex_destroy(&idle->lock);
    idle->is_running = false;
}
