/* SPDX-License-Identifier: Apache-2.0
 *
 * SELECT: applications by name, files by identifier.
 */
#include "card/applet/internal.h"
#include "card/edge/tlv.h"

#define P2_OCCURRENCE 0x03
#define P2_RETURN     0x0C
#define RETURN_FCI    0x00

#define TAG_FCI     0x6F /* 7816-4 5.3.3; what it holds is assumed */
#define TAG_FID     0x83
#define TAG_DF_NAME 0x84

/* Nothing is said about a file unless it is asked for and there is an Le. */
static void put_fci(const struct apdu_cmd *cmd, uint8_t tag, struct span value,
                    struct wbuf *out)
{
    if ((cmd->p2 & P2_RETURN) != RETURN_FCI || cmd->ne == 0)
        return;
    tlv_put_head(out, TAG_FCI, tlv_head_len(tag, value.len) + value.len);
    tlv_put(out, tag, value);
    if (out->len > cmd->ne)
        out->full = true;
}

static bool is_return_known(uint8_t p2)
{
    uint8_t what = p2 & P2_RETURN;

    return what == RETURN_FCI || what == P2_RETURN;
}

/* Leaving an application drops what was verified in it;
 * selecting it again does not, but for the current EF. */
static void enter(struct card *card, enum app_id app)
{
    if (card->app != app || card->config->reselect_clears)
        card->verified = 0;
    sm_end(card);
    card->app = (uint8_t)app;
    card->app_selected = true;
    card->ef = NULL;
}

static sw_t select_name(struct card *card, const struct apdu_cmd *cmd,
                        struct wbuf *out)
{
    uint8_t occurrence = cmd->p2 & P2_OCCURRENCE;
    bool next = occurrence == SELECT_P2_NEXT;
    size_t index = next ? card->app_index : 0;
    const struct app_row *row;
    enum app_id app;

    do {
        row = layout_app_next(cmd->data, &index);
        if (row == NULL)
            return SW_NOT_FOUND;
        app = (enum app_id)(row - layout_apps);
    } while (!file_app_present(card, app));
    /* Only now: generic programs probe foreign names with any P2. */
    if ((cmd->p2 & 0xF0) != 0 || !is_return_known(cmd->p2) ||
        (occurrence != SELECT_P2_FIRST && !next))
        return SW_P1P2;
    put_fci(cmd, TAG_DF_NAME, span_of(row->aid, row->aid_len), out);
    if (out->full)
        return SW_LENGTH;
    enter(card, app);
    card->app_index = (uint8_t)index;
    return SW_OK;
}

static sw_t select_ef(struct card *card, const struct apdu_cmd *cmd,
                      struct wbuf *out)
{
    if (cmd->data.len != 2)
        return SW_LENGTH;
    if ((cmd->p2 & ~P2_RETURN) != 0 || !is_return_known(cmd->p2))
        return SW_P1P2;
    put_fci(cmd, TAG_FID, cmd->data, out);
    if (out->full)
        return SW_LENGTH;
    return file_select(card, get_be16(cmd->data.ptr));
}

/* `00 A4 00 00` without a name does nothing, once something was selected. */
static sw_t select_nothing(const struct card *card)
{
    return card->app_selected ? SW_OK : SW_P1P2;
}

sw_t cmd_select(struct card *card, const struct apdu_cmd *cmd, struct wbuf *out)
{
    if (cmd->p1 == SELECT_P1_DF_NAME) {
        /* assumed: an envelope may not end the session it belongs to */
        if (cmd->cla != CLA_ISO)
            return SW_SM_UNSUPPORTED;
        return select_name(card, cmd, out);
    }
    if (cmd->p1 == SELECT_P1_FID && cmd->data.len == 0)
        return select_nothing(card);
    if (cmd->p1 == SELECT_P1_FID || cmd->p1 == SELECT_P1_EF)
        return select_ef(card, cmd, out);
    return SW_P1P2;
}
