/* SPDX-License-Identifier: Apache-2.0
 *
 * The two published check digits, both weighted sums modulo 11.
 */
#include "tools/issue/digits.h"

static int weighted(const char *digits, const int *weights, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += (digits[i] - '0') * weights[i];
    return sum;
}

bool digits_are(const char *text, size_t len)
{
    return strlen(text) == len && strspn(text, "0123456789") == len;
}

char digits_my_number_check(const char *eleven)
{
    static const int weights[] = { 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2 };
    int rest = weighted(eleven, weights, ARRAY_LEN(weights)) % 11;

    return (char)('0' + (rest <= 1 ? 0 : 11 - rest));
}

bool digits_my_number_ok(const char *text)
{
    return digits_are(text, MY_NUMBER_LEN) &&
           digits_my_number_check(text) == text[MY_NUMBER_LEN - 1];
}

char digits_municipality_check(const char *five)
{
    static const int weights[] = { 6, 5, 4, 3, 2 };
    int rest = weighted(five, weights, ARRAY_LEN(weights)) % 11;

    return (char)('0' + (11 - rest) % 10);
}
