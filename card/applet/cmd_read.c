/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands that read: READ BINARY, READ RECORD, GET DATA.
 */
#include "card/applet/internal.h"

#define P1_HAS_SFI       0x80
#define P2_RECORD_NUMBER 0x04 /* P2: SFI, then 1 0 0 = record number in P1 */
#define P2_RECORD_MODE   0x07
#define RECORD_LONG      0xFF /* record length as FF hh ll */

/* May the current EF of this kind be read now? */
static sw_t may_read(const struct card *card, enum ef_kind kind)
{
    if (card->ef->kind != (uint8_t)kind)
        return SW_STRUCTURE;
    if (!file_is_open(card, card->ef))
        return SW_SECURITY;
    return SW_OK;
}

static void put_part(struct wbuf *out, struct span s, uint32_t ne)
{
    size_t room = out->cap - out->len;

    wbuf_put(out, span_sub(s, 0, ne < room ? ne : room));
}

sw_t cmd_read_binary(struct card *card, const struct apdu_cmd *cmd,
                     struct wbuf *out)
{
    bool by_sfi = (cmd->p1 & P1_HAS_SFI) != 0;
    size_t off = by_sfi ? cmd->p2 : (size_t)cmd->p1 << 8 | cmd->p2;
    struct span content;
    sw_t sw = file_refer(card, by_sfi ? cmd->p1 : P_CURRENT_EF);

    if (sw == SW_OK)
        sw = may_read(card, EF_DATA);
    if (sw != SW_OK)
        return sw;
    content = file_content(card, card->ef);
    if (off >= content.len)
        return SW_OFFSET;
    put_part(out, span_sub(content, off, content.len - off), cmd->ne);
    return SW_OK;
}

/* Records are a tag of one byte, a length of one byte or FF hh ll, and the
 * value; they are numbered as they stand, from 1. */
static bool find_record(struct span in, unsigned number, struct span *out)
{
    size_t head;
    size_t len;

    while (in.len >= 2) {
        head = in.ptr[1] == RECORD_LONG ? 4 : 2;
        if (in.len < head)
            return false;
        len = head == 4 ? get_be16(in.ptr + 2) : in.ptr[1];
        if (len > in.len - head)
            return false;
        if (--number == 0) {
            *out = span_sub(in, 0, head + len);
            return true;
        }
        in = span_sub(in, head + len, in.len);
    }
    return false;
}

sw_t cmd_read_record(struct card *card, const struct apdu_cmd *cmd,
                     struct wbuf *out)
{
    struct span record;
    sw_t sw;

    if ((cmd->p2 & P2_RECORD_MODE) != P2_RECORD_NUMBER)
        return SW_FUNCTION;
    sw = file_refer(card, (uint8_t)(P_CURRENT_EF | cmd->p2 >> 3));
    if (sw == SW_OK)
        sw = may_read(card, EF_RECORD);
    if (sw != SW_OK)
        return sw;
    if (cmd->p1 == 0 ||
        !find_record(file_content(card, card->ef), cmd->p1, &record))
        return SW_NO_RECORD;
    put_part(out, record, cmd->ne);
    return SW_OK;
}

sw_t cmd_get_data(struct card *card, const struct apdu_cmd *cmd,
                  struct wbuf *out)
{
    uint16_t tag = (uint16_t)(cmd->p1 << 8 | cmd->p2);
    struct span object;

    if (card->app != APP_ISD)
        return SW_NO_OBJECT;
    object = card->port->file(card->ctx, APP_ISD, tag);
    if (object.len == 0)
        return SW_NO_OBJECT;
    /* Never a part: the host asks again with an extended Le. */
    if (object.len > cmd->ne)
        return SW_LENGTH;
    wbuf_put(out, object);
    return SW_OK;
}
