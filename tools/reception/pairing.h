/* SPDX-License-Identifier: Apache-2.0
 *
 * Whose is this answer? Decides from identifiers and moments alone, never
 * from a name: what an answer says of a person must not choose the person it
 * is compared with.
 */
#ifndef INKAN_TOOLS_RECEPTION_PAIRING_H
#define INKAN_TOOLS_RECEPTION_PAIRING_H

#include "tools/reception/visit.h"

#define REQUEST_ID_LEN  32 /* 128 random bits in hexadecimal */
#define REQUESTS_MAX    64
#define REQUEST_KEEP_MS ((int64_t)600 * 1000)

/* Requests of ours that wait for their answer, by identifier. */
struct requests {
    struct {
        char id[REQUEST_ID_LEN + 1]; /* "": free */
        uint64_t visit;
        int64_t asked_ms;
    } list[REQUESTS_MAX];
};

void requests_add(struct requests *requests, const char *id, uint64_t visit,
                  int64_t now_ms);
/* The visit that asked with this identifier; 0: none of ours. */
uint64_t requests_visit(const struct requests *requests, const char *id);
void requests_forget(struct requests *requests, int64_t now_ms);

enum pairing_how {
    PAIRED_BY_ID,
    PAIRED_BY_TIME,
    PAIRING_WAITS, /* a card may still come, or be read */
    UNPAIRED
};

/* Why an answer is not paired. */
enum pairing_why {
    PAIRING_FINE,
    PAIRING_NOT_OURS,    /* an answer to a request of another program */
    PAIRING_NO_CARD,     /* no card came in time */
    PAIRING_SEVERAL,     /* more than one card came in question */
    PAIRING_UNREAD,      /* the only card could not be read */
    PAIRING_STALE,       /* made at another time than it came */
    PAIRING_NO_TIME,     /* says not when it was made */
    PAIRING_INSTITUTION, /* made for another institution */
    PAIRING_GONE,        /* our request, but its card is long forgotten */
    PAIRING_WHY_COUNT
};

struct pairing {
    enum pairing_how how;
    enum pairing_why why;
    struct visit *visit; /* PAIRED_*, borrowed */
    /* By time: until then another card may come that puts it in question. */
    int64_t settled_ms;
};

/* For an answer to a request. */
struct pairing pairing_by_id(struct visits *visits,
                             const struct requests *requests, const char *id);

/* For an answer that was pushed: the one visit whose window it came in. */
struct pairing pairing_by_time(struct visits *visits,
                               const struct visit_moment *came, int64_t now_ms);

/* "several-cards", ...; and a sentence in the user's language. */
const char *pairing_why_code(enum pairing_why why);
const char *pairing_why_text(enum pairing_why why);

#endif
