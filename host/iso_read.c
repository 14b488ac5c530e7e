/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading files: by short identifier and extended length, falling back to
 * plainer commands where the card or its reader does not take those.
 */
#include "host/iso_internal.h"

#include "card/edge/iso7816.h"
#include "host/status.h"

#define FILE_SHORT_MAX 0x8000 /* what 15 bits of offset can reach */
#define BLOCKS_MAX     512    /* of 128 bytes: twice what a file takes */

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

/* READ BINARY by short identifier or of the current EF, from its beginning,
 * ne bytes or as much as one answer holds. */
static enum inkan_rc read_first(struct inkan_card *card, uint16_t fid,
                                uint32_t ne, size_t *out_len)
{
    struct apdu_cmd cmd = { .cla = CLA_ISO, .ins = INS_READ_BINARY };
    enum inkan_rc rc = iso_address(card, fid, &cmd.p1);

    if (rc != INKAN_OK)
        return rc;
    if (cmd.p1 == P_CURRENT_EF)
        cmd.p1 = 0;
    cmd.ne = card->no_extended ? APDU_SHORT_NE_MAX : ne;
    return iso_exchange(card, cmd, ISO_OPEN, 0, out_len);
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

/* Goes on reading the current EF behind have bytes, until want bytes are
 * there (0: to the end of the file): at once where the card takes that, else
 * in short blocks. */
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
        if (want != 0 && (want - *have < cmd.ne || !card->no_extended))
            cmd.ne = (uint32_t)(want - *have);
        rc = iso_exchange(card, cmd, ISO_OPEN, *have, &len);
        if (rc != INKAN_OK)
            return rc;
        if (card->err.sw == SW_OFFSET)
            return INKAN_OK;
        if (!is_end(card->err.sw))
            return iso_judge(card);
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

static enum inkan_rc read_file(struct inkan_card *card, uint16_t fid,
                               enum iso_extent extent, uint32_t ne,
                               struct span *out)
{
    size_t have = 0;
    size_t want = 0;
    enum inkan_rc rc;

    do {
        rc = read_first(card, fid, ne, &have);
    } while (make_plainer(card, rc));
    if (rc == INKAN_OK && card->err.sw == SW_OFFSET)
        rc = card_fail(card, INKAN_NOT_FOUND); /* a file without a byte */
    else if (rc == INKAN_OK && !is_end(card->err.sw))
        rc = iso_judge(card);
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
    enum inkan_rc rc = iso_exchange_ok(card, &cmd, ISO_OPEN, &len);

    if (rc == INKAN_OK)
        *out = span_of(card->resp, len);
    return rc;
}

/* Files whose object is much shorter than they are, and what most people's
 * object fits into: the rest would be filler on the air. */
static uint32_t first_ne(const struct inkan_card *card, uint16_t fid)
{
    static const struct {
        enum app_id app;
        uint16_t fid;
        uint32_t ne;
    } rows[] = {
        { APP_TEXT, 0x0002, 384 }, /* four attributes */
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if ((int)rows[i].app == card->app && rows[i].fid == fid)
            return rows[i].ne;
    }
    return APDU_NE_MAX;
}

enum inkan_rc iso_read(struct inkan_card *card, uint16_t fid,
                       enum iso_extent extent, struct span *out)
{
    return read_file(card, fid, extent,
                     extent == ISO_OBJECT ? first_ne(card, fid) : APDU_NE_MAX,
                     out);
}
