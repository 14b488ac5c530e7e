/* SPDX-License-Identifier: Apache-2.0
 *
 * From values to facts. The numbers on the card and in the certificates are
 * made here once, so that they agree everywhere.
 */
#include "tools/issue/citizen.h"

#include <stdio.h>
#include <stdlib.h>

#include "tools/issue/persona_form.h"
#include "tools/issue/utf8.h"

#define ADULT_AGE      18
#define ADULT_YEARS    10
#define CHILD_YEARS    5
#define CERT_BIRTHDAYS 5

static bool resolve_day(const struct citizen *citizen, enum persona_key key,
                        struct date *out)
{
    return date_parse_relative(persona_get(citizen->persona, key),
                               citizen->today, out);
}

/* The day of a key that has been given, or is made of the birthday. */
static bool resolve_end(const struct citizen *citizen, enum persona_key key,
                        int birthdays, struct date *out,
                        struct problem *problem)
{
    if (persona_get(citizen->persona, key)[0] == '\0')
        *out = date_birthday_after(citizen->birth, citizen->issued, birthdays);
    else if (!resolve_day(citizen, key, out))
        return persona_blame(citizen->persona, key, problem,
                             "leads to a day out of range");
    return true;
}

/* A card and certificates that ended already were issued before: when no day
 * of issue is given, five years before the auth certificate ends. */
static bool resolve_issued(struct citizen *citizen, struct problem *problem)
{
    const struct persona *persona = citizen->persona;
    struct date end;

    if (!resolve_day(citizen, P_ISSUED, &citizen->issued))
        return persona_blame(persona, P_ISSUED, problem,
                             "leads to a day out of range");
    if (persona->value[P_ISSUED] == NULL &&
        persona->value[P_AUTH_EXPIRES] != NULL &&
        resolve_day(citizen, P_AUTH_EXPIRES, &end) &&
        date_compare(end, citizen->today) <= 0)
        citizen->issued = date_add_months(end, -12 * CERT_BIRTHDAYS);
    if (date_compare(citizen->issued, citizen->today) >= 0)
        return persona_blame(persona, P_ISSUED, problem,
                             "must be before today");
    if (date_compare(citizen->birth, citizen->issued) > 0)
        return persona_blame(persona, P_BIRTH, problem,
                             "is after the day of issue");
    return true;
}

static bool resolve_ends(struct citizen *citizen, struct problem *problem)
{
    const struct persona *persona = citizen->persona;
    bool adult = date_age(citizen->birth, citizen->issued) >= ADULT_AGE;

    if (!resolve_end(citizen, P_CARD_EXPIRES, adult ? ADULT_YEARS : CHILD_YEARS,
                     &citizen->card_expires, problem) ||
        !resolve_end(citizen, P_AUTH_EXPIRES, CERT_BIRTHDAYS,
                     &citizen->auth_expires, problem))
        return false;
    if (persona->value[P_AUTH_EXPIRES] == NULL &&
        date_compare(citizen->auth_expires, citizen->card_expires) > 0)
        citizen->auth_expires = citizen->card_expires;
    citizen->sign_expires = citizen->auth_expires;
    if (persona->value[P_SIGN_EXPIRES] != NULL &&
        !resolve_end(citizen, P_SIGN_EXPIRES, CERT_BIRTHDAYS,
                     &citizen->sign_expires, problem))
        return false;
    if (!resolve_day(citizen, P_LICENCE_EXPIRES, &citizen->licence_expires))
        return persona_blame(persona, P_LICENCE_EXPIRES, problem,
                             "leads to a day out of range");
    if (date_compare(citizen->card_expires, citizen->issued) <= 0)
        return persona_blame(persona, P_CARD_EXPIRES, problem,
                             "is not after the day of issue (`issued`)");
    if (date_compare(citizen->auth_expires, citizen->issued) <= 0)
        return persona_blame(persona, P_AUTH_EXPIRES, problem,
                             "is not after the day of issue (`issued`)");
    if (date_compare(citizen->sign_expires, citizen->issued) <= 0)
        return persona_blame(persona, P_SIGN_EXPIRES, problem,
                             "is not after the day of issue (`issued`)");
    return true;
}

/* Number B is the birth date in six digits, the year in which the card ends
 * and the security code. Unknown parts of the date stay 00 (assumed). */
static void resolve_numbers(struct citizen *citizen)
{
    const struct persona *persona = citizen->persona;
    bool gregorian = persona_is(persona, P_CALENDAR, "gregorian");
    enum era era = gregorian ? ERA_NONE : date_era(citizen->birth);
    unsigned year = gregorian ? (unsigned)citizen->birth.year
                              : (unsigned)date_era_year(citizen->birth);

    date_text(citizen->birth, citizen->birth_digits);
    date_text(citizen->card_expires, citizen->card_expires_digits);
    snprintf(citizen->cert_birth, sizeof(citizen->cert_birth), "%u%s",
             (unsigned)era % 10, citizen->birth_digits);
    snprintf(citizen->birth_key, sizeof(citizen->birth_key), "%02u%s",
             year % 100, citizen->birth_digits + 4);
    snprintf(citizen->number_b, sizeof(citizen->number_b), "%s%.4s%.4s",
             citizen->birth_key, citizen->card_expires_digits,
             persona_get(persona, P_SECURITY_CODE));
}

/* One flag for each character of written: 1 where it differs from the
 * register. Variation selectors of the register have no counterpart. */
static bool substitute_flags(const char *registered, const char *written,
                             char *out)
{
    uint32_t a = 0;
    uint32_t b;

    while (*written != '\0') {
        do {
            if (!utf8_next(&registered, &a))
                return false;
        } while (utf8_is_selector(a));
        if (!utf8_next(&written, &b))
            return false;
        *out++ = a == b ? '0' : '1';
        if (*written != '\0' && *registered == '\0')
            return false;
    }
    *out = '\0';
    while (*registered != '\0') {
        if (!utf8_next(&registered, &a) || !utf8_is_selector(a))
            return false;
    }
    return true;
}

static bool resolve_flags(const struct persona *persona, enum persona_key flags,
                          enum persona_key registered, enum persona_key written,
                          char *out, struct problem *problem)
{
    const char *given = persona_get(persona, flags);
    size_t chars = 0;

    if (given[0] == '\0') {
        if (substitute_flags(persona_get(persona, registered),
                             persona_get(persona, written), out))
            return true;
        return persona_blame(
            persona, written, problem, "has not the length of %s: give %s",
            persona_rows[registered].name, persona_rows[flags].name);
    }
    if (!utf8_count(persona_get(persona, written), &chars) ||
        chars != strlen(given))
        return persona_blame(persona, flags, problem,
                             "needs one digit for each character of %s",
                             persona_rows[written].name);
    memcpy(out, given, strlen(given) + 1);
    return true;
}

/* Serial numbers are four bytes of a positive INTEGER without a leading 00;
 * a revoked one must be known beforehand, as the CRL lists it. */
static bool check_serial(const struct persona *persona, enum persona_key serial,
                         enum persona_key revoked, struct problem *problem)
{
    uint8_t bytes[4];
    size_t len;

    if (persona_get(persona, serial)[0] == '\0')
        return persona_is(persona, revoked, "no") ||
               persona_blame(persona, revoked, problem, "yes needs %s",
                             persona_rows[serial].name);
    if (persona_hex(persona_get(persona, serial), bytes, 4, &len) &&
        bytes[0] >= 0x01 && bytes[0] <= 0x7F)
        return true;
    return persona_blame(persona, serial, problem,
                         "the first byte must be 01 to 7F");
}

bool citizen_resolve(const struct persona *persona, struct date today,
                     struct citizen *out, struct problem *problem)
{
    memset(out, 0, sizeof(*out));
    out->persona = persona;
    out->today = today;
    out->phone = !persona_is(persona, P_TOKEN, "card");
    out->licence = persona_is(persona, P_LICENCE, "yes");
    if (out->phone && persona_is(persona, P_LICENCE, "yes"))
        return persona_blame(persona, P_LICENCE, problem,
                             "a phone holds no driving licence");
    if (!date_parse_birth(persona_get(persona, P_BIRTH), &out->birth) &&
        !resolve_day(out, P_BIRTH, &out->birth))
        return persona_blame(persona, P_BIRTH, problem, "is no day");
    if (!resolve_issued(out, problem) || !resolve_ends(out, problem))
        return false;
    resolve_numbers(out);
    return check_serial(persona, P_AUTH_SERIAL, P_AUTH_REVOKED, problem) &&
           check_serial(persona, P_SIGN_SERIAL, P_SIGN_REVOKED, problem) &&
           resolve_flags(persona, P_NAME_FLAGS, P_NAME, P_CERT_NAME,
                         out->name_flags, problem) &&
           resolve_flags(persona, P_ADDRESS_FLAGS, P_ADDRESS, P_CERT_ADDRESS,
                         out->address_flags, problem);
}

void citizen_config(const struct citizen *citizen, struct card_config *out)
{
    const struct persona *p = citizen->persona;

    *out = (struct card_config){
        .on = citizen->phone ? ON_PHONE : ON_CARD,
        .has_licence = citizen->licence,
        .no_pss = persona_is(p, P_QUIRK_PSS, "no"),
        .reselect_clears = persona_is(p, P_QUIRK_RESELECT, "yes"),
        .reset_keeps = persona_is(p, P_QUIRK_RESET, "no"),
        .no_extended = persona_is(p, P_QUIRK_EXTENDED, "no"),
        .no_sfi = persona_is(p, P_QUIRK_SFI, "no"),
        .oneshot = persona_is(p, P_QUIRK_ONESHOT, "yes"),
        .query_when_verified =
            persona_is(p, P_QUIRK_QUERY, "9000") ? QUERY_9000 : QUERY_63CX,
        .blocked_sw = persona_is(p, P_QUIRK_BLOCKED, "6983") ? 0x6983 : 0x6984,
    };
}

bool citizen_atr(const struct citizen *citizen, struct wbuf *atr)
{
    const char *name = persona_get(citizen->persona, P_ATR);
    uint8_t bytes[33];
    size_t len;

    if (persona_atr(name).len > 0)
        wbuf_put(atr, persona_atr(name));
    else if (persona_hex(name, bytes, sizeof(bytes), &len))
        wbuf_put(atr, span_of(bytes, len));
    return atr->len > 0 && !atr->full;
}
