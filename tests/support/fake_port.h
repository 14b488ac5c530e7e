/* SPDX-License-Identifier: Apache-2.0
 *
 * A port in memory, for unit tests and fuzzing: literal files, pages that can
 * be torn, and RSA that is fast and says what it was asked. One struct is one
 * card.
 */
#ifndef INKAN_TESTS_SUPPORT_FAKE_PORT_H
#define INKAN_TESTS_SUPPORT_FAKE_PORT_H

#include "card/applet/card.h"

#define FAKE_POOL_LEN   (32 * 1024)
#define FAKE_FILE_MAX   64
#define FAKE_SIGNED_MAX RSA_RAW_MAX
#define FAKE_LOG_MAX    64

enum fake_files {
    FAKE_LITERAL, /* the test citizen of persona.h */
    FAKE_MARKED   /* each byte of a file tells whose it is: fake_mark */
};

/* What the card asked its port for, so that tests can compare the order. */
enum fake_event { FAKE_READ = 'r', FAKE_WRITE = 'w', FAKE_TORN = 't' };

struct fake_card {
    struct card card;
    struct card_config config;
    uint8_t pages[NV_PAGE_COUNT][NV_PAGE_LEN];

    /* Power: the cut_at-th write from now stops after torn_len bytes, and
     * the port is dead until fake_power_on. 0 = never. */
    unsigned cut_at;
    size_t torn_len;
    bool torn_erases; /* and the rest of the page is FF, as on flash */
    bool dead;
    bool refuse_writes; /* writes fail and change nothing */
    bool refuse_crypto; /* random, hash, RSA and AES fail */
    unsigned writes;    /* whole ones, since fake_init */

    /* The last signature. */
    enum key_id key;
    uint8_t signed_bytes[FAKE_SIGNED_MAX];
    size_t signed_len;
    bool signed_pss;
    unsigned signatures;

    bool identity_cipher; /* AES and OAEP leave bytes as they are */

    char log[FAKE_LOG_MAX];
    size_t log_len;

    struct span files[FAKE_FILE_MAX];
    uint8_t pool[FAKE_POOL_LEN];
};

/* A new card of the test citizen, powered on. */
void fake_init(struct fake_card *fake, enum fake_files files);

/* Power comes back (or goes and comes). Pages stay as they are. */
void fake_power_on(struct fake_card *fake);

/* The byte that a marked file is full of: C0 to FF for guarded files, below
 * 40 for others. 0 when there is no such file. */
uint8_t fake_mark(enum app_id app, uint16_t fid);

/* One command from an exact-size copy on the heap, so that a sanitizer
 * guards both its ends. Returns bytes in out, 0 when the power went. */
size_t fake_transmit(struct fake_card *fake, struct span cmd, uint8_t *out,
                     size_t cap);

/* The same without the copy, for millions of commands. */
size_t fake_transmit_raw(struct fake_card *fake, uint8_t *cmd, size_t cmd_len,
                         uint8_t *out, size_t cap);

#endif
