/* SPDX-License-Identifier: Apache-2.0
 *
 * JPEG 2000 by OpenJPEG, into memory.
 */
#include <openjpeg.h>

#include "tools/issue/picture.h"

/* OpenJPEG writes backwards too: it fills in lengths of boxes afterwards. */
struct target {
    uint8_t *ptr;
    size_t cap;
    size_t at;
    size_t end;
};

static OPJ_SIZE_T target_write(void *data, OPJ_SIZE_T len, void *ctx)
{
    struct target *target = ctx;

    if (len > target->cap - target->at)
        return (OPJ_SIZE_T)-1;
    memcpy(target->ptr + target->at, data, len);
    target->at += len;
    if (target->at > target->end)
        target->end = target->at;
    return len;
}

static OPJ_BOOL target_seek(OPJ_OFF_T at, void *ctx)
{
    struct target *target = ctx;

    if (at < 0 || (size_t)at > target->cap)
        return OPJ_FALSE;
    target->at = (size_t)at;
    return OPJ_TRUE;
}

static OPJ_OFF_T target_skip(OPJ_OFF_T len, void *ctx)
{
    struct target *target = ctx;

    return target_seek((OPJ_OFF_T)target->at + len, ctx) ? len : -1;
}

static opj_image_t *make_image(const struct picture *picture)
{
    opj_image_cmptparm_t component = {
        .dx = 1,
        .dy = 1,
        .w = picture->width,
        .h = picture->height,
        .prec = 8,
    };
    opj_image_t *image = opj_image_create(1, &component, OPJ_CLRSPC_GRAY);

    if (image == NULL)
        return NULL;
    image->x1 = picture->width;
    image->y1 = picture->height;
    for (size_t i = 0; i < (size_t)picture->width * picture->height; i++)
        image->comps[0].data[i] = picture->grey[i];
    return image;
}

static bool encode(opj_codec_t *codec, opj_image_t *image, opj_stream_t *stream,
                   double ratio)
{
    opj_cparameters_t parameters;

    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.tcp_rates[0] = (float)ratio;
    parameters.cp_disto_alloc = 1;
    parameters.irreversible = 1;
    return opj_setup_encoder(codec, &parameters, image) &&
           opj_start_compress(codec, image, stream) &&
           opj_encode(codec, stream) && opj_end_compress(codec, stream);
}

bool picture_put_jp2(const struct picture *picture, size_t len,
                     struct wbuf *out, struct problem *problem)
{
    struct target target = { out->ptr + out->len, out->cap - out->len, 0, 0 };
    double pixels = (double)picture->width * picture->height;
    opj_codec_t *codec = opj_create_compress(OPJ_CODEC_JP2);
    opj_stream_t *stream = opj_stream_default_create(OPJ_FALSE);
    opj_image_t *image = make_image(picture);
    bool ok = codec != NULL && stream != NULL && image != NULL;

    if (ok) {
        opj_stream_set_write_function(stream, target_write);
        opj_stream_set_seek_function(stream, target_seek);
        opj_stream_set_skip_function(stream, target_skip);
        opj_stream_set_user_data(stream, &target, NULL);
        ok = encode(codec, image, stream, pixels / (double)len) &&
             wbuf_reserve(out, target.end) != NULL;
    }
    if (image != NULL)
        opj_image_destroy(image);
    if (stream != NULL)
        opj_stream_destroy(stream);
    if (codec != NULL)
        opj_destroy_codec(codec);
    return ok || problem_set(problem, EXIT_OTHER, "OpenJPEG failed");
}
