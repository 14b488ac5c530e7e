/* SPDX-License-Identifier: Apache-2.0
 *
 * Issues into a folder of its own and talks to the card in this process.
 */
#include "tests/unit/issue/issued.h"

#include <openssl/evp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "card/edge/tlv.h"
#include "tests/unit/issue/judge.h"
#include "tools/issue/file.h"
#include "tools/issue/persona_form.h"

static struct image *make_image(const struct issued_wish *wish)
{
    static struct ca ca; /* the built-in one, loaded once */
    struct problem problem = { 0 };
    struct persona persona;
    struct seed seed;
    struct image *image;
    struct issue_options options = {
        .persona = &persona, .ca = &ca, .seed = &seed, .forge = wish->forge
    };

    if (ca.x509[0].key == NULL)
        assert_true(ca_load(NULL, &ca, &problem));
    assert_true(date_parse(wish->today != NULL ? wish->today : ISSUED_TODAY,
                           &options.today));
    assert_true(
        seed_from_text(wish->seed != NULL ? wish->seed : "1", &seed, &problem));
    assert_true(persona_load(wish->persona != NULL ? wish->persona : "adult",
                             &persona, &problem));
    for (const char *const *set = wish->sets; set != NULL && *set != NULL;
         set++) {
        if (!persona_set(&persona, *set, &problem))
            fail_msg("%s", problem.text);
    }
    if (!issue_card(&options, &image, &problem))
        fail_msg("%s", problem.text);
    persona_free(&persona);
    return image;
}

void issued_make(const struct issued_wish *wish, struct issued *out)
{
    struct image *image = make_image(wish);

    snprintf(out->folder, sizeof(out->folder), "%s/inkan.XXXXXX",
             getenv("TMPDIR") != NULL ? getenv("TMPDIR") : P_tmpdir);
    assert_non_null(mkdtemp(out->folder));
    snprintf(out->path, sizeof(out->path), "%s/a.card", out->folder);
    assert_int_equal(image_write(image, out->path), IMAGE_OK);
    image_free(image);
    assert_int_equal(posix_card_open(out->path, &out->card), IMAGE_OK);
}

void issued_free(struct issued *issued)
{
    posix_card_close(issued->card);
    assert_int_equal(unlink(issued->path), 0);
    assert_int_equal(rmdir(issued->folder), 0);
}

void issued_image(const struct issued *issued, struct content *out)
{
    struct problem problem = { 0 };
    uint8_t *bytes;

    assert_true(file_read(issued->path, sizeof(out->bytes), &bytes, &out->len,
                          &problem));
    memcpy(out->bytes, bytes, out->len);
    free(bytes);
}

static uint16_t transmit(struct issued *issued, uint8_t *cmd, size_t len,
                         struct content *out)
{
    size_t got = posix_card_transmit(issued->card, cmd, len, out->bytes,
                                     sizeof(out->bytes));

    assert_true(got >= 2);
    out->len = got - 2;
    return get_be16(out->bytes + out->len);
}

struct span issued_hex(const char *hex, struct content *out)
{
    assert_true(persona_hex(hex, out->bytes, sizeof(out->bytes), &out->len));
    return span_of(out->bytes, out->len);
}

uint16_t issued_send(struct issued *issued, const char *hex,
                     struct content *out)
{
    uint8_t cmd[512];
    size_t len;

    assert_true(persona_hex(hex, cmd, sizeof(cmd), &len));
    return transmit(issued, cmd, len, out);
}

uint16_t issued_select(struct issued *issued, enum app_id app)
{
    static struct content out;
    const struct app_row *row = &layout_apps[app];
    uint8_t cmd[5 + AID_MAX] = { 0x00, 0xA4, 0x04, 0x0C, row->aid_len };

    memcpy(cmd + 5, row->aid, row->aid_len);
    return transmit(issued, cmd, 5u + row->aid_len, &out);
}

static uint16_t select_file(struct issued *issued, uint16_t fid)
{
    static struct content out;
    uint8_t cmd[] = { 0x00, 0xA4, 0x02, 0x0C, 0x02, 0, 0 };

    put_be16(cmd + 5, fid);
    return transmit(issued, cmd, sizeof(cmd), &out);
}

uint16_t issued_verify(struct issued *issued, enum app_id app, uint16_t fid,
                       const char *value)
{
    static struct content out;
    uint8_t cmd[5 + PIN_MAX_LEN] = { 0x00, 0x20, 0x00, 0x80 };
    size_t len = strlen(value);

    assert_int_equal(issued_select(issued, app), 0x9000);
    assert_int_equal(select_file(issued, fid), 0x9000);
    cmd[4] = (uint8_t)len;
    memcpy(cmd + 5, value, len);
    return transmit(issued, cmd, 5 + len, &out);
}

uint16_t issued_read(struct issued *issued, uint16_t fid, struct content *out)
{
    uint8_t cmd[] = { 0x00, 0xB0, 0x00, 0x00, 0x00, 0x00, 0x00 };
    uint16_t sw = select_file(issued, fid);

    out->len = 0;
    return sw == 0x9000 ? transmit(issued, cmd, sizeof(cmd), out) : sw;
}

static bool find(const struct content *content, uint16_t outer, uint16_t tag,
                 struct tlv *out)
{
    struct tlv whole;

    return tlv_find(span_of(content->bytes, content->len), outer, &whole) &&
           tlv_find(whole.value, tag, out);
}

struct span issued_object(const struct content *content, uint16_t outer,
                          uint16_t tag)
{
    struct tlv tlv;

    if (!find(content, outer, tag, &tlv))
        fail_msg("no object %04X in %04X", tag, outer);
    return tlv.value;
}

struct span issued_whole_object(const struct content *content, uint16_t outer,
                                uint16_t tag)
{
    struct tlv tlv;

    if (!find(content, outer, tag, &tlv))
        fail_msg("no object %04X in %04X", tag, outer);
    return tlv.object;
}

struct span issued_cv_key(struct span cv_cert)
{
    struct tlv outer;
    struct tlv body;

    assert_true(tlv_find(cv_cert, 0x7F21, &outer));
    assert_true(tlv_find(outer.value, 0x5F4E, &body));
    return span_sub(body.value, 32, body.value.len);
}

bool issued_verifies(struct span pubkey, struct span data,
                     struct span signature)
{
    EVP_PKEY *key = judge_key(pubkey);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool ok = EVP_DigestVerifyInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
              EVP_DigestVerify(ctx, signature.ptr, signature.len, data.ptr,
                               data.len) == 1;

    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(key);
    return ok;
}
