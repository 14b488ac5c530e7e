/* SPDX-License-Identifier: Apache-2.0
 *
 * The photo of a card as a PNG. Here and not in libinkan, which carries no
 * picture decoder.
 */
#ifndef INKAN_TOOLS_PICTURE_H
#define INKAN_TOOLS_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes a JPEG 2000 picture (JP2 or bare codestream) of one or three
 * components and encodes it as PNG.
 * out    gives; free with free
 * false  not such a picture, too large, or no memory */
bool picture_png_of_jp2(const uint8_t *jp2, size_t len, uint8_t **out,
                        size_t *out_len);

#endif
