/* SPDX-License-Identifier: Apache-2.0
 *
 * Pairing by identifier and by time.
 */
#include "tools/reception/pairing.h"

#include <stdio.h>
#include <string.h>

#include "tools/tool.h"

void requests_add(struct requests *requests, const char *id, uint64_t visit,
                  int64_t now_ms)
{
    size_t at = 0;

    /* A free place, or that of the oldest request. */
    for (size_t i = 0; i < REQUESTS_MAX; i++) {
        if (requests->list[i].id[0] == '\0') {
            at = i;
            break;
        }
        if (requests->list[i].asked_ms < requests->list[at].asked_ms)
            at = i;
    }
    snprintf(requests->list[at].id, sizeof(requests->list[at].id), "%s", id);
    requests->list[at].visit = visit;
    requests->list[at].asked_ms = now_ms;
}

uint64_t requests_visit(const struct requests *requests, const char *id)
{
    for (size_t i = 0; i < REQUESTS_MAX; i++) {
        if (requests->list[i].id[0] != '\0' &&
            strcmp(requests->list[i].id, id) == 0)
            return requests->list[i].visit;
    }
    return 0;
}

void requests_forget(struct requests *requests, int64_t now_ms)
{
    for (size_t i = 0; i < REQUESTS_MAX; i++) {
        if (requests->list[i].id[0] != '\0' &&
            now_ms - requests->list[i].asked_ms > REQUEST_KEEP_MS)
            requests->list[i].id[0] = '\0';
    }
}

struct pairing pairing_by_id(struct visits *visits,
                             const struct requests *requests, const char *id)
{
    uint64_t number = requests_visit(requests, id);
    struct visit *visit = visits_by_number(visits, number);

    if (number == 0)
        return (struct pairing){ UNPAIRED, PAIRING_NOT_OURS, NULL, 0 };
    if (visit == NULL || visit->state != VISIT_READ)
        return (struct pairing){ UNPAIRED, PAIRING_GONE, NULL, 0 };
    return (struct pairing){ PAIRED_BY_ID, PAIRING_FINE, visit, 0 };
}

struct pairing pairing_by_time(struct visits *visits,
                               const struct visit_moment *came, int64_t now_ms)
{
    /* Up to here a card may come in whose window the answer lies. */
    int64_t last_ms = came->to_ms + visits->window.before_ms;
    struct visit *only = NULL;
    size_t count = 0;

    for (size_t i = 0; i < VISITS_MAX; i++) {
        if (visits_may_own(visits, &visits->list[i], came)) {
            only = &visits->list[i];
            count++;
        }
    }
    if (count > 1 || came->from_ms < visits->blind_until_ms)
        return (struct pairing){ UNPAIRED, PAIRING_SEVERAL, NULL, 0 };
    if (count == 1 && only->state == VISIT_READ)
        return (struct pairing){ PAIRED_BY_TIME, PAIRING_FINE, only, last_ms };
    if (now_ms <= last_ms)
        return (struct pairing){ PAIRING_WAITS, PAIRING_FINE, NULL, last_ms };
    if (count == 1)
        return (struct pairing){ UNPAIRED, PAIRING_UNREAD, NULL, 0 };
    return (struct pairing){ UNPAIRED, PAIRING_NO_CARD, NULL, 0 };
}

static const struct why_row {
    const char *code;
    const char *text;
} why_rows[] = {
    /* clang-format off */
    [PAIRING_FINE]        = { "paired",            N_("it belongs to one card session") },
    [PAIRING_NOT_OURS]    = { "not-ours",          N_("it answers a request of another program") },
    [PAIRING_NO_CARD]     = { "no-card",           N_("no card came in time") },
    [PAIRING_SEVERAL]     = { "several-cards",     N_("more than one card comes in question") },
    [PAIRING_UNREAD]      = { "card-unread",       N_("the card could not be read") },
    [PAIRING_STALE]       = { "stale",             N_("it was made at another time than it came") },
    [PAIRING_NO_TIME]     = { "no-time",           N_("it does not say when it was made") },
    [PAIRING_INSTITUTION] = { "other-institution", N_("it was made for another institution") },
    [PAIRING_GONE]        = { "card-gone",         N_("its card session is long over") },
    /* clang-format on */
};
_Static_assert(ARRAY_LEN(why_rows) == PAIRING_WHY_COUNT, "a row for each");

const char *pairing_why_code(enum pairing_why why)
{
    return why_rows[why].code;
}

const char *pairing_why_text(enum pairing_why why)
{
    return _(why_rows[why].text);
}
