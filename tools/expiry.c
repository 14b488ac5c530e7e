/* SPDX-License-Identifier: Apache-2.0
 *
 * Months before and after the last day of a certificate.
 */
#include "tools/expiry.h"

#include <time.h>

enum { TOKYO_OFFSET_S = 9 * 3600, MONTHS = 3 };

static time_t seconds_of(const struct inkan_time *time)
{
    struct tm tm = { .tm_year = time->year - 1900,
                     .tm_mon = time->month - 1,
                     .tm_mday = time->day,
                     .tm_hour = time->hour,
                     .tm_min = time->minute,
                     .tm_sec = time->second };

    return timegm(&tm);
}

static struct tm in_tokyo(time_t seconds)
{
    time_t local = seconds + TOKYO_OFFSET_S;
    struct tm tm;

    gmtime_r(&local, &tm);
    return tm;
}

/* Months since the year 0. */
static int month_of(const struct tm *tm)
{
    return (tm->tm_year + 1900) * 12 + tm->tm_mon;
}

enum expiry expiry_of(const struct inkan_time *from,
                      const struct inkan_time *to, const struct inkan_time *now)
{
    time_t now_s = seconds_of(now);
    struct tm last = in_tokyo(seconds_of(to));
    struct tm today = in_tokyo(now_s);
    int months_left = month_of(&last) - month_of(&today);

    if (now_s < seconds_of(from))
        return EXPIRY_NOT_YET;
    if (now_s > seconds_of(to))
        return -months_left <= MONTHS ? EXPIRY_GRACE : EXPIRY_EXPIRED;
    if (months_left < MONTHS ||
        (months_left == MONTHS && today.tm_mday >= last.tm_mday))
        return EXPIRY_RENEW;
    return EXPIRY_VALID;
}
