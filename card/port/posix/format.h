/* SPDX-License-Identifier: Apache-2.0
 *
 * The bytes of a card image, shared by who writes one (image.c) and who runs
 * one (posix_card.c). Nobody else includes it.
 *
 *   0  magic "INKANCRD"   8  version   12  length of the body
 *  16  zero (16)         32  SHA-256 of bytes 0-31 and all from 64 to the
 *                            first sector
 *  64  body: entries of  type (1)  reference (1)  fid (2)  length (4)  data
 *
 * After the body and zeroes, from the next multiple of SECTOR_LEN, one sector
 * for each durable page, whose first NV_PAGE_LEN bytes are the page: a disk
 * that tears a sector spoils one page only. The file ends with the last one.
 */
#ifndef INKAN_CARD_PORT_POSIX_FORMAT_H
#define INKAN_CARD_PORT_POSIX_FORMAT_H

#include "card/port/posix/image.h"

#define IMAGE_MAGIC     "INKANCRD"
#define IMAGE_VERSION   1
#define IMAGE_HEAD_LEN  64
#define IMAGE_ENTRY_LEN 8
#define IMAGE_BODY_MAX  (16u << 20)
#define SECTOR_LEN      512

enum { AT_MAGIC = 0, AT_VERSION = 8, AT_BODY_LEN = 12, AT_SUM = 32 };

enum entry_type { ENTRY_CONFIG, ENTRY_ATR, ENTRY_FILE, ENTRY_KEY };

struct entry {
    uint8_t type;
    uint8_t ref; /* enum app_id or enum key_id */
    uint16_t fid;
    struct span data;
};

#define CONFIG_LEN 6

/* Offset of the first sector. */
static inline size_t format_nv_off(size_t body_len)
{
    return (IMAGE_HEAD_LEN + body_len + SECTOR_LEN - 1) / SECTOR_LEN *
           SECTOR_LEN;
}

/* SHA-256 over the head up to the sum, and the body with the zeroes after
 * it. */
NODISCARD bool format_sum(const uint8_t head[IMAGE_HEAD_LEN],
                          struct span padded, uint8_t out[SHA256_LEN]);

/* Takes the next entry off body; false when there is none. */
NODISCARD bool format_next(struct span *body, struct entry *out);

NODISCARD bool format_find(struct span body, enum entry_type type, unsigned ref,
                           unsigned fid, struct entry *out);

void format_put_config(const struct card_config *config,
                       uint8_t out[CONFIG_LEN]);
NODISCARD bool format_get_config(struct span data, struct card_config *out);

#endif
