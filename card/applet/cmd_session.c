/* SPDX-License-Identifier: Apache-2.0
 *
 * SET SESSION KEY: the host sends a seed under the card's RSA key and secure
 * messaging (sm.c) begins. Only the text application does it; how the others
 * refuse was seen on cards.
 */
#include "card/applet/internal.h"
#include "card/edge/tlv.h"

#define TAG_SEEDS      0xA0
#define TAG_ENCRYPTION 0x80
#define SEED_LEN       32
#define MESSAGE_LEN    (2 + 2 + SEED_LEN)

static sw_t refusal(enum app_id app)
{
    switch (app) {
    case APP_TEXT: return SW_OK;
    case APP_COMMON:
    case APP_VISUAL: return SW_NO_SM_HERE;
    case APP_JPKI:
    case APP_JUKI: return SW_SECURITY;
    case APP_LICENCE: return SW_SECURITY; /* assumed */
    case APP_ISD: return SW_CONDITIONS;   /* assumed */
    case APP_COUNT: break;
    }
    return SW_CONDITIONS;
}

/* `A0 22 80 20` and the seed; two seeds, or the other one, are refused. */
static bool find_seed(struct span message, struct span *out)
{
    struct tlv outer;
    struct tlv inner;

    if (!tlv_next(&message, &outer) || message.len != 0 ||
        outer.tag != TAG_SEEDS)
        return false;
    if (!tlv_next(&outer.value, &inner) || outer.value.len != 0 ||
        inner.tag != TAG_ENCRYPTION || inner.value.len != SEED_LEN)
        return false;
    *out = inner.value;
    return true;
}

static sw_t take_seed(struct card *card, struct span secret)
{
    uint8_t message[MESSAGE_LEN];
    struct span seed;
    size_t len = 0;
    bool too_big = false;
    sw_t sw = SW_WRONG_DATA;

    if (card->port->rsa_decrypt_oaep(card->ctx, KEY_SESSION, secret, message,
                                     sizeof(message), &len, &too_big) &&
        find_seed(span_of(message, len), &seed)) {
        sm_start(card, seed.ptr);
        sw = SW_OK;
    }
    wipe(message, sizeof(message));
    return too_big ? SW_UNSPECIFIED : sw;
}

sw_t cmd_set_session_key(struct card *card, const struct apdu_cmd *cmd,
                         struct wbuf *out)
{
    sw_t sw;

    (void)out;
    if (cmd->p1 != 0 || cmd->p2 != 0)
        return SW_P1P2;
    sw = refusal((enum app_id)card->app);
    if (sw != SW_OK)
        return sw;
    /* Before anything is decrypted, and number A or B do not do. */
    if ((card->verified & GUARD_PIN(PIN_TEXT)) == 0)
        return SW_SECURITY;
    if (cmd->data.len != RSA_LEN)
        return SW_LENGTH; /* assumed */
    return take_seed(card, cmd->data);
}
