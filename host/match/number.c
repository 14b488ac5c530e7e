/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers as addresses and dates write them: 23, the numerals one by one
 * (ni-san), or with ten, hundred and thousand (ni-juu-san).
 */
#include "host/match/internal.h"

#define NUMERALS_MAX 8

/* 0-9, 10, 100, 1000; -1 for anything else. */
static int numeral(UChar32 c)
{
    static const UChar32 digits[] = { 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D };

    for (size_t i = 0; i < ARRAY_LEN(digits); i++) {
        if (digits[i] == c)
            return (int)i;
    }
    switch (c) {
    case 0x5341: return 10;
    case 0x767E: return 100;
    case 0x5343: return 1000;
    default: return -1;
    }
}

static bool positional(const int *values, size_t count, uint32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        if (values[i] >= 10)
            return false;
        *out = *out * 10 + (uint32_t)values[i];
    }
    return true;
}

/* Units must fall, and at most one numeral may stand before each. */
static bool with_units(const int *values, size_t count, uint32_t *out)
{
    int pending = -1;
    int last_unit = 10000;

    *out = 0;
    for (size_t i = 0; i < count; i++) {
        if (values[i] < 10) {
            if (pending >= 0 || values[i] == 0)
                return false;
            pending = values[i];
            continue;
        }
        if (values[i] >= last_unit)
            return false;
        last_unit = values[i];
        *out += (uint32_t)((pending < 0 ? 1 : pending) * last_unit);
        pending = -1;
    }
    *out += pending < 0 ? 0 : (uint32_t)pending;
    return true;
}

static size_t read_numerals(const struct text *t, size_t i, uint32_t *out)
{
    int values[NUMERALS_MAX];
    size_t count = 0;

    while (i + count < t->count) {
        int value = numeral(t->c[i + count]);

        if (value < 0)
            break;
        if (count == NUMERALS_MAX)
            return 0;
        values[count++] = value;
    }
    /* A name may begin with hundred or thousand: Chiba, Momochi. */
    if (count == 0 || values[0] > 10)
        return 0;
    if (positional(values, count, out) || with_units(values, count, out))
        return count;
    return 0;
}

size_t number_read(const struct text *t, size_t i, uint32_t *out)
{
    size_t count = 0;
    uint32_t value = 0;

    while (i + count < t->count && t->c[i + count] >= '0' &&
           t->c[i + count] <= '9') {
        value = value * 10 + (uint32_t)(t->c[i + count] - '0');
        if (value > CHAR_NUMBER_MAX)
            return 0;
        count++;
    }
    if (count == 0)
        return read_numerals(t, i, out);
    *out = value;
    return count;
}
