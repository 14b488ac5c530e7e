/* SPDX-License-Identifier: Apache-2.0
 *
 * card/edge/bytes: bounds of spans and writers, numbers, erasing, comparing.
 */
#include "card/edge/bytes.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void a_part_of_a_span_stays_inside(void **state)
{
    struct span s = span_of("abcdef", 6);

    (void)state;
    assert_true(span_equal(span_sub(s, 2, 3), span_of("cde", 3)));
    assert_true(span_equal(span_sub(s, 4, 100), span_of("ef", 2)));
    assert_int_equal(span_sub(s, 6, 1).len, 0);
    assert_int_equal(span_sub(s, SIZE_MAX, SIZE_MAX).len, 0);
    assert_int_equal(span_sub(s, 1, SIZE_MAX).len, 5);
    assert_int_equal(span_sub(span_none(), 0, 1).len, 0);
}

static void spans_are_equal_by_bytes_and_length(void **state)
{
    (void)state;
    assert_true(span_equal(span_none(), span_of("x", 0)));
    assert_false(span_equal(span_of("ab", 2), span_of("ab", 1)));
    assert_false(span_equal(span_of("ab", 2), span_of("ac", 2)));
}

static void a_writer_that_was_full_stays_full(void **state)
{
    uint8_t out[4] = { 9, 9, 9, 9 };
    struct wbuf w = wbuf_of(out, 3);

    (void)state;
    wbuf_put_be16(&w, 0x0102);
    wbuf_put(&w, span_of("xy", 2));
    assert_true(w.full);
    wbuf_put_u8(&w, 3);
    assert_true(w.full);
    assert_int_equal(w.len, 2);
    assert_int_equal(wbuf_span(&w).len, 0);
    assert_int_equal(out[2], 9);
    assert_null(wbuf_reserve(&w, 0));
}

static void a_writer_takes_exactly_its_room(void **state)
{
    uint8_t out[3];
    struct wbuf w = wbuf_of(out, sizeof(out));

    (void)state;
    wbuf_put(&w, span_of("abc", 3));
    assert_false(w.full);
    wbuf_put(&w, span_none());
    assert_false(w.full);
    assert_true(span_equal(wbuf_span(&w), span_of("abc", 3)));
    assert_null(wbuf_reserve(&w, SIZE_MAX));
}

static void numbers_are_big_endian(void **state)
{
    uint8_t b[4];

    (void)state;
    put_be32(b, 0x01020304);
    assert_memory_equal(b, "\x01\x02\x03\x04", 4);
    assert_int_equal(get_be32(b), 0x01020304);
    assert_int_equal(get_be16(b + 2), 0x0304);
    put_be32(b, 0xFFFEFDFC);
    assert_int_equal(get_be32(b), 0xFFFEFDFC);
    assert_int_equal(get_be16(b), 0xFFFE);
}

static void erasing_leaves_zeroes_and_the_neighbours(void **state)
{
    uint8_t b[5] = { 1, 2, 3, 4, 5 };

    (void)state;
    wipe(b + 1, 3);
    assert_memory_equal(b, "\1\0\0\0\5", 5);
    wipe(b, 0);
    assert_int_equal(b[0], 1);
}

static void comparing_sees_every_byte(void **state)
{
    uint8_t a[16] = { 0 };
    uint8_t b[16] = { 0 };

    (void)state;
    assert_true(ct_equal(a, b, 16));
    assert_true(ct_equal(a, b, 0));
    for (size_t bit = 0; bit < 128; bit++) {
        b[bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_false(ct_equal(a, b, 16));
        b[bit / 8] = 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_part_of_a_span_stays_inside),
        cmocka_unit_test(spans_are_equal_by_bytes_and_length),
        cmocka_unit_test(a_writer_that_was_full_stays_full),
        cmocka_unit_test(a_writer_takes_exactly_its_room),
        cmocka_unit_test(numbers_are_big_endian),
        cmocka_unit_test(erasing_leaves_zeroes_and_the_neighbours),
        cmocka_unit_test(comparing_sees_every_byte),
    };

    return cmocka_run_group_tests_name("edge/bytes", tests, NULL, NULL);
}
