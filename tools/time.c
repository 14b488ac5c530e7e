/* SPDX-License-Identifier: Apache-2.0
 *
 * Moments as text. Inside everything is UTC; people read Japanese time, which
 * has had no summer time since 1951.
 */
#include "tools/tool.h"

#include <time.h>

#define TOKYO_OFFSET_S (9 * 3600)

time_t tool_seconds(const struct inkan_time *time)
{
    struct tm tm = { .tm_year = time->year - 1900,
                     .tm_mon = time->month - 1,
                     .tm_mday = time->day,
                     .tm_hour = time->hour,
                     .tm_min = time->minute,
                     .tm_sec = time->second };

    return timegm(&tm);
}

struct tm tool_tokyo(time_t seconds)
{
    time_t local = seconds + TOKYO_OFFSET_S;
    struct tm tm;

    gmtime_r(&local, &tm);
    return tm;
}

struct inkan_time tool_now(void)
{
    time_t now = time(NULL);
    struct tm tm;

    gmtime_r(&now, &tm);
    return (struct inkan_time){ .year = tm.tm_year + 1900,
                                .month = tm.tm_mon + 1,
                                .day = tm.tm_mday,
                                .hour = tm.tm_hour,
                                .minute = tm.tm_min,
                                .second = tm.tm_sec };
}

void tool_time_iso(const struct inkan_time *time, char out[TOOL_TIME_MAX])
{
    time_t seconds = tool_seconds(time);
    struct tm tm;

    gmtime_r(&seconds, &tm);
    strftime(out, TOOL_TIME_MAX, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

void tool_time_tokyo(const struct inkan_time *time, char out[TOOL_TIME_MAX])
{
    struct tm tm = tool_tokyo(tool_seconds(time));

    strftime(out, TOOL_TIME_MAX, "%Y-%m-%d %H:%M:%S JST", &tm);
}

double tool_time_between(const struct inkan_time *a, const struct inkan_time *b)
{
    return difftime(tool_seconds(b), tool_seconds(a));
}
