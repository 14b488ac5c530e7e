/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands and answers. Each function sends what it says and maps the answer.
 * Must not repeat a command that carries a secret, for whatever reason.
 */
#include "host/iso_internal.h"

#include "card/edge/iso7816.h"
#include "host/status.h"
#include "host/trace.h"

/* No command of ours has a body above 255 bytes; only Le is ever extended. */
#define CMD_CAP   (4 + 3 + 255 + 2)
#define CHAIN_MAX 512 /* 61xx in a row before we stop listening */

enum inkan_rc iso_lost(struct inkan_card *card, enum inkan_rc rc)
{
    card->link_failed = true;
    card->app = -1;
    card->err.sw = 0;
    trace_failure(card, rc);
    return card_fail(card, rc);
}

/* Sends raw, answers into card->resp from at. *out_len counts data only; the
 * status word is in card->err.sw. */
enum inkan_rc iso_send_raw(struct inkan_card *card, struct span raw,
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
        return iso_lost(card, rc);
    /* pcscd says OK with nothing when the card's end dies (decision A5). */
    if (len < 2 || len > cap)
        return iso_lost(card, INKAN_COMM);
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
    rc = iso_send_raw(card, wbuf_span(&w), secret, at, out_len);
    wipe(raw, sizeof(raw));
    return rc;
}

/* One command with all of its answer: 6Cxx asks again with the length that
 * the card wants (cards behind T=0 readers), 61xx fetches the rest. Data end
 * up in card->resp from at; the final word is in card->err.sw. INKAN_OK says
 * that there was an answer, not that it was 9000. */
enum inkan_rc iso_exchange(struct inkan_card *card, struct apdu_cmd cmd,
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
        rc = send_cmd(card, &more, ISO_OPEN, at + total, &len);
    }
    *out_len = total;
    return rc;
}

/* The meaning of the last status word, recorded. */
enum inkan_rc iso_judge(struct inkan_card *card)
{
    enum inkan_rc rc = status_rc(card->err.sw);

    return rc == INKAN_OK ? rc : card_fail(card, rc);
}

enum inkan_rc iso_exchange_ok(struct inkan_card *card,
                              const struct apdu_cmd *cmd, bool secret,
                              size_t *out_len)
{
    enum inkan_rc rc = iso_exchange(card, *cmd, secret, 0, out_len);

    return rc == INKAN_OK ? iso_judge(card) : rc;
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
    enum inkan_rc rc = iso_exchange(card, cmd, ISO_OPEN, 0, &len);

    /* The first command after power-on may be answered so: card-spec.md 12 */
    if (rc == INKAN_OK && card->err.sw == SW_UNSPECIFIED)
        rc = iso_exchange(card, cmd, ISO_OPEN, 0, &len);
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
    return rc == INKAN_OK ? iso_judge(card) : rc;
}

enum inkan_rc iso_select_ef(struct inkan_card *card, uint16_t fid)
{
    uint8_t body[2];
    struct apdu_cmd cmd = { .cla = CLA_ISO,
                            .ins = INS_SELECT,
                            .p1 = SELECT_P1_EF,
                            .p2 = SELECT_P2_NO_FCI,
                            .data = { body, sizeof(body) } };
    size_t len;

    put_be16(body, fid);
    return iso_exchange_ok(card, &cmd, ISO_OPEN, &len);
}

/* P1 or P2 that means the file, after selecting it where short identifiers
 * are not taken. */
enum inkan_rc iso_address(struct inkan_card *card, uint16_t fid, uint8_t *out)
{
    if (!card->no_sfi) {
        *out = (uint8_t)P_SFI(fid);
        return INKAN_OK;
    }
    *out = P_CURRENT_EF;
    return iso_select_ef(card, fid);
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
        rc = iso_address(card, fid, &cmd.p2);
    if (rc == INKAN_OK)
        rc = iso_exchange_ok(card, &cmd, ISO_OPEN, &len);
    if (rc != INKAN_OK)
        return rc;
    if (len != 256)
        return card_fail(card, INKAN_MALFORMED);
    memcpy(out, card->resp, 256);
    return INKAN_OK;
}

enum inkan_rc iso_get_data(struct inkan_card *card, uint16_t tag,
                           struct span *out)
{
    struct apdu_cmd cmd = { .cla = CLA_ISO,
                            .ins = INS_GET_DATA,
                            .p1 = (uint8_t)(tag >> 8),
                            .p2 = (uint8_t)tag,
                            .ne = APDU_SHORT_NE_MAX };
    size_t len;
    enum inkan_rc rc = iso_exchange_ok(card, &cmd, ISO_OPEN, &len);

    if (rc == INKAN_OK)
        *out = span_of(card->resp, len);
    return rc;
}

enum inkan_rc iso_challenge(struct inkan_card *card, uint8_t *out, size_t len)
{
    struct apdu_cmd cmd = { .cla = CLA_ISO,
                            .ins = INS_GET_CHALLENGE,
                            .ne = (uint32_t)len };
    size_t got;
    enum inkan_rc rc = iso_exchange_ok(card, &cmd, ISO_OPEN, &got);

    if (rc != INKAN_OK)
        return rc;
    if (got != len)
        return card_fail(card, INKAN_MALFORMED);
    memcpy(out, card->resp, len);
    return INKAN_OK;
}
