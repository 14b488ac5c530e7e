/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading dates: Gregorian or by era, digits alone or with words between.
 * Nothing is guessed: two digits without an era are no year.
 */
#include "host/match/date.h"

#include "host/match/internal.h"

#include <unicode/uchar.h>

#define YEAR_MIN 1800
#define YEAR_MAX 2199

/* First days of the eras: the laws and edicts that began them. Meiji counts
 * from the start of its first year, as registers do. */
static const struct era_row {
    UChar32 kanji[2];
    UChar32 letter; /* lower case */
    int digit;      /* in the sign certificate and in exchange formats */
    int year, month, day;
    bool whole_first_day; /* else its first day was also the last of the last */
} eras[] = {
    { { 0x660E, 0x6CBB }, 'm', 1, 1868, 1, 1, true },
    { { 0x5927, 0x6B63 }, 't', 2, 1912, 7, 30, false },
    { { 0x662D, 0x548C }, 's', 3, 1926, 12, 25, false },
    { { 0x5E73, 0x6210 }, 'h', 4, 1989, 1, 8, true },
    { { 0x4EE4, 0x548C }, 'r', 5, 2019, 5, 1, true },
};

/* The text without spaces, and how far it has been read. */
struct cursor {
    struct text t;
    size_t at;
};

static UChar32 peek(const struct cursor *c, size_t ahead)
{
    size_t i = c->at + ahead;

    return i < c->t.count ? c->t.c[i] : 0;
}

static bool is_digit(UChar32 c)
{
    return c >= '0' && c <= '9';
}

static size_t digits_ahead(const struct cursor *c)
{
    size_t count = 0;

    while (is_digit(peek(c, count)))
        count++;
    return count;
}

static int take_digits(struct cursor *c, size_t count)
{
    int value = 0;

    while (count-- != 0)
        value = value * 10 + (int)(c->t.c[c->at++] - '0');
    return value;
}

static const struct era_row *era_of_digit(int digit)
{
    for (size_t i = 0; i < ARRAY_LEN(eras); i++) {
        if (eras[i].digit == digit)
            return &eras[i];
    }
    return NULL;
}

static const struct era_row *take_era(struct cursor *c)
{
    UChar32 first = peek(c, 0);

    for (size_t i = 0; i < ARRAY_LEN(eras); i++) {
        bool letter = u_tolower(first) == eras[i].letter;

        if (!letter && first != eras[i].kanji[0])
            continue;
        c->at += !letter && peek(c, 1) == eras[i].kanji[1] ? 2 : 1;
        if (letter && peek(c, 0) == '.')
            c->at++;
        return &eras[i];
    }
    return NULL;
}

static void set_part(struct date *d, enum date_part part, int value,
                     const struct cursor *c, size_t from)
{
    d->part[part] = value;
    d->place[part].first = (uint16_t)(c->t.at[from] + 1);
    d->place[part].last = (uint16_t)(c->t.at[c->at - 1] + 1);
}

/* Digits without signs between: a year of 2 or 4, month and day of 2. */
static void take_parts(struct cursor *c, size_t year_len, struct date *out)
{
    const size_t len[DATE_PARTS] = { year_len, 2, 2 };

    for (int i = 0; i < DATE_PARTS; i++) {
        size_t from = c->at;
        int value = take_digits(c, len[i]);

        set_part(out, (enum date_part)i, value, c, from);
    }
}

static void count_from_era(struct date *d, const struct era_row *era)
{
    if (d->part[DATE_YEAR] != 0)
        d->part[DATE_YEAR] += era->year - 1;
}

static int compare_days(const struct date *d, const struct era_row *era)
{
    const int first[DATE_PARTS] = { era->year, era->month, era->day };

    for (int i = 0; i < DATE_PARTS; i++) {
        if (i > 0 && d->part[i] == 0)
            return 0;
        if (d->part[i] != first[i])
            return d->part[i] < first[i] ? -1 : 1;
    }
    return 0;
}

static void check_era(struct date *d, const struct era_row *era)
{
    const struct era_row *next = era + 1;

    if (d->part[DATE_YEAR] == 0)
        return;
    d->era_misfit = compare_days(d, era) < 0 ||
                    (next < eras + ARRAY_LEN(eras) && d->part[DATE_DAY] != 0 &&
                     compare_days(d, next) >= (next->whole_first_day ? 0 : 1));
}

static bool exists(const struct date *d)
{
    static const int days[] = { 31, 31, 29, 31, 30, 31, 30,
                                31, 31, 30, 31, 30, 31 };
    bool leap =
        (d->part[DATE_YEAR] % 4 == 0 && d->part[DATE_YEAR] % 100 != 0) ||
        d->part[DATE_YEAR] % 400 == 0;

    if (d->part[DATE_YEAR] != 0 &&
        (d->part[DATE_YEAR] < YEAR_MIN || d->part[DATE_YEAR] > YEAR_MAX))
        return false;
    if (d->part[DATE_MONTH] > 12 ||
        d->part[DATE_DAY] >
            days[d->part[DATE_MONTH] > 12 ? 0 : d->part[DATE_MONTH]])
        return false;
    return !(d->part[DATE_MONTH] == 2 && d->part[DATE_DAY] == 29 &&
             d->part[DATE_YEAR] != 0 && !leap);
}

/* 20010327, 4 20010327 (era digit and Gregorian), 5 030327 (era and year). */
static bool read_digits(struct cursor *c, size_t count, struct date *out)
{
    const struct era_row *era = NULL;

    if (count == 9 || count == 7) {
        era = era_of_digit(take_digits(c, 1));
        if (era == NULL)
            return false;
    }
    take_parts(c, count == 7 ? 2 : 4, out);
    if (count == 7)
        count_from_era(out, era);
    if (era != NULL)
        check_era(out, era);
    return true;
}

/* A number, or the words for "unknown" in its place (which count as 0). */
static bool take_part(struct cursor *c, int *out)
{
    static const UChar32 unknown[][2] = {
        { 0x4E0D, 0x8A73 }, /* fusho */
        { 0x4E0D, 0x660E }, /* fumei */
        { 0x5409, 0x65E5 }, /* kichijitsu: some day of that month */
    };
    uint32_t value;
    size_t len = number_read(&c->t, c->at, &value);

    *out = 0;
    if (len != 0) {
        c->at += len;
        *out = value > 9999 ? 9999 : (int)value;
        return true;
    }
    for (size_t i = 0; i < ARRAY_LEN(unknown); i++) {
        if (peek(c, 0) == unknown[i][0] && peek(c, 1) == unknown[i][1]) {
            c->at += 2;
            return true;
        }
    }
    return false;
}

static bool take_separator(struct cursor *c, UChar32 word)
{
    UChar32 next = peek(c, 0);

    if (next != word && next != '/' && next != '.' && next != ',' &&
        next != 0x30FB && !char_is_dash(next))
        return false;
    c->at++;
    return true;
}

static bool read_year(struct cursor *c, const struct era_row *era,
                      struct date *out)
{
    size_t from = c->at;
    int value = 1;

    if (era != NULL && peek(c, 0) == 0x5143) /* first year: gannen */
        c->at++;
    else if (!take_part(c, &value))
        return false;
    if (era == NULL && value != 0 && c->at - from < 4)
        return false;
    set_part(out, DATE_YEAR, value, c, from);
    if (era != NULL)
        count_from_era(out, era);
    return true;
}

/* Year, month and day with words or signs between; the end may be missing. */
static bool read_parts(struct cursor *c, const struct era_row *era,
                       struct date *out)
{
    static const UChar32 words[DATE_PARTS] = { 0x5E74, 0x6708, 0x65E5 };

    if (!read_year(c, era, out))
        return false;
    for (int i = DATE_MONTH; i < DATE_PARTS; i++) {
        size_t from;
        int value;

        if (!take_separator(c, words[i - 1]))
            break;
        from = c->at;
        if (take_part(c, &value))
            set_part(out, (enum date_part)i, value, c, from);
        else if (peek(c, 0) != words[i]) /* the word without a number */
            break;
    }
    if (peek(c, 0) == words[DATE_DAY])
        c->at++;
    if (era != NULL)
        check_era(out, era);
    return true;
}

/* What may follow a date: "born", "unknown", a time of day. */
static bool at_end(struct cursor *c)
{
    struct cursor rest = *c;
    int ignored;

    if (peek(c, 0) == 0x751F)
        c->at++;
    if (peek(&rest, 0) != 0 && take_part(&rest, &ignored) && ignored == 0 &&
        rest.at == rest.t.count)
        return true;
    if (peek(c, 0) == 'T' || peek(c, 0) == ' ')
        c->at++;
    while (is_digit(peek(c, 0)) || peek(c, 0) == ':' || peek(c, 0) == '.')
        c->at++;
    return c->at == c->t.count;
}

static void start(struct cursor *c, const struct text *t)
{
    bool digits = true;

    text_start(&c->t, t);
    c->at = 0;
    for (size_t i = 0; i < t->count; i++)
        digits = digits && (t->c[i] == ' ' || is_digit(t->c[i]));
    for (size_t i = 0; i < t->count; i++) {
        /* A space before a time of day tells where the date ends. */
        bool keep =
            t->c[i] != ' ' || (!digits && i > 7 && i + 1 < t->count &&
                               is_digit(t->c[i + 1]) && is_digit(t->c[i - 1]));

        if (keep)
            text_put(&c->t, t->c[i], t->at[i]);
    }
}

bool date_read(const struct text *t, struct date *out)
{
    const struct era_row *era;
    struct cursor c;
    size_t digits;

    *out = (struct date){ 0 };
    start(&c, t);
    digits = digits_ahead(&c);
    if (digits == c.t.count && (digits >= 7 && digits <= 9))
        return read_digits(&c, digits, out) && exists(out);
    era = take_era(&c);
    digits = digits_ahead(&c);
    if (era != NULL && digits == 6 && c.at + digits == c.t.count) {
        take_parts(&c, 2, out);
        count_from_era(out, era);
        check_era(out, era);
        return exists(out);
    }
    return read_parts(&c, era, out) && at_end(&c) && exists(out);
}
