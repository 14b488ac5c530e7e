/* SPDX-License-Identifier: Apache-2.0
 *
 * The expiry date of the card. No signature covers it, so that it is the same
 * wherever the card tells it proves nothing; that it is not is a finding.
 */
#include "host/ap_common.h"
#include "host/ap_text.h"
#include "host/check_internal.h"

#define TAG_EXPIRY 0x00F2 /* card level, GET DATA */

/* Number B: birth date (6), expiry year (4), security code (4). */
#define NUMBER_B_LEN      14
#define NUMBER_B_YEAR_OFF 6
#define YEAR_LEN          4

/* Not there, or not to be had, is no finding. */
static bool is_absent(enum inkan_rc rc)
{
    return rc == INKAN_NOT_FOUND || rc == INKAN_NOT_VERIFIED ||
           rc == INKAN_UNSUPPORTED || rc == INKAN_CARD_STATUS ||
           rc == INKAN_MALFORMED;
}

static enum inkan_rc of_record(struct inkan_card *card, char out[9])
{
    struct inkan_card_number number;
    bool has;
    enum inkan_rc rc = iso_has_app(card, APP_COMMON, &has);

    if (rc != INKAN_OK || !has)
        return rc;
    rc = ap_common_number(card, &number);
    if (rc == INKAN_OK)
        memcpy(out, number.expiry, sizeof(number.expiry));
    return is_absent(rc) ? INKAN_OK : rc;
}

static enum inkan_rc of_card_level(struct inkan_card *card, char out[9])
{
    struct span value;
    bool has;
    enum inkan_rc rc = iso_has_app(card, APP_ISD, &has);

    if (rc != INKAN_OK || !has)
        return rc;
    rc = iso_get_data(card, TAG_EXPIRY, &value);
    if (rc == INKAN_OK && !ap_text_date(value, out))
        out[0] = '\0';
    return is_absent(rc) ? INKAN_OK : rc;
}

/* All dates that are told, and the year in number B. */
static void compare(struct checker *c, const char *const *told, size_t count,
                    struct span year)
{
    const char *first = NULL;
    size_t places = year.len != 0 ? 1 : 0;
    bool same = true;

    for (size_t i = 0; i < count; i++) {
        if (told[i][0] == '\0')
            continue;
        places++;
        if (first == NULL)
            first = told[i];
        if (strcmp(told[i], first) != 0 ||
            (year.len != 0 && memcmp(told[i], year.ptr, year.len) != 0))
            same = false;
    }
    if (!same)
        check_set(c, INKAN_CHECK_EXPIRY_AGREES, INKAN_FORGED,
                  INKAN_REASON_DIFFERS);
    else if (places >= 2)
        check_set(c, INKAN_CHECK_EXPIRY_AGREES, INKAN_UNCHECKED,
                  INKAN_REASON_AGREES);
    else
        check_set(c, INKAN_CHECK_EXPIRY_AGREES, INKAN_UNCHECKED,
                  INKAN_REASON_UNCOVERED);
}

enum inkan_rc check_expiry(struct checker *c)
{
    const struct inkan_secret *secret = c->options->secret;
    char record[9] = "";
    char level[9] = "";
    const char *const told[] = { c->face_expiry, record, level };
    struct span year = span_none();
    enum inkan_rc rc = of_record(c->card, record);

    if (rc == INKAN_OK)
        rc = of_card_level(c->card, level);
    if (rc != INKAN_OK)
        return rc;
    /* The card has accepted number B, so it holds that year, too. */
    if (secret != NULL && secret->pin == INKAN_PIN_NUMBER_B &&
        secret->len == NUMBER_B_LEN && (secret->flags & INKAN_USE_PINPAD) == 0)
        year = span_of(secret->value + NUMBER_B_YEAR_OFF, YEAR_LEN);
    compare(c, told, ARRAY_LEN(told), year);
    return INKAN_OK;
}
