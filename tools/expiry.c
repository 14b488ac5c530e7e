/* SPDX-License-Identifier: Apache-2.0
 *
 * Months before and after the last day of a certificate.
 */
#include "tools/expiry.h"
#include "tools/tool.h"

enum { MONTHS = 3 };

/* Months since the year 0. */
static int month_of(const struct tm *tm)
{
    return (tm->tm_year + 1900) * 12 + tm->tm_mon;
}

enum expiry expiry_of(const struct inkan_time *from,
                      const struct inkan_time *to, const struct inkan_time *now)
{
    time_t now_s = tool_seconds(now);
    struct tm last = tool_tokyo(tool_seconds(to));
    struct tm today = tool_tokyo(now_s);
    int months_left = month_of(&last) - month_of(&today);

    if (now_s < tool_seconds(from))
        return EXPIRY_NOT_YET;
    if (now_s > tool_seconds(to))
        return -months_left <= MONTHS ? EXPIRY_GRACE : EXPIRY_EXPIRED;
    if (months_left < MONTHS ||
        (months_left == MONTHS && today.tm_mday >= last.tm_mday))
        return EXPIRY_RENEW;
    return EXPIRY_VALID;
}
