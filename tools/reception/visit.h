/* SPDX-License-Identifier: Apache-2.0
 *
 * Card sessions, as the desk sees them: a visit lasts from the insertion of a
 * card to its removal. The list keeps them for as long as an answer may still
 * belong to one, then forgets the person. Knows no reader, no file and no
 * clock: moments are milliseconds of a clock that never jumps, given by the
 * caller.
 *
 * (The tool's words are "card session"; in the code a visit, because session
 * is taken by PKCS#11.)
 */
#ifndef INKAN_TOOLS_RECEPTION_VISIT_H
#define INKAN_TOOLS_RECEPTION_VISIT_H

#include <stdbool.h>

#include <inkan/check.h>

#include "tools/expiry.h"

/* More cards than desks can handle in the minutes that a visit is kept. */
#define VISITS_MAX    32
#define VISIT_HERE    INT64_MAX /* the card has not been removed */
#define VISIT_ID_MAX  64        /* the clinic's own number, with terminator */
#define VISIT_PRINT   32        /* fingerprint of the auth certificate */
#define VISIT_PNG_MAX ((size_t)16 * 1024)

enum visit_state {
    VISIT_UNREAD, /* a card was put in; nobody knows whose */
    VISIT_READ
};

enum visit_expiry {
    VISIT_EXPIRY_KNOWN,
    VISIT_NO_CERTIFICATE, /* the card has none */
};

/* What was read from a card. Wiped with the visit. */
struct visit_facts {
    struct inkan_person person;
    enum inkan_check_state genuine; /* signatures and challenges */
    bool revoked;                   /* a CRL lists the auth certificate */
    enum inkan_bound bound;
    enum visit_expiry certificate;
    enum expiry expiry;          /* where the certificate is known */
    struct inkan_time ends;      /* its last moment, UTC */
    struct inkan_bytes name_png; /* gives; empty where not read */
};

struct visit {
    uint64_t number; /* counts from 1; 0: a free place */
    char reader[INKAN_READER_NAME_MAX];
    int64_t inserted_ms;
    int64_t removed_ms; /* VISIT_HERE */
    enum visit_state state;
    bool has_print;
    uint8_t print[VISIT_PRINT];
    struct visit_facts facts;   /* VISIT_READ */
    char patient[VISIT_ID_MAX]; /* "": not in the list */
    int64_t keep_until_ms;      /* a request of ours may be answered; 0: none */
};

/* Around a visit, in milliseconds: an answer that came in
 * [inserted - before, removed + after] may belong to it. */
struct visit_window {
    int64_t before_ms;
    int64_t after_ms;
};

struct visits {
    struct visit_window window;
    int64_t keep_ms; /* after the removal */
    uint64_t last_number;
    /* A visit was forgotten too early for want of room: nothing that came
     * before this moment can be given to "the only" visit. */
    int64_t blind_until_ms;
    struct visit list[VISITS_MAX];
};

/* When something came: after from_ms (the last time that somebody looked) and
 * not after to_ms. */
struct visit_moment {
    int64_t from_ms, to_ms;
};

void visits_init(struct visits *visits, const struct visit_window *window,
                 int64_t keep_ms);

/* Begins a visit; never fails: the oldest makes room. */
struct visit *visits_begin(struct visits *visits, const char *reader,
                           int64_t now_ms);
/* The card left this reader; NULL: there was none. */
struct visit *visits_end(struct visits *visits, const char *reader,
                         int64_t now_ms);

/* The same card was here just before (taken out too early, put back): the
 * visit takes over where the earlier one was, which is dropped; also what was
 * read then, if it was not read now. Returns whether there was one. */
bool visits_join(struct visits *visits, struct visit *visit);

/* A card that is no My Number card belongs to nobody. */
void visits_drop(struct visit *visit);

struct visit *visits_by_number(struct visits *visits, uint64_t number);

/* May something that came then belong to this visit? */
bool visits_may_own(const struct visits *visits, const struct visit *visit,
                    const struct visit_moment *moment);

/* Forgets whom it need not remember any more. */
void visits_forget(struct visits *visits, int64_t now_ms);
void visits_wipe(struct visits *visits);

#endif
