/* SPDX-License-Identifier: Apache-2.0
 *
 * The card of hostile.h.
 */
#include "tests/fuzz/host/hostile.h"

#include <stdlib.h>

#include "card/edge/apdu.h"
#include "card/edge/iso7816.h"
#include "card/edge/layout.h"
#include "card/port/posix/format.h"
#include "tests/fuzz/fuzz.h"

/* The next decision; 0, which is always the honest one, behind the end. */
static unsigned decide(struct hostile *h, unsigned below)
{
    uint8_t byte;

    if (h->input.len == 0)
        return 0;
    byte = h->input.ptr[0];
    h->input = span_of(h->input.ptr + 1, h->input.len - 1);
    return byte % below;
}

/* --- the honest answer ---------------------------------------------------- */

static size_t put_sw(uint8_t *resp, size_t len, unsigned sw)
{
    resp[len] = (uint8_t)(sw >> 8);
    resp[len + 1] = (uint8_t)sw;
    return len + 2;
}

static size_t answer_select(struct hostile *h, const struct apdu_cmd *cmd,
                            uint8_t *resp)
{
    size_t index = 0;
    const struct app_row *row;

    if (cmd->p1 == SELECT_P1_EF && cmd->data.len == 2) {
        h->ef = get_be16(cmd->data.ptr);
        return put_sw(resp, 0, 0x9000);
    }
    row = layout_app_next(cmd->data, &index);
    if (row == NULL)
        return put_sw(resp, 0, 0x6A82);
    h->app = (int)(row - layout_apps);
    h->ef = 0;
    return put_sw(resp, 0, 0x9000);
}

static size_t answer_read(struct hostile *h, const struct apdu_cmd *cmd,
                          uint8_t *resp, size_t cap)
{
    struct entry entry;
    struct span part;
    size_t off = (size_t)(cmd->p1 << 8 | cmd->p2);

    if (cmd->p1 & 0x80) {
        h->ef = cmd->p1 & 0x1F;
        off = cmd->p2;
    }
    if (h->app < 0 ||
        !format_find(h->body, ENTRY_FILE, (uint8_t)h->app, h->ef, &entry))
        return put_sw(resp, 0, 0x6A82);
    if (off >= entry.data.len)
        return put_sw(resp, 0, 0x6B00);
    part = span_sub(entry.data, off, cmd->ne);
    if (part.len + 2 > cap)
        part.len = cap - 2;
    memcpy(resp, part.ptr, part.len);
    return put_sw(resp, part.len, 0x9000);
}

static size_t answer_record(struct hostile *h, uint8_t *resp, size_t cap)
{
    struct entry entry;

    if (h->app < 0 ||
        !format_find(h->body, ENTRY_FILE, (uint8_t)h->app, 1, &entry) ||
        entry.data.len + 2 > cap)
        return put_sw(resp, 0, 0x6A83);
    memcpy(resp, entry.data.ptr, entry.data.len);
    return put_sw(resp, entry.data.len, 0x9000);
}

static size_t answer(struct hostile *h, const struct apdu_cmd *cmd,
                     uint8_t *resp, size_t cap)
{
    switch (cmd->ins) {
    case INS_SELECT: return answer_select(h, cmd, resp);
    case INS_READ_BINARY: return answer_read(h, cmd, resp, cap);
    case INS_READ_RECORD: return answer_record(h, resp, cap);
    case INS_VERIFY:
        if (cmd->data.len == 0)
            return put_sw(resp, 0, 0x63C3);
        return put_sw(resp, 0, 0x9000);
    case INS_COMPUTE_DS:
        memset(resp, 0x5A, 256);
        return put_sw(resp, 256, 0x9000);
    case INS_GET_CHALLENGE:
        memset(resp, 0xA5, cmd->ne);
        return put_sw(resp, cmd->ne, 0x9000);
    default: return put_sw(resp, 0, 0x9000);
    }
}

/* --- lies ----------------------------------------------------------------- */

static size_t fill(struct hostile *h, uint8_t *resp, size_t len)
{
    struct fuzz_random r = { 1u + decide(h, 256) * 256u + decide(h, 256) };

    for (size_t i = 0; i < len; i++)
        resp[i] = (uint8_t)fuzz_next(&r);
    return len;
}

static size_t flip(struct hostile *h, uint8_t *resp, size_t len, size_t within)
{
    size_t reach = len < within ? len : within;

    for (unsigned n = decide(h, 6) + 1; n != 0 && reach != 0; n--)
        resp[(decide(h, 256) << 8 | decide(h, 256)) % reach] ^=
            (uint8_t)(1u + decide(h, 255));
    return len;
}

static size_t any_sw(struct hostile *h, uint8_t *resp, size_t len)
{
    static const uint16_t words[] = {
        0x9000, 0x63C0, 0x63C1, 0x63C2, 0x63CF, 0x6300, 0x6281, 0x6282,
        0x6400, 0x6700, 0x6982, 0x6983, 0x6984, 0x6985, 0x6986, 0x6A80,
        0x6A82, 0x6A83, 0x6A86, 0x6A88, 0x6B00, 0x6C00, 0x6C10, 0x6D00,
        0x6E00, 0x6F00, 0x6100, 0x6101, 0x61FF, 0x0000, 0xFFFF, 0x9001,
    };

    return put_sw(resp, len, words[decide(h, ARRAY_LEN(words))]);
}

/* Turns an honest answer of len bytes into what the card says. */
static size_t lie(struct hostile *h, uint8_t *resp, size_t len, size_t cap)
{
    switch (decide(h, 20)) {
    case 12: return any_sw(h, resp, 0);
    case 13: return any_sw(h, resp, len - 2);
    case 14: return fill(h, resp, decide(h, 256));
    case 15: return put_sw(resp, fill(h, resp, decide(h, 256)), 0x9000);
    case 16: return put_sw(resp, (len - 2) * decide(h, 256) / 256, 0x9000);
    case 17: return put_sw(resp, flip(h, resp, len - 2, len), 0x9000);
    case 18: /* where tags and lengths stand */
        return put_sw(resp, flip(h, resp, len - 2, 24), 0x9000);
    case 19: /* far more than was asked for */
        return put_sw(resp, fill(h, resp, (cap - 2) * decide(h, 256) / 256),
                      0x9000);
    default: return len;
    }
}

/* --- the transport -------------------------------------------------------- */

/* No value without a counter: the exchange before must have told 63Cx with
 * more than one try left (the callers here never allow the last one). */
static void watch(struct hostile *h, const struct apdu_cmd *cmd)
{
    if (cmd->ins == INS_VERIFY && cmd->data.len != 0 && h->tries < 2)
        fuzz_fail("a value was sent without tries left");
}

static void note_tries(struct hostile *h, const struct apdu_cmd *cmd,
                       const uint8_t *resp, size_t len)
{
    bool rest = cmd->ins == INS_GET_RESPONSE; /* of whatever was before it */
    bool query = cmd->ins == INS_VERIFY && cmd->data.len == 0;
    bool told =
        len >= 2 && resp[len - 2] == 0x63 && (resp[len - 1] & 0xF0) == 0xC0;

    /* Between the query and the value may stand a SELECT of the PIN's file */
    if (cmd->ins == INS_SELECT && cmd->p1 == SELECT_P1_EF)
        return;
    if ((query || rest) && told)
        h->tries = resp[len - 1] & 0x0F;
    else if (!rest)
        h->tries = -1;
}

static enum inkan_rc transmit(void *conn, const uint8_t *raw, size_t raw_len,
                              uint8_t *resp, size_t cap, size_t *out_len)
{
    static const enum inkan_rc failures[] = { INKAN_COMM, INKAN_RESET,
                                              INKAN_REMOVED, INKAN_MUTE };
    struct hostile *h = conn;
    struct apdu_cmd cmd;

    if (!apdu_cmd_parse(span_of(raw, raw_len), &cmd))
        fuzz_fail("no APDU was sent");
    watch(h, &cmd);
    h->answers++;
    if (decide(h, 97) == 96) {
        h->tries = -1;
        return failures[decide(h, ARRAY_LEN(failures))];
    }
    *out_len = lie(h, resp, answer(h, &cmd, resp, cap), cap);
    note_tries(h, &cmd, resp, *out_len);
    return INKAN_OK;
}

static enum inkan_rc list(void *self, struct inkan_reader *out, size_t cap,
                          size_t *out_count)
{
    (void)self;
    (void)out;
    (void)cap;
    *out_count = 0;
    return INKAN_OK;
}

static enum inkan_rc connect(void *self, const char *reader,
                             uint32_t deadline_ms, void **out_conn)
{
    (void)reader;
    (void)deadline_ms;
    *out_conn = self;
    return INKAN_OK;
}

static enum inkan_rc begin(void *conn, uint32_t deadline_ms)
{
    struct hostile *h = conn;

    (void)deadline_ms;
    return decide(h, 16) == 15 ? INKAN_RESET : INKAN_OK;
}

static enum inkan_rc end(void *conn, enum inkan_leave how)
{
    (void)conn;
    (void)how;
    return INKAN_OK;
}

static enum inkan_rc alive(void *conn)
{
    (void)conn;
    return INKAN_OK;
}

static void disconnect(void *conn, enum inkan_leave how)
{
    (void)conn;
    (void)how;
}

struct inkan_transport hostile_transport(struct hostile *h)
{
    return (struct inkan_transport){ .self = h,
                                     .list = list,
                                     .connect = connect,
                                     .begin = begin,
                                     .transmit = transmit,
                                     .end = end,
                                     .alive = alive,
                                     .disconnect = disconnect };
}
