/* SPDX-License-Identifier: Apache-2.0
 *
 * Command APDUs, cases 1 to 4 of ISO/IEC 7816-3 12.1.3.
 * Must not judge what a command means: only where its parts lie.
 */
#include "card/edge/apdu.h"

static uint32_t short_ne(uint8_t le)
{
    return le == 0 ? APDU_SHORT_NE_MAX : le;
}

static uint32_t extended_ne(const uint8_t *p)
{
    uint16_t le = get_be16(p);

    return le == 0 ? APDU_NE_MAX : le;
}

/* Body of a short command: cases 2S, 3S, 4S. */
static bool parse_short(struct span body, struct apdu_cmd *out)
{
    size_t lc = body.ptr[0];

    if (body.len == 1) {
        out->ne = short_ne(body.ptr[0]);
        return true;
    }
    if (lc == 0 || body.len < 1 + lc || body.len > 2 + lc)
        return false;
    out->data = span_sub(body, 1, lc);
    if (body.len == 2 + lc)
        out->ne = short_ne(body.ptr[1 + lc]);
    return true;
}

/* Body that begins with 00 and is longer than one byte: cases 2E, 3E, 4E. */
static bool parse_extended(struct span body, struct apdu_cmd *out)
{
    size_t lc;

    out->extended = true;
    if (body.len < 3)
        return false;
    if (body.len == 3) {
        out->ne = extended_ne(body.ptr + 1);
        return true;
    }
    lc = get_be16(body.ptr + 1);
    if (lc == 0 || (body.len != 3 + lc && body.len != 5 + lc))
        return false;
    out->data = span_sub(body, 3, lc);
    if (body.len == 5 + lc)
        out->ne = extended_ne(body.ptr + 3 + lc);
    return true;
}

bool apdu_cmd_parse(struct span raw, struct apdu_cmd *out)
{
    struct span body;

    memset(out, 0, sizeof(*out));
    if (raw.len < 4)
        return false;
    out->cla = raw.ptr[0];
    out->ins = raw.ptr[1];
    out->p1 = raw.ptr[2];
    out->p2 = raw.ptr[3];
    body = span_sub(raw, 4, raw.len - 4);
    if (body.len == 0)
        return true;
    if (body.ptr[0] == 0 && body.len > 1)
        return parse_extended(body, out);
    return parse_short(body, out);
}

void apdu_cmd_put(struct wbuf *w, const struct apdu_cmd *cmd)
{
    bool extended = cmd->extended || cmd->data.len > APDU_SHORT_LC_MAX ||
                    cmd->ne > APDU_SHORT_NE_MAX;

    wbuf_put_u8(w, cmd->cla);
    wbuf_put_u8(w, cmd->ins);
    wbuf_put_u8(w, cmd->p1);
    wbuf_put_u8(w, cmd->p2);
    if (extended && (cmd->data.len != 0 || cmd->ne != 0))
        wbuf_put_u8(w, 0);
    if (cmd->data.len != 0) {
        if (extended)
            wbuf_put_be16(w, (uint16_t)cmd->data.len);
        else
            wbuf_put_u8(w, (uint8_t)cmd->data.len);
        wbuf_put(w, cmd->data);
    }
    if (cmd->ne != 0) {
        if (extended)
            wbuf_put_be16(w, (uint16_t)cmd->ne);
        else
            wbuf_put_u8(w, (uint8_t)cmd->ne);
    }
}
