/* SPDX-License-Identifier: Apache-2.0
 *
 * From bytes to bytes: class, instruction, lengths, then the handler of the
 * command. What a single command means is in cmd_*.c and must not creep in
 * here.
 */
#include "card/applet/internal.h"

enum body { NO_DATA, MAY_DATA, DATA };
enum ne { ANY, SOME };

#define SECRET 1u /* the body holds a PIN or a key: erased after use */
#define MAY_SM 2u /* may come in an envelope of secure messaging */

struct command_row {
    uint8_t cla;
    uint8_t ins;
    uint8_t body; /* enum body */
    uint8_t ne;   /* enum ne */
    uint8_t flags;
    sw_t (*run)(struct card *card, const struct apdu_cmd *cmd,
                struct wbuf *out);
};

/* clang-format off */
static const struct command_row commands[] = {
    /* cla        ins                   body      Ne    flags            handler */
    { CLA_ISO,    INS_SELECT,           MAY_DATA, ANY,  MAY_SM,          cmd_select },
    { CLA_ISO,    INS_READ_BINARY,      NO_DATA,  SOME, MAY_SM,          cmd_read_binary },
    { CLA_ISO,    INS_READ_RECORD,      NO_DATA,  SOME, 0,               cmd_read_record },
    { CLA_ISO,    INS_GET_DATA,         NO_DATA,  SOME, 0,               cmd_get_data },
    { CLA_ISO,    INS_VERIFY,           MAY_DATA, ANY,  SECRET | MAY_SM, cmd_verify },
    { CLA_ISO,    INS_CHANGE_REFERENCE, DATA,     ANY,  SECRET,          cmd_change_reference },
    { CLA_ISO,    INS_INTERNAL_AUTH,    DATA,     SOME, 0,               cmd_internal_auth },
    { CLA_ISO,    INS_GET_CHALLENGE,    NO_DATA,  SOME, 0,               cmd_get_challenge },
    { CLA_JICSAP, INS_COMPUTE_DS,       DATA,     SOME, 0,               cmd_sign },
    { CLA_JICSAP, INS_CHANGE_KEY,       DATA,     ANY,  SECRET,          cmd_change_key },
    { CLA_JICSAP, INS_SET_SESSION_KEY,  DATA,     ANY,  SECRET,          cmd_set_session_key },
    { CLA_JICSAP, INS_VERIFY_CHAIN,     MAY_DATA, ANY,  0,               cmd_verify_chain },
    { CLA_JICSAP, INS_MANAGE_ATTR,      MAY_DATA, ANY,  0,               cmd_manage_attributes },
    { CLA_JICSAP, INS_PHONE_DONE,       MAY_DATA, ANY,  0,               cmd_phone_done },
};
/* clang-format on */

static const struct command_row *find_command(uint8_t cla, uint8_t ins)
{
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        if (commands[i].cla == cla && commands[i].ins == ins)
            return &commands[i];
    }
    return NULL;
}

static bool is_secure(uint8_t cla)
{
    return cla == CLA_ISO_SM || cla == CLA_ISO_SM_HEADER;
}

/* 7816-4 5.1.1: 00-1F and 40-7F carry a logical channel, 80-83 do so by the
 * card's own rule. Chaining (10) is answered as an unknown class: assumed. */
static sw_t check_class(uint8_t cla)
{
    if (cla == CLA_ISO || cla == CLA_JICSAP || is_secure(cla))
        return SW_OK;
    if ((cla & 0xC0) == 0x40 || (cla & 0x7C) == 0)
        return SW_CHANNEL;
    if ((cla & 0xF0) == 0)
        return (cla & CLA_CHANNEL_MASK) != 0 ? SW_CHANNEL : SW_SM_UNSUPPORTED;
    return SW_CLA;
}

static sw_t check_lengths(const struct command_row *row,
                          const struct apdu_cmd *cmd)
{
    if (row->body == NO_DATA && cmd->data.len != 0)
        return SW_LENGTH;
    if (row->body == DATA && cmd->data.len == 0)
        return SW_LENGTH;
    if (row->ne == SOME && cmd->ne == 0)
        return SW_LENGTH;
    return SW_OK;
}

static sw_t run_plain(struct card *card, const struct command_row *row,
                      const struct apdu_cmd *cmd, struct wbuf *out)
{
    sw_t sw = check_lengths(row, cmd);

    if (sw != SW_OK)
        return sw;
    sw = row->run(card, cmd, out);
    return sw == SW_OK && out->full ? SW_LENGTH : sw;
}

static sw_t run_secure(struct card *card, const struct command_row *row,
                       uint8_t *raw, struct apdu_cmd *cmd, struct wbuf *out)
{
    struct wbuf plain = sm_room(out, cmd->ne);
    sw_t sw;

    if ((row->flags & MAY_SM) == 0)
        return SW_SM_UNSUPPORTED;
    sw = sm_unwrap(card, raw, cmd);
    if (sw == SW_OK)
        sw = run_plain(card, row, cmd, &plain);
    if (sw == SW_OK)
        sw = sm_wrap(card, &plain, out);
    if (sw != SW_OK)
        wipe(plain.ptr, plain.len);
    return sw;
}

static sw_t process(struct card *card, uint8_t *raw, size_t raw_len,
                    struct wbuf *out)
{
    struct apdu_cmd cmd;
    bool well_formed = apdu_cmd_parse(span_of(raw, raw_len), &cmd);
    const struct command_row *row;
    sw_t sw;

    if (raw_len < 4)
        return SW_LENGTH;
    sw = check_class(cmd.cla);
    if (sw != SW_OK)
        return sw;
    row = find_command(is_secure(cmd.cla) ? CLA_ISO : cmd.cla, cmd.ins);
    if (row == NULL)
        return SW_INS;
    if (!well_formed || (cmd.extended && card->config->no_extended))
        return SW_LENGTH;
    if (is_secure(cmd.cla))
        return run_secure(card, row, raw, &cmd, out);
    return run_plain(card, row, &cmd, out);
}

/* By the instruction alone: also what was refused for its class or length
 * may hold a PIN. */
static void forget_secret(uint8_t *raw, size_t raw_len)
{
    if (raw_len <= 4)
        return;
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        if (commands[i].ins == raw[1] && (commands[i].flags & SECRET) != 0)
            wipe(raw + 4, raw_len - 4);
    }
}

size_t card_process(struct card *card, uint8_t *cmd, size_t cmd_len,
                    uint8_t *out, size_t cap)
{
    struct wbuf data;
    sw_t sw;

    if (cap < 2)
        return 0;
    data = wbuf_of(out, cap - 2);
    sw = process(card, cmd, cmd_len, &data);
    forget_secret(cmd, cmd_len);
    if (sw != SW_OK) {
        wipe(out, data.len);
        data.len = 0;
    }
    put_be16(out + data.len, sw);
    return data.len + 2;
}

void card_init(struct card *card, const struct port *port, void *ctx,
               const struct card_config *config)
{
    card->port = port;
    card->ctx = ctx;
    card->config = config;
    card_reset(card, CARD_POWER_ON);
}

void card_reset(struct card *card, enum card_reset_kind kind)
{
    if (kind == CARD_WARM_RESET && card->config->reset_keeps)
        return;
    sm_end(card);
    card->ef = NULL;
    card->app = APP_ISD;
    card->app_index = 0;
    card->app_selected = false;
    card->verified = 0;
}
