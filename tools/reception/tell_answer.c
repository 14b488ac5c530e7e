/* SPDX-License-Identifier: Apache-2.0
 *
 * An answer told: verdict, findings and why. A single character of a name is
 * shown where a finding is about it; whole values only with --show-values.
 */
#include <string.h>
#include <time.h>

#include "tools/reception/detail.h"
#include "tools/reception/tell_internal.h"

#define BIT(n) (1u << (unsigned)(n))

struct told {
    const struct reception *r;
    const struct answer *answer;
    const struct pairing *pairing;
    const struct judgement *j;
    struct detail details[DETAILS_MAX];
    size_t count;
};

/* The four items, in the order in which they are told. */
static const struct item_row {
    const char *code;
    const char *text;
    size_t at; /* in struct likeness */
} items[] = {
    { "birth", N_("birth date"), offsetof(struct likeness, birth) },
    { "name", N_("name"), offsetof(struct likeness, name) },
    { "sex", N_("sex"), offsetof(struct likeness, sex) },
    { "address", N_("address"), offsetof(struct likeness, address) },
};

static const struct inkan_match_result *item(const struct likeness *l,
                                             const struct item_row *row)
{
    return (const struct inkan_match_result *)((const char *)l + row->at);
}

/* --- the line ------------------------------------------------------------- */

/* Which items differ in any of the results. */
static void add_stranger(struct tell_line *line, const struct told *told)
{
    const char *comma = "";
    unsigned long count = 0;

    for (size_t i = 0; i < ARRAY_LEN(items); i++) {
        bool differs = false;

        for (size_t k = 0; k < told->j->count; k++) {
            if (item(&told->j->like[k], &items[i])->grade == INKAN_MATCH_C)
                differs = true;
        }
        if (!differs)
            continue;
        tell_add(line, "%s%s", comma, _(items[i].text));
        comma = ", ";
        count++;
    }
    tell_add(line, "%s",
             P_(" differs - do not bill, call the insurer",
                " differ - do not bill, call the insurer", count));
}

static void add_details(struct tell_line *line, const struct told *told,
                        enum finding about)
{
    const char *comma = "";

    for (size_t i = 0; i < told->count; i++) {
        const struct detail *d = &told->details[i];

        if (d->about != about)
            continue;
        tell_add(line, "%s", comma);
        comma = ", ";
        if (about == FINDING_DOT)
            tell_add(line, _("at %u: the card says %s"), d->at, d->card);
        else if (about == FINDING_VARIANT)
            tell_add(line, _("%s/%s at %u"), d->card, d->other, d->at);
        else if (d->other[0] != '\0')
            tell_add(line, "%s -> %s", d->card, d->other);
        else
            tell_add(line, _("%s (nothing to write instead is known)"),
                     d->card);
    }
    if (about == FINDING_DOT)
        tell_add(line, "%s", _(" (possibly substituted there, too)"));
    else if (about == FINDING_VARIANT && comma[0] == '\0')
        tell_add(line, "%s", _("another form of the name"));
    else if (about == FINDING_CLAIM_UNSAFE && comma[0] == '\0')
        tell_add(line, "%s", _("the name has characters no claim can carry"));
}

static void add_reviews(struct tell_line *line, const struct judgement *j)
{
    const char *comma = "";

    for (unsigned i = 0; i < REVIEW_COUNT; i++) {
        if ((j->set.reviews & BIT(i)) == 0)
            continue;
        tell_add(line, "%s%s", comma, review_text((enum review)i));
        comma = ", ";
    }
}

static void add_expired(struct tell_line *line, const struct visit_facts *facts)
{
    char day[11];

    if (facts->expiry == EXPIRY_EXPIRED) {
        tell_add(line, "%s",
                 _("the certificate has expired and the grace is over"));
        return;
    }
    tell_grace_end(&facts->ends, day);
    tell_add(line, _("eligibility only until %s, do not expect drug data"),
             day);
}

static void add_finding(struct tell_line *line, const struct told *told,
                        enum finding finding)
{
    tell_add(line, "%s: ", finding_code(finding));
    switch (finding) {
    case FINDING_STRANGER: add_stranger(line, told); break;
    case FINDING_FORGED:
        tell_add(line, "%s", _("the card is not genuine"));
        break;
    case FINDING_UNPAIRED:
        tell_add(line, "%s", pairing_why_text(told->pairing->why));
        break;
    case FINDING_REVIEW: add_reviews(line, told->j); break;
    case FINDING_NOT_ELIGIBLE:
        tell_add(line, _("no valid insurance (code %s)"),
                 answer_text(told->answer, ANSWER_VALIDITY));
        break;
    case FINDING_EXPIRED:
        add_expired(line, &told->pairing->visit->facts);
        break;
    case FINDING_NEW_ENTITLEMENT:
        tell_add(line, "%s",
                 _("this insurance is over and there is a newer one (code 3)"));
        break;
    case FINDING_DOT:
    case FINDING_CLAIM_UNSAFE:
    case FINDING_VARIANT: add_details(line, told, finding); break;
    case FINDING_RENEW:
        tell_add(line, "%s", _("the certificate ends within three months"));
        break;
    case FINDING_MATCH:
        tell_add(line, "%s", _("name and birth date agree"));
        break;
    case FINDING_COUNT: break;
    }
}

static void add_values(struct tell_line *line, const struct told *told)
{
    const struct inkan_person *person = &told->pairing->visit->facts.person;

    tell_add(line, _("; card: %s %s"), person->name, person->birth);
    for (size_t i = 0; i < told->answer->count; i++) {
        const struct answer_result *result = &told->answer->result[i];

        tell_add(line, _("; answer: %s %s"), result_text(result, RESULT_NAME),
                 result_text(result, RESULT_BIRTH));
    }
}

static void write_line(struct tell_line *line, const struct told *told,
                       const char *file)
{
    const struct visit *visit = told->pairing->visit;
    const char *between = "";

    tell_begin(told->r, line);
    for (unsigned i = 0; i < FINDING_COUNT; i++) {
        if ((told->j->set.findings & BIT(i)) == 0)
            continue;
        tell_add(line, "%s", between);
        add_finding(line, told, (enum finding)i);
        between = "; ";
    }
    for (unsigned i = 0; i < REMARK_COUNT; i++) {
        if ((told->j->set.remarks & BIT(i)) != 0)
            tell_add(line, "; %s", remark_text((enum remark)i));
    }
    if (visit != NULL && visit->patient[0] != '\0')
        tell_add(line, _("; patient %s"), visit->patient);
    if (visit != NULL && told->r->options.show_values)
        add_values(line, told);
    if (visit != NULL)
        tell_add(line, _(" [card %llu, by %s, %s]"),
                 (unsigned long long)visit->number,
                 told->pairing->how == PAIRED_BY_ID ? "id" : "time", file);
    else
        tell_add(line, " [%s]", file);
}

/* --- the object ----------------------------------------------------------- */

static json_t *codes_object(const struct answer *answer)
{
    static const struct {
        const char *key;
        enum answer_field field;
    } rows[] = {
        { "segment", ANSWER_SEGMENT },
        { "error", ANSWER_ERROR_CODE },
        { "status", ANSWER_STATUS },
        { "result_code", ANSWER_RESULT_CODE },
        { "validity", ANSWER_VALIDITY },
        { "prescription", ANSWER_PRESCRIPTION },
    };
    json_t *object = json_object();

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        tell_set(object, rows[i].key, answer->field[rows[i].field]);
    return object;
}

static json_t *consents_object(const struct answer_result *result)
{
    static const struct {
        const char *key;
        enum result_field consent, until;
    } rows[] = {
        { "checkups", RESULT_CHECKUPS_CONSENT, RESULT_CHECKUPS_UNTIL },
        { "drugs", RESULT_DRUGS_CONSENT, RESULT_DRUGS_UNTIL },
        { "diagnosis", RESULT_DIAGNOSIS_CONSENT, RESULT_DIAGNOSIS_UNTIL },
        { "operations", RESULT_OPERATION_CONSENT, RESULT_OPERATION_UNTIL },
    };
    json_t *object = json_object();

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_t *consent;

        if (result->field[rows[i].consent] == NULL)
            continue;
        consent = json_object();
        tell_set(consent, "consent", result->field[rows[i].consent]);
        tell_set(consent, "until", result->field[rows[i].until]);
        json_object_set_new(object, rows[i].key, consent);
    }
    return object;
}

static json_t *reason_codes(const struct inkan_match_result *r)
{
    json_t *codes = json_array();

    for (unsigned i = 0; i < r->count; i++)
        json_array_append_new(
            codes, json_string(inkan_match_code_name(r->reasons[i].code)));
    return codes;
}

static json_t *values_object(const struct answer_result *result)
{
    json_t *object = json_object();

    tell_set(object, "name", result->field[RESULT_NAME]);
    tell_set(object, "other_name", result->field[RESULT_OTHER_NAME]);
    tell_set(object, "kana", result->field[RESULT_KANA]);
    tell_set(object, "birth", result->field[RESULT_BIRTH]);
    tell_set(object, "sex", result->field[RESULT_SEX]);
    tell_set(object, "address", result->field[RESULT_ADDRESS]);
    return object;
}

/* One result: grades and reasons, and no value that is not asked for. */
static json_t *result_object(const struct told *told, size_t at)
{
    const struct answer_result *result = &told->answer->result[at];
    const struct likeness *l = &told->j->like[at];
    json_t *object = json_object(), *grades = json_object(),
           *reasons = json_object();

    for (size_t i = 0; i < ARRAY_LEN(items); i++) {
        const struct inkan_match_result *r = item(l, &items[i]);
        const char grade[2] = { inkan_match_grade_letter(r->grade), '\0' };

        tell_set(grades, items[i].code, grade);
        json_object_set_new(reasons, items[i].code, reason_codes(r));
    }
    json_object_set_new(object, "grades", grades);
    json_object_set_new(object, "reasons", reasons);
    json_object_set_new(object, "consents", consents_object(result));
    if (told->r->options.show_values)
        json_object_set_new(object, "values", values_object(result));
    return object;
}

static json_t *details_array(const struct told *told)
{
    json_t *array = json_array();

    for (size_t i = 0; i < told->count; i++) {
        const struct detail *d = &told->details[i];
        bool claim = d->about == FINDING_CLAIM_UNSAFE;
        json_t *object = json_object();

        tell_set(object, "finding", finding_code(d->about));
        json_object_set_new(object, "at", json_integer(d->at));
        tell_set(object, claim ? "character" : "card", d->card);
        tell_set(object, claim ? "substitute" : "answer",
                 claim && d->other[0] == '\0' ? NULL : d->other);
        if (d->about == FINDING_DOT)
            json_object_set_new(object, "possibly_substituted", json_true());
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *named(const char *code, const char *text)
{
    json_t *object = json_object();

    tell_set(object, "code", code);
    tell_set(object, "text", text);
    return object;
}

static void set_findings(json_t *object, const struct judgement *j)
{
    json_t *findings = json_array(), *reviews = json_array(),
           *remarks = json_array();

    for (unsigned i = 0; i < FINDING_COUNT; i++) {
        if ((j->set.findings & BIT(i)) != 0)
            json_array_append_new(findings,
                                  json_string(finding_code((enum finding)i)));
    }
    for (unsigned i = 0; i < REVIEW_COUNT; i++) {
        if ((j->set.reviews & BIT(i)) != 0)
            json_array_append_new(reviews, named(review_code((enum review)i),
                                                 review_text((enum review)i)));
    }
    for (unsigned i = 0; i < REMARK_COUNT; i++) {
        if ((j->set.remarks & BIT(i)) != 0)
            json_array_append_new(remarks, named(remark_code((enum remark)i),
                                                 remark_text((enum remark)i)));
    }
    tell_set(object, "verdict", finding_code(finding_first(j->set.findings)));
    json_object_set_new(object, "findings", findings);
    json_object_set_new(object, "reviews", reviews);
    json_object_set_new(object, "remarks", remarks);
}

static void set_visit(json_t *object, const struct told *told)
{
    const struct visit *visit = told->pairing->visit;
    json_t *results = json_array();

    json_object_set_new(object, "session",
                        json_integer((json_int_t)visit->number));
    tell_set(object, "patient",
             visit->patient[0] != '\0' ? visit->patient : NULL);
    json_object_set_new(object, "card", tell_facts(&visit->facts));
    if (told->r->options.show_values)
        json_object_set_new(object, "person",
                            tool_json_person(&visit->facts.person));
    json_object_set_new(object, "details", details_array(told));
    for (size_t i = 0; i < told->j->count; i++)
        json_array_append_new(results, result_object(told, i));
    json_object_set_new(object, "results", results);
}

static const char *how_code(enum pairing_how how)
{
    switch (how) {
    case PAIRED_BY_ID: return "id";
    case PAIRED_BY_TIME: return "time";
    case PAIRING_WAITS:
    case UNPAIRED: break;
    }
    return NULL;
}

void tell_answer(struct reception *r, const char *file,
                 const struct answer *answer, const struct pairing *pairing)
{
    struct told told = { r, answer, pairing, &r->judgement, { { 0 } }, 0 };
    json_t *object = json_object();
    struct tell_line line;

    if (pairing->visit != NULL)
        told.count = detail_list(r->matcher, &pairing->visit->facts, answer,
                                 told.j, told.details);
    tell_set(object, "file", file);
    set_findings(object, told.j);
    tell_set(object, "paired_by", how_code(pairing->how));
    if (pairing->visit != NULL) {
        json_object_set_new(object, "codes", codes_object(answer));
        set_visit(object, &told);
    } else {
        json_object_set_new(object, "unpaired",
                            named(pairing_why_code(pairing->why),
                                  pairing_why_text(pairing->why)));
    }
    write_line(&line, &told, file);
    tell_event(r, "answer", pairing->visit, told.j->set.findings, &line,
               object);
    explicit_bzero(told.details, sizeof(told.details));
}
