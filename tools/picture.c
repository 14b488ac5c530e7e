/* SPDX-License-Identifier: Apache-2.0
 *
 * JPEG 2000 to PNG, by OpenJPEG and libpng. The picture comes from a card
 * that may be hostile: sizes are looked at before anything is decoded.
 */
#include "tools/picture.h"

#include <openjpeg.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

/* Far above any photo on a card. */
enum { SIDE_MAX = 4096 };

/* The picture's bytes, read from `at` on. */
struct source {
    const uint8_t *data;
    size_t len, at;
};

static OPJ_SIZE_T source_read(void *out, OPJ_SIZE_T want, void *user)
{
    struct source *source = user;
    size_t left = source->len - source->at;
    size_t n = want < left ? want : left;

    if (n == 0)
        return (OPJ_SIZE_T)-1; /* end of the stream, as OpenJPEG says it */
    memcpy(out, source->data + source->at, n);
    source->at += n;
    return n;
}

static OPJ_OFF_T source_skip(OPJ_OFF_T count, void *user)
{
    struct source *source = user;
    size_t left = source->len - source->at;

    if (count < 0)
        return -1;
    if ((uint64_t)count > left)
        count = (OPJ_OFF_T)left;
    source->at += (size_t)count;
    return count;
}

static OPJ_BOOL source_seek(OPJ_OFF_T to, void *user)
{
    struct source *source = user;

    if (to < 0 || (uint64_t)to > source->len)
        return OPJ_FALSE;
    source->at = (size_t)to;
    return OPJ_TRUE;
}

static opj_stream_t *stream_of(struct source *source)
{
    opj_stream_t *stream = opj_stream_default_create(OPJ_TRUE);

    if (stream == NULL)
        return NULL;
    opj_stream_set_user_data(stream, source, NULL);
    opj_stream_set_user_data_length(stream, source->len);
    opj_stream_set_read_function(stream, source_read);
    opj_stream_set_skip_function(stream, source_skip);
    opj_stream_set_seek_function(stream, source_seek);
    return stream;
}

/* A JP2 file begins with a signature box, a codestream with FF 4F FF 51. */
static OPJ_CODEC_FORMAT format_of(const uint8_t *data, size_t len)
{
    static const uint8_t codestream[] = { 0xFF, 0x4F, 0xFF, 0x51 };

    if (len >= sizeof(codestream) &&
        memcmp(data, codestream, sizeof(codestream)) == 0)
        return OPJ_CODEC_J2K;
    return OPJ_CODEC_JP2;
}

/* Components of one size that fit what follows. */
static bool is_usable(const opj_image_t *image)
{
    if (image->numcomps != 1 && image->numcomps != 3)
        return false;
    for (OPJ_UINT32 i = 0; i < image->numcomps; i++) {
        const opj_image_comp_t *c = &image->comps[i];

        if (c->w == 0 || c->h == 0 || c->w > SIDE_MAX || c->h > SIDE_MAX ||
            c->w != image->comps[0].w || c->h != image->comps[0].h ||
            c->prec < 1 || c->prec > 16)
            return false;
    }
    return true;
}

static opj_image_t *decode_with(opj_codec_t *codec, opj_stream_t *stream)
{
    opj_dparameters_t parameters;
    opj_image_t *image = NULL;

    opj_set_default_decoder_parameters(&parameters);
    if (opj_setup_decoder(codec, &parameters) &&
        opj_read_header(stream, codec, &image) && is_usable(image) &&
        opj_decode(codec, stream, image) && is_usable(image))
        return image;
    opj_image_destroy(image);
    return NULL;
}

static opj_image_t *decode(const uint8_t *data, size_t len)
{
    struct source source = { data, len, 0 };
    opj_stream_t *stream = stream_of(&source);
    opj_codec_t *codec = opj_create_decompress(format_of(data, len));
    opj_image_t *image = NULL;

    if (stream != NULL && codec != NULL)
        image = decode_with(codec, stream);
    opj_destroy_codec(codec);
    if (stream != NULL)
        opj_stream_destroy(stream);
    return image;
}

/* One sample as 0..255. */
static uint8_t sample(const opj_image_comp_t *c, size_t i)
{
    int64_t top = ((int64_t)1 << c->prec) - 1;
    int64_t value = c->data[i];

    if (c->sgnd)
        value += (int64_t)1 << (c->prec - 1);
    if (value < 0)
        value = 0;
    if (value > top)
        value = top;
    return (uint8_t)(value * 255 / top);
}

/* The samples interleaved, 8 bits each; NULL: no memory or no data. */
static uint8_t *samples_of(const opj_image_t *image)
{
    size_t pixels = (size_t)image->comps[0].w * image->comps[0].h;
    size_t comps = image->numcomps;
    uint8_t *out;

    for (size_t k = 0; k < comps; k++) {
        if (image->comps[k].data == NULL)
            return NULL;
    }
    out = malloc(pixels * comps);
    for (size_t i = 0; out != NULL && i < pixels; i++) {
        for (size_t k = 0; k < comps; k++)
            out[i * comps + k] = sample(&image->comps[k], i);
    }
    return out;
}

static bool encode(const opj_image_t *image, const uint8_t *samples,
                   uint8_t **out, size_t *out_len)
{
    png_image png = { .version = PNG_IMAGE_VERSION,
                      .width = image->comps[0].w,
                      .height = image->comps[0].h,
                      .format = image->numcomps == 1 ? PNG_FORMAT_GRAY
                                                     : PNG_FORMAT_RGB };
    png_alloc_size_t len = PNG_IMAGE_PNG_SIZE_MAX(png);
    uint8_t *data = malloc(len);

    if (data == NULL ||
        !png_image_write_to_memory(&png, data, &len, 0, samples, 0, NULL)) {
        png_image_free(&png);
        free(data);
        return false;
    }
    *out = data;
    *out_len = len;
    return true;
}

bool picture_png_of_jp2(const uint8_t *jp2, size_t len, uint8_t **out,
                        size_t *out_len)
{
    opj_image_t *image = decode(jp2, len);
    uint8_t *samples = NULL;
    bool ok = false;

    if (image != NULL) {
        samples = samples_of(image);
        ok = samples != NULL && encode(image, samples, out, out_len);
    }
    free(samples);
    opj_image_destroy(image);
    return ok;
}
