/* SPDX-License-Identifier: Apache-2.0
 *
 * Files: which one is meant, and is it open now? Every access decision of
 * the card is file_is_open; no command decides for itself.
 */
#include "card/applet/internal.h"

#define SFI_MASK    0x1F
#define SFI_INVALID 0x1F /* 7816-4 7.1.2: 1 to 30 */

bool file_app_present(const struct card *card, enum app_id app)
{
    if (app == APP_ISD || app == APP_JPKI)
        return true;
    if (app == APP_LICENCE && !card->config->has_licence)
        return false;
    return card->config->on == ON_CARD;
}

static bool has_content(const struct file_row *row)
{
    return row->kind == EF_DATA || row->kind == EF_RECORD;
}

struct span file_content(const struct card *card, const struct file_row *row)
{
    return card->port->file(card->ctx, (enum app_id)row->app, row->fid);
}

sw_t file_select(struct card *card, uint16_t fid)
{
    const struct file_row *row =
        layout_file((enum app_id)card->app, fid, card->config->on);

    if (row == NULL)
        return SW_NOT_FOUND;
    if (has_content(row) && file_content(card, row).len == 0)
        return SW_NOT_FOUND;
    card->ef = row;
    return SW_OK;
}

sw_t file_refer(struct card *card, uint8_t p)
{
    if (p == P_CURRENT_EF)
        return card->ef != NULL ? SW_OK : SW_NO_EF;
    if ((p & ~SFI_MASK) != P_CURRENT_EF || (p & SFI_MASK) == SFI_INVALID)
        return SW_P1P2;
    if (card->config->no_sfi)
        return SW_P1P2;
    return file_select(card, p & SFI_MASK);
}

bool file_is_open(const struct card *card, const struct file_row *row)
{
    return row->guard == GUARD_FREE || (row->guard & card->verified) != 0;
}
