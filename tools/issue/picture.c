/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures in memory, and PNG by libpng.
 */
#include "tools/issue/picture.h"

#include <png.h>
#include <stdlib.h>

#define DARK_BELOW 128

bool picture_new(unsigned width, unsigned height, struct picture *out,
                 struct problem *problem)
{
    out->width = width;
    out->height = height;
    out->grey = malloc((size_t)width * height);
    if (out->grey == NULL)
        return problem_nomem(problem);
    memset(out->grey, 0xFF, (size_t)width * height);
    return true;
}

void picture_free(struct picture *picture)
{
    free(picture->grey);
    picture->grey = NULL;
}

static void png_to_wbuf(png_structp png, png_bytep data, size_t len)
{
    struct wbuf *out = png_get_io_ptr(png);

    wbuf_put(out, span_of(data, len));
}

static void png_no_flush(png_structp png)
{
    (void)png;
}

/* One row of bits, the first pixel in the highest bit, 1 is white. */
static void pack_row(const struct picture *picture, unsigned y, uint8_t *bits)
{
    const uint8_t *grey = picture->grey + (size_t)y * picture->width;

    memset(bits, 0, (picture->width + 7) / 8);
    for (unsigned x = 0; x < picture->width; x++) {
        if (grey[x] >= DARK_BELOW)
            bits[x / 8] = (uint8_t)(bits[x / 8] | 0x80 >> x % 8);
    }
}

/* libpng comes back here by longjmp: nothing that changes after setjmp may
 * live in this function. */
static bool write_png(png_structp png, png_infop info,
                      const struct picture *picture, uint8_t *row)
{
    if (setjmp(png_jmpbuf(png)) != 0)
        return false;
    png_set_IHDR(png, info, picture->width, picture->height, 1,
                 PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (unsigned y = 0; y < picture->height; y++) {
        pack_row(picture, y, row);
        png_write_row(png, row);
    }
    png_write_end(png, info);
    return true;
}

bool picture_put_png(const struct picture *picture, struct wbuf *out,
                     struct problem *problem)
{
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    uint8_t *row = malloc((picture->width + 7) / 8);
    bool ok = info != NULL && row != NULL;

    if (ok) {
        png_set_write_fn(png, out, png_to_wbuf, png_no_flush);
        ok = write_png(png, info, picture, row) && !out->full;
    }
    free(row);
    png_destroy_write_struct(&png, &info);
    return ok || problem_set(problem, EXIT_OTHER, "libpng failed");
}
