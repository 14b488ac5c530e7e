/* SPDX-License-Identifier: Apache-2.0
 *
 * The judges. Every failure fails the test.
 */
#include "tests/unit/issue/judge.h"

#include <openjpeg.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <png.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "card/edge/tlv.h"

EVP_PKEY *judge_key(struct span pubkey)
{
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    OSSL_PARAM *params;
    EVP_PKEY *key = NULL;
    struct tlv n;
    struct tlv e;
    BIGNUM *bn;
    BIGNUM *be;

    assert_true(tlv_find(pubkey, 0x91, &n) && tlv_find(pubkey, 0x90, &e));
    bn = BN_bin2bn(n.value.ptr, (int)n.value.len, NULL);
    be = BN_bin2bn(e.value.ptr, (int)e.value.len, NULL);
    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, bn);
    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, be);
    params = OSSL_PARAM_BLD_to_param(build);
    assert_int_equal(EVP_PKEY_fromdata_init(ctx), 1);
    assert_int_equal(EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params),
                     1);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    BN_free(bn);
    BN_free(be);
    EVP_PKEY_CTX_free(ctx);
    return key;
}

size_t judge_open_signature(struct span pubkey, struct span signature,
                            uint8_t *out, size_t cap)
{
    EVP_PKEY *key = judge_key(pubkey);
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
    size_t len = cap;

    assert_int_equal(EVP_PKEY_verify_recover_init(ctx), 1);
    assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING), 1);
    assert_int_equal(
        EVP_PKEY_verify_recover(ctx, out, &len, signature.ptr, signature.len),
        1);
    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(key);
    return len;
}

void judge_expect_hash(const uint8_t want[32], struct span data)
{
    uint8_t hash[32];

    EVP_Digest(data.ptr, data.len, hash, NULL, EVP_sha256(), NULL);
    assert_memory_equal(hash, want, sizeof(hash));
}

static void count(const uint8_t *grey, size_t len, struct judged_picture *out)
{
    out->dark = 0;
    out->sum = 0;
    for (size_t i = 0; i < len; i++) {
        out->dark += grey[i] < 128 ? 1 : 0;
        out->sum = out->sum * 1099511628211u + grey[i];
    }
}

void judge_png(struct span png, struct judged_picture *out)
{
    png_image image = { .version = PNG_IMAGE_VERSION };
    uint8_t *grey;

    assert_true(png.len > 33);
    assert_int_equal(png.ptr[25], 0); /* colour type: grey */
    out->bits = png.ptr[24];
    assert_int_equal(png_image_begin_read_from_memory(&image, png.ptr, png.len),
                     1);
    image.format = PNG_FORMAT_GRAY;
    grey = malloc(PNG_IMAGE_SIZE(image));
    assert_non_null(grey);
    assert_int_equal(png_image_finish_read(&image, NULL, grey, 0, NULL), 1);
    out->width = image.width;
    out->height = image.height;
    count(grey, PNG_IMAGE_SIZE(image), out);
    free(grey);
}

struct source {
    struct span rest;
};

static OPJ_SIZE_T read_source(void *to, OPJ_SIZE_T len, void *ctx)
{
    struct source *source = ctx;

    if (source->rest.len == 0)
        return (OPJ_SIZE_T)-1;
    if (len > source->rest.len)
        len = source->rest.len;
    memcpy(to, source->rest.ptr, len);
    source->rest = span_sub(source->rest, len, source->rest.len);
    return len;
}

void judge_jp2(struct span jp2, struct judged_picture *out)
{
    struct source source = { jp2 };
    opj_codec_t *codec = opj_create_decompress(OPJ_CODEC_JP2);
    opj_stream_t *stream = opj_stream_default_create(OPJ_TRUE);
    opj_dparameters_t parameters;
    opj_image_t *image = NULL;
    uint8_t *grey;
    size_t pixels;

    opj_set_default_decoder_parameters(&parameters);
    opj_stream_set_read_function(stream, read_source);
    opj_stream_set_user_data(stream, &source, NULL);
    opj_stream_set_user_data_length(stream, jp2.len);
    assert_true(opj_setup_decoder(codec, &parameters));
    assert_true(opj_read_header(stream, codec, &image));
    assert_true(opj_decode(codec, stream, image));
    assert_int_equal(image->numcomps, 1);
    out->width = image->comps[0].w;
    out->height = image->comps[0].h;
    out->bits = image->comps[0].prec;
    pixels = (size_t)out->width * out->height;
    grey = malloc(pixels);
    assert_non_null(grey);
    for (size_t i = 0; i < pixels; i++)
        grey[i] = (uint8_t)image->comps[0].data[i];
    count(grey, pixels, out);
    free(grey);
    opj_image_destroy(image);
    opj_stream_destroy(stream);
    opj_destroy_codec(codec);
}

const char *judge_persona(const char *name, enum persona_key key,
                          const char *prefix)
{
    static char text[256];
    struct persona persona;
    struct problem problem = { 0 };

    assert_true(persona_load(name, &persona, &problem));
    snprintf(text, sizeof(text), "%s%s", prefix, persona_get(&persona, key));
    persona_free(&persona);
    return text;
}
