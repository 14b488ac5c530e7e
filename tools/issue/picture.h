/* SPDX-License-Identifier: Apache-2.0
 *
 * The pictures of a card: written text as 1-bit PNG and a face that belongs to
 * nobody as JPEG 2000. Sizes in pixels are ours, but for the number (72 x 12)
 * and the security code (24 x 12).
 */
#ifndef INKAN_TOOLS_ISSUE_PICTURE_H
#define INKAN_TOOLS_ISSUE_PICTURE_H

#include "card/edge/bytes.h"
#include "tools/issue/problem.h"
#include "tools/issue/seed.h"

#define PICTURE_NUMBER_W 72
#define PICTURE_DIGITS_H 12
#define PICTURE_CODE_W   24
#define PICTURE_WIDTH    480 /* name and address: assumed */
#define PICTURE_FACE_W   192 /* assumed */
#define PICTURE_FACE_H   240 /* assumed */

/* Grey values row by row, 0 black; freed with picture_free. */
struct picture {
    unsigned width;
    unsigned height;
    uint8_t *grey;
};

NODISCARD bool picture_new(unsigned width, unsigned height, struct picture *out,
                           struct problem *problem);
void picture_free(struct picture *picture);

/* UTF-8 text with characters of size pixels, broken into lines of width
 * pixels. A character that no installed font has is a problem. */
NODISCARD bool picture_text(const char *text, unsigned size, unsigned width,
                            struct picture *out, struct problem *problem);

/* Digits, each in a cell of 6 by 12 pixels. */
NODISCARD bool picture_digits(const char *digits, struct picture *out,
                              struct problem *problem);

/* A face, different for each label. */
NODISCARD bool picture_face(const struct seed *seed, const char *label,
                            struct picture *out, struct problem *problem);

/* Appends the picture as PNG, grey with 1 bit; dark is below 128. */
NODISCARD bool picture_put_png(const struct picture *picture, struct wbuf *out,
                               struct problem *problem);

/* Appends the picture as JP2, grey with 8 bits, about len bytes. */
NODISCARD bool picture_put_jp2(const struct picture *picture, size_t len,
                               struct wbuf *out, struct problem *problem);

#endif
