/* SPDX-License-Identifier: Apache-2.0
 *
 * Signatures and random numbers by the card. A signature is checked with the
 * key's certificate, where that was read, before it is handed out.
 */
#include <string.h>
#include <sys/random.h>

#include "card/edge/iso7816.h"
#include "host/ap_jpki.h"
#include "host/digest.h"
#include "host/iso.h"
#include "host/sig.h"
#include "host/unlock.h"

static uint16_t key_fid(enum inkan_key key)
{
    return key == INKAN_KEY_AUTH ? 0x0017 : 0x001A;
}

static enum inkan_rc check_item(const struct inkan_sign_item *item)
{
    if (item->input == NULL || item->input_len == 0)
        return INKAN_ARG;
    switch (item->scheme) {
    case INKAN_RAW:
        return item->hash == INKAN_HASH_NONE && item->input_len <= INKAN_RAW_MAX
                   ? INKAN_OK
                   : INKAN_ARG;
    case INKAN_PKCS1:
        return item->input_len == digest_len(item->hash) ? INKAN_OK : INKAN_ARG;
    case INKAN_PSS:
        return item->hash == INKAN_HASH_SHA256 && item->input_len == 32
                   ? INKAN_OK
                   : INKAN_ARG;
    }
    return INKAN_ARG;
}

static enum inkan_rc check_items(const struct inkan_sign_item *items,
                                 size_t count)
{
    if (items == NULL || count == 0)
        return INKAN_ARG;
    for (size_t i = 0; i < count; i++) {
        enum inkan_rc rc = check_item(&items[i]);

        if (rc != INKAN_OK)
            return rc;
    }
    return INKAN_OK;
}

/* What the card is given for an item, in body. */
static struct span card_input(const struct inkan_sign_item *item,
                              uint8_t body[INKAN_RAW_MAX])
{
    struct wbuf w = wbuf_of(body, INKAN_RAW_MAX);

    if (item->scheme == INKAN_PKCS1)
        wbuf_put(&w, digest_info_head(item->hash));
    wbuf_put(&w, span_of(item->input, item->input_len));
    return wbuf_span(&w);
}

/* A refused or useless PSS is remembered: the next caller is told at once. */
static enum inkan_rc no_pss(struct inkan_card *card)
{
    card->pss = PSS_NO;
    return card_fail(card, INKAN_UNSUPPORTED);
}

static enum inkan_rc sign_one(struct inkan_card *card, enum inkan_key key,
                              struct inkan_sign_item *item)
{
    const struct known_key *k = &card->keys[key];
    bool pss = item->scheme == INKAN_PSS;
    uint8_t body[INKAN_RAW_MAX];
    uint8_t sig[INKAN_SIGNATURE_LEN];
    enum inkan_rc rc;

    rc = iso_sign(card, key_fid(key), pss ? DS_PSS_HASH_GIVEN : DS_RAW,
                  card_input(item, body), sig);
    wipe(body, sizeof(body));
    if (pss && (rc == INKAN_UNSUPPORTED || rc == INKAN_CARD_STATUS))
        return no_pss(card);
    if (rc != INKAN_OK)
        return rc;
    if (k->len != 0 &&
        !sig_verify(span_of(k->spki, k->len), item->scheme, item->hash,
                    span_of(item->input, item->input_len),
                    span_of(sig, sizeof(sig))))
        return pss ? no_pss(card) : card_fail(card, INKAN_BAD_SIGNATURE);
    memcpy(item->signature, sig, sizeof(sig));
    return INKAN_OK;
}

/* A card may forget the PIN after each signature. The value was right a
 * moment ago in this same transaction, and the tries are asked again; a PIN
 * pad would ask its holder again and again, so not there. Nor for the first
 * signature, right after the VERIFY: a card that has forgotten by then would
 * take any number of them. */
enum inkan_rc jpki_sign_next(struct inkan_card *card, enum inkan_key key,
                             const struct inkan_secret *secret, bool first,
                             struct inkan_sign_item *item)
{
    enum inkan_rc rc = sign_one(card, key, item);

    if (rc != INKAN_NOT_VERIFIED || first ||
        (secret->flags & INKAN_USE_PINPAD) != 0)
        return rc;
    rc = jpki_unlock(card, secret);
    return rc == INKAN_OK ? sign_one(card, key, item) : rc;
}

static enum inkan_rc sign_all(struct inkan_card *card, enum inkan_key key,
                              const struct inkan_secret *secret,
                              struct inkan_sign_item *items, size_t count)
{
    enum inkan_rc rc = jpki_unlock(card, secret);

    for (size_t i = 0; rc == INKAN_OK && i < count; i++)
        rc = jpki_sign_next(card, key, secret, i == 0, &items[i]);
    return rc;
}

enum inkan_rc inkan_sign(struct inkan_card *card, enum inkan_key key,
                         const struct inkan_secret *secret,
                         struct inkan_sign_item *items, size_t count)
{
    enum inkan_rc rc;

    if (card == NULL || (unsigned)key >= INKAN_KEY_COUNT || secret == NULL ||
        secret->pin != jpki_pin_of(key))
        return INKAN_ARG;
    rc = check_items(items, count);
    if (rc != INKAN_OK)
        return rc;
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    for (size_t i = 0; i < count; i++) {
        if (items[i].scheme == INKAN_PSS && card->pss == PSS_NO)
            return card_end(card, card_fail(card, INKAN_UNSUPPORTED));
    }
    return card_end(card, sign_all(card, key, secret, items, count));
}

enum inkan_rc inkan_random(struct inkan_card *card, uint8_t *out, size_t len)
{
    enum inkan_rc rc;

    if (card == NULL || out == NULL || len == 0 || len > 256)
        return INKAN_ARG;
    rc = card_begin(card);
    if (rc != INKAN_OK)
        return rc;
    rc = iso_select(card, APP_JPKI);
    if (rc == INKAN_OK)
        rc = iso_challenge(card, out, len);
    return card_end(card, rc);
}

/* The public half of the text application's key lies behind the PIN, so the
 * signatures cannot be verified here. What can be seen without it: a card
 * that does PSS gives a fresh salt each time, so two signatures of one hash
 * differ, and both differ from what the key does with PKCS#1 padding, which
 * is always the same. The proof itself comes with the first real signature:
 * sign_one verifies it, and withdraws PSS if it fails. */
static enum inkan_rc probe(struct inkan_card *card)
{
    uint8_t hash[32] = { 0 };
    uint8_t first[INKAN_SIGNATURE_LEN];
    uint8_t second[INKAN_SIGNATURE_LEN];
    struct span input = span_of(hash, sizeof(hash));
    enum inkan_rc rc = iso_select(card, APP_TEXT);

    if (getrandom(hash, sizeof(hash), 0) != (ssize_t)sizeof(hash))
        return card_fail(card, INKAN_NOMEM);
    if (rc == INKAN_OK)
        rc = iso_sign(card, 0, DS_PSS_HASH_GIVEN, input, first);
    if (rc == INKAN_OK)
        rc = iso_sign(card, 0, DS_PSS_HASH_GIVEN, input, second);
    if (rc == INKAN_OK && memcmp(first, second, sizeof(first)) == 0)
        rc = card_fail(card, INKAN_UNSUPPORTED);
    return rc;
}

/* Answers that say "this card does not", as against "not now". */
static bool is_refusal(enum inkan_rc rc)
{
    return rc == INKAN_UNSUPPORTED || rc == INKAN_CARD_STATUS ||
           rc == INKAN_NOT_FOUND || rc == INKAN_NOT_VERIFIED ||
           rc == INKAN_MALFORMED;
}

enum inkan_rc inkan_probe_pss(struct inkan_card *card)
{
    enum inkan_rc rc;

    if (card == NULL)
        return INKAN_ARG;
    if (card->pss == PSS_UNKNOWN) {
        rc = card_begin(card);
        if (rc != INKAN_OK)
            return rc;
        rc = card_end(card, probe(card));
        if (rc != INKAN_OK && !is_refusal(rc))
            return rc;
        card->pss = rc == INKAN_OK ? PSS_YES : PSS_NO;
    }
    return card->pss == PSS_YES ? INKAN_OK : card_fail(card, INKAN_UNSUPPORTED);
}
