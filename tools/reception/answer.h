/* SPDX-License-Identifier: Apache-2.0
 *
 * One answer file of the eligibility terminal (OQSsiquc01res_*.xml), read
 * into fields. Says what stands in the file and judges nothing. The file came
 * from another program and may be anything: it is read with limits, without
 * network, entities or document types.
 *
 * Source  domain.md appendix "OQS answer: skeleton and codes"; where public
 *         sources contradict each other both spellings are read.
 */
#ifndef INKAN_TOOLS_RECEPTION_ANSWER_H
#define INKAN_TOOLS_RECEPTION_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ANSWER_FILE_MAX    ((size_t)1 << 20) /* real ones have some 10 KB */
#define ANSWER_RESULTS_MAX 16                /* insurances of one person */
#define ANSWER_DEPTH_MAX   16
#define ANSWER_TEXT_MAX    2000 /* bytes of one field */

/* Of MessageHeader and MessageBody. */
enum answer_field {
    ANSWER_TIME, /* yyyyMMddHHmmss, Japanese time */
    ANSWER_INSTITUTION,
    ANSWER_IDENTIFIER,
    ANSWER_SEGMENT,
    ANSWER_ERROR_CODE,
    ANSWER_STATUS,
    ANSWER_RESULT_CODE,
    ANSWER_VALIDITY,
    ANSWER_PRESCRIPTION,
    ANSWER_FIELD_COUNT
};

/* Of each ResultOfQualificationConfirmation. */
enum result_field {
    RESULT_NAME,
    RESULT_OTHER_NAME,
    RESULT_KANA,
    RESULT_OTHER_KANA,
    RESULT_SEX,
    RESULT_BIRTH,
    RESULT_ADDRESS,
    RESULT_INSURER, /* blanks around it are left out */
    RESULT_SYMBOL,
    RESULT_NUMBER,
    RESULT_BRANCH,
    RESULT_FAMILY,
    RESULT_LOSS,
    RESULT_FROM, /* QualificationDate */
    RESULT_LOST, /* DisqualificationDate */
    RESULT_CHECKUPS_CONSENT,
    RESULT_CHECKUPS_UNTIL,
    RESULT_DRUGS_CONSENT,
    RESULT_DRUGS_UNTIL,
    RESULT_DIAGNOSIS_CONSENT,
    RESULT_DIAGNOSIS_UNTIL,
    RESULT_OPERATION_CONSENT,
    RESULT_OPERATION_UNTIL,
    RESULT_REFERENCE, /* the clinic's own number, where registered */
    RESULT_FIELD_COUNT
};

struct answer_result {
    char *field[RESULT_FIELD_COUNT]; /* UTF-8, trimmed; NULL: not there */
};

struct answer {
    char *field[ANSWER_FIELD_COUNT];
    size_t count;
    struct answer_result result[ANSWER_RESULTS_MAX];
};

enum answer_rc {
    ANSWER_OK,
    ANSWER_NOMEM,
    ANSWER_TOO_BIG,
    ANSWER_INCOMPLETE, /* does not end with </XmlMsg> */
    ANSWER_NUL,
    ANSWER_ENCODING,
    ANSWER_BROKEN_TEXT,
    ANSWER_DOCTYPE, /* an answer has none; bombs have */
    ANSWER_NOT_XML,
    ANSWER_TOO_DEEP,
    ANSWER_OTHER_FORM, /* XML, but no eligibility answer */
    ANSWER_TWICE,      /* one field, two values: nobody knows which */
    ANSWER_TOO_LONG,   /* a field */
    ANSWER_TOO_MANY,   /* results */
    ANSWER_RC_COUNT
};

/* Does the file end as a finished one? Needs no decoding: no second byte of a
 * CP932 character is a '<'. */
bool answer_is_complete(const uint8_t *data, size_t len);

/* Reads an answer.
 * out    free with answer_free; zeroed unless ANSWER_OK
 * where  out: the element it is about, static; NULL: none. May be NULL. */
enum answer_rc answer_read(const uint8_t *data, size_t len, struct answer *out,
                           const char **where);

/* Wipes and frees. */
void answer_free(struct answer *answer);

/* "" where a field is not there. */
const char *answer_text(const struct answer *answer, enum answer_field field);
const char *result_text(const struct answer_result *result,
                        enum result_field field);

/* "incomplete", "doctype", ...; and a sentence in the user's language. */
const char *answer_rc_code(enum answer_rc rc);
const char *answer_rc_text(enum answer_rc rc);

#endif
