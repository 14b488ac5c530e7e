/* SPDX-License-Identifier: Apache-2.0
 *
 * Calendar days as the card writes them: Gregorian digits, Japanese eras, and
 * the birthdays by which cards and certificates end. Days are those of
 * Asia/Tokyo, which is UTC+9 all year.
 */
#ifndef INKAN_TOOLS_ISSUE_DATE_H
#define INKAN_TOOLS_ISSUE_DATE_H

#include <time.h>

#include "card/edge/bytes.h"

/* month or day 0: that part is unknown (only in dates of birth). */
struct date {
    int year;
    int month;
    int day;
};

/* Eras as the sign certificate numbers them; 0 is "unknown". */
enum era { ERA_NONE, ERA_MEIJI, ERA_TAISHO, ERA_SHOWA, ERA_HEISEI, ERA_REIWA };

#define DATE_DIGITS 8
#define DATE_TEXT   (DATE_DIGITS + 1)

/* YYYYMMDD of a day that exists. */
NODISCARD bool date_parse(const char *text, struct date *out);

/* YYYYMMDD in which MMDD, or DD, may be 00 for unknown. */
NODISCARD bool date_parse_birth(const char *text, struct date *out);

/* `YYYYMMDD`, or a distance from today: `+5y`, `-41y-2m`, `-1d`, `0d`. */
NODISCARD bool date_parse_relative(const char *text, struct date today,
                                   struct date *out);

/* Years 1868 to 9999, so YYYYMMDD always fits. */
void date_text(struct date date, char out[DATE_TEXT]);

struct date date_of_time(time_t seconds); /* the day it is in Tokyo */
time_t date_start(struct date date);      /* 00:00:00 in Tokyo */

struct date date_add_days(struct date date, int days);
struct date date_add_months(struct date date, int months);

/* Negative, zero, positive like strcmp. */
int date_compare(struct date a, struct date b);

/* Full years from birth to day; unknown parts count as January, 1st. */
int date_age(struct date birth, struct date day);

/* The count-th birthday after a day. 29 February falls on the 28th in other
 * years; an unknown month counts as July, an unknown day as the 1st (assumed:
 * no source tells how such a card ends). */
struct date date_birthday_after(struct date birth, struct date day, int count);

/* The era that a day lies in. Unknown parts count as the end of the year or
 * month, so that a year in which an era began belongs to the new one. */
enum era date_era(struct date date);

/* The year within its era, 1 to 64. */
int date_era_year(struct date date);

#endif
