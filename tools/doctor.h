/* SPDX-License-Identifier: Apache-2.0
 *
 * What `inkan doctor` found, one row a finding.
 */
#ifndef INKAN_TOOLS_DOCTOR_H
#define INKAN_TOOLS_DOCTOR_H

#include "tools/tool.h"

enum finding_state {
    FINDING_OK,
    FINDING_HINT,   /* worth knowing, nothing is wrong */
    FINDING_PROBLEM /* the card cannot be used for something */
};

/* The codes that are not libinkan's; texts in doctor.c. */
enum finding_id {
    FOUND_SERVICE,
    FOUND_READER,
    FOUND_NO_SLOT, /* a reader without a place for this card */
    FOUND_TYPE_B,  /* no card seen for a while */
    FOUND_VIRTUAL, /* a test reader */
    FOUND_CARD,
    FOUND_PHONE,
    FOUND_OLD_CARD, /* resident register card */
    FOUND_AUTH_ABSENT,
    FOUND_SIGN_ABSENT,
    FOUND_SIGN_PRESENT,
    FOUND_GUARDED, /* a phone's certificate, behind the PIN */
    FOUND_VALID,
    FOUND_RENEW,
    FOUND_GRACE,
    FOUND_EXPIRED,
    FOUND_NOT_YET,
    FOUND_TRIES,
    FOUND_ONE_TRY,
    FOUND_BLOCKED,
    FOUND_COUNT
};

struct findings {
    struct tool *t;
    json_t *list;        /* with --json */
    enum tool_exit exit; /* of the first problem */
};

/* Tells a finding. about  a reader's name, a date, ...; NULL: nothing
 * pin  INKAN_PIN_NONE: not about one; tries  -1: not known */
void finding_add(struct findings *f, enum finding_id id, const char *about,
                 enum inkan_pin pin, int tries);
/* Tells a problem with one of libinkan's codes. */
void finding_add_rc(struct findings *f, enum inkan_rc rc);
/* The object of --json; NULL when memory ends. */
json_t *findings_object(const struct findings *f);
/* Before a call that may hang for good: if it does, everything found so far is
 * told, and rc as the last finding. */
void findings_watch(struct findings *f, enum inkan_rc rc);

#endif
