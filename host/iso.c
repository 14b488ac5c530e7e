/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands and answers. Each function sends what it says and maps the answer.
 * Must not repeat a command that carries a secret, for whatever reason.
 */
#include "host/iso.h"

#include "card/edge/apdu.h"
#include "card/edge/iso7816.h"
#include "host/status.h"
#include "host/trace.h"

/* No command of ours has a body above 255 bytes; only Le is ever extended. */
#define CMD_CAP        (4 + 3 + 255 + 2)
#define CHAIN_MAX      512    /* 61xx in a row before we stop listening */
#define FILE_SHORT_MAX 0x8000 /* what 15 bits of offset can reach */
#define BLOCKS_MAX     512    /* of 128 bytes: twice what a file takes */

enum { OPEN = 0, SECRET = 1 };

static enum inkan_rc lost(struct inkan_card *card, enum inkan_rc rc)
{
    card->link_failed = true;
    card->app = -1;
    card->err.sw = 0;
    trace_failure(card, rc);
    return card_fail(card, rc);
}

/* Sends raw, answers into card->resp from at. *out_len counts data only; the
 * status word is in card->err.sw. */
static enum inkan_rc send_raw(struct inkan_card *card, struct span raw,
                              bool secret, size_t at, size_t *out_len)
{
    const struct inkan_transport *tp = &card->ink->transport;
    size_t cap = CARD_RESP_CAP - at;
    size_t len = 0;
    enum inkan_rc rc;

    if (clock_ms() >= card->end_ms)
        return card_fail(card, INKAN_TIMEOUT);
    trace_command(card, raw, secret);
    rc = tp->transmit(card->conn, raw.ptr, raw.len, card->resp + at, cap, &len);
    if (rc != INKAN_OK)
        return lost(card, rc);
    /* pcscd says OK with nothing when the card's end dies (decision A5). */
    if (len < 2 || len > cap)
        return lost(card, INKAN_COMM);
    if (at + len > card->resp_high)
        card->resp_high = at + len;
    trace_answer(card, span_of(card->resp + at, len));
    card->err.sw = get_be16(card->resp + at + len - 2);
    *out_len = len - 2;
    return INKAN_OK;
}

static enum inkan_rc send_cmd(struct inkan_card *card,
                              const struct apdu_cmd *cmd, bool secret,
                              size_t at, size_t *out_len)
{
    uint8_t raw[CMD_CAP];
    struct wbuf w = wbuf_of(raw, sizeof(raw));
    enum inkan_rc rc;

    apdu_cmd_put(&w, cmd);
    if (w.full)
        return card_fail(card, INKAN_ARG);
    rc = send_raw(card, wbuf_span(&w), secret, at, out_len);
    wipe(raw, sizeof(raw));
    return rc;
}

/* One command with all of its answer: 6Cxx asks again with the length that
 * the card wants (cards behind T=0 readers), 61xx fetches the rest. Data end
 * up in card->resp from at; the final word is in card->err.sw. INKAN_OK says
 * that there was an answer, not that it was 9000. */
static enum inkan_rc exchange(struct inkan_card *card, struct apdu_cmd cmd,
                              bool secret, size_t at, size_t *out_len)
{
    struct apdu_cmd more = { .cla = CLA_ISO, .ins = INS_GET_RESPONSE };
    size_t total = 0;
    size_t len;
    enum inkan_rc rc = send_cmd(card, &cmd, secret, at, &len);

    if (rc == INKAN_OK && card->err.sw >> 8 == 0x6C && !secret) {
        cmd.ne = card->err.sw & 0xFF ? card->err.sw & 0xFF : 256;
        cmd.extended = false;
        rc = send_cmd(card, &cmd, secret, at, &len);
    }
    for (unsigned n = 0; rc == INKAN_OK; n++) {
        total += len;
        if (card->err.sw >> 8 != 0x61)
            break;
        /* An endless tale, or more than any file holds. */
        if (n == CHAIN_MAX || at + total + 258 > CARD_RESP_CAP)
            return card_fail(card, INKAN_TOO_BIG);
        more.ne = card->err.sw & 0xFF ? card->err.sw & 0xFF : 256;
        rc = send_cmd(card, &more, OPEN, at + total, &len);
    }
    *out_len = total;
    return rc;
}

/* The meaning of the last status word, recorded. */
static enum inkan_rc judge(struct inkan_card *card)
{
    enum inkan_rc rc = status_rc(card->err.sw);

    return rc == INKAN_OK ? rc : card_fail(card, rc);
}

static enum inkan_rc exchange_ok(struct inkan_card *card,
                                 const struct apdu_cmd *cmd, bool secret,
                                 size_t *out_len)
{
    enum inkan_rc rc = exchange(card, *cmd, secret, 0, out_len);

    return rc == INKAN_OK ? judge(card) : rc;
}

/* --- selecting ------------------------------------------------------------ */

static enum inkan_rc send_select(struct inkan_card *card, enum app_id app)
{
    const struct app_row *row = &layout_apps[app];
    struct apdu_cmd cmd = { .cla = CLA_ISO,
                            .ins = INS_SELECT,
                            .p1 = SELECT_P1_DF_NAME,
                            .p2 = SELECT_P2_NO_FCI,
                            .data = { row->aid, row->aid_len } };
    size_t len;
    enum inkan_rc rc = exchange(card, cmd, OPEN, 0, &len);

    /* The first command after power-on may be answered so: card-spec.md 12 */
    if (rc == INKAN_OK && card->err.sw == SW_UNSPECIFIED)
        rc = exchange(card, cmd, OPEN, 0, &len);
    if (rc == INKAN_OK && card->err.sw == SW_OK)
        card->app = (int)app;
    return rc;
}

enum inkan_rc iso_has_app(struct inkan_card *card, enum app_id app, bool *out)
{
    enum inkan_rc rc = INKAN_OK;

    if (card->app != (int)app)
        rc = send_select(card, app);
    *out = rc == INKAN_OK && card->app == (int)app;
    return rc;
}

enum inkan_rc iso_select(struct inkan_card *card, enum app_id app)
{
    bool has;
    enum inkan_rc rc = iso_has_app(card, app, &has);

    if (rc != INKAN_OK || has)
        return rc;
    if (app != APP_JPKI) {
        rc = iso_has_app(card, APP_JPKI, &has);
        if (rc != INKAN_OK)
            return rc;
        if (has)
            return card_fail(card, INKAN_NOT_FOUND);
    }
    return card_fail(card, INKAN_NOT_OUR_CARD);
}

enum inkan_rc iso_drop(struct inkan_card *card)
{
    /* Selecting the application that is selected already clears nothing. */
    enum app_id other = card->app == APP_COMMON ? APP_JPKI : APP_COMMON;
    enum inkan_rc rc;

    card->end_ms = UINT64_MAX; /* dropping has no deadline of its own */
    rc = send_select(card, other);
    return rc == INKAN_OK ? judge(card) : rc;
}

static enum inkan_rc select_ef(struct inkan_card *card, uint16_t fid)
{
    uint8_t body[2];
    struct apdu_cmd cmd = { .cla = CLA_ISO,
                            .ins = INS_SELECT,
                            .p1 = SELECT_P1_EF,
                            .p2 = SELECT_P2_NO_FCI,
                            .data = { body, sizeof(body) } };
    size_t len;

    put_be16(body, fid);
    return exchange_ok(card, &cmd, OPEN, &len);
}

/* P1 or P2 that means the file, after selecting it where short identifiers
 * are not taken. */
static enum inkan_rc address(struct inkan_card *card, uint16_t fid,
                             uint8_t *out)
{
    if (!card->no_sfi) {
        *out = (uint8_t)P_SFI(fid);
        return INKAN_OK;
    }
    *out = P_CURRENT_EF;
    return select_ef(card, fid);
}

/* --- reading -------------------------------------------------------------- */

size_t iso_object_len(struct span head)
{
    size_t at = 1;

    if (head.len < 2)
        return 0;
    if ((head.ptr[0] & 0x1F) == 0x1F)
        at = 2;
    if (head.len <= at)
        return 0;
    if (head.ptr[at] <= 0x7F)
        return at + 1 + head.ptr[at];
    if (head.ptr[at] == 0x81 && head.len > at + 1)
        return at + 2 + head.ptr[at + 1];
    if (head.ptr[at] == 0x82 && head.len > at + 2)
        return at + 3 + get_be16(head.ptr + at + 1);
    return 0;
}

/* READ BINARY of the whole file by short identifier or of the current EF,
 * from its beginning, as much as one answer holds. */
static enum inkan_rc read_first(struct inkan_card *card, uint16_t fid,
                                size_t *out_len)
{
    struct apdu_cmd cmd = { .cla = CLA_ISO, .ins = INS_READ_BINARY };
    enum inkan_rc rc = address(card, fid, &cmd.p1);

    if (rc != INKAN_OK)
        return rc;
    if (cmd.p1 == P_CURRENT_EF)
        cmd.p1 = 0;
    cmd.ne = card->no_extended ? APDU_SHORT_NE_MAX : APDU_NE_MAX;
    return exchange(card, cmd, OPEN, 0, out_len);
}

/* May the command be tried again in a plainer form? Then the handle remembers
 * that this card, or its reader, wants it so. Readers that know no extended
 * lengths fail in the link, mostly before the card has seen anything; if it
 * has lost its state over that, the plainer READ says so. */
static bool make_plainer(struct inkan_card *card, enum inkan_rc rc)
{
    if (rc == INKAN_COMM && !card->no_extended) {
        card->no_extended = true;
        card->link_failed = false;
        return true;
    }
    if (rc != INKAN_OK || !status_is_form(card->err.sw))
        return false;
    if (card->err.sw == SW_P1P2 && !card->no_sfi) {
        card->no_sfi = true;
        return true;
    }
    if (!card->no_extended) {
        card->no_extended = true;
        return true;
    }
    if (!card->no_sfi) {
        card->no_sfi = true;
        return true;
    }
    return false;
}

static bool is_end(sw_t sw)
{
    return sw == SW_OK || sw == 0x6282; /* end of file before Le */
}

/* Goes on reading the current EF in short blocks behind have bytes, until
 * want bytes are there (0: to the end of the file). */
static enum inkan_rc read_rest(struct inkan_card *card, size_t want,
                               size_t *have)
{
    for (unsigned n = 0; want == 0 || *have < want; n++) {
        struct apdu_cmd cmd = { .cla = CLA_ISO, .ins = INS_READ_BINARY };
        size_t len;
        enum inkan_rc rc;

        /* Past the offsets, or a card that hands out crumbs. */
        if (*have >= FILE_SHORT_MAX || n == BLOCKS_MAX)
            return card_fail(card, INKAN_TOO_BIG);
        cmd.p1 = (uint8_t)(*have >> 8);
        cmd.p2 = (uint8_t)*have;
        cmd.ne = APDU_SHORT_NE_MAX;
        if (want != 0 && want - *have < cmd.ne)
            cmd.ne = (uint32_t)(want - *have);
        rc = exchange(card, cmd, OPEN, *have, &len);
        if (rc != INKAN_OK)
            return rc;
        if (card->err.sw == SW_OFFSET)
            return INKAN_OK;
        if (!is_end(card->err.sw))
            return judge(card);
        *have += len;
        if (len == 0 || (want == 0 && len < APDU_SHORT_NE_MAX))
            return INKAN_OK;
    }
    return INKAN_OK;
}

/* Nothing was ever written here: FF or 00 from the first byte on. */
static bool is_filler(const uint8_t *p, size_t len)
{
    size_t look = len < 4 ? len : 4;

    for (size_t i = 0; i < look; i++) {
        if (p[i] != p[0])
            return false;
    }
    return p[0] == 0xFF || p[0] == 0x00;
}

enum inkan_rc iso_read(struct inkan_card *card, uint16_t fid,
                       enum iso_extent extent, struct span *out)
{
    size_t have = 0;
    size_t want = 0;
    enum inkan_rc rc;

    do {
        rc = read_first(card, fid, &have);
    } while (make_plainer(card, rc));
    if (rc == INKAN_OK && card->err.sw == SW_OFFSET)
        rc = card_fail(card, INKAN_NOT_FOUND); /* a file without a byte */
    else if (rc == INKAN_OK && !is_end(card->err.sw))
        rc = judge(card);
    if (rc != INKAN_OK)
        return rc;
    if (have != 0 && is_filler(card->resp, have))
        return card_fail(card, INKAN_NOT_FOUND);
    if (extent == ISO_OBJECT) {
        want = iso_object_len(span_of(card->resp, have));
        if (want == 0)
            return card_fail(card, INKAN_MALFORMED);
    }
    /* Also after an extended answer: some readers cut it to 256 bytes. */
    if (have < want || (want == 0 && have == APDU_SHORT_NE_MAX))
        rc = read_rest(card, want, &have);
    if (rc != INKAN_OK)
        return rc;
    if (have < want)
        return card_fail(card, INKAN_MALFORMED);
    *out = span_of(card->resp, want != 0 ? want : have);
    return INKAN_OK;
}

enum inkan_rc iso_read_record(struct inkan_card *card, uint16_t fid,
                              struct span *out)
{
    struct apdu_cmd cmd = { .cla = CLA_ISO,
                            .ins = INS_READ_RECORD,
                            .p1 = 1,
                            .p2 = (uint8_t)((fid & 0x1F) << 3 | 4),
                            .ne = APDU_SHORT_NE_MAX };
    size_t len;
    enum inkan_rc rc = exchange_ok(card, &cmd, OPEN, &len);

    if (rc == INKAN_OK)
        *out = span_of(card->resp, len);
    return rc;
}

/* --- PINs ----------------------------------------------------------------- */

enum inkan_rc iso_tries(struct inkan_card *card, enum pin_id pin,
                        int *out_tries)
{
    struct apdu_cmd cmd = { .cla = CLA_ISO, .ins = INS_VERIFY };
    size_t len;
    enum inkan_rc rc;

    do {
        rc = address(card, layout_pins[pin].fid, &cmd.p2);
        if (rc != INKAN_OK)
            return rc;
        rc = exchange(card, cmd, OPEN, 0, &len);
        if (rc != INKAN_OK)
            return rc;
        if (!status_is_form(card->err.sw) || card->no_sfi)
            break;
        card->no_sfi = true;
    } while (true);
    if (SW_IS_TRIES(card->err.sw)) {
        *out_tries = SW_TRIES_OF(card->err.sw);
        return INKAN_OK;
    }
    rc = status_rc(card->err.sw);
    if (rc == INKAN_PIN_BLOCKED) {
        *out_tries = 0;
        return INKAN_OK;
    }
    return card_fail(card, rc == INKAN_NOT_FOUND || rc == INKAN_CARD_STATUS
                               ? rc
                               : INKAN_NO_COUNTER);
}

/* What an answer to VERIFY says about the tries. */
static enum inkan_rc judge_verify(struct inkan_card *card)
{
    if (SW_IS_TRIES(card->err.sw))
        card->err.tries = SW_TRIES_OF(card->err.sw);
    else if (status_rc(card->err.sw) == INKAN_PIN_BLOCKED)
        card->err.tries = 0;
    else if (card->err.sw == SW_NO_COUNTER)
        card->err.tries = -1;
    return judge(card);
}

static void put_upper(uint8_t *out, struct span value)
{
    for (size_t i = 0; i < value.len; i++) {
        uint8_t c = value.ptr[i];

        out[i] = c >= 'a' && c <= 'z' ? (uint8_t)(c - 'a' + 'A') : c;
    }
}

/* Encodes head and value straight into the one buffer that ever holds the
 * value, and sends it once. */
static enum inkan_rc send_secret(struct inkan_card *card, uint8_t cla,
                                 uint8_t ins, uint8_t p1, uint8_t p2,
                                 struct span value)
{
    uint8_t raw[5 + PIN_MAX_LEN] = { cla, ins, p1, p2, (uint8_t)value.len };
    size_t len;
    enum inkan_rc rc;

    if (value.len == 0 || value.len > PIN_MAX_LEN)
        return card_fail(card, INKAN_PIN_FORMAT);
    put_upper(raw + 5, value);
    rc = send_raw(card, span_of(raw, 5 + value.len), SECRET, 0, &len);
    wipe(raw, sizeof(raw));
    return rc;
}

enum inkan_rc iso_verify(struct inkan_card *card, enum pin_id pin,
                         struct span value)
{
    uint8_t p2;
    enum inkan_rc rc = address(card, layout_pins[pin].fid, &p2);

    if (rc != INKAN_OK)
        return rc;
    card->verify_sent = true;
    card->err.tries = -1; /* until the card tells: the answer may get lost */
    rc = send_secret(card, CLA_ISO, INS_VERIFY, 0, p2, value);
    return rc == INKAN_OK ? judge_verify(card) : rc;
}

enum inkan_rc iso_verify_pinpad(struct inkan_card *card, enum pin_id pin)
{
    const struct pin_row *row = &layout_pins[pin];
    const struct inkan_transport *tp = &card->ink->transport;
    struct inkan_pinpad_request req = { .apdu = { CLA_ISO, INS_VERIFY },
                                        .apdu_len = 4,
                                        .min_len = row->min_len,
                                        .max_len = row->max_len,
                                        .digits_only =
                                            row->charset == CHARS_DIGITS };
    size_t len = 0;
    enum inkan_rc rc = address(card, row->fid, &req.apdu[3]);

    if (rc != INKAN_OK)
        return rc;
    card->verify_sent = true;
    card->err.tries = -1;
    trace_command(card, span_of(req.apdu, req.apdu_len), SECRET);
    rc = tp->pinpad_verify(card->conn, &req, card->resp, CARD_RESP_CAP, &len);
    if (rc == INKAN_CANCELLED || rc == INKAN_TIMEOUT)
        return card_fail(card, rc); /* by the holder, at the reader */
    if (rc != INKAN_OK)
        return lost(card, rc);
    if (len != 2)
        return lost(card, INKAN_COMM);
    trace_answer(card, span_of(card->resp, len));
    card->err.sw = get_be16(card->resp);
    return judge_verify(card);
}

enum inkan_rc iso_change(struct inkan_card *card, enum pin_id pin,
                         struct span value)
{
    const struct pin_row *row = &layout_pins[pin];
    bool iso = row->change_ins == INS_CHANGE_REFERENCE;
    enum inkan_rc rc = select_ef(card, row->fid);

    if (rc != INKAN_OK)
        return rc;
    /* 24 with P1 = 01: only the new value; the old one was just verified. */
    rc = send_secret(card, iso ? CLA_ISO : CLA_JICSAP, row->change_ins,
                     iso ? 1 : 0, P_CURRENT_EF, value);
    return rc == INKAN_OK ? judge(card) : rc;
}

/* --- keys ----------------------------------------------------------------- */

enum inkan_rc iso_sign(struct inkan_card *card, uint16_t fid, uint8_t mode,
                       struct span input, uint8_t out[256])
{
    struct apdu_cmd cmd = { .cla = CLA_JICSAP,
                            .ins = INS_COMPUTE_DS,
                            .p1 = mode,
                            .p2 = P_DEFAULT_KEY,
                            .data = input,
                            .ne = APDU_SHORT_NE_MAX };
    size_t len;
    enum inkan_rc rc = INKAN_OK;

    if (fid != 0)
        rc = address(card, fid, &cmd.p2);
    if (rc == INKAN_OK)
        rc = exchange_ok(card, &cmd, OPEN, &len);
    if (rc != INKAN_OK)
        return rc;
    if (len != 256)
        return card_fail(card, INKAN_MALFORMED);
    memcpy(out, card->resp, 256);
    return INKAN_OK;
}

enum inkan_rc iso_challenge(struct inkan_card *card, uint8_t *out, size_t len)
{
    struct apdu_cmd cmd = { .cla = CLA_ISO,
                            .ins = INS_GET_CHALLENGE,
                            .ne = (uint32_t)len };
    size_t got;
    enum inkan_rc rc = exchange_ok(card, &cmd, OPEN, &got);

    if (rc != INKAN_OK)
        return rc;
    if (got != len)
        return card_fail(card, INKAN_MALFORMED);
    memcpy(out, card->resp, len);
    return INKAN_OK;
}
