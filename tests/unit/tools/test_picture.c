/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/picture.c on what a hostile card may send as a photo.
 */
#include "tests/unit/tools/fixture.h"
#include "tools/picture.h"

#include <openjpeg.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = 32 };

/* Where the encoder writes. */
struct sink {
    uint8_t data[65536];
    size_t len, at;
};

static OPJ_SIZE_T sink_write(void *in, OPJ_SIZE_T n, void *user)
{
    struct sink *sink = user;

    if (n > sizeof(sink->data) - sink->at)
        return (OPJ_SIZE_T)-1;
    memcpy(sink->data + sink->at, in, n);
    sink->at += n;
    if (sink->at > sink->len)
        sink->len = sink->at;
    return n;
}

static OPJ_OFF_T sink_skip(OPJ_OFF_T n, void *user)
{
    struct sink *sink = user;

    sink->at += (size_t)n;
    return n;
}

static OPJ_BOOL sink_seek(OPJ_OFF_T to, void *user)
{
    struct sink *sink = user;

    sink->at = (size_t)to;
    return OPJ_TRUE;
}

/* A grey ramp as JP2. */
static void encode(struct sink *sink)
{
    opj_image_cmptparm_t component = {
        .dx = 1, .dy = 1, .w = SIDE, .h = SIDE, .prec = 8, .bpp = 8
    };
    opj_image_t *image = opj_image_create(1, &component, OPJ_CLRSPC_GRAY);
    opj_codec_t *codec = opj_create_compress(OPJ_CODEC_JP2);
    opj_stream_t *stream = opj_stream_default_create(OPJ_FALSE);
    opj_cparameters_t parameters;

    memset(sink, 0, sizeof(*sink));
    image->x1 = SIDE;
    image->y1 = SIDE;
    for (int i = 0; i < SIDE * SIDE; i++)
        image->comps[0].data[i] = i % 256;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.numresolution = 3;
    assert_true(opj_setup_encoder(codec, &parameters, image));
    opj_stream_set_user_data(stream, sink, NULL);
    opj_stream_set_write_function(stream, sink_write);
    opj_stream_set_skip_function(stream, sink_skip);
    opj_stream_set_seek_function(stream, sink_seek);
    assert_true(opj_start_compress(codec, image, stream));
    assert_true(opj_encode(codec, stream));
    assert_true(opj_end_compress(codec, stream));
    opj_stream_destroy(stream);
    opj_destroy_codec(codec);
    opj_image_destroy(image);
}

static struct sink sink; /* too big for a stack */

static void a_photo_becomes_a_png_of_its_size(void **state)
{
    uint8_t *png = NULL;
    size_t len = 0;

    (void)state;
    encode(&sink);
    assert_true(picture_png_of_jp2(sink.data, sink.len, &png, &len));
    assert_true(len > 24);
    assert_memory_equal(png, "\x89PNG\r\n\x1A\n", 8);
    assert_memory_equal(png + 16, "\0\0\0\x20\0\0\0\x20", 8); /* IHDR */
    free(png);
}

/* Whatever it answers, it ends, and reads nothing that is not there. */
static void try_bytes(const uint8_t *data, size_t len)
{
    uint8_t *copy = malloc(len > 0 ? len : 1);
    uint8_t *png = NULL;
    size_t png_len = 0;

    assert_non_null(copy);
    memcpy(copy, data, len);
    if (picture_png_of_jp2(copy, len, &png, &png_len))
        free(png);
    free(copy);
}

static void a_photo_cut_anywhere_harms_nobody(void **state)
{
    (void)state;
    encode(&sink);
    for (size_t len = 0; len < sink.len; len++)
        try_bytes(sink.data, len);
}

static void a_photo_with_a_wrong_byte_harms_nobody(void **state)
{
    (void)state;
    encode(&sink);
    for (size_t at = 0; at < sink.len; at++) {
        uint8_t was = sink.data[at];

        sink.data[at] = (uint8_t)~was;
        try_bytes(sink.data, sink.len);
        sink.data[at] = 0xFF;
        try_bytes(sink.data, sink.len);
        sink.data[at] = was;
    }
}

static void a_picture_of_enormous_size_is_refused(void **state)
{
    static const uint8_t marker[] = { 0xFF, 0x51 };
    uint8_t *at, *png = NULL;
    size_t len = 0;

    (void)state;
    encode(&sink);
    at = memmem(sink.data, sink.len, marker, sizeof(marker));
    assert_non_null(at);
    memset(at + 6, 0x00, 8);
    at[6 + 1] = 0x10; /* width and height of a million */
    at[10 + 1] = 0x10;
    assert_false(picture_png_of_jp2(sink.data, sink.len, &png, &len));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_photo_becomes_a_png_of_its_size),
        cmocka_unit_test(a_photo_cut_anywhere_harms_nobody),
        cmocka_unit_test(a_photo_with_a_wrong_byte_harms_nobody),
        cmocka_unit_test(a_picture_of_enormous_size_is_refused),
    };

    return cmocka_run_group_tests_name("tools/picture", tests, NULL, NULL);
}
