/* SPDX-License-Identifier: Apache-2.0
 *
 * libinkan: reads and uses Japan's My Number card. This header opens the
 * library and finds readers and cards; the others hang on an open card:
 *
 *   <inkan/pin.h>     the PINs: tries left, verify, change
 *   <inkan/cert.h>    the four certificates
 *   <inkan/sign.h>    signatures and random numbers
 *   <inkan/cms.h>     CMS (detached) made and verified
 *   <inkan/person.h>  name, address, birth date, sex, My Number
 *   <inkan/face.h>    card face, age record, card number, licence
 *   <inkan/check.h>   is this card genuine?
 *   <inkan/transport.h>  bring your own link to the card
 *
 * Rules for all of them:
 *  - A function returns enum inkan_rc; outputs are written only on INKAN_OK
 *    unless the comment says otherwise. Detail: inkan_card_error.
 *  - Each function that reaches the card is one PC/SC transaction, and leaves
 *    no PIN verified on the card, whatever happens.
 *  - Nothing is global. A struct inkan and what was made from it belong to
 *    one thread at a time; different ones may be used at the same time. Only
 *    inkan_cancel may be called from another thread.
 *  - close and free functions take NULL.
 *  - A secret is borrowed for the call, copied only into one APDU buffer and
 *    erased there.
 */
#ifndef INKAN_INKAN_H
#define INKAN_INKAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <inkan/error.h>
#include <inkan/transport.h>

#ifdef __cplusplus
extern "C" {
#endif

struct inkan;      /* the library, opened */
struct inkan_card; /* one card, from insertion to removal */

#define INKAN_DEADLINE_DEFAULT_MS 30000

/* One line of trace: text without newline. Never a PIN; personal data and
 * certificates only with INKAN_TRACE_PERSONAL. */
typedef void (*inkan_trace_fn)(void *user, const char *line);

#define INKAN_TRACE_PERSONAL 1u /* trace may hold what the card tells */

/* All zero is a good default. */
struct inkan_options {
    const struct inkan_transport *transport; /* kept; NULL: PC/SC */
    uint32_t deadline_ms; /* per operation; 0: INKAN_DEADLINE_DEFAULT_MS */
    inkan_trace_fn trace;
    void *trace_user;
    unsigned flags; /* INKAN_TRACE_* */
};

/* Opens the library. Does not reach for pcscd yet.
 * options  borrowed; NULL: defaults
 * out      gives; close with inkan_close
 * Errors   INKAN_NOMEM, INKAN_ARG */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_open(const struct inkan_options *options, struct inkan **out);

/* Closes; every card of it must be closed before. Ends the PC/SC context. */
INKAN_API void inkan_close(struct inkan *ink);

/* "0.1.0" */
INKAN_API const char *inkan_version(void);

/* Lists readers, at most INKAN_READERS_MAX.
 * out        room for cap readers
 * out_count  readers written
 * Errors     INKAN_NO_SERVICE, INKAN_ACCESS. No reader is OK with count 0. */
INKAN_API INKAN_NODISCARD enum inkan_rc inkan_readers(struct inkan *ink,
                                                      struct inkan_reader *out,
                                                      size_t cap,
                                                      size_t *out_count);

/* Waits for an insertion, a removal, a reader that comes or goes. Does not
 * reach for the card.
 * known       what inkan_readers said last (count readers)
 * timeout_ms  milliseconds; 0 asks and returns, UINT32_MAX waits for ever
 * Errors      INKAN_TIMEOUT: nothing changed; INKAN_CANCELLED; NO_SERVICE */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_wait(struct inkan *ink, const struct inkan_reader *known, size_t count,
           uint32_t timeout_ms);

/* Ends an inkan_wait of another thread. */
INKAN_API void inkan_cancel(struct inkan *ink);

/* Chooses a reader as a person would name it.
 * want    digits only: index in the list; else a part of the name (case does
 *         not matter); NULL: the only reader that holds a card
 * out     the reader's name
 * Errors  INKAN_NO_READER, INKAN_AMBIGUOUS, INKAN_NO_CARD (want = NULL and all
 *         are empty) */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_choose_reader(struct inkan *ink, const char *want,
                    char out[INKAN_READER_NAME_MAX]);

/* Connects to the card in a reader. The handle is bound to this insertion:
 * after a removal every call says INKAN_REMOVED, also when a card is back.
 * Sends no APDU.
 * reader  full name, borrowed
 * out     gives; close with inkan_card_close. Keeps ink.
 * Errors  INKAN_NO_READER, INKAN_NO_CARD, INKAN_MUTE, INKAN_BUSY */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_card_open(struct inkan *ink, const char *reader, struct inkan_card **out);

INKAN_API void inkan_card_close(struct inkan_card *card);

/* Is the card of inkan_card_open still there? No APDU.
 * Errors  INKAN_REMOVED, INKAN_NO_SERVICE */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_card_alive(struct inkan_card *card);

/* What kind of token answers. */
enum inkan_kind {
    INKAN_KIND_CARD,    /* My Number card */
    INKAN_KIND_ANDROID, /* smartphone JPKI in an Android phone */
    INKAN_KIND_IPHONE,  /* smartphone JPKI in an iPhone */
    INKAN_KIND_JUKI,    /* the old resident-register card, before 2015 */
    INKAN_KIND_UNKNOWN  /* a JPKI application with an unknown label */
};

struct inkan_card_info {
    enum inkan_kind kind;
    bool has_auth_cert; /* JPKI EF 0008 */
    bool has_sign_cert;
    bool has_text; /* the text application answers SELECT */
    bool has_visual;
    bool has_licence;
    uint8_t atr[INKAN_ATR_MAX];
    size_t atr_len;
    char token_label[33]; /* JPKI EF 0006, blanks trimmed */
    char manufacturer[33];
    char model[17];
    char serial[17]; /* the token's own serial number, not a person's */
};

/* Asks the card which applications and certificates it has.
 * Errors  INKAN_NOT_OUR_CARD, and those of every exchange: INKAN_REMOVED,
 *         INKAN_MUTE, INKAN_BUSY, INKAN_COMM, INKAN_CARD_STATUS
 * Source  card-spec.md 2, 10; EF 0006 and 0008 of the JPKI application */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_card_info(struct inkan_card *card, struct inkan_card_info *out);

/* The PINs and numbers that VERIFY takes; see <inkan/pin.h>. */
enum inkan_pin {
    INKAN_PIN_AUTH,     /* 利用者証明用: 4 digits, 3 tries */
    INKAN_PIN_SIGN,     /* 署名用: 6-16 of A-Z 0-9, 5 tries */
    INKAN_PIN_TEXT,     /* 券面事項入力補助用: 4 digits, 3 tries */
    INKAN_PIN_JUKI,     /* 住民基本台帳用: 4 digits, 3 tries */
    INKAN_PIN_NUMBER_A, /* My Number: 12 digits, 10 tries */
    INKAN_PIN_NUMBER_B, /* birth, expiry, security code: 14 digits, 10 tries */
    INKAN_PIN_BIRTH,    /* birth date YYMMDD, era year: 6 digits */
    INKAN_PIN_LICENCE,  /* driving licence: 4 digits, 10 tries */
    INKAN_PIN_COUNT,
    INKAN_PIN_NONE = -1
};

/* Detail of the last call on this card that did not return INKAN_OK. */
struct inkan_card_error {
    enum inkan_rc rc;
    uint16_t sw;        /* last status word, 0 = none */
    uint32_t pcsc;      /* PC/SC code, 0 = none */
    enum inkan_pin pin; /* which PIN it was about, INKAN_PIN_NONE = none */
    int tries;          /* tries left of that PIN, -1 = not known */
};

INKAN_API struct inkan_card_error
inkan_card_error(const struct inkan_card *card);

#ifdef __cplusplus
}
#endif
#endif
