/* SPDX-License-Identifier: Apache-2.0
 *
 * The list of visits. A visit that is forgotten leaves nothing of its person.
 */
#include "tools/reception/visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void visits_init(struct visits *visits, const struct visit_window *window,
                 int64_t keep_ms)
{
    memset(visits, 0, sizeof(*visits));
    visits->window = *window;
    visits->keep_ms = keep_ms;
    visits->blind_until_ms = INT64_MIN;
}

void visits_drop(struct visit *visit)
{
    uint8_t *png = (uint8_t *)(uintptr_t)visit->facts.name_png.ptr;

    if (png != NULL)
        explicit_bzero(png, visit->facts.name_png.len);
    free(png);
    explicit_bzero(visit, sizeof(*visit));
}

/* The moment after which nothing that comes can be this visit's. */
static int64_t window_end(const struct visits *visits,
                          const struct visit *visit)
{
    return visit->removed_ms == VISIT_HERE
               ? VISIT_HERE
               : visit->removed_ms + visits->window.after_ms;
}

/* A free place, or that of the visit that was left first. Answers that may
 * have been the forgotten one's are from then on nobody's. */
static struct visit *room(struct visits *visits)
{
    struct visit *oldest = &visits->list[0];

    for (size_t i = 0; i < VISITS_MAX; i++) {
        struct visit *visit = &visits->list[i];

        if (visit->number == 0)
            return visit;
        if (visit->removed_ms < oldest->removed_ms)
            oldest = visit;
    }
    if (window_end(visits, oldest) > visits->blind_until_ms)
        visits->blind_until_ms = window_end(visits, oldest);
    visits_drop(oldest);
    return oldest;
}

static struct visit *visit_in(struct visits *visits, const char *reader)
{
    for (size_t i = 0; i < VISITS_MAX; i++) {
        struct visit *visit = &visits->list[i];

        if (visit->number != 0 && visit->removed_ms == VISIT_HERE &&
            strcmp(visit->reader, reader) == 0)
            return visit;
    }
    return NULL;
}

struct visit *visits_begin(struct visits *visits, const char *reader,
                           int64_t now_ms)
{
    struct visit *visit;

    (void)visits_end(visits, reader, now_ms);
    visit = room(visits);
    visit->number = ++visits->last_number;
    snprintf(visit->reader, sizeof(visit->reader), "%s", reader);
    visit->inserted_ms = now_ms;
    visit->removed_ms = VISIT_HERE;
    visit->state = VISIT_UNREAD;
    return visit;
}

struct visit *visits_end(struct visits *visits, const char *reader,
                         int64_t now_ms)
{
    struct visit *visit = visit_in(visits, reader);

    if (visit != NULL)
        visit->removed_ms = now_ms;
    return visit;
}

static void take_facts(struct visit *visit, struct visit *other)
{
    visit->state = VISIT_READ;
    visit->facts = other->facts;
    other->facts.name_png = (struct inkan_bytes){ NULL, 0 };
    memcpy(visit->patient, other->patient, sizeof(visit->patient));
}

bool visits_join(struct visits *visits, struct visit *visit)
{
    bool joined = false;

    for (size_t i = 0; i < VISITS_MAX && visit->has_print; i++) {
        struct visit *other = &visits->list[i];

        if (other == visit || other->number == 0 || !other->has_print ||
            memcmp(other->print, visit->print, VISIT_PRINT) != 0)
            continue;
        /* Only when nothing can have come between the two. */
        if (other->removed_ms == VISIT_HERE ||
            window_end(visits, other) <
                visit->inserted_ms - visits->window.before_ms)
            continue;
        /* It goes on under its number, which requests know. */
        visit->number = other->number;
        visit->keep_until_ms = other->keep_until_ms;
        if (visit->state == VISIT_UNREAD && other->state == VISIT_READ)
            take_facts(visit, other);
        if (other->inserted_ms < visit->inserted_ms)
            visit->inserted_ms = other->inserted_ms;
        visits_drop(other);
        joined = true;
    }
    return joined;
}

struct visit *visits_by_number(struct visits *visits, uint64_t number)
{
    for (size_t i = 0; i < VISITS_MAX && number != 0; i++) {
        if (visits->list[i].number == number)
            return &visits->list[i];
    }
    return NULL;
}

bool visits_may_own(const struct visits *visits, const struct visit *visit,
                    const struct visit_moment *moment)
{
    return visit->number != 0 &&
           moment->to_ms >= visit->inserted_ms - visits->window.before_ms &&
           moment->from_ms <= window_end(visits, visit);
}

void visits_forget(struct visits *visits, int64_t now_ms)
{
    for (size_t i = 0; i < VISITS_MAX; i++) {
        struct visit *visit = &visits->list[i];

        if (visit->number != 0 && visit->removed_ms != VISIT_HERE &&
            now_ms - visit->removed_ms > visits->keep_ms &&
            now_ms > visit->keep_until_ms)
            visits_drop(visit);
    }
}

void visits_wipe(struct visits *visits)
{
    for (size_t i = 0; i < VISITS_MAX; i++)
        visits_drop(&visits->list[i]);
}
