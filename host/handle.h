/* SPDX-License-Identifier: Apache-2.0
 *
 * The handles behind <inkan/inkan.h>, and the one transaction in which each
 * public function does its work: card_begin ... card_end. Private to host/.
 */
#ifndef INKAN_HOST_HANDLE_H
#define INKAN_HOST_HANDLE_H

#include <sys/types.h>

#include <inkan/sign.h>

#include "card/edge/layout.h"

struct inkan {
    struct inkan_transport transport;
    uint32_t deadline_ms;
    inkan_trace_fn trace;
    void *trace_user;
    unsigned flags;
    pid_t pid; /* of inkan_open; a forked child may only close */
};

/* Room for the longest answer and for one short answer behind it. */
#define CARD_RESP_CAP (65536 + 2 + 258)

/* Values that this card has refused since its insertion, as HMACs under a
 * random key, so that no PIN is kept. Older ones give way. */
#define WRONG_COUNT 8
#define WRONG_LEN   32

struct wrong_value {
    bool used;
    uint8_t pin; /* enum pin_id */
    uint8_t mac[WRONG_LEN];
};

enum pss_state { PSS_UNKNOWN, PSS_YES, PSS_NO };

/* The public half of a key of this card, once its certificate was read: a
 * signature that does not verify with it is never handed out. */
#define KEY_SPKI_MAX 600

struct known_key {
    uint8_t spki[KEY_SPKI_MAX];
    size_t len; /* 0 = not known */
};

struct inkan_card {
    struct inkan *ink;
    void *conn;
    struct inkan_card_error err;

    /* What is known of this insertion. */
    enum inkan_rc dead; /* INKAN_OK while it lives, else what every call says */
    bool no_sfi;        /* short EF identifiers were refused */
    bool no_extended;   /* extended lengths were refused */
    bool has_unlocked;  /* some VERIFY went well */
    bool was_reset;     /* since the identity was last looked at */
    bool own_reset;     /* we powered it off ourselves: the next is ours */
    bool has_identity;
    uint8_t identity[32]; /* SHA-256 of the auth certificate */
    enum pss_state pss;
    struct known_key keys[INKAN_KEY_COUNT];
    uint8_t wrong_key[WRONG_LEN];
    struct wrong_value wrong[WRONG_COUNT];
    unsigned wrong_next;
    uint8_t atr[INKAN_ATR_MAX];
    size_t atr_len;

    /* What is known of the running operation. */
    uint64_t end_ms; /* moment of the deadline, of clock_ms */
    int app;         /* enum app_id that is selected, -1 = not known */
    bool verify_sent;
    bool link_failed; /* an exchange ended without a status word */
    uint8_t *resp;    /* CARD_RESP_CAP bytes; answers live here */
    size_t resp_high; /* bytes of resp that were ever written */
};

/* Milliseconds of a clock that only goes forward. */
uint64_t clock_ms(void);

/* Begins an operation: detail cleared, transaction begun. On any other rc
 * than INKAN_OK there is nothing to end. */
NODISCARD enum inkan_rc card_begin(struct inkan_card *card);

/* Ends an operation: what was verified is dropped, the transaction ends,
 * answers are erased. Returns rc, or what went wrong in ending. */
NODISCARD enum inkan_rc card_end(struct inkan_card *card, enum inkan_rc rc);

/* Records a code that did not come from the card, and returns it. */
enum inkan_rc card_fail(struct inkan_card *card, enum inkan_rc rc);

/* The auth certificate of this card is der: remembers it, or finds that the
 * card is another one than before (INKAN_REMOVED, and the handle is dead). */
NODISCARD enum inkan_rc card_identify(struct inkan_card *card, struct span der);

#endif
