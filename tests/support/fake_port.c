/* SPDX-License-Identifier: Apache-2.0
 *
 * The functions of fake_port.h. Signatures are not signatures: 256 times the
 * number of the key, below 40 so that no byte looks like a guarded file.
 */
#include "tests/support/fake_port.h"
#include "tests/support/persona.h"
#include "tests/support/soft_crypto.h"

#include <stdlib.h>

#define MARK_FREE    0x10
#define MARK_GUARDED 0xC0
#define FAKE_RANDOM  0x3A

static void note(struct fake_card *fake, enum fake_event event)
{
    if (fake->log_len < FAKE_LOG_MAX)
        fake->log[fake->log_len++] = (char)event;
}

static size_t find_file(enum app_id app, uint16_t fid)
{
    size_t i = 0;

    while (i < persona_file_count &&
           (persona_files[i].app != app || persona_files[i].fid != fid))
        i++;
    return i;
}

static struct span fake_file(void *ctx, enum app_id app, uint16_t fid)
{
    const struct fake_card *fake = ctx;
    size_t i = find_file(app, fid);

    return i < persona_file_count ? fake->files[i] : span_none();
}

static bool fake_nv_read(void *ctx, unsigned page, uint8_t out[NV_PAGE_LEN])
{
    struct fake_card *fake = ctx;

    if (fake->dead || page >= NV_PAGE_COUNT)
        return false;
    note(fake, FAKE_READ);
    memcpy(out, fake->pages[page], NV_PAGE_LEN);
    return true;
}

static bool fake_nv_write(void *ctx, unsigned page,
                          const uint8_t in[NV_PAGE_LEN])
{
    struct fake_card *fake = ctx;

    if (fake->dead || fake->refuse_writes || page >= NV_PAGE_COUNT)
        return false;
    if (fake->cut_at != 0 && --fake->cut_at == 0) {
        if (fake->torn_erases)
            memset(fake->pages[page], 0xFF, NV_PAGE_LEN);
        memcpy(fake->pages[page], in, fake->torn_len);
        note(fake, FAKE_TORN);
        fake->dead = true;
        return false;
    }
    memcpy(fake->pages[page], in, NV_PAGE_LEN);
    note(fake, FAKE_WRITE);
    fake->writes++;
    return true;
}

static bool fake_random(void *ctx, uint8_t *out, size_t len)
{
    const struct fake_card *fake = ctx;

    memset(out, FAKE_RANDOM, len);
    return !fake->refuse_crypto;
}

static bool fake_sha256(void *ctx, struct span in, uint8_t out[SHA256_LEN])
{
    const struct fake_card *fake = ctx;

    if (fake->identity_cipher)
        memset(out, 0, SHA256_LEN);
    else
        soft_sha256(in, out);
    return !fake->refuse_crypto;
}

static bool sign(struct fake_card *fake, enum key_id key, struct span in,
                 bool pss, uint8_t out[RSA_LEN])
{
    if (fake->refuse_crypto)
        return false;
    fake->key = key;
    fake->signed_len = in.len;
    memcpy(fake->signed_bytes, in.ptr, in.len);
    fake->signed_pss = pss;
    fake->signatures++;
    memset(out, (int)key + 1, RSA_LEN);
    return true;
}

static bool fake_rsa_sign(void *ctx, enum key_id key, struct span in,
                          uint8_t out[RSA_LEN])
{
    return in.len >= 1 && in.len <= RSA_RAW_MAX &&
           sign(ctx, key, in, false, out);
}

static bool fake_rsa_sign_pss(void *ctx, enum key_id key,
                              const uint8_t hash[SHA256_LEN],
                              uint8_t out[RSA_LEN])
{
    return sign(ctx, key, span_of(hash, SHA256_LEN), true, out);
}

/* As identity: one byte of length, then the message. */
static bool fake_rsa_decrypt_oaep(void *ctx, enum key_id key, struct span in,
                                  uint8_t *out, size_t cap, size_t *out_len,
                                  bool *too_big)
{
    const struct fake_card *fake = ctx;

    *too_big = false;
    if (fake->refuse_crypto)
        return false;
    if (!fake->identity_cipher)
        return soft_rsa_decrypt_oaep(persona_keys[key], in, out, cap, out_len,
                                     too_big);
    if (in.ptr[0] == 0xFF) {
        *too_big = true;
        return false;
    }
    if (in.ptr[0] > cap || in.ptr[0] >= in.len)
        return false;
    *out_len = in.ptr[0];
    memcpy(out, in.ptr + 1, *out_len);
    return true;
}

static bool fake_aes_cbc(void *ctx, bool encrypt, const uint8_t key[AES_BLOCK],
                         const uint8_t iv[AES_BLOCK], uint8_t *data, size_t len)
{
    const struct fake_card *fake = ctx;

    if (fake->refuse_crypto)
        return false;
    if (!fake->identity_cipher)
        soft_aes_cbc(encrypt, key, iv, data, len);
    return true;
}

static const struct port fake_port = {
    .file = fake_file,
    .nv_read = fake_nv_read,
    .nv_write = fake_nv_write,
    .random = fake_random,
    .sha256 = fake_sha256,
    .rsa_sign = fake_rsa_sign,
    .rsa_sign_pss = fake_rsa_sign_pss,
    .rsa_decrypt_oaep = fake_rsa_decrypt_oaep,
    .aes_cbc = fake_aes_cbc,
};

/* On some kind of token, that is: a phone guards what a card does not. */
static bool is_guarded(enum app_id app, uint16_t fid)
{
    const struct file_row *card = layout_file(app, fid, ON_CARD);
    const struct file_row *phone = layout_file(app, fid, ON_PHONE);

    return (card != NULL && card->guard != GUARD_FREE) ||
           (phone != NULL && phone->guard != GUARD_FREE);
}

uint8_t fake_mark(enum app_id app, uint16_t fid)
{
    size_t i = find_file(app, fid);

    if (i == persona_file_count)
        return 0;
    return is_guarded(app, fid) ? (uint8_t)(MARK_GUARDED + i) : MARK_FREE;
}

/* Records keep their lengths; everything else is nothing but its mark. */
static bool is_marked(const struct persona_file *file)
{
    const struct file_row *row = layout_file(file->app, file->fid, ON_BOTH);

    return row == NULL || row->kind == EF_DATA;
}

static void load_files(struct fake_card *fake, enum fake_files files)
{
    size_t used = 0;

    for (size_t i = 0; i < persona_file_count; i++) {
        const struct persona_file *file = &persona_files[i];

        if (used + file->len > FAKE_POOL_LEN || i == FAKE_FILE_MAX)
            abort();
        persona_expand(file, fake->pool + used);
        if (files == FAKE_MARKED && is_marked(file))
            memset(fake->pool + used, fake_mark(file->app, file->fid),
                   file->len);
        fake->files[i] = span_of(fake->pool + used, file->len);
        used += file->len;
    }
}

void fake_init(struct fake_card *fake, enum fake_files files)
{
    memset(fake, 0, sizeof(*fake));
    fake->config = persona_config;
    fake->torn_len = NV_PAGE_LEN / 2;
    load_files(fake, files);
    persona_format(fake->pages);
    card_init(&fake->card, &fake_port, fake, &fake->config);
}

void fake_power_on(struct fake_card *fake)
{
    fake->dead = false;
    fake->cut_at = 0;
    card_reset(&fake->card, CARD_POWER_ON);
}

size_t fake_transmit_raw(struct fake_card *fake, uint8_t *cmd, size_t cmd_len,
                         uint8_t *out, size_t cap)
{
    size_t len;

    if (fake->dead)
        return 0;
    len = card_process(&fake->card, cmd, cmd_len, out, cap);
    return fake->dead ? 0 : len;
}

size_t fake_transmit(struct fake_card *fake, struct span cmd, uint8_t *out,
                     size_t cap)
{
    uint8_t *copy = malloc(cmd.len != 0 ? cmd.len : 1);
    size_t len;

    if (copy == NULL)
        abort();
    if (cmd.len != 0)
        memcpy(copy, cmd.ptr, cmd.len);
    len = fake_transmit_raw(fake, copy, cmd.len, out, cap);
    free(copy);
    return len;
}
