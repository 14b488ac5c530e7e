/* SPDX-License-Identifier: Apache-2.0
 *
 * Files for the terminal: an eligibility request of our own
 * (OQSsiquc01req_*.xml), and the registration of the clinic's patient number
 * (OQSsiimm01req_*.xml) from a template that the clinic gives, because its
 * form is not public. A file appears under its name only when it is whole.
 *
 * Source  domain.md 1.2: the request's elements; real programs write CP932
 *         with CRLF
 */
#ifndef INKAN_TOOLS_RECEPTION_REQUEST_H
#define INKAN_TOOLS_RECEPTION_REQUEST_H

#include "tools/reception/pairing.h"
#include "tools/reception/patients.h"

struct requester {
    const char *folder;      /* req/ */
    const char *institution; /* 10 digits */
    uint8_t *template_text;  /* gives, or NULL; freed by requester_close */
    size_t template_len;
};

/* Reads the template, if there is one, and sees whether the folder can be
 * written. */
int requester_open(struct tool *t, const char *folder, const char *institution,
                   const char *template_path, struct requester *out);
void requester_close(struct requester *r);

enum request_rc {
    REQUEST_OK,
    REQUEST_NOMEM,
    REQUEST_NO_INSURANCE, /* the patient list has none for this patient */
    REQUEST_BIRTH,        /* the birth date is not complete */
    REQUEST_TEXT,         /* a character that CP932 does not have */
    REQUEST_UNWRITABLE    /* errno tells */
};

/* Asks whether this patient is eligible on that day.
 * today  YYYYMMDD
 * id     out: the ArbitraryFileIdentifier: 128 random bits, and nothing else */
enum request_rc request_eligibility(const struct requester *r,
                                    const struct patient *patient,
                                    const char *birth, const char *today,
                                    char id[REQUEST_ID_LEN + 1]);

/* Fills the template: {identifier} {institution} {today} {patient} {insurer}
 * {symbol} {number} {branch} {birth}. */
enum request_rc request_registration(const struct requester *r,
                                     const struct patient *patient,
                                     const char *birth, const char *today);

/* "no-insurance", ...; and a sentence in the user's language. */
const char *request_rc_code(enum request_rc rc);
const char *request_rc_text(enum request_rc rc);

#endif
