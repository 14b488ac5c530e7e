/* SPDX-License-Identifier: Apache-2.0
 *
 * <inkan/pin.h>: facts, tries, verify and change. The rules before a VERIFY
 * stand in unlock.c.
 */
#include <unistd.h>

#include "host/handle.h"
#include "host/iso.h"
#include "host/unlock.h"

#define OFFICE_EN "the municipal office, with an identity document"
#define OFFICE_JA "市区町村の窓口（本人確認書類が必要です）"
#define NUMBER_EN "nobody needs to: use another PIN or number"
#define NUMBER_JA "解除は市区町村の窓口で。別の暗証番号でも読み取れます"

/* One reference on the card that stands for the PIN's form and tries. */
static const struct fact_row {
    enum pin_id ref;
    enum pin_id other; /* second place where the card keeps it, or ref */
    struct inkan_pin_facts facts;
} rows[INKAN_PIN_COUNT] = {
    /* clang-format off */
    [INKAN_PIN_AUTH] = { PIN_AUTH, PIN_AUTH, { 4, 4, 3, true, "auth",
        "user authentication PIN", "利用者証明用電子証明書の暗証番号",
        OFFICE_EN, OFFICE_JA } },
    [INKAN_PIN_SIGN] = { PIN_SIGN, PIN_SIGN, { 6, 16, 5, false, "sign",
        "digital signature password", "署名用電子証明書の暗証番号",
        OFFICE_EN ", or a convenience-store kiosk with the official app",
        OFFICE_JA "、またはコンビニのキオスク端末（公式アプリで予約）" } },
    [INKAN_PIN_TEXT] = { PIN_TEXT, PIN_TEXT, { 4, 4, 3, true, "text",
        "card information PIN", "券面事項入力補助用の暗証番号",
        OFFICE_EN, OFFICE_JA } },
    [INKAN_PIN_JUKI] = { PIN_COMMON, PIN_JUKI, { 4, 4, 3, true, "juki",
        "resident register PIN", "住民基本台帳用の暗証番号",
        OFFICE_EN, OFFICE_JA } },
    [INKAN_PIN_NUMBER_A] = { PIN_TEXT_A, PIN_VISUAL_A, { 12, 12, 10, true,
        "number-a", "number A (My Number)", "照合番号A（個人番号）",
        OFFICE_EN, OFFICE_JA } },
    [INKAN_PIN_NUMBER_B] = { PIN_TEXT_B, PIN_VISUAL_B, { 14, 14, 10, true,
        "number-b", "number B (birth date, expiry year, security code)",
        "照合番号B（生年月日・有効期限の年・セキュリティコード）",
        OFFICE_EN, OFFICE_JA } },
    [INKAN_PIN_BIRTH] = { PIN_VISUAL_BIRTH, PIN_VISUAL_BIRTH, { 6, 6, 10,
        true, "birth", "birth-date key", "生年月日（和暦6桁）",
        NUMBER_EN, NUMBER_JA } },
    [INKAN_PIN_LICENCE] = { PIN_LICENCE, PIN_LICENCE, { 4, 4, 10, true,
        "licence", "driving licence PIN", "免許情報の暗証番号",
        "the police (licence centre or station)",
        "警察署または運転免許センター" } },
    /* clang-format on */
};

static bool is_pin(enum inkan_pin pin)
{
    return (int)pin >= 0 && (int)pin < INKAN_PIN_COUNT;
}

const struct inkan_pin_facts *inkan_pin_facts(enum inkan_pin pin)
{
    return is_pin(pin) ? &rows[pin].facts : NULL;
}

enum inkan_rc inkan_pin_form(enum inkan_pin pin, const uint8_t *value,
                             size_t len)
{
    uint8_t upper[PIN_MAX_LEN];
    bool ok;

    if (!is_pin(pin) || (value == NULL && len != 0))
        return INKAN_ARG;
    if (len == 0 || len > sizeof(upper))
        return INKAN_PIN_FORMAT;
    for (size_t i = 0; i < len; i++) {
        bool lower = value[i] >= 'a' && value[i] <= 'z';

        upper[i] = lower ? (uint8_t)(value[i] - 'a' + 'A') : value[i];
    }
    ok = layout_pin_form(rows[pin].ref, span_of(upper, len));
    wipe(upper, sizeof(upper));
    return ok ? INKAN_OK : INKAN_PIN_FORMAT;
}

/* Tries of one reference; *out stays as it is where the card has none. */
static enum inkan_rc tries_of(struct inkan_card *card, enum pin_id ref,
                              int *out)
{
    int tries = 0;
    bool has;
    enum inkan_rc rc;

    rc = iso_has_app(card, (enum app_id)layout_pins[ref].app, &has);
    if (rc != INKAN_OK)
        return rc;
    if (!has)
        return INKAN_NOT_FOUND;
    rc = unlock_tries(card, ref, &tries);
    if (rc == INKAN_OK && (*out < 0 || tries < *out))
        *out = tries;
    return rc;
}

/* The fewer of both places: that is what the holder can lose. */
static enum inkan_rc tries_of_pin(struct inkan_card *card, enum inkan_pin pin,
                                  int *out)
{
    enum inkan_rc rc;

    *out = -1;
    rc = tries_of(card, rows[pin].ref, out);
    if (rc == INKAN_OK && rows[pin].other != rows[pin].ref)
        rc = tries_of(card, rows[pin].other, out);
    return rc;
}

enum inkan_rc inkan_pin_tries(struct inkan_card *card, enum inkan_pin pin,
                              int *out_tries)
{
    int tries = -1;
    enum inkan_rc rc;

    if (card == NULL || !is_pin(pin) || out_tries == NULL)
        return INKAN_ARG;
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    card->err.pin = pin;
    rc = iso_select(card, (enum app_id)layout_pins[rows[pin].ref].app);
    if (rc == INKAN_OK)
        rc = tries_of_pin(card, pin, &tries);
    rc = card_end(card, rc);
    if (rc == INKAN_OK)
        *out_tries = tries;
    return rc;
}

/* In the order that asks each application once. */
static enum inkan_rc all_tries(struct inkan_card *card,
                               int out[INKAN_PIN_COUNT])
{
    enum inkan_rc rc = iso_select(card, APP_JPKI);

    for (int app = APP_JPKI; rc == INKAN_OK && app < APP_COUNT; app++) {
        for (int pin = 0; rc == INKAN_OK && pin < INKAN_PIN_COUNT; pin++) {
            enum pin_id ref = unlock_ref((enum inkan_pin)pin, (enum app_id)app);

            if (ref != PIN_COUNT)
                rc = tries_of(card, ref, &out[pin]);
            if (rc == INKAN_NOT_FOUND || rc == INKAN_NO_COUNTER)
                rc = INKAN_OK;
        }
    }
    return rc;
}

enum inkan_rc inkan_pin_status(struct inkan_card *card,
                               int out_tries[INKAN_PIN_COUNT])
{
    int tries[INKAN_PIN_COUNT];
    enum inkan_rc rc;

    if (card == NULL || out_tries == NULL)
        return INKAN_ARG;
    for (size_t i = 0; i < ARRAY_LEN(tries); i++)
        tries[i] = -1;
    rc = card_begin(card);
    if (rc == INKAN_OK)
        rc = card_end(card, all_tries(card, tries));
    if (rc == INKAN_OK)
        memcpy(out_tries, tries, sizeof(tries));
    return rc;
}

enum inkan_rc inkan_pin_verify(struct inkan_card *card,
                               const struct inkan_secret *secret)
{
    enum inkan_rc rc;

    if (card == NULL || secret == NULL || !is_pin(secret->pin))
        return INKAN_ARG;
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    return card_end(card, unlock(card, rows[secret->pin].ref, secret));
}

static enum inkan_rc change_one(struct inkan_card *card, enum pin_id ref,
                                const struct inkan_secret *old,
                                const struct inkan_secret *fresh)
{
    enum inkan_rc rc = unlock(card, ref, old);

    return rc == INKAN_OK
               ? iso_change(card, ref, span_of(fresh->value, fresh->len))
               : rc;
}

static enum inkan_rc change_both(struct inkan_card *card,
                                 const struct inkan_secret *old,
                                 const struct inkan_secret *fresh, bool *partly)
{
    const struct fact_row *row = &rows[old->pin];
    bool two = row->other != row->ref;
    enum inkan_rc rc = INKAN_OK;

    /* Where there are two, the second is tried before the first is changed:
     * a value that fits only one of them changes nothing. */
    if (two)
        rc = unlock(card, row->other, old);
    if (rc == INKAN_OK)
        rc = change_one(card, row->ref, old, fresh);
    if (rc == INKAN_OK && two) {
        rc = change_one(card, row->other, old, fresh);
        *partly = rc != INKAN_OK;
    }
    return rc;
}

/* A password of the sign key has at least one letter and one digit: a rule of
 * issuance, not of the card (card-spec.md 4). */
static bool is_mixed(const struct inkan_secret *fresh)
{
    bool digit = false;
    bool letter = false;

    for (size_t i = 0; i < fresh->len; i++) {
        if (fresh->value[i] >= '0' && fresh->value[i] <= '9')
            digit = true;
        else
            letter = true;
    }
    return digit && letter;
}

enum inkan_rc inkan_pin_change(struct inkan_card *card,
                               const struct inkan_secret *old,
                               const struct inkan_secret *fresh,
                               bool *out_partly)
{
    bool partly = false;
    enum inkan_rc rc;

    if (out_partly != NULL)
        *out_partly = false;
    if (card == NULL || old == NULL || fresh == NULL || !is_pin(old->pin) ||
        old->pin != fresh->pin || (old->flags & INKAN_USE_PINPAD) != 0 ||
        (fresh->flags & INKAN_USE_PINPAD) != 0)
        return INKAN_ARG;
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    card->err.pin = old->pin;
    rc = inkan_pin_form(fresh->pin, fresh->value, fresh->len);
    if (layout_pins[rows[old->pin].ref].change_ins == 0)
        rc = card_fail(card, INKAN_UNSUPPORTED);
    else if (rc != INKAN_OK ||
             (fresh->pin == INKAN_PIN_SIGN && !is_mixed(fresh)))
        rc = card_fail(card, INKAN_PIN_FORMAT);
    else
        rc = change_both(card, old, fresh, &partly);
    rc = card_end(card, rc);
    if (out_partly != NULL)
        *out_partly = partly;
    return rc;
}

bool inkan_has_pinpad(struct inkan_card *card)
{
    const struct inkan_transport *tp;

    if (card == NULL || card->dead != INKAN_OK || card->ink->pid != getpid())
        return false;
    tp = &card->ink->transport;
    return tp->has_pinpad != NULL && tp->pinpad_verify != NULL &&
           tp->has_pinpad(card->conn);
}
