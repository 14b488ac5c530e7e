/* SPDX-License-Identifier: Apache-2.0
 *
 * The judgement: what a desk has to know about one answer, as a set of
 * findings. Comparing is likeness.c, pairing is pairing.c; here stand the
 * rules. The most serious finding comes first and nothing takes it away.
 */
#ifndef INKAN_TOOLS_RECEPTION_FINDING_H
#define INKAN_TOOLS_RECEPTION_FINDING_H

#include "tools/reception/likeness.h"
#include "tools/reception/visit.h"

/* In the order in which they are told: the first of a set is the verdict. */
enum finding {
    FINDING_STRANGER,
    FINDING_FORGED,
    FINDING_UNPAIRED,
    FINDING_REVIEW,
    FINDING_NOT_ELIGIBLE,
    FINDING_EXPIRED,
    FINDING_NEW_ENTITLEMENT,
    FINDING_DOT,
    FINDING_CLAIM_UNSAFE,
    FINDING_VARIANT,
    FINDING_RENEW,
    FINDING_MATCH,
    FINDING_COUNT
};

/* Why a person has to look. */
enum review {
    REVIEW_SURNAME,     /* another surname; given name, birth, sex agree */
    REVIEW_OTHER_NAME,  /* only the record's other name is the card's */
    REVIEW_NAME,        /* the names cannot be compared */
    REVIEW_DOTS,        /* no true character in surname or given name */
    REVIEW_BIRTH,       /* the birth date cannot be compared */
    REVIEW_PARTIAL,     /* one side does not know all of the birth date */
    REVIEW_SEX,         /* another sex */
    REVIEW_SEVERAL,     /* validity 5 */
    REVIEW_NO_RESULT,   /* valid, but nobody in it */
    REVIEW_IN_PROGRESS, /* segment 2 */
    REVIEW_ABNORMAL,    /* segment 9 or 3, status 2 */
    REVIEW_CODE,        /* a code that no list has */
    REVIEW_CERTIFICATE, /* the card has no auth certificate */
    REVIEW_NOT_YET,     /* it begins in the future */
    REVIEW_REVOKED,     /* it is revoked */
    REVIEW_NOT_BOUND,   /* genuine data, but nothing ties them to the card */
    REVIEW_COUNT
};

/* What is told besides; no remark changes the verdict. */
enum remark {
    REMARK_ADDRESS,         /* another address: moved, or a namesake */
    REMARK_UNCHECKED,       /* genuineness could not be checked */
    REMARK_PATIENT_UNKNOWN, /* not in the patient list */
    REMARK_INSURANCE,       /* the patient list has another insurance */
    REMARK_COUNT
};

struct finding_set {
    unsigned findings; /* 1u << enum finding */
    unsigned reviews;  /* 1u << enum review */
    unsigned remarks;
};

struct judgement {
    struct finding_set set;
    size_t count; /* results of the answer */
    struct likeness like[ANSWER_RESULTS_MAX];
};

/* Judges an answer that is paired with this card. */
void finding_judge(const struct inkan_matcher *m,
                   const struct visit_facts *facts, const struct answer *answer,
                   struct judgement *out);

/* Does everything say that this is the person? Then no other card comes in
 * question any more. */
bool finding_agrees(const struct judgement *j);

/* May values of the answer be another person's? Then they are not shown. */
bool finding_hides(const struct judgement *j);

enum finding finding_first(unsigned findings);
const char *finding_code(enum finding finding); /* "STRANGER" */
/* What the tool ends with when this was the worst. */
int finding_exit(enum finding finding);

const char *review_code(enum review review);
const char *review_text(enum review review);
const char *remark_code(enum remark remark);
const char *remark_text(enum remark remark);

#endif
