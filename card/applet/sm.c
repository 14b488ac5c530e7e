/* SPDX-License-Identifier: Apache-2.0
 *
 * Secure messaging of the text application: the envelope of a command and of
 * its answer (card/README.md). It hides data and proves nothing: there is no
 * MAC in it.
 */
#include "card/applet/internal.h"
#include "card/edge/tlv.h"

enum sm_state { SM_NONE, SM_OPEN, SM_LOST };

#define TAG_CRYPTOGRAM 0x86 /* 01 and what was padded and encrypted */
#define TAG_LE         0x96 /* 00 and two bytes of Le */
#define PADDING_ISO    0x01 /* first byte of a cryptogram */
#define PADDING_MARK   0x80
#define WRAP_HEAD_MAX  5 /* 86 82 hh ll 01 */

static const uint8_t zero_iv[AES_BLOCK];

void sm_end(struct card *card)
{
    wipe(&card->sm, sizeof(card->sm));
    card->sm.state = SM_NONE;
}

void sm_start(struct card *card, const uint8_t key[AES_BLOCK])
{
    sm_end(card);
    memcpy(card->sm.key, key, AES_BLOCK);
    card->sm.state = SM_OPEN;
}

static sw_t lose(struct card *card)
{
    sm_end(card);
    card->sm.state = SM_LOST;
    return SW_SM_WRONG;
}

static void count(uint8_t counter[AES_BLOCK])
{
    for (size_t i = AES_BLOCK; i-- != 0 && ++counter[i] == 0;)
        ;
}

/* The IV of this command and its answer is the encrypted counter. */
static bool crypt(const struct card *card, bool encrypt, uint8_t *data,
                  size_t len)
{
    const struct port *port = card->port;
    uint8_t iv[AES_BLOCK];

    memcpy(iv, card->sm.counter, AES_BLOCK);
    return port->aes_cbc(card->ctx, true, card->sm.key, zero_iv, iv,
                         AES_BLOCK) &&
           port->aes_cbc(card->ctx, encrypt, card->sm.key, iv, data, len);
}

/* Length without the padding 80 00 .. 00; false when there is none. */
static bool unpad(const uint8_t *data, size_t *len)
{
    size_t n = *len;

    while (n != 0 && data[n - 1] == 0)
        n--;
    if (n == 0 || data[n - 1] != PADDING_MARK)
        return false;
    *len = n - 1;
    return true;
}

/* The object of a command that sends data. */
static sw_t open_cryptogram(const struct card *card, uint8_t *raw,
                            struct span value, struct apdu_cmd *cmd)
{
    size_t len = value.len - 1;
    uint8_t *data;

    if (value.len < 1 + AES_BLOCK || len % AES_BLOCK != 0 ||
        value.ptr[0] != PADDING_ISO)
        return SW_SM_WRONG;
    data = raw + (value.ptr + 1 - raw);
    if (!crypt(card, false, data, len))
        return SW_EXECUTION;
    if (!unpad(data, &len))
        return SW_SM_WRONG;
    cmd->data = span_of(data, len);
    return SW_OK;
}

/* The object of a command that wants data; 0000 means all there is. */
static sw_t open_le(struct span value, struct apdu_cmd *cmd)
{
    uint16_t le;

    if (value.len != 3 || value.ptr[0] != 0)
        return SW_SM_WRONG;
    le = get_be16(value.ptr + 1);
    cmd->ne = le == 0 ? APDU_NE_MAX : le;
    cmd->data = span_none();
    return SW_OK;
}

sw_t sm_unwrap(struct card *card, uint8_t *raw, struct apdu_cmd *cmd)
{
    struct span rest = cmd->data;
    struct tlv object;
    sw_t sw = SW_SM_WRONG;

    if (card->sm.state == SM_NONE)
        return SW_SM_UNSUPPORTED;
    if (card->sm.state == SM_LOST)
        return SW_SM_LOST;
    count(card->sm.counter);
    if (cmd->cla == CLA_ISO_SM_HEADER)
        return SW_SM_MISSING;
    if (!tlv_next(&rest, &object) || rest.len != 0)
        return lose(card);
    if (cmd->ins == INS_READ_BINARY && object.tag == TAG_LE)
        sw = open_le(object.value, cmd);
    if (cmd->ins != INS_READ_BINARY && object.tag == TAG_CRYPTOGRAM)
        sw = open_cryptogram(card, raw, object.value, cmd);
    return sw == SW_SM_WRONG ? lose(card) : sw;
}

struct wbuf sm_room(const struct wbuf *out, uint32_t outer_ne)
{
    size_t room = out->cap - out->len;

    if (outer_ne != 0 && outer_ne < room)
        room = outer_ne;
    if (room < WRAP_HEAD_MAX + AES_BLOCK)
        return wbuf_of(out->ptr + out->len, 0);
    room -= WRAP_HEAD_MAX;
    room -= room % AES_BLOCK;
    /* Padding takes one byte at least. */
    return wbuf_of(out->ptr + out->len + WRAP_HEAD_MAX, room - 1);
}

sw_t sm_wrap(const struct card *card, const struct wbuf *plain,
             struct wbuf *out)
{
    size_t len = plain->len;
    size_t padded = len - len % AES_BLOCK + AES_BLOCK;
    uint8_t *at;

    if (len == 0)
        return SW_OK;
    memset(plain->ptr + len, 0, padded - len);
    plain->ptr[len] = PADDING_MARK;
    if (!crypt(card, true, plain->ptr, padded))
        return SW_EXECUTION;
    tlv_put_head(out, TAG_CRYPTOGRAM, 1 + padded);
    wbuf_put_u8(out, PADDING_ISO);
    at = wbuf_reserve(out, padded);
    if (at == NULL)
        return SW_LENGTH;
    memmove(at, plain->ptr, padded);
    return SW_OK;
}
