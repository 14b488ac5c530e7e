/* SPDX-License-Identifier: Apache-2.0
 *
 * A card in a file: what was personalised (files, keys, configuration; under
 * one checksum, never changed) and the durable pages (PINs and counters).
 * Writing one is the issuer's business, opening one is the card's.
 */
#ifndef INKAN_CARD_PORT_POSIX_IMAGE_H
#define INKAN_CARD_PORT_POSIX_IMAGE_H

#include "card/applet/port.h"

#define IMAGE_ATR_MAX  33
#define IMAGE_FILE_MAX 65535

enum image_rc {
    IMAGE_OK,
    IMAGE_IO, /* errno tells */
    IMAGE_NOMEM,
    IMAGE_LOCKED,  /* another process has this image open */
    IMAGE_FOREIGN, /* not a card image, or of another version */
    IMAGE_DAMAGED, /* truncated, wrong checksum, no whole copy of a counter */
    IMAGE_ARG      /* put: unknown file, twice, too big, impossible value */
};

/* English sentence for a code; static. */
const char *image_strerror(enum image_rc rc);

/* --- writing -------------------------------------------------------------- */
struct image; /* a card being personalised, in memory */

struct image *image_new(void);      /* NULL: no memory */
void image_free(struct image *img); /* wipes; NULL is fine */

/* Copies content. app and fid must be a row of layout_files, or APP_ISD and
 * the tag of a GET DATA object. */
NODISCARD enum image_rc image_put_file(struct image *img, enum app_id app,
                                       uint16_t fid, struct span content);
/* RSA-2048 private key as PKCS#1 RSAPrivateKey DER. */
NODISCARD enum image_rc image_put_key(struct image *img, enum key_id key,
                                      struct span pkcs1);
/* Value (0 bytes = this PIN is not set, its counter is 0) and tries left. */
NODISCARD enum image_rc image_put_pin(struct image *img, enum pin_id pin,
                                      struct span value, unsigned tries);
void image_set_config(struct image *img, const struct card_config *config);
NODISCARD enum image_rc image_set_atr(struct image *img, struct span atr);

/* Writes path by temporary name, fsync and rename; mode 0600. */
NODISCARD enum image_rc image_write(const struct image *img, const char *path);

/* --- a card that runs ----------------------------------------------------- */
struct posix_card; /* image, lock, crypto and struct card in one handle */

NODISCARD enum image_rc posix_card_open(const char *path,
                                        struct posix_card **out);
void posix_card_close(struct posix_card *pc); /* NULL is fine */
struct span posix_card_atr(const struct posix_card *pc);
void posix_card_reset(struct posix_card *pc, bool warm);

/* One APDU; see card_process. cmd is erased when it holds a secret. */
size_t posix_card_transmit(struct posix_card *pc, uint8_t *cmd, size_t cmd_len,
                           uint8_t *out, size_t cap);

/* Cuts the power in the middle of the n-th durable write from now (1 = the
 * next one): that page is torn, and until posix_card_reset(pc, false) the
 * card is dead and posix_card_transmit answers 0 bytes. 0 takes it back. */
void posix_card_cut_power(struct posix_card *pc, unsigned write);

#endif
