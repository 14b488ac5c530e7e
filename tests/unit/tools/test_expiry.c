/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/expiry.c: the days before and after a certificate's last day, in
 * Japanese time.
 */
#include "tests/unit/tools/fixture.h"
#include "tools/expiry.h"

/* The last second of 2026-05-10 in Japan. */
static const struct inkan_time from = { 2021, 5, 1, 3, 0, 0 };
static const struct inkan_time to = { 2026, 5, 10, 14, 59, 59 };

static void each_day_has_its_state(void **state)
{
    static const struct {
        struct inkan_time now;
        enum expiry want;
    } rows[] = {
        { { 2021, 5, 1, 2, 59, 59 }, EXPIRY_NOT_YET },
        { { 2021, 5, 1, 3, 0, 0 }, EXPIRY_VALID },
        { { 2026, 2, 9, 14, 59, 59 }, EXPIRY_VALID }, /* 02-09 in Japan */
        { { 2026, 2, 9, 15, 0, 0 }, EXPIRY_RENEW },   /* 02-10 in Japan */
        { { 2026, 5, 10, 14, 59, 59 }, EXPIRY_RENEW },
        { { 2026, 5, 10, 15, 0, 0 }, EXPIRY_GRACE },
        { { 2026, 8, 31, 14, 59, 59 }, EXPIRY_GRACE }, /* August's last day */
        { { 2026, 8, 31, 15, 0, 0 }, EXPIRY_EXPIRED },
        { { 2030, 1, 1, 0, 0, 0 }, EXPIRY_EXPIRED },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        if (expiry_of(&from, &to, &rows[i].now) != rows[i].want)
            fail_msg("row %zu", i);
    }
}

static void the_grace_goes_over_the_end_of_a_year(void **state)
{
    const struct inkan_time end = { 2026, 11, 30, 14, 59, 59 };
    const struct inkan_time last = { 2027, 2, 28, 14, 59, 59 };
    const struct inkan_time after = { 2027, 2, 28, 15, 0, 0 };

    (void)state;
    assert_int_equal(expiry_of(&from, &end, &last), EXPIRY_GRACE);
    assert_int_equal(expiry_of(&from, &end, &after), EXPIRY_EXPIRED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_day_has_its_state),
        cmocka_unit_test(the_grace_goes_over_the_end_of_a_year),
    };

    return cmocka_run_group_tests_name("tools/expiry", tests, NULL, NULL);
}
