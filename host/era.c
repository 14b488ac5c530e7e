/* SPDX-License-Identifier: Apache-2.0
 *
 * Japanese eras: which one a day belongs to, dates as Japan writes them, and
 * the birth-date key made from one.
 */
#include "host/era.h"

#include <stdio.h>

#include <inkan/face.h>

static const struct era_row eras[INKAN_ERA_COUNT] = {
    [INKAN_ERA_UNKNOWN] = { 0, "", "" },
    [INKAN_ERA_MEIJI] = { 18680125, "Meiji", "明治" },
    [INKAN_ERA_TAISHO] = { 19120730, "Taisho", "大正" },
    [INKAN_ERA_SHOWA] = { 19261225, "Showa", "昭和" },
    [INKAN_ERA_HEISEI] = { 19890108, "Heisei", "平成" },
    [INKAN_ERA_REIWA] = { 20190501, "Reiwa", "令和" },
};

const struct era_row *era_row(enum inkan_era era)
{
    return &eras[era];
}

enum inkan_era era_of(int date)
{
    int era = INKAN_ERA_REIWA;

    while (era > INKAN_ERA_UNKNOWN && date < eras[era].from)
        era--;
    return (enum inkan_era)era;
}

int era_number(const char *date)
{
    int number = 0;

    if (date == NULL || strlen(date) != 8)
        return -1;
    for (; *date != '\0'; date++) {
        if (*date < '0' || *date > '9')
            return -1;
        number = number * 10 + (*date - '0');
    }
    return number;
}

enum inkan_rc inkan_cert_birth(const char *birth, enum inkan_era *out_era,
                               char out_date[9])
{
    if (birth == NULL || out_era == NULL || out_date == NULL)
        return INKAN_ARG;
    if (birth[0] < '0' || birth[0] > '5' || era_number(birth + 1) < 0)
        return INKAN_MALFORMED;
    *out_era = (enum inkan_era)(birth[0] - '0');
    memcpy(out_date, birth + 1, 9);
    return INKAN_OK;
}

/* A year alone falls into the era that it begins in, for want of better. */
static enum inkan_era era_of_known(int date)
{
    int month = date / 100 % 100;
    int day = date % 100;

    return era_of(date + (month == 0 ? 100 : 0) + (day == 0 ? 1 : 0));
}

static int print_ja(int date, char *out, size_t cap)
{
    enum inkan_era era = era_of_known(date);
    int year = date / 10000;
    int month = date / 100 % 100;
    int day = date % 100;
    char head[32];
    char tail[32] = "";

    if (era == INKAN_ERA_UNKNOWN)
        (void)snprintf(head, sizeof(head), "%d年", year);
    else if (year == eras[era].from / 10000)
        (void)snprintf(head, sizeof(head), "%s元年", eras[era].ja);
    else
        (void)snprintf(head, sizeof(head), "%s%d年", eras[era].ja,
                       year - eras[era].from / 10000 + 1);
    if (month != 0 && day != 0)
        (void)snprintf(tail, sizeof(tail), "%d月%d日", month, day);
    else if (month != 0)
        (void)snprintf(tail, sizeof(tail), "%d月", month);
    return snprintf(out, cap, "%s%s", head, tail);
}

static int print_en(int date, char *out, size_t cap)
{
    enum inkan_era era = era_of_known(date);
    int year = date / 10000;
    char day[16];
    char tail[32] = "";

    if (date % 10000 / 100 != 0 && date % 100 != 0)
        (void)snprintf(day, sizeof(day), "%04d-%02d-%02d", year,
                       date / 100 % 100, date % 100);
    else if (date % 10000 / 100 != 0)
        (void)snprintf(day, sizeof(day), "%04d-%02d", year, date / 100 % 100);
    else
        (void)snprintf(day, sizeof(day), "%04d", year);
    if (era != INKAN_ERA_UNKNOWN)
        (void)snprintf(tail, sizeof(tail), " (%s %d)", eras[era].en,
                       year - eras[era].from / 10000 + 1);
    return snprintf(out, cap, "%s%s", day, tail);
}

enum inkan_rc inkan_date_text(const char *date, const char *lang, char *out,
                              size_t cap)
{
    int number = era_number(date);
    bool ja = lang != NULL && strncmp(lang, "ja", 2) == 0;
    int len;

    if (date == NULL || out == NULL)
        return INKAN_ARG;
    if (number < 10000 || number / 100 % 100 > 12 || number % 100 > 31)
        return INKAN_MALFORMED;
    len = ja ? print_ja(number, out, cap) : print_en(number, out, cap);
    return len >= 0 && (size_t)len < cap ? INKAN_OK : INKAN_TOO_BIG;
}

enum inkan_rc inkan_birth_key(const char *birth, char out[7])
{
    int date = era_number(birth);
    enum inkan_era era = era_of(date);
    int year;

    if (out == NULL || era == INKAN_ERA_UNKNOWN || date % 100 == 0 ||
        date % 100 > 31 || date / 100 % 100 == 0 || date / 100 % 100 > 12)
        return INKAN_ARG; /* no day, or one of which parts are not known */
    year = date / 10000 - eras[era].from / 10000 + 1;
    if (year > 99)
        return INKAN_ARG;
    out[0] = (char)('0' + year / 10);
    out[1] = (char)('0' + year % 10);
    memcpy(out + 2, birth + 4, 5);
    return INKAN_OK;
}
