/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules that keep a holder from being locked out, before every VERIFY
 * that this library ever sends. Must not keep a PIN: what is remembered of a
 * refused one is an HMAC under a key of this handle.
 */
#include "host/unlock.h"

#include "host/digest.h"
#include "host/iso.h"

enum pin_id unlock_ref(enum inkan_pin pin, enum app_id app)
{
    /* clang-format off */
    static const struct { enum inkan_pin pin; enum app_id app; enum pin_id ref; } rows[] = {
        { INKAN_PIN_AUTH,     APP_JPKI,    PIN_AUTH },
        { INKAN_PIN_SIGN,     APP_JPKI,    PIN_SIGN },
        { INKAN_PIN_TEXT,     APP_TEXT,    PIN_TEXT },
        { INKAN_PIN_JUKI,     APP_COMMON,  PIN_COMMON },
        { INKAN_PIN_JUKI,     APP_JUKI,    PIN_JUKI },
        { INKAN_PIN_NUMBER_A, APP_TEXT,    PIN_TEXT_A },
        { INKAN_PIN_NUMBER_A, APP_VISUAL,  PIN_VISUAL_A },
        { INKAN_PIN_NUMBER_B, APP_TEXT,    PIN_TEXT_B },
        { INKAN_PIN_NUMBER_B, APP_VISUAL,  PIN_VISUAL_B },
        { INKAN_PIN_BIRTH,    APP_VISUAL,  PIN_VISUAL_BIRTH },
        { INKAN_PIN_LICENCE,  APP_LICENCE, PIN_LICENCE },
    };
    /* clang-format on */

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (rows[i].pin == pin && rows[i].app == app)
            return rows[i].ref;
    }
    return PIN_COUNT;
}

/* --- known wrong ---------------------------------------------------------- */

static bool mac_of(const struct inkan_card *card, enum pin_id ref,
                   struct span value, uint8_t out[WRONG_LEN])
{
    uint8_t buf[1 + PIN_MAX_LEN];
    bool ok;

    buf[0] = (uint8_t)ref;
    for (size_t i = 0; i < value.len; i++) {
        uint8_t c = value.ptr[i];

        buf[1 + i] = c >= 'a' && c <= 'z' ? (uint8_t)(c - 'a' + 'A') : c;
    }
    ok = digest_hmac(span_of(card->wrong_key, WRONG_LEN),
                     span_of(buf, 1 + value.len), out);
    wipe(buf, sizeof(buf));
    return ok;
}

static bool is_known_wrong(const struct inkan_card *card, enum pin_id ref,
                           const uint8_t mac[WRONG_LEN])
{
    bool found = false;

    for (size_t i = 0; i < WRONG_COUNT; i++) {
        const struct wrong_value *w = &card->wrong[i];

        if (w->used && w->pin == ref && ct_equal(w->mac, mac, WRONG_LEN))
            found = true;
    }
    return found;
}

static void remember_wrong(struct inkan_card *card, enum pin_id ref,
                           const uint8_t mac[WRONG_LEN])
{
    struct wrong_value *w = &card->wrong[card->wrong_next];

    card->wrong_next = (card->wrong_next + 1) % WRONG_COUNT;
    w->used = true;
    w->pin = (uint8_t)ref;
    memcpy(w->mac, mac, WRONG_LEN);
}

/* The counter is full again: the right value was given, or an office has set
 * a new one. What was wrong may be right now. */
static void forget_wrong(struct inkan_card *card, enum pin_id ref)
{
    for (size_t i = 0; i < WRONG_COUNT; i++) {
        if (card->wrong[i].used && card->wrong[i].pin == ref)
            wipe(&card->wrong[i], sizeof(card->wrong[i]));
    }
}

/* --- is it still the same card? ------------------------------------------- */

/* After a reset by another program PC/SC may give us, under the old handle,
 * a card that was swapped in (decision C3). Before any VERIFY the auth
 * certificate is compared; where there is nothing to compare - a phone, or a
 * card that was never looked at - a handle that has unlocked something is
 * given up rather than trusted. */
static enum inkan_rc confirm_identity(struct inkan_card *card)
{
    struct span der;
    enum inkan_rc rc;

    if (!card->was_reset)
        return INKAN_OK;
    if (!card->has_identity) {
        if (card->has_unlocked)
            return card_fail(card, INKAN_REMOVED);
        card->was_reset = false;
        return INKAN_OK;
    }
    rc = iso_select(card, APP_JPKI);
    if (rc == INKAN_OK)
        rc = iso_read(card, 0x000A, ISO_OBJECT, &der);
    if (rc == INKAN_NOT_VERIFIED || rc == INKAN_NOT_FOUND ||
        rc == INKAN_NOT_OUR_CARD || rc == INKAN_MALFORMED)
        return card_fail(card, INKAN_REMOVED);
    return rc == INKAN_OK ? card_identify(card, der) : rc;
}

/* --- tries ---------------------------------------------------------------- */

enum inkan_rc unlock_tries(struct inkan_card *card, enum pin_id ref,
                           int *out_tries)
{
    int app = card->app;
    uint64_t end_ms = card->end_ms;
    enum inkan_rc rc = iso_tries(card, ref, out_tries);

    if (rc != INKAN_NO_COUNTER || app < 0)
        return rc;
    rc = iso_drop(card);
    card->end_ms = end_ms;
    if (rc == INKAN_OK)
        rc = iso_select(card, (enum app_id)app);
    return rc == INKAN_OK ? iso_tries(card, ref, out_tries) : rc;
}

/* Everything that can forbid the VERIFY. mac is of the value. */
static enum inkan_rc may_send(struct inkan_card *card, enum pin_id ref,
                              const struct inkan_secret *secret,
                              const uint8_t mac[WRONG_LEN])
{
    bool pinpad = (secret->flags & INKAN_USE_PINPAD) != 0;
    int tries = 0;
    enum inkan_rc rc = unlock_tries(card, ref, &tries);

    if (rc != INKAN_OK)
        return rc;
    card->err.tries = tries;
    if (tries == 0)
        return card_fail(card, INKAN_PIN_BLOCKED);
    if (tries >= layout_pins[ref].tries)
        forget_wrong(card, ref);
    if (!pinpad && is_known_wrong(card, ref, mac))
        return card_fail(card, INKAN_KNOWN_WRONG);
    if (tries == 1 && (secret->flags & INKAN_ALLOW_LAST_TRY) == 0)
        return card_fail(card, INKAN_LAST_TRY);
    return INKAN_OK;
}

enum inkan_rc unlock(struct inkan_card *card, enum pin_id ref,
                     const struct inkan_secret *secret)
{
    bool pinpad = (secret->flags & INKAN_USE_PINPAD) != 0;
    struct span value = span_of(secret->value, secret->len);
    uint8_t mac[WRONG_LEN] = { 0 };
    enum inkan_rc rc;

    card->err.pin = secret->pin;
    if (!pinpad) {
        rc = inkan_pin_form(secret->pin, secret->value, secret->len);
        if (rc != INKAN_OK)
            return card_fail(card, rc);
        if (!mac_of(card, ref, value, mac))
            return card_fail(card, INKAN_NOMEM);
    } else if (!inkan_has_pinpad(card)) {
        return card_fail(card, INKAN_UNSUPPORTED);
    }
    rc = confirm_identity(card);
    if (rc == INKAN_OK)
        rc = iso_select(card, (enum app_id)layout_pins[ref].app);
    if (rc == INKAN_OK)
        rc = may_send(card, ref, secret, mac);
    if (rc != INKAN_OK)
        return rc;
    rc = pinpad ? iso_verify_pinpad(card, ref) : iso_verify(card, ref, value);
    if (rc == INKAN_OK) {
        card->has_unlocked = true;
        forget_wrong(card, ref);
    } else if (rc == INKAN_WRONG_PIN && !pinpad) {
        remember_wrong(card, ref, mac);
    }
    return rc;
}

enum inkan_rc unlock_app(struct inkan_card *card, enum app_id app,
                         const struct inkan_secret *secret)
{
    enum pin_id ref;

    if (secret == NULL)
        return card_fail(card, INKAN_NOT_VERIFIED);
    ref = unlock_ref(secret->pin, app);
    if (ref == PIN_COUNT)
        return card_fail(card, INKAN_ARG);
    return unlock(card, ref, secret);
}
