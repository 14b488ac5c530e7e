/* SPDX-License-Identifier: Apache-2.0
 *
 * PINs and their counters. The order is the point of this file: a try is
 * spent and durable before the value is compared, so that no power cut gives
 * a free guess.
 */
#include "card/applet/internal.h"

static sw_t tries_left(unsigned tries)
{
    return (sw_t)(SW_TRIES | tries);
}

/* The whole of both buffers and both lengths, whatever differs first. */
static bool is_same(const struct nv_pin *stored, struct span given)
{
    uint8_t padded[PIN_MAX_LEN] = { 0 };
    struct wbuf w = wbuf_of(padded, sizeof(padded));
    uint8_t len = (uint8_t)given.len;
    bool same_value;
    bool same_len;

    wbuf_put(&w, given);
    same_value = ct_equal(stored->value, padded, PIN_MAX_LEN);
    same_len = stored->len == len;
    wipe(padded, sizeof(padded));
    return same_value && same_len;
}

sw_t pin_query(const struct card *card, enum pin_id pin)
{
    struct nv_pin stored;
    sw_t sw;

    if ((card->verified & GUARD_PIN(pin)) != 0 &&
        card->config->query_when_verified == QUERY_9000)
        return SW_OK;
    if (!nv_load(card, pin, &stored))
        return SW_MEMORY;
    sw = tries_left(stored.tries);
    wipe(&stored, sizeof(stored));
    return sw;
}

sw_t pin_verify(struct card *card, enum pin_id pin, struct span value)
{
    const struct pin_row *row = &layout_pins[pin];
    struct nv_pin stored;
    sw_t sw;

    if (!nv_load(card, pin, &stored))
        return SW_MEMORY;
    if (stored.tries == 0) {
        sw = card->config->blocked_sw;
        goto out;
    }
    if (value.len < row->min_len || value.len > row->max_len) {
        sw = SW_LENGTH; /* assumed: no try is spent */
        goto out;
    }
    card->verified &= (guard_t)~GUARD_PIN(pin);
    stored.tries--;
    if (!nv_store(card, pin, &stored)) {
        sw = SW_MEMORY;
        goto out;
    }
    if (!is_same(&stored, value)) {
        sw = tries_left(stored.tries);
        goto out;
    }
    stored.tries = row->tries;
    if (!nv_store(card, pin, &stored)) {
        sw = SW_MEMORY;
        goto out;
    }
    card->verified |= GUARD_PIN(pin);
    sw = SW_OK;
out:
    wipe(&stored, sizeof(stored));
    return sw;
}

sw_t pin_change(struct card *card, enum pin_id pin, struct span value)
{
    const struct pin_row *row = &layout_pins[pin];
    struct nv_pin record = { .tries = row->tries };
    struct wbuf w = wbuf_of(record.value, sizeof(record.value));
    bool done;

    if (value.len < row->min_len || value.len > row->max_len)
        return SW_LENGTH;
    if (!layout_pin_form(pin, value))
        return SW_WRONG_DATA;
    wbuf_put(&w, value);
    record.len = (uint8_t)w.len;
    done = nv_store(card, pin, &record);
    /* Once more, onto the copy that still holds the old value. */
    if (done)
        done = nv_store(card, pin, &record);
    wipe(&record, sizeof(record));
    return done ? SW_OK : SW_MEMORY;
}
