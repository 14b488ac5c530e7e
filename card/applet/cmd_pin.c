/* SPDX-License-Identifier: Apache-2.0
 *
 * VERIFY, CHANGE REFERENCE DATA and the CHANGE KEY of JICSAP: which PIN is
 * meant. What happens to it is in pin.c.
 */
#include "card/applet/internal.h"

#define CHANGE_P1_NEW_ONLY 0x01

/* Makes p2 the current EF and takes it as a PIN. */
static sw_t find_pin(struct card *card, uint8_t p2, enum pin_id *out)
{
    sw_t sw = file_refer(card, p2);

    if (sw != SW_OK)
        return sw;
    if (card->ef->kind != EF_PIN)
        return SW_STRUCTURE;
    *out = (enum pin_id)card->ef->ref;
    return SW_OK;
}

sw_t cmd_verify(struct card *card, const struct apdu_cmd *cmd, struct wbuf *out)
{
    enum pin_id pin;
    sw_t sw;

    (void)out;
    if (cmd->p1 != 0)
        return SW_P1P2;
    sw = find_pin(card, cmd->p2, &pin);
    if (sw != SW_OK)
        return sw;
    if (cmd->data.len == 0)
        return pin_query(card, pin);
    return pin_verify(card, pin, cmd->data);
}

/* ins is the one that this PIN is changed with. */
static sw_t change(struct card *card, const struct apdu_cmd *cmd)
{
    enum pin_id pin;
    sw_t sw = find_pin(card, cmd->p2, &pin);

    if (sw != SW_OK)
        return sw;
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
