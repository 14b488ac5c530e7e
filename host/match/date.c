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
} eras[] = {
    { { 0x660E, 0x6CBB }, 'm', 1, 1868, 1, 1 },
    { { 0x5927, 0x6B63 }, 't', 2, 1912, 7, 30 },
    { { 0x662D, 0x548C }, 's', 3, 1926, 12, 25 },
    { { 0x5E73, 0x6210 }, 'h', 4, 1989, 1, 8 },
    { { 0x4EE4, 0x548C }, 'r', 5, 2019, 5, 1 },
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

static int compare_days(const struct date *d, const struct era_row *era)
{
    int parts[3][2] = { { d->year, era->year },
                        { d->month, era->month },
                        { d->day, era->day } };

    for (size_t i = 0; i < 3; i++) {
        if (i > 0 && parts[i][0] == 0)
            return 0;
        if (parts[i][0] != parts[i][1])
            return parts[i][0] < parts[i][1] ? -1 : 1;
    }
    return 0;
}

static void check_era(struct date *d, const struct era_row *era)
{
    const struct era_row *next = era + 1;

    if (d->year == 0)
        return;
    d->era_misfit =
        compare_days(d, era) < 0 || (next < eras + ARRAY_LEN(eras) &&
                                     d->day != 0 && compare_days(d, next) >= 0);
}

static bool exists(const struct date *d)
{
    static const int days[] = { 31, 31, 29, 31, 30, 31, 30,
                                31, 31, 30, 31, 30, 31 };
    bool leap = (d->year % 4 == 0 && d->year % 100 != 0) || d->year % 400 == 0;

    if (d->year != 0 && (d->year < YEAR_MIN || d->year > YEAR_MAX))
        return false;
    if (d->month > 12 || d->day > days[d->month > 12 ? 0 : d->month])
        return false;
    return !(d->month == 2 && d->day == 29 && d->year != 0 && !leap);
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
    if (count == 7) {
        out->year = take_digits(c, 2);
        out->year += out->year == 0 ? 0 : era->year - 1;
    } else {
        out->year = take_digits(c, 4);
    }
    out->month = take_digits(c, 2);
    out->day = take_digits(c, 2);
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

/* Year, month and day with words or signs between; the end may be missing. */
static bool read_parts(struct cursor *c, const struct era_row *era,
                       struct date *out)
{
    static const UChar32 words[] = { 0x5E74, 0x6708, 0x65E5 };
    int *const parts[] = { &out->year, &out->month, &out->day };
    size_t year_from = c->at;

    if (era != NULL && peek(c, 0) == 0x5143) { /* first year: gannen */
        c->at++;
        out->year = 1;
    } else if (!take_part(c, &out->year)) {
        return false;
    }
    if (era == NULL && out->year != 0 && c->at - year_from < 4)
        return false;
    if (era != NULL && out->year != 0)
        out->year += era->year - 1;
    for (size_t i = 1; i < 3; i++) {
        if (!take_separator(c, words[i - 1]))
            break;
        /* "1950-nen tsuki hi fusho": the words may stand without numbers */
        if (!take_part(c, parts[i]) && peek(c, 0) != words[i])
            break;
    }
    if (peek(c, 0) == words[2])
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
        out->year = take_digits(&c, 2);
        out->year += out->year == 0 ? 0 : era->year - 1;
        out->month = take_digits(&c, 2);
        out->day = take_digits(&c, 2);
        check_era(out, era);
        return exists(out);
    }
    return read_parts(&c, era, out) && at_end(&c) && exists(out);
}
