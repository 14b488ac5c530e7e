/* SPDX-License-Identifier: Apache-2.0
 *
 * Traces are readable and hold no secret, and personal data only on demand.
 */
#include "tests/unit/host/scripted_card.h"

#include <stdio.h>
#include <stdlib.h>

#include <inkan/person.h>

/* A person whose name and number could be found again. */
#define PERSON                                                                 \
    "> 00A4040C0AD3921000310001010408\n< 9000\n"                               \
    "> 00200091\n< 63C3\n> 0020009104 37353331\n< 9000\n"                      \
    "> 00B08200000180\n< FF201B DF2100 DF22024142 DF230143"                    \
    " DF24083139383030323137 DF250131 9000\n"                                  \
    "> 00A4040C0AD3921000310001010100\n< 9000\n"

static void read_person(struct scripted_card *sc)
{
    struct inkan_secret pin = { .pin = INKAN_PIN_TEXT,
                                .value = (const uint8_t *)"7531",
                                .len = 4 };
    struct inkan_person p;

    assert_int_equal(inkan_person_read(sc->card, &pin, &p), INKAN_OK);
    assert_string_equal(p.name, "AB");
}

static bool has(const struct scripted_card *sc, const char *what)
{
    for (size_t i = 0; i < sc->trace_count; i++) {
        if (strstr(sc->trace[i], what) != NULL)
            return true;
    }
    return false;
}

static void commands_and_files_have_names(void **state)
{
    struct scripted_card *sc = scripted_open(PERSON, 0);

    (void)state;
    read_person(sc);
    assert_int_equal(sc->trace_count, 10);
    assert_string_equal(
        sc->trace[0],
        "> 00 A4 04 0C D3 92 10 00 31 00 01 01 04 08  SELECT, text");
    assert_string_equal(sc->trace[2],
                        "> 00 20 00 91  VERIFY (tries?), text PIN");
    assert_string_equal(sc->trace[4], "> 00 20 00 91 ····  VERIFY, text PIN");
    assert_string_equal(sc->trace[6],
                        "> 00 B0 82 00  READ BINARY, four attributes");
    assert_string_equal(sc->trace[7], "< [30 bytes] 90 00  success");
    scripted_close(sc);
}

static void neither_pin_nor_person_are_in_a_trace(void **state)
{
    struct scripted_card *sc = scripted_open(PERSON, 0);

    (void)state;
    read_person(sc);
    assert_false(has(sc, "37 35 33 31"));
    assert_false(has(sc, "7531"));
    assert_false(has(sc, "41 42"));
    assert_false(has(sc, "31 39 38 30"));
    scripted_close(sc);
}

static void on_demand_a_trace_shows_the_person_but_never_the_pin(void **state)
{
    struct scripted_card *sc = scripted_open(PERSON, INKAN_TRACE_PERSONAL);

    (void)state;
    read_person(sc);
    assert_true(has(sc, "DF 22 02 41 42"));
    assert_false(has(sc, "37 35 33 31"));
    scripted_close(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_and_files_have_names),
        cmocka_unit_test(neither_pin_nor_person_are_in_a_trace),
        cmocka_unit_test(on_demand_a_trace_shows_the_person_but_never_the_pin),
    };

    return cmocka_run_group_tests_name("host/trace", tests, NULL, NULL);
}
