/* SPDX-License-Identifier: Apache-2.0
 *
 * The desk itself: cards come and go, files arrive, answers are paired and
 * judged, and each is told once. Knows no reader, no folder and no clock of
 * its own; whoever drives it (watch.c, a test) brings them. What it remembers
 * is bounded.
 */
#ifndef INKAN_TOOLS_RECEPTION_RECEPTION_H
#define INKAN_TOOLS_RECEPTION_RECEPTION_H

#include "tools/reception/finding.h"
#include "tools/reception/pairing.h"
#include "tools/reception/patients.h"
#include "tools/reception/request.h"
#include "tools/reception/seen.h"

/* Answers that wait for a card, or to be sure of one. */
#define RECEPTION_HELD_MAX 64

/* Two clocks: one that never jumps, for pairing; one that says what day it
 * is. */
struct reception_clock {
    void *self;
    int64_t (*steady_ms)(void *self);
    int64_t (*wall_s)(void *self); /* seconds since 1970, UTC */
};

struct reception_options {
    struct visit_window window;
    /* A pushed answer that does not agree with the only card waits so long
     * whether another card comes that it may be about. */
    int64_t settle_ms;
    int64_t skew_s; /* between the terminal's clock and ours */
    const char *institution;
    bool show_values; /* of strangers, too */
    const char *lang;
};

/* The defaults of decision: [insert - 120 s, removal + 60 s]. */
extern const struct reception_options reception_defaults;

/* What is told. Everything is borrowed for the call. */
struct reception_event {
    uint64_t number;  /* counts events, from 1 */
    const char *kind; /* "card", "answer", "waiting", "file", "request" */
    const char *line; /* one line, without its end */
    const json_t *object;
    const struct visit *visit; /* "answer": paired with it; else NULL */
    unsigned findings;         /* "answer" */
};

struct reception_sink {
    void *self;
    void (*tell)(void *self, const struct reception_event *event);
};

struct reception_counts {
    uint64_t cards, unread_cards;
    uint64_t answers, by_id, by_time, unpaired;
    uint64_t bad_files, duplicates;
    uint64_t by_finding[FINDING_COUNT]; /* answers with this verdict */
};

struct reception_held {
    char *file; /* its name; NULL: a free place */
    struct answer answer;
    struct visit_moment came;
    bool told; /* that it waits */
};

struct reception {
    struct reception_options options;
    struct reception_clock clock;
    struct reception_sink sink;
    const struct inkan_matcher *matcher; /* keeps */
    struct patients *patients;           /* keeps; may be NULL */
    const struct requester *requester;   /* keeps; may be NULL */
    bool ask; /* send an eligibility request for each card */
    struct visits visits;
    struct requests requests;
    struct seen seen;
    struct reception_held held[RECEPTION_HELD_MAX];
    struct reception_counts counts;
    uint64_t events;
    int exit;                   /* what the tool would end with now */
    struct judgement judgement; /* of the answer at hand; too big a frame */
};

/* All parts but options, clock, sink and matcher may be set afterwards. */
void reception_init(struct reception *r,
                    const struct reception_options *options,
                    const struct reception_clock *clock,
                    const struct reception_sink *sink,
                    const struct inkan_matcher *matcher);
/* Tells what still waits, as it stands now, and wipes everything. */
void reception_close(struct reception *r);

/* A card was put in. The visit is valid until the next call of any other
 * function here. */
struct visit *reception_insert(struct reception *r, const char *reader);
/* It has been read: its facts are handed over. print: VISIT_PRINT bytes, or
 * NULL. */
void reception_read(struct reception *r, struct visit *visit,
                    const uint8_t *print, struct visit_facts *facts);
/* It could not be read; rc says why. print as above. A card of another kind
 * belongs to nobody. */
void reception_unread(struct reception *r, struct visit *visit,
                      const uint8_t *print, enum inkan_rc rc, int tries);
void reception_remove(struct reception *r, const char *reader);

/* A file has come. Its bytes are borrowed. */
void reception_file(struct reception *r, const char *name, const void *data,
                    size_t len, const struct visit_moment *came);
/* A file that cannot be handed over: "vanished", "unreadable", ... */
void reception_bad_file(struct reception *r, const char *name, const char *code,
                        const char *text);

/* Time has passed. */
void reception_tick(struct reception *r);

#endif
