/* SPDX-License-Identifier: Apache-2.0
 *
 * What is told of a card without telling of its holder: is it genuine, is it
 * bound, and how long is its certificate good.
 */
#include <string.h>
#include <time.h>

#include "tools/reception/tell_internal.h"

#define TOKYO_S (9 * 3600)

static void last_day(const struct inkan_time *ends, struct tm *out)
{
    struct tm tm = { .tm_year = ends->year - 1900,
                     .tm_mon = ends->month - 1,
                     .tm_mday = ends->day,
                     .tm_hour = ends->hour,
                     .tm_min = ends->minute,
                     .tm_sec = ends->second };
    time_t local = timegm(&tm) + TOKYO_S;

    gmtime_r(&local, out);
}

void tell_grace_end(const struct inkan_time *ends, char out[11])
{
    struct tm tm;

    last_day(ends, &tm);
    tm.tm_mon += 4; /* the day before the first of the fourth month */
    tm.tm_mday = 0;
    (void)timegm(&tm);
    strftime(out, 11, "%Y-%m-%d", &tm);
}

/* Indexed by enum expiry. */
static const struct {
    const char *code;
    const char *text;
} expiry_rows[] = {
    [EXPIRY_VALID] = { "valid", N_("certificate valid") },
    [EXPIRY_RENEW] = { "renew", N_("certificate to be renewed") },
    [EXPIRY_GRACE] = { "grace", N_("certificate expired, eligibility only") },
    [EXPIRY_EXPIRED] = { "expired", N_("certificate expired") },
    [EXPIRY_NOT_YET] = { "not-yet", N_("certificate not valid yet") },
};

/* Indexed by enum inkan_check_state. */
static const char *const genuine_texts[] = {
    [INKAN_GENUINE] = N_("genuine"),
    [INKAN_FORGED] = N_("NOT GENUINE"),
    [INKAN_UNCHECKED] = N_("genuineness not checked"),
};

json_t *tell_facts(const struct visit_facts *facts)
{
    json_t *object = json_object();
    char day[11];
    struct tm tm;

    tell_set(object, "genuine", inkan_check_state_code(facts->genuine));
    tell_set(object, "bound", inkan_bound_code(facts->bound));
    json_object_set_new(object, "revoked", json_boolean(facts->revoked));
    if (facts->certificate == VISIT_NO_CERTIFICATE) {
        tell_set(object, "certificate", "none");
        return object;
    }
    last_day(&facts->ends, &tm);
    strftime(day, sizeof(day), "%Y-%m-%d", &tm);
    tell_set(object, "certificate", expiry_rows[facts->expiry].code);
    tell_set(object, "ends", day);
    tell_grace_end(&facts->ends, day);
    tell_set(object, "eligibility_until", day);
    return object;
}

void tell_add_facts(struct tell_line *line, const struct visit_facts *facts)
{
    tell_add(line, "%s, %s", _(genuine_texts[facts->genuine]),
             facts->certificate == VISIT_NO_CERTIFICATE
                 ? _("no certificate")
                 : _(expiry_rows[facts->expiry].text));
}
