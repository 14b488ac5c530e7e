/* SPDX-License-Identifier: Apache-2.0
 *
 * Days, eras and birthdays. Pure functions: what day it is today comes from
 * the caller.
 */
#include "tools/issue/date.h"

#include <stdio.h>
#include <stdlib.h>

#define TOKYO_OFFSET   (9 * 60 * 60)
#define DAY_SECONDS    (24 * 60 * 60)
#define YEAR_MIN       1868
#define YEAR_MAX       9999
#define UNKNOWN_MONTH  7
#define UNKNOWN_DAY    1
#define RELATIVE_LIMIT 36500

static const struct era_row {
    enum era era;
    struct date first;
} era_rows[] = {
    /* clang-format off */
    { ERA_REIWA,  { 2019,  5,  1 } },
    { ERA_HEISEI, { 1989,  1,  8 } },
    { ERA_SHOWA,  { 1926, 12, 25 } },
    { ERA_TAISHO, { 1912,  7, 30 } },
    { ERA_MEIJI,  { 1868,  1, 25 } },
    /* clang-format on */
};

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    };

    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

static bool digits_to_date(const char *text, struct date *out)
{
    int number = 0;

    for (int i = 0; i < DATE_DIGITS; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        number = number * 10 + (text[i] - '0');
    }
    if (text[DATE_DIGITS] != '\0')
        return false;
    *out = (struct date){ number / 10000, number / 100 % 100, number % 100 };
    return out->year >= YEAR_MIN && out->month <= 12;
}

bool date_parse(const char *text, struct date *out)
{
    return digits_to_date(text, out) && out->month >= 1 && out->day >= 1 &&
           out->day <= month_days(out->year, out->month);
}

bool date_parse_birth(const char *text, struct date *out)
{
    if (!digits_to_date(text, out))
        return false;
    if (out->month == 0)
        return out->day == 0;
    return out->day <= month_days(out->year, out->month);
}

/* Takes one `+5y`, `-2m`, `-1d` off text. */
static bool take_distance(const char **text, struct date *date)
{
    char *unit;
    long count = strtol(*text, &unit, 10);

    if ((**text != '+' && **text != '-' && **text != '0') || unit == *text ||
        labs(count) > RELATIVE_LIMIT)
        return false;
    switch (*unit) {
    case 'd': *date = date_add_days(*date, (int)count); break;
    case 'm': *date = date_add_months(*date, (int)count); break;
    case 'y': *date = date_add_months(*date, (int)count * 12); break;
    default: return false;
    }
    *text = unit + 1;
    return date->year >= YEAR_MIN && date->year <= YEAR_MAX;
}

bool date_parse_relative(const char *text, struct date today, struct date *out)
{
    if (date_parse(text, out))
        return true;
    *out = today;
    do {
        if (!take_distance(&text, out))
            return false;
    } while (*text != '\0');
    return true;
}

void date_text(struct date date, char out[DATE_TEXT])
{
    unsigned number = (unsigned)date.year * 10000u +
                      (unsigned)date.month * 100u + (unsigned)date.day;

    snprintf(out, DATE_TEXT, "%08u", number % 100000000u);
}

struct date date_of_time(time_t seconds)
{
    struct tm tm;

    seconds += TOKYO_OFFSET;
    gmtime_r(&seconds, &tm);
    return (struct date){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
}

time_t date_start(struct date date)
{
    struct tm tm = { .tm_year = date.year - 1900,
                     .tm_mon = date.month - 1,
                     .tm_mday = date.day };

    return timegm(&tm) - TOKYO_OFFSET;
}

struct date date_add_days(struct date date, int days)
{
    return date_of_time(date_start(date) + (time_t)days * DAY_SECONDS);
}

struct date date_add_months(struct date date, int months)
{
    int count = date.year * 12 + date.month - 1 + months;
    struct date out = { count / 12, count % 12 + 1, date.day };

    if (out.month < 1 || out.year < 1)
        return (struct date){ 0, 1, 1 };
    if (out.day > month_days(out.year, out.month))
        out.day = month_days(out.year, out.month);
    return out;
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year - b.year;
    if (a.month != b.month)
        return a.month - b.month;
    return a.day - b.day;
}

int date_age(struct date birth, struct date day)
{
    int month = birth.month == 0 ? 1 : birth.month;
    int date = birth.day == 0 ? 1 : birth.day;
    bool before = day.month < month || (day.month == month && day.day < date);

    return day.year - birth.year - (before ? 1 : 0);
}

static struct date birthday_in(struct date birth, int year)
{
    struct date out = { year, birth.month, birth.day };

    if (out.month == 0)
        out.month = UNKNOWN_MONTH;
    if (out.day == 0)
        out.day = UNKNOWN_DAY;
    if (out.day > month_days(year, out.month))
        out.day = month_days(year, out.month);
    return out;
}

struct date date_birthday_after(struct date birth, struct date day, int count)
{
    struct date first = birthday_in(birth, day.year);
    int year = day.year + count - (date_compare(first, day) > 0 ? 1 : 0);

    return birthday_in(birth, year);
}

static const struct era_row *era_row(struct date date)
{
    struct date latest = { date.year, date.month, date.day };

    if (latest.month == 0)
        latest.month = 12;
    if (latest.day == 0)
        latest.day = month_days(latest.year, latest.month);
    for (size_t i = 0; i < ARRAY_LEN(era_rows); i++) {
        if (date_compare(latest, era_rows[i].first) >= 0)
            return &era_rows[i];
    }
    return NULL;
}

enum era date_era(struct date date)
{
    const struct era_row *row = era_row(date);

    return row == NULL ? ERA_NONE : row->era;
}

int date_era_year(struct date date)
{
    const struct era_row *row = era_row(date);

    return row == NULL ? 0 : date.year - row->first.year + 1;
}
