/* SPDX-License-Identifier: Apache-2.0
 *
 * card/edge/tlv: the card's own length rule.
 */
#include "card/edge/tlv.h"
#include "tests/support/hex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* Exact-size copy of hexadecimal text, to be freed. */
static struct span bytes(const char *text)
{
    size_t len = strlen(text) / 2;
    uint8_t *raw = malloc(len != 0 ? len : 1);
    struct wbuf w = wbuf_of(raw, len);

    assert_non_null(raw);
    assert_true(hex_parse(text, &w));
    return span_of(raw, len);
}

static void free_bytes(struct span s)
{
    free((void *)(uintptr_t)s.ptr);
}

/* The text of a card's EF 0002, shortened. */
static void the_four_attributes_are_walked_in_order(void **state)
{
    struct span all = bytes("FF201BDF2108000E00120016001ADF220141"
                            "DF230142DF240143DF250131");
    struct span in = all;
    struct span inner;
    struct tlv t;

    (void)state;
    assert_true(tlv_next(&in, &t));
    assert_int_equal(t.tag, 0xFF20);
    assert_int_equal(t.value.len, 0x1B);
    assert_int_equal(t.object.len, 0x1E);
    assert_int_equal(in.len, 0);
    inner = t.value;
    for (uint16_t tag = 0xDF21; tag <= 0xDF25; tag++) {
        assert_true(tlv_next(&inner, &t));
        assert_int_equal(t.tag, tag);
    }
    assert_false(tlv_next(&inner, &t));
    free_bytes(all);
}

static void lengths_have_three_forms(void **state)
{
    static const struct {
        const char *head;
        size_t len;
    } rows[] = {
        { "9000", 0 },         { "907F", 127 },       { "908180", 128 },
        { "908100", 0 },       { "90820005", 5 },     { "9082009F", 159 },
        { "DF43820080", 128 }, { "FF4082009F", 159 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t head = strlen(rows[i].head) / 2;
        uint8_t *raw = calloc(1, head + rows[i].len);
        struct wbuf w = wbuf_of(raw, head);
        struct span in = span_of(raw, head + rows[i].len);
        struct span cut = span_of(raw, in.len - 1);
        struct tlv t;

        assert_true(hex_parse(rows[i].head, &w));
        if (rows[i].len != 0)
            assert_false(tlv_next(&cut, &t));
        assert_true(tlv_next(&in, &t));
        assert_int_equal(t.value.len, rows[i].len);
        assert_int_equal(in.len, 0);
        free(raw);
    }
}

static void what_is_no_object_leaves_the_cursor(void **state)
{
    static const char *const wrong[] = {
        "",     "90",     "FF",       "FF20",     "9001", "9081",
        "9082", "908200", "90820001", "90830000", "9080", "90FF",
        "DF21", "DF2102", "DF210200", "FF208201", "FFFF",
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct span in = bytes(wrong[i]);
        struct span before = in;
        struct tlv t;

        assert_false(tlv_next(&in, &t));
        assert_ptr_equal(in.ptr, before.ptr);
        assert_int_equal(in.len, before.len);
        free_bytes(before);
    }
}

static void an_object_is_found_by_its_tag(void **state)
{
    struct span in = bytes("9003010001910100DF2201419101FF");
    struct tlv t;

    (void)state;
    assert_true(tlv_find(in, 0x91, &t));
    assert_int_equal(t.value.ptr[0], 0x00);
    assert_true(tlv_find(in, 0xDF22, &t));
    assert_int_equal(t.value.ptr[0], 0x41);
    assert_false(tlv_find(in, 0x22, &t));
    free_bytes(in);
}

static void lengths_from_80_on_take_three_bytes(void **state)
{
    static uint8_t zero[0x100];
    uint8_t out[0x108];
    struct wbuf w;

    (void)state;
    w = wbuf_of(out, sizeof(out));
    tlv_put(&w, 0xDF23, span_of(zero, 0x7F));
    assert_memory_equal(out, "\xDF\x23\x7F\x00", 4);
    assert_int_equal(w.len, 3 + 0x7F);
    assert_int_equal(tlv_head_len(0xDF23, 0x7F), 3);
    w = wbuf_of(out, sizeof(out));
    tlv_put(&w, 0xFF40, span_of(zero, 0x9F));
    assert_memory_equal(out, "\xFF\x40\x82\x00\x9F\x00", 6);
    assert_int_equal(tlv_head_len(0xFF40, 0x9F), 5);
    w = wbuf_of(out, sizeof(out));
    tlv_put(&w, 0x91, span_of(zero, 0x100));
    assert_memory_equal(out, "\x91\x82\x01\x00\x00", 5);
    assert_int_equal(tlv_head_len(0x91, 0x100), 4);
}

static void what_does_not_fit_sets_full(void **state)
{
    uint8_t out[8];
    struct wbuf w = wbuf_of(out, 4);

    (void)state;
    tlv_put(&w, 0x90, span_of("abc", 3));
    assert_true(w.full);
    w = wbuf_of(out, sizeof(out));
    tlv_put_head(&w, 0x90, 0x10000);
    assert_true(w.full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_four_attributes_are_walked_in_order),
        cmocka_unit_test(lengths_have_three_forms),
        cmocka_unit_test(what_is_no_object_leaves_the_cursor),
        cmocka_unit_test(an_object_is_found_by_its_tag),
        cmocka_unit_test(lengths_from_80_on_take_three_bytes),
        cmocka_unit_test(what_does_not_fit_sets_full),
    };

    return cmocka_run_group_tests_name("edge/tlv", tests, NULL, NULL);
}
