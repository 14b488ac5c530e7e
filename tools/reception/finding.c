/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules of the judgement, and their names.
 *
 * STRANGER: the birth dates differ; or the names differ, unless given name,
 * birth date and sex agree: a surname may have changed, and a person has to
 * look. A dot or a question mark is never enough for a match.
 */
#include "tools/reception/finding.h"

#include <string.h>

#include "tools/tool.h"

#define BIT(n) (1u << (unsigned)(n))

static void find(struct finding_set *set, enum finding finding)
{
    set->findings |= BIT(finding);
}

static void review(struct finding_set *set, enum review why)
{
    set->reviews |= BIT(why);
    find(set, FINDING_REVIEW);
}

/* What a reason for "equal but" comes to. Characters that stand for any other
 * are dots; the rest are forms of one name. */
static bool is_dot(enum inkan_match_code code)
{
    return code == INKAN_MATCH_DOT || code == INKAN_MATCH_GAIJI ||
           code == INKAN_MATCH_SUBSTITUTE;
}

static void judge_equal_but(const struct inkan_match_result *name,
                            struct finding_set *set)
{
    bool dots = false, forms = false;

    for (unsigned i = 0; i < name->count; i++) {
        enum inkan_match_code code = name->reasons[i].code;

        if (is_dot(code))
            dots = true;
        else if (code != INKAN_MATCH_NOTATION)
            forms = true;
    }
    if (dots &&
        (name->surname == INKAN_MATCH_NA || name->given == INKAN_MATCH_NA))
        review(set, REVIEW_DOTS);
    else if (dots)
        find(set, FINDING_DOT);
    if (forms)
        find(set, FINDING_VARIANT);
}

/* Another surname, and all else speaks for the same person. */
static bool is_surname_change(const struct likeness *l)
{
    return (l->name.given == INKAN_MATCH_A || l->name.given == INKAN_MATCH_B) &&
           likeness_agrees(&l->birth) && !l->partial_birth &&
           l->sex.grade == INKAN_MATCH_A;
}

static void judge_name(const struct likeness *l, struct finding_set *set)
{
    switch (l->name.grade) {
    case INKAN_MATCH_A: break;
    case INKAN_MATCH_B: judge_equal_but(&l->name, set); break;
    case INKAN_MATCH_C:
        if (is_surname_change(l))
            review(set, REVIEW_SURNAME);
        else
            find(set, FINDING_STRANGER);
        break;
    case INKAN_MATCH_NA:
    case INKAN_MATCH_GRADE_COUNT:
        review(set, inkan_match_has(&l->name, INKAN_MATCH_ALL_DOTS)
                        ? REVIEW_DOTS
                        : REVIEW_NAME);
        break;
    }
    if (l->other_name)
        review(set, REVIEW_OTHER_NAME);
}

static void judge_birth(const struct likeness *l, struct finding_set *set)
{
    if (l->birth.grade == INKAN_MATCH_C)
        find(set, FINDING_STRANGER);
    else if (l->birth.grade != INKAN_MATCH_A)
        review(set, REVIEW_BIRTH);
    else if (l->partial_birth)
        review(set, REVIEW_PARTIAL);
}

/* Beside a stranger nothing else about the person counts. */
static void judge_result(const struct likeness *l, struct finding_set *set)
{
    struct finding_set one = { .findings = 0 };

    judge_birth(l, &one);
    judge_name(l, &one);
    if (l->sex.grade == INKAN_MATCH_C)
        review(&one, REVIEW_SEX);
    if (l->address.grade == INKAN_MATCH_C)
        one.remarks |= BIT(REMARK_ADDRESS);
    if ((one.findings & BIT(FINDING_STRANGER)) != 0) {
        one.findings = BIT(FINDING_STRANGER);
        one.reviews = one.remarks = 0;
    }
    set->findings |= one.findings;
    set->reviews |= one.reviews;
    set->remarks |= one.remarks;
}

/* A code of one character, or 0. */
static char code_of(const struct answer *answer, enum answer_field field)
{
    const char *text = answer_text(answer, field);

    return text[0] != '\0' && text[1] == '\0' ? text[0] : '\0';
}

static void judge_validity(const struct answer *answer, struct finding_set *set)
{
    switch (code_of(answer, ANSWER_VALIDITY)) {
    case '1': /* valid */
    case '6': /* valid, not registered: public assistance */
        if (answer->count == 0)
            review(set, REVIEW_NO_RESULT);
        break;
    case '2':
    case '4': find(set, FINDING_NOT_ELIGIBLE); break;
    case '3': find(set, FINDING_NEW_ENTITLEMENT); break;
    case '5': review(set, REVIEW_SEVERAL); break;
    default: review(set, REVIEW_CODE); break;
    }
}

static void judge_codes(const struct answer *answer, struct finding_set *set)
{
    switch (code_of(answer, ANSWER_SEGMENT)) {
    case '1': break;
    case '2': review(set, REVIEW_IN_PROGRESS); return;
    case '3': /* one of three sources says so */
    case '9': review(set, REVIEW_ABNORMAL); return;
    default: review(set, REVIEW_CODE); return;
    }
    switch (code_of(answer, ANSWER_STATUS)) {
    case '1': judge_validity(answer, set); break;
    case '2': review(set, REVIEW_ABNORMAL); break;
    default: review(set, REVIEW_CODE); break;
    }
}

static void judge_expiry(const struct visit_facts *facts,
                         struct finding_set *set)
{
    if (facts->certificate == VISIT_NO_CERTIFICATE) {
        review(set, REVIEW_CERTIFICATE);
        return;
    }
    switch (facts->expiry) {
    case EXPIRY_VALID: break;
    case EXPIRY_RENEW: find(set, FINDING_RENEW); break;
    case EXPIRY_GRACE:
    case EXPIRY_EXPIRED: find(set, FINDING_EXPIRED); break;
    case EXPIRY_NOT_YET: review(set, REVIEW_NOT_YET); break;
    }
}

static void judge_card(const struct visit_facts *facts, struct finding_set *set)
{
    switch (facts->genuine) {
    case INKAN_GENUINE:
        if (facts->bound == INKAN_BOUND_NO)
            review(set, REVIEW_NOT_BOUND);
        break;
    case INKAN_FORGED: find(set, FINDING_FORGED); break;
    case INKAN_UNCHECKED: set->remarks |= BIT(REMARK_UNCHECKED); break;
    }
    if (facts->revoked)
        review(set, REVIEW_REVOKED);
    judge_expiry(facts, set);
}

/* A character that a claim cannot carry: in the name of the answer, which is
 * what gets copied, or in the card's where that one has to be typed in. */
static void judge_claim(const struct inkan_matcher *m,
                        const struct visit_facts *facts,
                        const struct answer *answer, struct judgement *j)
{
    for (size_t i = 0; i <= answer->count; i++) {
        const char *name = facts->person.name;
        size_t at = 0, first = 0, len = 0;
        char better[8];

        if (i < answer->count)
            name = likeness_name(&j->like[i], &answer->result[i]);
        else if ((j->set.findings & BIT(FINDING_DOT)) == 0)
            break;
        if (inkan_match_unsafe_next(
                m, (struct inkan_match_text){ name, strlen(name), NULL }, &at,
                &first, &len, better))
            find(&j->set, FINDING_CLAIM_UNSAFE);
    }
}

void finding_judge(const struct inkan_matcher *m,
                   const struct visit_facts *facts, const struct answer *answer,
                   struct judgement *out)
{
    memset(out, 0, sizeof(*out));
    out->count = answer->count;
    for (size_t i = 0; i < answer->count; i++) {
        likeness_of(m, &facts->person, &answer->result[i], &out->like[i]);
        judge_result(&out->like[i], &out->set);
    }
    /* So far everything was about the person. */
    if (answer->count > 0 &&
        (out->set.findings & (BIT(FINDING_STRANGER) | BIT(FINDING_REVIEW) |
                              BIT(FINDING_DOT) | BIT(FINDING_VARIANT))) == 0)
        find(&out->set, FINDING_MATCH);
    judge_claim(m, facts, answer, out);
    judge_codes(answer, &out->set);
    judge_card(facts, &out->set);
}

bool finding_agrees(const struct judgement *j)
{
    const unsigned person = BIT(REVIEW_SURNAME) | BIT(REVIEW_OTHER_NAME) |
                            BIT(REVIEW_NAME) | BIT(REVIEW_DOTS) |
                            BIT(REVIEW_BIRTH) | BIT(REVIEW_PARTIAL) |
                            BIT(REVIEW_SEX);

    return j->count > 0 && (j->set.findings & BIT(FINDING_STRANGER)) == 0 &&
           (j->set.reviews & person) == 0;
}

bool finding_hides(const struct judgement *j)
{
    if ((j->set.findings & BIT(FINDING_STRANGER)) != 0)
        return true;
    for (size_t i = 0; i < j->count; i++) {
        if (!likeness_agrees(&j->like[i].name) ||
            j->like[i].birth.grade != INKAN_MATCH_A)
            return true;
    }
    return false;
}

static const struct finding_row {
    const char *code;
    int exit;
} finding_rows[] = {
    /* clang-format off */
    [FINDING_STRANGER]        = { "STRANGER",        TOOL_FINDING },
    [FINDING_FORGED]          = { "FORGED",          TOOL_FINDING },
    [FINDING_UNPAIRED]        = { "UNPAIRED",        TOOL_UNCHECKED },
    [FINDING_REVIEW]          = { "REVIEW",          TOOL_FINDING },
    [FINDING_NOT_ELIGIBLE]    = { "NOT-ELIGIBLE",    TOOL_FINDING },
    [FINDING_EXPIRED]         = { "EXPIRED",         TOOL_FINDING },
    [FINDING_NEW_ENTITLEMENT] = { "NEW-ENTITLEMENT", TOOL_FINDING },
    [FINDING_DOT]             = { "DOT",             TOOL_OK },
    [FINDING_CLAIM_UNSAFE]    = { "CLAIM-UNSAFE",    TOOL_OK },
    [FINDING_VARIANT]         = { "VARIANT",         TOOL_OK },
    [FINDING_RENEW]           = { "RENEW",           TOOL_OK },
    [FINDING_MATCH]           = { "MATCH",           TOOL_OK },
    /* clang-format on */
};
_Static_assert(ARRAY_LEN(finding_rows) == FINDING_COUNT, "a row for each");

enum finding finding_first(unsigned findings)
{
    for (unsigned i = 0; i < FINDING_COUNT; i++) {
        if ((findings & BIT(i)) != 0)
            return (enum finding)i;
    }
    return FINDING_COUNT;
}

const char *finding_code(enum finding finding)
{
    return finding_rows[finding].code;
}

int finding_exit(enum finding finding)
{
    return finding_rows[finding].exit;
}

struct name_row {
    const char *code;
    const char *text;
};

/* clang-format off */
static const struct name_row review_rows[] = {
    [REVIEW_SURNAME]     = { "surname",        N_("the surname differs; given name, birth date and sex agree") },
    [REVIEW_OTHER_NAME]  = { "other-name",     N_("only the other name in the answer is that of the card") },
    [REVIEW_NAME]        = { "name",           N_("the names cannot be compared") },
    [REVIEW_DOTS]        = { "dots",           N_("too few true characters are left of the name") },
    [REVIEW_BIRTH]       = { "birth",          N_("the birth date cannot be compared") },
    [REVIEW_PARTIAL]     = { "partial-birth",  N_("one birth date is not complete") },
    [REVIEW_SEX]         = { "sex",            N_("the sex differs") },
    [REVIEW_SEVERAL]     = { "several",        N_("the answer found several persons") },
    [REVIEW_NO_RESULT]   = { "no-result",      N_("the answer names nobody") },
    [REVIEW_IN_PROGRESS] = { "in-progress",    N_("the answer is not the last one: still in progress") },
    [REVIEW_ABNORMAL]    = { "abnormal",       N_("the enquiry ended with an error") },
    [REVIEW_CODE]        = { "unknown-code",   N_("the answer has a code that is not known") },
    [REVIEW_CERTIFICATE] = { "no-certificate", N_("the card has no certificate for user authentication") },
    [REVIEW_NOT_YET]     = { "not-yet-valid",  N_("the certificate is not valid yet: is the clock right?") },
    [REVIEW_REVOKED]     = { "revoked",        N_("the certificate is revoked") },
    [REVIEW_NOT_BOUND]   = { "not-bound",      N_("nothing ties the data to this very card") },
};
static const struct name_row remark_rows[] = {
    [REMARK_ADDRESS]         = { "address",         N_("the address differs: moved, or a namesake") },
    [REMARK_UNCHECKED]       = { "card-unchecked",  N_("it could not be checked whether the card is genuine") },
    [REMARK_PATIENT_UNKNOWN] = { "patient-unknown", N_("not in the patient list") },
    [REMARK_INSURANCE]       = { "insurance",       N_("the patient list has another insurance") },
};
/* clang-format on */
_Static_assert(ARRAY_LEN(review_rows) == REVIEW_COUNT, "a row for each");
_Static_assert(ARRAY_LEN(remark_rows) == REMARK_COUNT, "a row for each");

const char *review_code(enum review why)
{
    return review_rows[why].code;
}

const char *review_text(enum review why)
{
    return _(review_rows[why].text);
}

const char *remark_code(enum remark remark)
{
    return remark_rows[remark].code;
}

const char *remark_text(enum remark remark)
{
    return _(remark_rows[remark].text);
}
