/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands that use a private key to sign: COMPUTE DIGITAL SIGNATURE and
 * INTERNAL AUTHENTICATE.
 */
#include "card/applet/internal.h"

/* DigestInfo of SHA-256 up to the hash: RFC 8017 9.2, note 1. */
static const uint8_t digest_info_head[] = { 0x30, 0x31, 0x30, 0x0D, 0x06,
                                            0x09, 0x60, 0x86, 0x48, 0x01,
                                            0x65, 0x03, 0x04, 0x02, 0x01,
                                            0x05, 0x00, 0x04, 0x20 };

#define CHALLENGE_MAX 255

enum input { RAW, HASH, MESSAGE };
enum padding { AS_IT_IS, DIGEST_INFO, PSS };

/* What P1 of COMPUTE DIGITAL SIGNATURE means: card/README.md. */
struct ds_row {
    uint8_t input;
    uint8_t padding;
};

/* clang-format off */
static const struct ds_row ds_rows[] = {
    /*                       given    padded as */
    [DS_RAW]             = { RAW,     AS_IT_IS },
    [DS_BARE_HASH]       = { MESSAGE, AS_IT_IS },
    [DS_HASH_GIVEN]      = { HASH,    DIGEST_INFO },
    [DS_HASH_ON_CARD]    = { MESSAGE, DIGEST_INFO },
    [DS_PSS_HASH_GIVEN]  = { HASH,    PSS },
    [DS_PSS_HASH_ON_CARD] = { MESSAGE, PSS },
};
/* clang-format on */

static sw_t sign_bytes(const struct card *card, enum key_id key,
                       struct span bytes, uint8_t *sig)
{
    return card->port->rsa_sign(card->ctx, key, bytes, sig) ? SW_OK
                                                            : SW_EXECUTION;
}

static sw_t sign_digest_info(const struct card *card, enum key_id key,
                             const uint8_t hash[SHA256_LEN], uint8_t *sig)
{
    uint8_t info[sizeof(digest_info_head) + SHA256_LEN];
    struct wbuf w = wbuf_of(info, sizeof(info));

    wbuf_put(&w, span_of(digest_info_head, sizeof(digest_info_head)));
    wbuf_put(&w, span_of(hash, SHA256_LEN));
    return sign_bytes(card, key, wbuf_span(&w), sig);
}

static sw_t sign_hash(const struct card *card, enum key_id key,
                      enum padding padding, const uint8_t hash[SHA256_LEN],
                      uint8_t *sig)
{
    switch (padding) {
    case AS_IT_IS: return sign_bytes(card, key, span_of(hash, SHA256_LEN), sig);
    case DIGEST_INFO: return sign_digest_info(card, key, hash, sig);
    case PSS:
        return card->port->rsa_sign_pss(card->ctx, key, hash, sig)
                   ? SW_OK
                   : SW_EXECUTION;
    }
    return SW_EXECUTION;
}

/* Lengths that do not fit are answered 6700 where 6985 is as likely on a
 * real card: assumed. */
static bool is_input_len(enum input input, size_t len)
{
    switch (input) {
    case RAW: return len <= RSA_RAW_MAX;
    case HASH: return len == SHA256_LEN;
    case MESSAGE: return true;
    }
    return false;
}

static sw_t sign_as(const struct card *card, enum key_id key,
                    const struct ds_row *how, struct span data, uint8_t *sig)
{
    uint8_t hash[SHA256_LEN];

    if (how->input == RAW)
        return sign_bytes(card, key, data, sig);
    if (how->input == HASH)
        memcpy(hash, data.ptr, SHA256_LEN);
    else if (!card->port->sha256(card->ctx, data, hash))
        return SW_EXECUTION;
    return sign_hash(card, key, (enum padding)how->padding, hash, sig);
}

/* The key that P2 names becomes the current EF. */
static sw_t find_key(struct card *card, uint8_t p2)
{
    uint8_t fid = layout_apps[card->app].default_key;
    sw_t sw;

    if (p2 != P_DEFAULT_KEY)
        sw = file_refer(card, p2);
    else
        sw = fid != 0 ? file_select(card, fid) : SW_P1P2; /* assumed */
    if (sw != SW_OK)
        return sw;
    if (card->ef->kind == EF_AUTH)
        return SW_CONDITIONS; /* assumed */
    return card->ef->kind == EF_KEY ? SW_OK : SW_STRUCTURE;
}

sw_t cmd_sign(struct card *card, const struct apdu_cmd *cmd, struct wbuf *out)
{
    const struct ds_row *how;
    uint8_t *sig;
    sw_t sw;

    if (cmd->p1 >= ARRAY_LEN(ds_rows))
        return SW_P1P2;
    how = &ds_rows[cmd->p1];
    if (how->padding == PSS && card->config->no_pss)
        return SW_P1P2;
    sw = find_key(card, cmd->p2);
    if (sw != SW_OK)
        return sw;
    if (!file_is_open(card, card->ef))
        return SW_SECURITY;
    if (!is_input_len((enum input)how->input, cmd->data.len) ||
        cmd->ne < RSA_LEN)
        return SW_LENGTH;
    sig = wbuf_reserve(out, RSA_LEN);
    if (sig == NULL)
        return SW_LENGTH;
    sw = sign_as(card, (enum key_id)card->ef->ref, how, cmd->data, sig);
    if (card->config->oneshot)
        card->verified &= (guard_t)~card->ef->guard;
    return sw;
}

sw_t cmd_internal_auth(struct card *card, const struct apdu_cmd *cmd,
                       struct wbuf *out)
{
    uint8_t hash[SHA256_LEN];
    uint8_t *sig;
    sw_t sw;

    if (cmd->p1 != 0)
        return SW_P1P2;
    sw = file_refer(card, cmd->p2);
    if (sw != SW_OK)
        return sw;
    if (card->ef->kind == EF_KEY)
        return file_is_open(card, card->ef) ? SW_CONDITIONS : SW_SECURITY;
    if (card->ef->kind != EF_AUTH)
        return SW_STRUCTURE;
    if (cmd->data.len > CHALLENGE_MAX || cmd->ne < RSA_LEN)
        return SW_LENGTH;
    sig = wbuf_reserve(out, RSA_LEN);
    if (sig == NULL)
        return SW_LENGTH;
    if (!card->port->sha256(card->ctx, cmd->data, hash))
        return SW_EXECUTION;
    return sign_digest_info(card, (enum key_id)card->ef->ref, hash, sig);
}
