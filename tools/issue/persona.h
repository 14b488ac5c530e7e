/* SPDX-License-Identifier: Apache-2.0
 *
 * A test citizen as a file of `key = value` lines in UTF-8. This is the text
 * level: which keys there are, what form each value must have, and the line
 * to blame. What the values mean together is citizen.h.
 */
#ifndef INKAN_TOOLS_ISSUE_PERSONA_H
#define INKAN_TOOLS_ISSUE_PERSONA_H

#include "card/edge/bytes.h"
#include "tools/issue/problem.h"

#define PERSONA_FILE_MAX  65536
#define NAME_CHARS_MAX    100
#define ADDRESS_CHARS_MAX 200
#define CHAR_BYTES_MAX    4 /* of UTF-8 */

/* One row of persona_rows each, in this order. */
enum persona_key {
    P_SUMMARY,
    P_TOKEN,
    P_NAME,
    P_TEXT_NAME,
    P_CERT_NAME,
    P_ADDRESS,
    P_TEXT_ADDRESS,
    P_CERT_ADDRESS,
    P_NAME_FLAGS,
    P_ADDRESS_FLAGS,
    P_BIRTH,
    P_CALENDAR,
    P_SEX,
    P_PREFECTURE,
    P_CITY,
    P_MUNICIPALITY,
    P_NUMBER,
    P_SECURITY_CODE,
    P_ISSUED,
    P_CARD_EXPIRES,
    P_CARD_NUMBER,
    P_PHOTO,
    P_AUTH_PIN,
    P_SIGN_PASSWORD,
    P_TEXT_PIN,
    P_JUKI_PIN,
    P_LICENCE_PIN,
    P_AUTH_TRIES,
    P_SIGN_TRIES,
    P_TEXT_TRIES,
    P_JUKI_TRIES,
    P_A_TRIES,
    P_B_TRIES,
    P_BIRTH_TRIES,
    P_LICENCE_TRIES,
    P_AUTH_CERT,
    P_AUTH_EXPIRES,
    P_AUTH_SERIAL,
    P_AUTH_REVOKED,
    P_AUTH_OCSP,
    P_SIGN_CERT,
    P_SIGN_EXPIRES,
    P_SIGN_SERIAL,
    P_SIGN_REVOKED,
    P_SIGN_POLICY,
    P_ABSENT_FILLER,
    P_LICENCE,
    P_LICENCE_EXPIRES,
    P_LICENCE_DATA,
    P_LICENCE_SIGNATURE,
    P_ATR,
    P_QUIRK_PSS,
    P_QUIRK_RESELECT,
    P_QUIRK_RESET,
    P_QUIRK_QUERY,
    P_QUIRK_EXTENDED,
    P_QUIRK_SFI,
    P_QUIRK_ONESHOT,
    P_QUIRK_BLOCKED,
    P_COUNT
};

enum persona_form {
    FORM_TEXT,   /* min to max characters */
    FORM_ASCII,  /* printable ASCII, min to max characters */
    FORM_FLAGS,  /* 0 and 1, min to max */
    FORM_DIGITS, /* min to max digits */
    FORM_NUMBER, /* a number from min to max */
    FORM_HEX,    /* min to max bytes as pairs of hex digits */
    FORM_CHOICE, /* one of choices */
    FORM_BIRTH,  /* YYYYMMDD, 00 for unknown month and day */
    FORM_DAY,    /* YYYYMMDD or a distance from today */
    FORM_MY_NUMBER,
    FORM_PIN,      /* min to max digits, or none */
    FORM_PASSWORD, /* min to max of A-Z 0-9, or none */
    FORM_ATR       /* a name of an ATR of citizen_card.c, or hex */
};

struct persona_row {
    const char *name;
    enum persona_form form;
    unsigned min, max;
    const char *choices;  /* FORM_CHOICE: a|b|c */
    const char *fallback; /* value when not given; "@key" = that key's value;
                           * "" = made at issue time; NULL = must be given */
    const char *meaning;
};

extern const struct persona_row persona_rows[P_COUNT];

struct persona {
    char *source; /* file name or name of the built-in one */
    char *value[P_COUNT];
    unsigned line[P_COUNT]; /* 0: --set */
};

/* Reads the whole text. source is for the blame only. Free with persona_free,
 * also after a failure. */
NODISCARD bool persona_parse(const char *source, struct span text,
                             struct persona *out, struct problem *problem);

/* A file by its path (when name has a slash or a dot) or a built-in one. */
NODISCARD bool persona_load(const char *name, struct persona *out,
                            struct problem *problem);

/* `key=value` of --set, over what the file says. */
NODISCARD bool persona_set(struct persona *persona, const char *assignment,
                           struct problem *problem);

void persona_free(struct persona *persona);

/* The value or its fallback; "" when it is made at issue time. */
const char *persona_get(const struct persona *persona, enum persona_key key);
bool persona_is(const struct persona *persona, enum persona_key key,
                const char *value);

/* Ends with "SOURCE:LINE: KEY: what is wrong". */
bool persona_blame(const struct persona *persona, enum persona_key key,
                   struct problem *problem, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The n-th built-in persona's name and summary; false past the last. The
 * strings live until the program ends. */
bool persona_builtin(size_t n, const char **out_name, size_t *out_name_len,
                     const char **out_summary, size_t *out_summary_len);

#endif
