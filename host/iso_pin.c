/* SPDX-License-Identifier: Apache-2.0
 *
 * VERIFY and its relatives. Must not decide whether one may be sent (that is
 * unlock.c), and must never send one twice.
 */
#include "host/iso_internal.h"

#include "card/edge/iso7816.h"
#include "host/status.h"
#include "host/trace.h"

enum inkan_rc iso_tries(struct inkan_card *card, enum pin_id pin,
                        int *out_tries)
{
    struct apdu_cmd cmd = { .cla = CLA_ISO, .ins = INS_VERIFY };
    size_t len;
    enum inkan_rc rc;

    do {
        rc = iso_address(card, layout_pins[pin].fid, &cmd.p2);
        if (rc != INKAN_OK)
            return rc;
        rc = iso_exchange(card, cmd, ISO_OPEN, 0, &len);
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
    return iso_judge(card);
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
    rc = iso_send_raw(card, span_of(raw, 5 + value.len), ISO_SECRET, 0, &len);
    wipe(raw, sizeof(raw));
    return rc;
}

enum inkan_rc iso_verify(struct inkan_card *card, enum pin_id pin,
                         struct span value)
{
    uint8_t p2;
    enum inkan_rc rc = iso_address(card, layout_pins[pin].fid, &p2);

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
    uint64_t from;
    size_t len = 0;
    enum inkan_rc rc = iso_address(card, row->fid, &req.apdu[3]);

    if (rc != INKAN_OK)
        return rc;
    card->verify_sent = true;
    card->err.tries = -1;
    trace_command(card, span_of(req.apdu, req.apdu_len), ISO_SECRET);
    from = clock_ms();
    rc = tp->pinpad_verify(card->conn, &req, card->resp, CARD_RESP_CAP, &len);
    card->end_ms += clock_ms() - from; /* the holder's time is not ours */
    if (rc == INKAN_CANCELLED || rc == INKAN_TIMEOUT)
        return card_fail(card, rc); /* by the holder, at the reader */
    if (rc != INKAN_OK)
        return iso_lost(card, rc);
    if (len != 2)
        return iso_lost(card, INKAN_COMM);
    trace_answer(card, span_of(card->resp, len));
    card->err.sw = get_be16(card->resp);
    return judge_verify(card);
}

enum inkan_rc iso_change(struct inkan_card *card, enum pin_id pin,
                         struct span value)
{
    const struct pin_row *row = &layout_pins[pin];
    bool iso = row->change_ins == INS_CHANGE_REFERENCE;
    enum inkan_rc rc = iso_select_ef(card, row->fid);

    if (rc != INKAN_OK)
        return rc;
    /* 24 with P1 = 01: only the new value; the old one was just verified. */
    rc = send_secret(card, iso ? CLA_ISO : CLA_JICSAP, row->change_ins,
                     iso ? 1 : 0, P_CURRENT_EF, value);
    return rc == INKAN_OK ? iso_judge(card) : rc;
}
