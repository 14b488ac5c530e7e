/* SPDX-License-Identifier: Apache-2.0
 *
 * GET CHALLENGE, and the commands of which only the refusals are known: the
 * PIN-less chain (80 A2), MANAGE ATTRIBUTES (80 8A), and the word by which a
 * program tells a phone that it is done (80 FC).
 */
#include "card/applet/internal.h"

#define CHALLENGE_MAX 256

#define CHAIN_P2        0xC1
#define CHAIN_P1_FIRST  0x06
#define CHAIN_P1_LAST   0x00
#define CHAIN_FIRST_LEN 307 /* 7F21 head and the whole 5F4E object */
#define CHAIN_LAST_LEN  261 /* 5F37 and the signature */

#define ATTR_P1_CURRENT_EF 0x22
#define ATTR_P1_CURRENT_DF 0x24

sw_t cmd_get_challenge(struct card *card, const struct apdu_cmd *cmd,
                       struct wbuf *out)
{
    uint8_t *at;

    if (cmd->extended)
        return SW_CONDITIONS;
    if (cmd->p1 != 0 || cmd->p2 != 0)
        return SW_P1P2;
    if (cmd->ne > CHALLENGE_MAX)
        return SW_LENGTH;
    at = wbuf_reserve(out, cmd->ne);
    if (at == NULL)
        return SW_LENGTH;
    return card->port->random(card->ctx, at, cmd->ne) ? SW_OK : SW_EXECUTION;
}

static const uint8_t chain_first_head[] = { 0x7F, 0x21, 0x82, 0x02, 0x33,
                                            0x5F, 0x4E, 0x82, 0x01, 0x29 };

/* The first part must look like the beginning of a CV certificate: assumed,
 * and assumed that the other applications refuse it. */
static sw_t take_first_part(const struct card *card, struct span part)
{
    struct span head = span_of(chain_first_head, sizeof(chain_first_head));

    if (card->app != APP_JPKI)
        return SW_CONDITIONS;
    return span_equal(span_sub(part, 0, head.len), head) ? SW_OK
                                                         : SW_WRONG_DATA;
}

/* The CV certificate of an accepted terminal comes in two parts. No key of an
 * accepted terminal is known outside, so the second part is never right and
 * nothing is ever opened by it. */
sw_t cmd_verify_chain(struct card *card, const struct apdu_cmd *cmd,
                      struct wbuf *out)
{
    bool first = cmd->p1 == CHAIN_P1_FIRST;

    (void)out;
    if (cmd->p2 != CHAIN_P2 || (!first && cmd->p1 != CHAIN_P1_LAST))
        return SW_P1P2;
    if (cmd->data.len != (first ? CHAIN_FIRST_LEN : CHAIN_LAST_LEN))
        return SW_LENGTH;
    return first ? take_first_part(card, cmd->data) : SW_CONDITIONS;
}

/* assumed: what is known is only that no other P1 reaches the check of the
 * issuer's rights, which nobody here has. */
sw_t cmd_manage_attributes(struct card *card, const struct apdu_cmd *cmd,
                           struct wbuf *out)
{
    (void)card;
    (void)out;
    if (cmd->p1 == ATTR_P1_CURRENT_EF || cmd->p1 == ATTR_P1_CURRENT_DF)
        return SW_SECURITY;
    return SW_P1P2;
}

/* assumed: that a phone answers 9000 and forgets what was verified. */
sw_t cmd_phone_done(struct card *card, const struct apdu_cmd *cmd,
                    struct wbuf *out)
{
    (void)out;
    if (card->config->on != ON_PHONE)
        return SW_LENGTH;
    if (cmd->p1 != 0 || cmd->p2 != 0)
        return SW_P1P2;
    card->verified = 0;
    return SW_OK;
}
