/* SPDX-License-Identifier: Apache-2.0
 *
 * The facts of the card: its applications, files, PINs and keys as constant
 * tables. Read this first. Each row's source and strength stand in
 * card/README.md. What is our invention (sizes, storage) is not here.
 */
#ifndef INKAN_CARD_EDGE_LAYOUT_H
#define INKAN_CARD_EDGE_LAYOUT_H

#include "card/edge/bytes.h"

#define AID_MAX 16
#define AID_MIN 5 /* assumed: shortest partial name that SELECT accepts */

enum app_id {
    APP_ISD, /* card level: selected by power-on */
    APP_JPKI,
    APP_TEXT,
    APP_VISUAL,
    APP_COMMON,
    APP_JUKI,
    APP_LICENCE,
    APP_COUNT
};

/* Everything that VERIFY can be sent to. The two juki references are one PIN
 * to its holder and two on the card. */
enum pin_id {
    PIN_AUTH,
    PIN_SIGN,
    PIN_TEXT,
    PIN_TEXT_A,
    PIN_TEXT_B,
    PIN_TEXT_LOCKED, /* text EF 0012, blocked on every card seen */
    PIN_VISUAL_A,
    PIN_VISUAL_B,
    PIN_VISUAL_BIRTH,
    PIN_COMMON,
    PIN_JUKI,
    PIN_LICENCE,
    PIN_COUNT
};

enum key_id {
    KEY_AUTH,
    KEY_SIGN,
    KEY_TEXT,    /* internal authentication, text AP */
    KEY_VISUAL,  /* internal authentication, visual AP */
    KEY_COMMON,  /* INTERNAL AUTHENTICATE, common AP */
    KEY_SESSION, /* SET SESSION KEY, text AP: decrypts, never signs */
    KEY_COUNT
};

enum ef_kind {
    EF_DATA,   /* transparent: READ BINARY */
    EF_RECORD, /* linear TLV: READ RECORD */
    EF_PIN,    /* VERIFY; ref is an enum pin_id */
    EF_KEY,    /* 80 2A; ref is an enum key_id */
    EF_AUTH,   /* INTERNAL AUTHENTICATE only; ref is an enum key_id */
    EF_ISSUER, /* issuer's keys: selectable, contents and use unknown */
    EF_LOCKED  /* VERIFY knows it, nobody knows its value */
};

/* Who may read or use a file: any one of the PINs whose bits are set. */
typedef uint16_t guard_t;
#define GUARD_FREE     0u
#define GUARD_NEVER    0x8000u
#define GUARD_PIN(pin) ((guard_t)(1u << (pin)))

/* On which kind of token the row holds. */
#define ON_CARD  1u
#define ON_PHONE 2u
#define ON_BOTH  (ON_CARD | ON_PHONE)

struct app_row {
    uint8_t aid[AID_MAX];
    uint8_t aid_len;
    uint8_t default_key; /* fid of the key that P2 = 00 means; 0 = none */
    const char *name;
};

struct file_row {
    uint16_t fid;
    uint8_t app;  /* enum app_id */
    uint8_t kind; /* enum ef_kind */
    guard_t guard;
    uint8_t ref; /* enum pin_id or enum key_id, by kind */
    uint8_t on;
    const char *name;
};

/* Which bytes a PIN may hold. */
enum charset { CHARS_DIGITS, CHARS_UPPER_ALNUM, CHARS_LICENCE };

struct pin_row {
    uint8_t min_len;
    uint8_t max_len;
    uint8_t tries;
    uint8_t charset;    /* enum charset */
    uint8_t change_ins; /* how its holder changes it; 0 = cannot */
    uint8_t app;
    uint16_t fid;
    const char *name;
};

extern const struct app_row layout_apps[APP_COUNT];
extern const struct pin_row layout_pins[PIN_COUNT];
extern const struct file_row layout_files[];
extern const size_t layout_file_count;

/* Longest value of any PIN. */
#define PIN_MAX_LEN 16

/* The row of a file on this kind of token (ON_CARD or ON_PHONE), or NULL. */
const struct file_row *layout_file(enum app_id app, uint16_t fid, uint8_t on);

/* The application whose AID begins with name, starting the search at
 * *index; *index becomes the place after it. NULL when there is none. */
const struct app_row *layout_app_next(struct span name, size_t *index);

/* Has the value a form that this PIN can have? (length and characters) */
bool layout_pin_form(enum pin_id pin, struct span value);

#endif
