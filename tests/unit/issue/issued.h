/* SPDX-License-Identifier: Apache-2.0
 *
 * A card issued for a test, read back through the card itself, and the
 * checks of signatures by libcrypto alone.
 */
#ifndef INKAN_TESTS_UNIT_ISSUE_ISSUED_H
#define INKAN_TESTS_UNIT_ISSUE_ISSUED_H

#include "card/port/posix/image.h"
#include "tools/issue/issue.h"

#define ISSUED_TODAY "20261101"

/* A file of the card, or anything else in memory. */
struct content {
    uint8_t bytes[66000];
    size_t len;
};

struct issued {
    char folder[64];
    char path[96];
    struct posix_card *card;
};

/* What to issue; sets ends with NULL. Zeroes mean: adult, seed "1", the day
 * above, the built-in authorities, not forged. */
struct issued_wish {
    const char *persona;
    const char *seed;
    const char *today;
    const char *const *sets;
    enum forge forge;
};

/* Issues and opens; every failure fails the test. */
void issued_make(const struct issued_wish *wish, struct issued *out);
void issued_free(struct issued *issued);

/* The whole image file. */
void issued_image(const struct issued *issued, struct content *out);

/* Sends a command given in hex; the status word, data in *out. */
uint16_t issued_send(struct issued *issued, const char *hex,
                     struct content *out);

/* Selects the application and verifies value on the PIN file. */
uint16_t issued_verify(struct issued *issued, enum app_id app, uint16_t fid,
                       const char *value);

/* Selects the file in the application that is selected and reads it all. */
uint16_t issued_read(struct issued *issued, uint16_t fid, struct content *out);

/* The status word of SELECT of an application. */
uint16_t issued_select(struct issued *issued, enum app_id app);

/* The object with this tag inside the object that content holds. */
struct span issued_object(const struct content *content, uint16_t outer,
                          uint16_t tag);
/* The same with its tag and length. */
struct span issued_whole_object(const struct content *content, uint16_t outer,
                                uint16_t tag);

/* Does the PKCS#1 v1.5 SHA-256 signature over data verify with the key of a
 * 90/91 public key object? */
bool issued_verifies(struct span pubkey, struct span data,
                     struct span signature);

/* The public key object inside a CV certificate. */
struct span issued_cv_key(struct span cv_cert);

/* Bytes of hex text, for vectors; spaces allowed. */
struct span issued_hex(const char *hex, struct content *out);

#endif
