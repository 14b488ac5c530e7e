/* SPDX-License-Identifier: Apache-2.0
 *
 * What kind of token answers, and what it has. No PIN.
 */
#include "host/ap_jpki.h"
#include "host/iso.h"

#define EF_TOKEN_INFO 0x0006

/* EF 0006: a serialised CK_TOKEN_INFO, card-spec.md 10. */
#define LABEL_LEN 32
#define MAKER_OFF 32
#define MODEL_OFF 64
#define MODEL_LEN 16

static enum inkan_kind kind_of(const char *label)
{
    static const struct {
        const char *label;
        enum inkan_kind kind;
    } rows[] = {
        { "JPKIAPICCTOKEN2", INKAN_KIND_CARD },
        { "JPKIAPICCTOKEN", INKAN_KIND_JUKI },
        { "JPKIAPGPSETOKEN", INKAN_KIND_ANDROID },
        { "JPKIAPIOSTOKEN", INKAN_KIND_IPHONE },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (strcmp(rows[i].label, label) == 0)
            return rows[i].kind;
    }
    return INKAN_KIND_UNKNOWN;
}

/* Printable ASCII, padding (blanks or NULs) cut off. out has len + 1 bytes. */
static void take_text(struct span info, size_t off, size_t len, char *out)
{
    struct span text = span_sub(info, off, len);

    while (text.len != 0 &&
           (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\0'))
        text.len--;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i];

        out[i] = c >= 0x20 && c < 0x7F ? (char)c : '?';
    }
    out[text.len] = '\0';
}

static enum inkan_rc token_info(struct inkan_card *card,
                                struct inkan_card_info *info)
{
    struct span bytes;
    enum inkan_rc rc = iso_read(card, EF_TOKEN_INFO, ISO_ALL, &bytes);

    info->kind = INKAN_KIND_UNKNOWN;
    if (rc == INKAN_NOT_FOUND)
        return INKAN_OK;
    if (rc != INKAN_OK)
        return rc;
    take_text(bytes, 0, LABEL_LEN, info->token_label);
    take_text(bytes, MAKER_OFF, LABEL_LEN, info->manufacturer);
    take_text(bytes, MODEL_OFF, MODEL_LEN, info->model);
    take_text(bytes, MODEL_OFF + MODEL_LEN, MODEL_LEN, info->serial);
    info->kind = kind_of(info->token_label);
    return INKAN_OK;
}

static enum inkan_rc gather(struct inkan_card *card,
                            struct inkan_card_info *info)
{
    enum inkan_rc rc = iso_select(card, APP_JPKI);

    if (rc == INKAN_OK)
        rc = token_info(card, info);
    if (rc == INKAN_OK)
        rc =
            jpki_availability(card, &info->has_auth_cert, &info->has_sign_cert);
    if (rc == INKAN_OK)
        rc = iso_has_app(card, APP_TEXT, &info->has_text);
    if (rc == INKAN_OK)
        rc = iso_has_app(card, APP_VISUAL, &info->has_visual);
    if (rc == INKAN_OK)
        rc = iso_has_app(card, APP_LICENCE, &info->has_licence);
    return rc;
}

enum inkan_rc inkan_card_info(struct inkan_card *card,
                              struct inkan_card_info *out)
{
    struct inkan_card_info info;
    enum inkan_rc rc;

    if (card == NULL || out == NULL)
        return INKAN_ARG;
    memset(&info, 0, sizeof(info));
    rc = card_begin(card);
    if (rc == INKAN_OK)
        rc = card_end(card, gather(card, &info));
    if (rc != INKAN_OK)
        return rc;
    memcpy(info.atr, card->atr, card->atr_len);
    info.atr_len = card->atr_len;
    *out = info;
    return INKAN_OK;
}
