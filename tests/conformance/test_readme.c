/* SPDX-License-Identifier: Apache-2.0
 *
 * card/README.md is the card on a page: it lists exactly the applications,
 * files and PINs of card/edge/layout.c, and exactly the commands that the
 * card knows.
 *
 * usage: test_readme README.md
 */
#include "card/edge/iso7816.h"
#include "tests/support/expect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define PAGE_MAX (64 * 1024)

static char page[PAGE_MAX];

/* The lines of the page that begin with text. */
static unsigned count_lines(const char *text)
{
    size_t len = strlen(text);
    unsigned count = 0;

    for (const char *at = page; at != NULL; at = strchr(at, '\n')) {
        at += *at == '\n';
        count += strncmp(at, text, len) == 0;
    }
    return count;
}

static void expect_row(const char *row)
{
    if (count_lines(row) != 1)
        fail_msg("not once on the page: %s", row);
}

/* The rows of the table that stands under a heading. */
static unsigned rows_under(const char *heading)
{
    const char *at = strstr(page, heading);
    unsigned rows = 0;

    assert_non_null(at);
    at = strstr(at, "\n|---");
    assert_non_null(at);
    for (at = strchr(at + 1, '\n'); at[1] == '|'; at = strchr(at + 1, '\n'))
        rows++;
    return rows;
}

static void applications_are_those_of_the_layout(void **state)
{
    char row[128];

    (void)state;
    for (size_t i = 0; i < APP_COUNT; i++) {
        const struct app_row *app = &layout_apps[i];
        int len = snprintf(row, sizeof(row), "| %s | `", app->name);

        for (size_t b = 0; b < app->aid_len; b++)
            len += snprintf(row + len, sizeof(row) - (size_t)len, "%s%02X",
                            b == 0 ? "" : " ", app->aid[b]);
        len += snprintf(row + len, sizeof(row) - (size_t)len, "` | ");
        if (app->default_key == 0)
            snprintf(row + len, sizeof(row) - (size_t)len, "none |");
        else
            snprintf(row + len, sizeof(row) - (size_t)len, "%04X |",
                     app->default_key);
        expect_row(row);
    }
    assert_int_equal(rows_under("## Applications"), APP_COUNT);
}

static void put_guard(const struct file_row *file, char *out, size_t cap)
{
    size_t len = 0;

    out[0] = '\0';
    if (file->guard == GUARD_FREE)
        snprintf(out, cap, "nothing");
    if (file->guard == GUARD_NEVER)
        snprintf(out, cap, "never");
    for (unsigned pin = 0; pin < PIN_COUNT; pin++) {
        if ((file->guard & GUARD_PIN(pin)) != 0)
            len +=
                (size_t)snprintf(out + len, cap - len, "%s%s",
                                 len == 0 ? "" : ", ", layout_pins[pin].name);
    }
}

static void files_are_those_of_the_layout(void **state)
{
    static const char *const kinds[] = {
        [EF_DATA] = "data",     [EF_RECORD] = "records",
        [EF_PIN] = "PIN",       [EF_KEY] = "key",
        [EF_LOCKED] = "locked", [EF_AUTH] = "authentication key",
        [EF_ISSUER] = "issuer",
    };
    static const char *const on[] = {
        [ON_CARD] = "card", [ON_PHONE] = "phone", [ON_BOTH] = "both"
    };
    char guard[128];
    char row[256];

    (void)state;
    for (size_t i = 0; i < layout_file_count; i++) {
        const struct file_row *file = &layout_files[i];

        put_guard(file, guard, sizeof(guard));
        snprintf(row, sizeof(row), "| %s | %04X | %s | %s | %s | %s |",
                 layout_apps[file->app].name, file->fid, kinds[file->kind],
                 guard, on[file->on], file->name);
        expect_row(row);
    }
    assert_int_equal(rows_under("## Files"), layout_file_count);
}

static void pins_are_those_of_the_layout(void **state)
{
    static const char *const charsets[] = {
        [CHARS_DIGITS] = "digits",
        [CHARS_UPPER_ALNUM] = "A-Z 0-9",
        [CHARS_LICENCE] = "digits or *",
    };
    char row[256];

    (void)state;
    for (size_t i = 0; i < PIN_COUNT; i++) {
        const struct pin_row *pin = &layout_pins[i];
        char form[32];

        if (pin->min_len == pin->max_len)
            snprintf(form, sizeof(form), "%u", pin->min_len);
        else
            snprintf(form, sizeof(form), "%u-%u", pin->min_len, pin->max_len);
        snprintf(row, sizeof(row), "| %s | %s %04X | %s %s | %u | %s |",
                 pin->name, layout_apps[pin->app].name, pin->fid, form,
                 charsets[pin->charset], pin->tries,
                 pin->change_ins == INS_CHANGE_REFERENCE ? "00 24"
                 : pin->change_ins == INS_CHANGE_KEY     ? "80 32"
                                                         : "no");
        expect_row(row);
    }
    assert_int_equal(rows_under("## PINs"), PIN_COUNT);
    assert_int_equal(rows_under("## Keys"), KEY_COUNT);
}

static void commands_are_those_that_the_card_knows(void **state)
{
    struct fake_card *fake = *state;
    unsigned known = 0;
    uint8_t out[258];

    for (unsigned cla = 0x00; cla <= 0x80; cla += 0x80) {
        for (unsigned ins = 0; ins <= 0xFF; ins++) {
            uint8_t cmd[] = { (uint8_t)cla, (uint8_t)ins, 0x00, 0x00 };
            char row[16];
            size_t len = fake_transmit(fake, span_of(cmd, sizeof(cmd)), out,
                                       sizeof(out));
            bool is_known = get_be16(out + len - 2) != 0x6D00;

            snprintf(row, sizeof(row), "| `%02X %02X` |", cla, ins);
            if (count_lines(row) != (is_known ? 1 : 0))
                fail_msg("the card and the page differ on %s", row);
            known += is_known;
        }
    }
    assert_int_equal(rows_under("## Commands"), known);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(applications_are_those_of_the_layout),
        cmocka_unit_test(files_are_those_of_the_layout),
        cmocka_unit_test(pins_are_those_of_the_layout),
        FAKE_TEST(commands_are_those_that_the_card_knows),
    };
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;

    if (file == NULL || fread(page, 1, PAGE_MAX - 1, file) == 0) {
        fprintf(stderr, "usage: test_readme README.md\n");
        return 2;
    }
    fclose(file);
    return cmocka_run_group_tests_name("conformance/readme", tests, NULL, NULL);
}
