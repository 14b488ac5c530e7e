/* SPDX-License-Identifier: Apache-2.0
 *
 * The liar of hostile.h. It keeps no state of a card: each answer is chosen
 * by one byte of the input.
 */
#include "tests/fuzz/pkcs11/hostile.h"

#include <string.h>

uint8_t hostile_byte(struct hostile *h)
{
    uint8_t byte = h->in.len != 0 ? h->in.ptr[0] : 0;

    h->in = span_sub(h->in, 1, h->in.len);
    return byte;
}

/* Mostly OK: a service that always fails is soon known. */
static enum inkan_rc choose_rc(struct hostile *h)
{
    static const enum inkan_rc bad[] = { INKAN_REMOVED, INKAN_RESET,
                                         INKAN_COMM,    INKAN_MUTE,
                                         INKAN_BUSY,    INKAN_NO_SERVICE,
                                         INKAN_TIMEOUT };
    uint8_t byte = hostile_byte(h);

    return byte < 240 ? INKAN_OK : bad[byte % 7];
}

static enum inkan_rc list(void *self, struct inkan_reader *out, size_t cap,
                          size_t *out_count)
{
    struct hostile *h = self;
    uint8_t byte = hostile_byte(h);
    size_t count = byte < 250 ? 1 : (size_t)(byte - 250) * 5;

    if (count > cap)
        count = cap;
    memset(out, 0, count * sizeof(*out));
    for (size_t i = 0; i < count; i++) {
        memset(out[i].name, 'r', i + 1);
        out[i].present = byte < 245;
        out[i].events = byte < 240 ? 1 : byte;
    }
    *out_count = count;
    return byte == 255 ? INKAN_NO_SERVICE : INKAN_OK;
}

static enum inkan_rc wait_for(void *self, const struct inkan_reader *known,
                              size_t count, uint32_t timeout_ms)
{
    (void)self;
    (void)known;
    (void)count;
    (void)timeout_ms;
    return INKAN_OK;
}

static void cancel(void *self)
{
    (void)self;
}

static enum inkan_rc connect(void *self, const char *reader,
                             uint32_t deadline_ms, void **out_conn)
{
    (void)reader;
    (void)deadline_ms;
    *out_conn = self;
    return choose_rc(self) == INKAN_OK ? INKAN_OK : INKAN_NO_CARD;
}

static enum inkan_rc begin(void *conn, uint32_t deadline_ms)
{
    (void)deadline_ms;
    return choose_rc(conn);
}

static size_t put_sw(uint8_t *resp, size_t len, unsigned sw)
{
    resp[len] = (uint8_t)(sw >> 8);
    resp[len + 1] = (uint8_t)sw;
    return len + 2;
}

/* What a true card would say, as far as one can without state. */
static size_t be_honest(struct hostile *h, const uint8_t *cmd, size_t len,
                        uint8_t *resp, size_t cap)
{
    struct span data = span_of(NULL, 0);

    if (cmd[1] == 0x20)
        return put_sw(resp, 0,
                      len > 5 ? 0x9000 : (cmd[3] == 0x98 ? 0x63C3 : 0x63C5));
    if (cmd[1] == 0xB0 && cmd[2] == 0x8A)
        data = h->auth_der;
    else if (cmd[1] == 0xB0 && cmd[2] == 0x81)
        data = h->sign_der;
    else if (cmd[1] == 0xB0 && (cmd[2] == 0x8B || cmd[2] == 0x82))
        data = h->ca_der;
    else if (cmd[1] == 0x2A)
        data = span_of(h->true_signature, 256);
    else if (cmd[1] == 0xB0 && cmd[2] == 0x88)
        data = span_of((const uint8_t *)"\x8F\x8F\x00", 3);
    if (data.len + 2 > cap)
        return put_sw(resp, 0, 0x6700);
    if (data.len != 0)
        memcpy(resp, data.ptr, data.len);
    return put_sw(resp, data.len, 0x9000);
}

static size_t lie(struct hostile *h, uint8_t *resp, size_t len, size_t cap)
{
    static const uint16_t words[] = { 0x9000, 0x63C0, 0x63C1, 0x63CF,
                                      0x6982, 0x6983, 0x6984, 0x6A82,
                                      0x6A86, 0x6D00, 0x6C00, 0x6C10,
                                      0x6100, 0x61FF, 0x6F00, 0x0000 };
    uint8_t kind = hostile_byte(h);
    size_t more = hostile_byte(h);

    switch (kind % 6) {
    case 0: return put_sw(resp, 0, words[more % 16]);
    case 1: return len > 4 ? len - 2 - more % (len - 2) : len; /* cut */
    case 2: resp[more * 7 % len] ^= (uint8_t)(kind | 1); return len;
    case 3: return more % 3; /* hardly anything */
    case 4:
        for (size_t i = 0; i < more * 4 && i + 2 < cap; i++)
            resp[i] = (uint8_t)(i * kind);
        return put_sw(resp, more * 4 + 2 < cap ? more * 4 : 0, 0x9000);
    default: return put_sw(resp, len - 2, words[more % 16]);
    }
}

static enum inkan_rc transmit(void *conn, const uint8_t *cmd, size_t cmd_len,
                              uint8_t *resp, size_t cap, size_t *out_len)
{
    struct hostile *h = conn;
    uint8_t byte = hostile_byte(h);

    if (cmd_len > 5 && cmd[1] == 0x20)
        h->verifies[cmd[3] == 0x9B]++;
    *out_len = be_honest(h, cmd, cmd_len, resp, cap);
    if (byte >= 200)
        *out_len = lie(h, resp, *out_len, cap);
    if (byte == 255)
        return INKAN_REMOVED;
    return *out_len < 2 ? INKAN_COMM : INKAN_OK;
}

static enum inkan_rc end(void *conn, enum inkan_leave how)
{
    (void)how;
    return choose_rc(conn);
}

static enum inkan_rc alive(void *conn)
{
    return hostile_byte(conn) < 248 ? INKAN_OK : INKAN_REMOVED;
}

static void disconnect(void *conn, enum inkan_leave how)
{
    (void)conn;
    (void)how;
}

static bool has_pinpad(void *conn)
{
    return hostile_byte(conn) > 240;
}

static enum inkan_rc pinpad_verify(void *conn,
                                   const struct inkan_pinpad_request *req,
                                   uint8_t *resp, size_t cap, size_t *out_len)
{
    (void)req;
    (void)cap;
    *out_len = put_sw(resp, 0, hostile_byte(conn) < 128 ? 0x9000 : 0x63C2);
    return INKAN_OK;
}

struct inkan_transport hostile_transport(struct hostile *h)
{
    return (struct inkan_transport){
        .self = h,
        .list = list,
        .wait = wait_for,
        .cancel = cancel,
        .connect = connect,
        .begin = begin,
        .transmit = transmit,
        .end = end,
        .alive = alive,
        .disconnect = disconnect,
        .has_pinpad = has_pinpad,
        .pinpad_verify = pinpad_verify,
    };
}
