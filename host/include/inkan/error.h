/* SPDX-License-Identifier: Apache-2.0
 *
 * How a call went, and what to tell the person in front of the reader.
 */
#ifndef INKAN_ERROR_H
#define INKAN_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define INKAN_API       __attribute__((visibility("default")))
#define INKAN_NODISCARD __attribute__((warn_unused_result))
#else
#define INKAN_API
#define INKAN_NODISCARD
#endif

/* What every function of libinkan returns. New codes are added before
 * INKAN_RC_COUNT; numbers never change. */
enum inkan_rc {
    INKAN_OK = 0,
    INKAN_ARG,          /* a parameter is not what the header asks for */
    INKAN_NOMEM,        /* out of memory */
    INKAN_NO_SERVICE,   /* pcscd does not run or cannot be reached */
    INKAN_ACCESS,       /* pcscd runs and refuses this user (polkit) */
    INKAN_NO_READER,    /* no reader, or none of that name */
    INKAN_AMBIGUOUS,    /* several readers fit what was asked for */
    INKAN_NO_CARD,      /* the reader is empty */
    INKAN_REMOVED,      /* the card left, or another came: handle is dead */
    INKAN_RESET,        /* another program reset the card in the middle */
    INKAN_MUTE,         /* the card does not answer (badly placed, dead) */
    INKAN_BUSY,         /* another program held the card until the deadline */
    INKAN_TIMEOUT,      /* the deadline passed */
    INKAN_CANCELLED,    /* inkan_cancel was called */
    INKAN_COMM,         /* the exchange failed; nothing is known of its end */
    INKAN_NOT_OUR_CARD, /* a card, but no My Number card */
    INKAN_NOT_FOUND,    /* this card has no such application, file or key */
    INKAN_NOT_VERIFIED, /* needs a PIN that was not given */
    INKAN_WRONG_PIN,    /* one try was spent: inkan_card_error tells the rest */
    INKAN_PIN_BLOCKED,  /* no tries left: only an office can help */
    INKAN_PIN_FORMAT,   /* impossible form: nothing was sent */
    INKAN_LAST_TRY,     /* one try left and the caller did not allow it */
    INKAN_KNOWN_WRONG,  /* this card refused this value: nothing was sent */
    INKAN_NO_COUNTER,   /* the card tells no number of tries: refused */
    INKAN_UNSUPPORTED,  /* this card cannot do that */
    INKAN_MALFORMED,    /* the data are not what the format says */
    INKAN_TOO_BIG,      /* more than a buffer or a limit holds */
    INKAN_CARD_STATUS,  /* an unexpected status word: inkan_card_error */
    INKAN_BAD_SIGNATURE, /* a signature does not verify */
    INKAN_IO,            /* a file could not be read or written: errno */
    INKAN_BAD_IMAGE,     /* a card image is broken or foreign (tools) */
    INKAN_RC_COUNT
};

/* A code for machines, a sentence and what to do, for people. Static texts.
 * rc    any value; unknown ones get a text that says so
 * lang  "ja" or anything that begins with it for Japanese, else English;
 *       NULL is English
 * Source  one table, host/explain.c */
struct inkan_explanation {
    const char *code;   /* stable, e.g. "pin-blocked" */
    const char *text;   /* one sentence, UTF-8 */
    const char *action; /* what to do about it; "" if nothing */
};

INKAN_API struct inkan_explanation inkan_explain(enum inkan_rc rc,
                                                 const char *lang);

#ifdef __cplusplus
}
#endif
#endif
