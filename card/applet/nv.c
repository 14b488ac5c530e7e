/* SPDX-License-Identifier: Apache-2.0
 *
 * One durable record per PIN, in two pages. A write goes to the page that is
 * not current, with the next sequence number: a power cut in the middle
 * spoils only that page and the other one still holds the record as it was.
 *
 * Page:  0 sequence (4)  4 PIN  5 tries  6 length  7 zero
 *        8 value (16)  24 zero (4)  28 CRC-32 of bytes 0 to 27
 */
#include "card/applet/internal.h"

enum {
    AT_SEQUENCE = 0,
    AT_PIN = 4,
    AT_TRIES = 5,
    AT_LEN = 6,
    AT_VALUE = 8,
    AT_SPARE = AT_VALUE + PIN_MAX_LEN,
    AT_CRC = NV_PAGE_LEN - 4
};

/* What is durable now, and where the next write goes. */
struct nv_state {
    uint32_t sequence;
    unsigned next_page;
    struct nv_pin record;
};

/* IEEE 802.3, bit by bit: 28 bytes do not deserve a table. */
static uint32_t crc32(const uint8_t *p, size_t len)
{
    uint32_t crc = 0xFFFFFFFF;

    while (len-- != 0) {
        crc ^= *p++;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (0xEDB88320 & (0u - (crc & 1)));
    }
    return ~crc;
}

static void encode(enum pin_id pin, uint32_t sequence,
                   const struct nv_pin *record, uint8_t out[NV_PAGE_LEN])
{
    memset(out, 0, NV_PAGE_LEN);
    put_be32(out + AT_SEQUENCE, sequence);
    out[AT_PIN] = (uint8_t)pin;
    out[AT_TRIES] = record->tries;
    out[AT_LEN] = record->len;
    memcpy(out + AT_VALUE, record->value, PIN_MAX_LEN);
    put_be32(out + AT_CRC, crc32(out, AT_CRC));
}

static bool decode(const uint8_t page[NV_PAGE_LEN], enum pin_id pin,
                   uint32_t *sequence, struct nv_pin *out)
{
    if (get_be32(page + AT_CRC) != crc32(page, AT_CRC))
        return false;
    if (page[AT_PIN] != pin || page[AT_LEN] > PIN_MAX_LEN ||
        page[AT_TRIES] > layout_pins[pin].tries ||
        get_be32(page + AT_SPARE) != 0)
        return false;
    *sequence = get_be32(page + AT_SEQUENCE);
    out->tries = page[AT_TRIES];
    out->len = page[AT_LEN];
    memcpy(out->value, page + AT_VALUE, PIN_MAX_LEN);
    return true;
}

/* Looks at both pages; false when neither is whole. */
static bool load(const struct port *port, void *ctx, enum pin_id pin,
                 struct nv_state *out)
{
    uint8_t page[NV_PAGE_LEN];
    struct nv_pin record;
    uint32_t sequence;
    bool found = false;

    for (unsigned copy = 0; copy < 2; copy++) {
        unsigned number = NV_PAGE(pin, copy);

        if (!port->nv_read(ctx, number, page) ||
            !decode(page, pin, &sequence, &record))
            continue;
        /* The difference, not the order: the number may wrap around. */
        if (found && (int32_t)(sequence - out->sequence) <= 0)
            continue;
        out->sequence = sequence;
        out->next_page = number ^ 1;
        out->record = record;
        found = true;
    }
    wipe(page, sizeof(page));
    wipe(&record, sizeof(record));
    return found;
}

bool nv_load(const struct card *card, enum pin_id pin, struct nv_pin *out)
{
    struct nv_state state;
    bool found = load(card->port, card->ctx, pin, &state);

    if (found)
        *out = state.record;
    wipe(&state, sizeof(state));
    return found;
}

bool nv_store(const struct card *card, enum pin_id pin,
              const struct nv_pin *record)
{
    uint8_t page[NV_PAGE_LEN];
    struct nv_state state;
    bool done = load(card->port, card->ctx, pin, &state);

    if (done) {
        encode(pin, state.sequence + 1, record, page);
        done = card->port->nv_write(card->ctx, state.next_page, page);
        wipe(page, sizeof(page));
    }
    wipe(&state, sizeof(state));
    return done;
}

bool nv_is_whole(const struct port *port, void *ctx)
{
    struct nv_state state;
    bool whole = true;

    for (unsigned pin = 0; pin < PIN_COUNT; pin++)
        whole = load(port, ctx, (enum pin_id)pin, &state) && whole;
    wipe(&state, sizeof(state));
    return whole;
}

void nv_format(unsigned page, struct span value, unsigned tries,
               uint8_t out[NV_PAGE_LEN])
{
    struct nv_pin record = { .tries = (uint8_t)tries };
    struct wbuf w = wbuf_of(record.value, sizeof(record.value));

    wbuf_put(&w, value);
    record.len = (uint8_t)w.len;
    encode((enum pin_id)(page / 2), page & 1, &record, out);
    wipe(&record, sizeof(record));
}
