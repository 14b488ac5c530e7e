/* SPDX-License-Identifier: Apache-2.0
 *
 * VERIFY, CHANGE REFERENCE DATA and the CHANGE KEY of JICSAP: which PIN is
 * meant. What happens to it is in pin.c.
 */
#include "card/applet/internal.h"

#define CHANGE_P1_NEW_ONLY 0x01

/* A reference whose value nobody has: a query answers a counter, and that it
 * is always empty is assumed. */
static sw_t verify_locked(const struct card *card, struct span value)
{
    return value.len == 0 ? SW_TRIES : card->config->blocked_sw;
}

sw_t cmd_verify(struct card *card, const struct apdu_cmd *cmd, struct wbuf *out)
{
    enum pin_id pin;
    sw_t sw;

    (void)out;
    if (cmd->p1 != 0)
        return SW_P1P2;
    sw = file_refer(card, cmd->p2);
    if (sw != SW_OK)
        return sw;
    if (card->ef->kind == EF_LOCKED)
        return verify_locked(card, cmd->data);
    if (card->ef->kind != EF_PIN)
        return SW_STRUCTURE;
    pin = (enum pin_id)card->ef->ref;
    if (cmd->data.len == 0)
        return pin_query(card, pin);
    return pin_verify(card, pin, cmd->data);
}

/* cmd->ins must be the one that this PIN is changed with. */
static sw_t change(struct card *card, const struct apdu_cmd *cmd)
{
    enum pin_id pin;
    sw_t sw = file_refer(card, cmd->p2);

    if (sw != SW_OK)
        return sw;
    if (card->ef->kind != EF_PIN)
        return SW_STRUCTURE;
    pin = (enum pin_id)card->ef->ref;
    if ((card->verified & GUARD_PIN(pin)) == 0)
        return SW_SECURITY;
    if (layout_pins[pin].change_ins != cmd->ins)
        return SW_CONDITIONS; /* assumed */
    return pin_change(card, pin, cmd->data);
}

sw_t cmd_change_reference(struct card *card, const struct apdu_cmd *cmd,
                          struct wbuf *out)
{
    (void)out;
    return cmd->p1 == CHANGE_P1_NEW_ONLY ? change(card, cmd) : SW_P1P2;
}

sw_t cmd_change_key(struct card *card, const struct apdu_cmd *cmd,
                    struct wbuf *out)
{
    (void)out;
    return cmd->p1 == 0 ? change(card, cmd) : SW_P1P2;
}
