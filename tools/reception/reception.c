/* SPDX-License-Identifier: Apache-2.0
 *
 * Joins visits, files, pairing and judgement. The order of things at a desk is
 * not known: the answer may come before the card, between insertion and
 * removal, or when the next patient stands there already.
 */
#include "tools/reception/reception.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tools/reception/tell.h"
#include "tools/tool.h"

/* Name of a file that the terminal pushes after a card was authenticated. */
#define PUSHED_PREFIX "OQSsiquc01res_face_"

/* Names and addresses are kept so long after a card has left: longer than any
 * answer may be held for it. A request of ours keeps its visit longer. */
#define MARGIN_MS ((int64_t)30 * 1000)
#define TOKYO_S   (9 * 3600)

const struct reception_options reception_defaults = {
    .window = { 120 * 1000, 60 * 1000 },
    .settle_ms = 120 * 1000,
    .skew_s = 120,
    .institution = "",
    .lang = "en",
};

void reception_init(struct reception *r,
                    const struct reception_options *options,
                    const struct reception_clock *clock,
                    const struct reception_sink *sink,
                    const struct inkan_matcher *matcher)
{
    memset(r, 0, sizeof(*r));
    r->options = *options;
    r->clock = *clock;
    r->sink = *sink;
    r->matcher = matcher;
    visits_init(&r->visits, &options->window,
                options->window.before_ms + options->window.after_ms +
                    MARGIN_MS);
}

static int64_t now_ms(const struct reception *r)
{
    return r->clock.steady_ms(r->clock.self);
}

static void held_free(struct reception_held *held)
{
    free(held->file);
    answer_free(&held->answer);
    memset(held, 0, sizeof(*held));
}

/* YYYYMMDD in Japan. */
static void today_of(const struct reception *r, char out[9])
{
    time_t local = (time_t)r->clock.wall_s(r->clock.self) + TOKYO_S;
    struct tm tm;

    gmtime_r(&local, &tm);
    strftime(out, 9, "%Y%m%d", &tm);
}

/* --- the patient list ----------------------------------------------------- */

static bool find_patient(struct reception *r, const struct visit *visit,
                         struct patient *out)
{
    return r->patients != NULL &&
           patients_find(r->patients, r->matcher, &visit->facts.person, out) ==
               PATIENTS_ONE;
}

static void ask_for(struct reception *r, struct visit *visit,
                    const struct patient *patient)
{
    char today[9], id[REQUEST_ID_LEN + 1];
    enum request_rc rc;

    today_of(r, today);
    rc = request_eligibility(r->requester, patient, visit->facts.person.birth,
                             today, id);
    if (rc == REQUEST_OK) {
        visit->keep_until_ms = now_ms(r) + REQUEST_KEEP_MS;
        requests_add(&r->requests, id, visit->number, now_ms(r));
    }
    tell_request(r, visit, "eligibility", rc);
}

static bool same_insurance(const struct patient *patient,
                           const struct answer *answer)
{
    if (patient->number[0] == '\0')
        return true; /* nothing to compare */
    for (size_t i = 0; i < answer->count; i++) {
        const struct answer_result *result = &answer->result[i];

        if (strcmp(result_text(result, RESULT_NUMBER), patient->number) == 0 &&
            strcmp(result_text(result, RESULT_INSURER), patient->insurer) == 0)
            return true;
    }
    return false;
}

/* What the patient list says to this answer, and what is told the terminal. */
static void use_patients(struct reception *r, struct visit *visit,
                         const struct answer *answer, struct judgement *j)
{
    struct patient patient;
    char today[9];

    if (r->patients == NULL)
        return;
    if (!find_patient(r, visit, &patient)) {
        j->set.remarks |= 1u << REMARK_PATIENT_UNKNOWN;
        return;
    }
    if (!same_insurance(&patient, answer))
        j->set.remarks |= 1u << REMARK_INSURANCE;
    /* The patient's number is registered for the person in the answer: only
     * where that is the person on the card, and the card is true. */
    if (r->requester != NULL && r->requester->template_text != NULL &&
        finding_agrees(j) && (j->set.findings & 1u << FINDING_FORGED) == 0 &&
        (j->set.findings & 1u << FINDING_REVIEW) == 0) {
        today_of(r, today);
        tell_request(r, visit, "registration",
                     request_registration(r->requester, &patient,
                                          visit->facts.person.birth, today));
    }
    explicit_bzero(&patient, sizeof(patient));
}

/* --- answers -------------------------------------------------------------- */

static void worst_exit(struct reception *r, int exit)
{
    /* A finding outweighs what could not be looked at, that outweighs
     * nothing. */
    if (exit == TOOL_FINDING || r->exit == TOOL_OK)
        r->exit = exit;
}

static void count_answer(struct reception *r, const struct pairing *pairing)
{
    enum finding first = finding_first(r->judgement.set.findings);

    r->counts.answers++;
    r->counts.by_id += pairing->how == PAIRED_BY_ID;
    r->counts.by_time += pairing->how == PAIRED_BY_TIME;
    r->counts.unpaired += pairing->how == UNPAIRED;
    if (first != FINDING_COUNT) {
        r->counts.by_finding[first]++;
        worst_exit(r, finding_exit(first));
    }
}

/* The end of an answer: it is told, once. The judgement is made already. */
static void conclude(struct reception *r, const char *file,
                     const struct answer *answer, const struct pairing *pairing)
{
    if (pairing->visit != NULL)
        use_patients(r, pairing->visit, answer, &r->judgement);
    count_answer(r, pairing);
    tell_answer(r, file, answer, pairing);
    explicit_bzero(&r->judgement, sizeof(r->judgement));
}

static void judge(struct reception *r, const struct answer *answer,
                  const struct pairing *pairing)
{
    memset(&r->judgement, 0, sizeof(r->judgement));
    if (pairing->visit != NULL)
        finding_judge(r->matcher, &pairing->visit->facts, answer,
                      &r->judgement);
    else
        r->judgement.set.findings = 1u << FINDING_UNPAIRED;
}

/* Until when an answer that does not agree has to wait. */
static int64_t settled_at(const struct reception *r,
                          const struct reception_held *held,
                          const struct pairing *pairing)
{
    int64_t settle = held->came.to_ms + r->options.settle_ms;

    return settle < pairing->settled_ms ? settle : pairing->settled_ms;
}

/* Tells a pushed answer if it can be told now. */
static bool settle(struct reception *r, struct reception_held *held)
{
    int64_t now = now_ms(r);
    struct pairing pairing = pairing_by_time(&r->visits, &held->came, now);

    if (pairing.how == PAIRING_WAITS)
        return false;
    judge(r, &held->answer, &pairing);
    if (pairing.how == PAIRED_BY_TIME && !finding_agrees(&r->judgement) &&
        now < settled_at(r, held, &pairing)) {
        explicit_bzero(&r->judgement, sizeof(r->judgement));
        if (!held->told)
            tell_waiting(r, held->file, settled_at(r, held, &pairing));
        held->told = true;
        return false;
    }
    conclude(r, held->file, &held->answer, &pairing);
    held_free(held);
    return true;
}

static void settle_all(struct reception *r)
{
    for (size_t i = 0; i < RECEPTION_HELD_MAX; i++) {
        if (r->held[i].file != NULL)
            (void)settle(r, &r->held[i]);
    }
}

static void unpaired(struct reception *r, const char *file,
                     const struct answer *answer, enum pairing_why why)
{
    struct pairing pairing = { UNPAIRED, why, NULL, 0 };

    judge(r, answer, &pairing);
    conclude(r, file, answer, &pairing);
}

/* A free place; the one that waits longest is told as nobody's to make one. */
static struct reception_held *held_room(struct reception *r)
{
    struct reception_held *oldest = &r->held[0];

    for (size_t i = 0; i < RECEPTION_HELD_MAX; i++) {
        if (r->held[i].file == NULL)
            return &r->held[i];
        if (r->held[i].came.to_ms < oldest->came.to_ms)
            oldest = &r->held[i];
    }
    unpaired(r, oldest->file, &oldest->answer, PAIRING_SEVERAL);
    held_free(oldest);
    return oldest;
}

/* yyyyMMddHHmmss of Japan in seconds of UTC; false: no such moment. */
static bool moment_of(const char *text, int64_t *out)
{
    struct tm tm = { .tm_isdst = 0 };
    char again[15];
    time_t seconds;

    if (strlen(text) != 14 || strspn(text, "0123456789") != 14 ||
        strptime(text, "%Y%m%d%H%M%S", &tm) == NULL)
        return false;
    seconds = timegm(&tm);
    if (strftime(again, sizeof(again), "%Y%m%d%H%M%S", &tm) != 14 ||
        strcmp(again, text) != 0)
        return false;
    *out = (int64_t)seconds - TOKYO_S;
    return true;
}

/* Was it made about when it came? A file that is moved or copied in carries
 * an older moment, and is about another patient. */
static enum pairing_why check_time(const struct reception *r,
                                   const struct answer *answer,
                                   const struct visit_moment *came)
{
    int64_t made, steady = now_ms(r);
    int64_t wall = r->clock.wall_s(r->clock.self);
    int64_t latest = wall - (steady - came->to_ms) / 1000;
    int64_t earliest = latest;

    if (came->from_ms > INT64_MIN)
        earliest = wall - (steady - came->from_ms) / 1000;
    if (!moment_of(answer_text(answer, ANSWER_TIME), &made))
        return PAIRING_NO_TIME;
    if (made < earliest - r->options.skew_s ||
        made > latest + r->options.skew_s)
        return PAIRING_STALE;
    return PAIRING_FINE;
}

/* A pushed answer: takes it over and tells it as soon as it can. */
static void take_pushed(struct reception *r, const char *file,
                        struct answer *answer, const struct visit_moment *came)
{
    enum pairing_why why = check_time(r, answer, came);
    struct reception_held *held;

    if (why != PAIRING_FINE) {
        unpaired(r, file, answer, why);
        answer_free(answer);
        return;
    }
    held = held_room(r);
    held->file = strdup(file);
    held->answer = *answer;
    held->came = *came;
    memset(answer, 0, sizeof(*answer));
    if (held->file == NULL) {
        held_free(held);
        reception_bad_file(r, file, answer_rc_code(ANSWER_NOMEM),
                           answer_rc_text(ANSWER_NOMEM));
        return;
    }
    (void)settle(r, held);
}

static void take(struct reception *r, const char *file, struct answer *answer,
                 const struct visit_moment *came)
{
    const char *id = answer_text(answer, ANSWER_IDENTIFIER);
    struct pairing pairing;

    if (strcmp(answer_text(answer, ANSWER_INSTITUTION),
               r->options.institution) != 0) {
        unpaired(r, file, answer, PAIRING_INSTITUTION);
    } else if (requests_visit(&r->requests, id) == 0 &&
               strncmp(file, PUSHED_PREFIX, strlen(PUSHED_PREFIX)) == 0) {
        take_pushed(r, file, answer, came);
        return;
    } else {
        pairing = pairing_by_id(&r->visits, &r->requests, id);
        judge(r, answer, &pairing);
        conclude(r, file, answer, &pairing);
    }
    answer_free(answer);
}

void reception_bad_file(struct reception *r, const char *name, const char *code,
                        const char *text)
{
    r->counts.bad_files++;
    worst_exit(r, TOOL_UNCHECKED);
    tell_file(r, name, code, text, NULL);
}

void reception_file(struct reception *r, const char *name, const void *data,
                    size_t len, const struct visit_moment *came)
{
    uint8_t digest[SEEN_DIGEST];
    struct answer answer;
    const char *where = NULL;
    enum answer_rc rc;

    if (!seen_digest(data, len, digest)) {
        reception_bad_file(r, name, answer_rc_code(ANSWER_NOMEM),
                           answer_rc_text(ANSWER_NOMEM));
        return;
    }
    switch (seen_add(&r->seen, name, digest)) {
    case SEEN_NEW: break;
    case SEEN_OTHER_NAME:
        tell_file(r, name, "duplicate",
                  _("the same answer came before under another name"), NULL);
        r->counts.duplicates++;
        return;
    case SEEN_SAME: r->counts.duplicates++; return;
    }
    rc = answer_read(data, len, &answer, &where);
    if (rc != ANSWER_OK) {
        r->counts.bad_files++;
        worst_exit(r, TOOL_UNCHECKED);
        tell_file(r, name, answer_rc_code(rc), answer_rc_text(rc), where);
        return;
    }
    take(r, name, &answer, came);
}

/* --- cards ---------------------------------------------------------------- */

struct visit *reception_insert(struct reception *r, const char *reader)
{
    struct visit *visit = visits_begin(&r->visits, reader, now_ms(r));

    r->counts.cards++;
    return visit;
}

static void keep_print(struct reception *r, struct visit *visit,
                       const uint8_t *print)
{
    visit->has_print = print != NULL;
    if (print != NULL)
        memcpy(visit->print, print, VISIT_PRINT);
    (void)visits_join(&r->visits, visit);
}

void reception_read(struct reception *r, struct visit *visit,
                    const uint8_t *print, struct visit_facts *facts)
{
    struct patient patient;
    bool asked;

    visit->state = VISIT_READ;
    visit->facts = *facts;
    explicit_bzero(facts, sizeof(*facts));
    keep_print(r, visit, print);
    asked = visit->keep_until_ms != 0;
    visit->patient[0] = '\0';
    if (find_patient(r, visit, &patient))
        memcpy(visit->patient, patient.id, sizeof(patient.id));
    else
        memset(&patient, 0, sizeof(patient));
    tell_card(r, visit, "read");
    if (r->ask && r->requester != NULL && patient.id[0] != '\0' && !asked)
        ask_for(r, visit, &patient);
    explicit_bzero(&patient, sizeof(patient));
    settle_all(r);
}

void reception_unread(struct reception *r, struct visit *visit,
                      const uint8_t *print, enum inkan_rc rc, int tries)
{
    keep_print(r, visit, print);
    tell_unread(r, visit, rc, tries);
    if (rc == INKAN_NOT_OUR_CARD) {
        visits_drop(visit);
    } else {
        r->counts.unread_cards++;
        worst_exit(r, TOOL_UNCHECKED);
    }
    settle_all(r);
}

void reception_remove(struct reception *r, const char *reader)
{
    struct visit *visit = visits_end(&r->visits, reader, now_ms(r));

    if (visit != NULL)
        tell_card(r, visit, "removed");
}

/* --- time ----------------------------------------------------------------- */

void reception_tick(struct reception *r)
{
    int64_t now = now_ms(r);

    settle_all(r);
    requests_forget(&r->requests, now);
    visits_forget(&r->visits, now);
}

/* No card comes any more: whatever an answer waits for, it is told now. */
static void conclude_held(struct reception *r, struct reception_held *held)
{
    struct pairing pairing =
        pairing_by_time(&r->visits, &held->came, INT64_MAX);

    judge(r, &held->answer, &pairing);
    conclude(r, held->file, &held->answer, &pairing);
    held_free(held);
}

void reception_close(struct reception *r)
{
    for (size_t i = 0; i < RECEPTION_HELD_MAX; i++) {
        if (r->held[i].file != NULL)
            conclude_held(r, &r->held[i]);
    }
    visits_wipe(&r->visits);
    explicit_bzero(&r->judgement, sizeof(r->judgement));
}
