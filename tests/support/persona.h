/* SPDX-License-Identifier: Apache-2.0
 *
 * The test citizen of the card's own tests: literal contents, keys and PINs
 * that do not depend on the issuer. The four attributes are a public
 * example; the certificates are only as long as real ones and begin
 * like them.
 */
#ifndef INKAN_TESTS_SUPPORT_PERSONA_H
#define INKAN_TESTS_SUPPORT_PERSONA_H

#include "card/applet/port.h"

/* What follows the literal beginning of a file. */
enum persona_fill {
    FILL_FF,   /* the card's filler */
    FILL_COUNT /* 00 01 02 ... FF 00 ...: byte n of the file is n mod 256 */
};

struct persona_file {
    enum app_id app;
    uint16_t fid;
    uint16_t len;
    enum persona_fill fill;
    struct span head;
};

struct persona_pin {
    enum pin_id pin;
    const char *value;
};

extern const struct persona_file persona_files[];
extern const size_t persona_file_count;
extern const struct persona_pin persona_pins[];
extern const size_t persona_pin_count;
extern const struct span persona_keys[KEY_COUNT];

/* Writes the whole contents of a file; out has room for file->len bytes. */
void persona_expand(const struct persona_file *file, uint8_t *out);

/* Formats the durable pages of a card that nobody has used. */
void persona_format(uint8_t pages[NV_PAGE_COUNT][NV_PAGE_LEN]);

/* A card, everything on it, licence included, no quirks. */
extern const struct card_config persona_config;

#endif
