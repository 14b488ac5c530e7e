/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/catalogue.c: a catalogue made byte by byte here, and broken ones.
 */
#include "tests/unit/tools/fixture.h"
#include "tools/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Two messages, the second with a plural: "a" -> "A!", "b\0bs" -> "B!". */
struct mo {
    uint32_t magic, revision, count, originals, translations, rest[2];
    uint32_t rows[8];
    char text[16];
};

static struct mo good(void)
{
    struct mo mo = {
        .magic = 0x950412DE,
        .count = 2,
        .originals = 28,
        .translations = 44,
        .rows = { 1, 60, 4, 62, 2, 67, 2, 70 },
    };

    memcpy(mo.text, "a\0b\0bs\0A!\0B!\0", 13);
    return mo;
}

/* Writes it to a file, opens it. */
static bool open_bytes(const void *bytes, size_t len, struct catalogue *c)
{
    char path[] = "catalogue-XXXXXX";
    int fd = mkstemp(path);
    bool opened;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), (ssize_t)len);
    close(fd);
    opened = catalogue_open(c, path);
    unlink(path);
    return opened;
}

static void messages_are_found(void **state)
{
    struct mo mo = good();
    struct catalogue c;
    static const char unknown[] = "unknown";

    (void)state;
    assert_true(open_bytes(&mo, sizeof(mo), &c));
    assert_string_equal(catalogue_find(&c, "a"), "A!");
    assert_string_equal(catalogue_find(&c, "b"), "B!");
    assert_ptr_equal(catalogue_find(&c, unknown), unknown);
    assert_ptr_equal(catalogue_find(&c, ""), catalogue_find(&c, ""));
    catalogue_close(&c);
}

static void a_broken_catalogue_never_leads_outside(void **state)
{
    (void)state;
    for (size_t at = 0; at < sizeof(struct mo) / 4; at++) {
        static const uint32_t values[] = { 0xFFFFFFFF, 0x7FFFFFFF, 75, 76, 0 };

        for (size_t v = 0; v < ARRAY_LEN(values); v++) {
            struct mo mo = good();
            struct catalogue c;

            memcpy((char *)&mo + at * 4, &values[v], 4);
            if (!open_bytes(&mo, sizeof(mo), &c))
                continue;
            (void)strlen(catalogue_find(&c, "a"));
            (void)strlen(catalogue_find(&c, "b"));
            catalogue_close(&c);
        }
    }
}

static void what_is_no_catalogue_is_refused(void **state)
{
    struct mo mo = good();
    struct catalogue c;

    (void)state;
    assert_false(catalogue_open(&c, "no-such-file"));
    for (size_t len = 0; len < 60; len++)
        assert_false(open_bytes(&mo, len, &c));
    mo.magic = 0xDE120495;
    assert_false(open_bytes(&mo, sizeof(mo), &c));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_found),
        cmocka_unit_test(a_broken_catalogue_never_leads_outside),
        cmocka_unit_test(what_is_no_catalogue_is_refused),
    };

    return cmocka_run_group_tests_name("tools/catalogue", tests, NULL, NULL);
}
