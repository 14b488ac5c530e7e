/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/issue/picture*.c: text and faces, decoded by libpng and OpenJPEG.
 */
#include "tools/issue/picture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/issue/judge.h"

static void draw(const char *text, struct judged_picture *out)
{
    static uint8_t buf[65536];
    struct wbuf png = wbuf_of(buf, sizeof(buf));
    struct problem problem = { 0 };
    struct picture picture;

    if (!picture_text(text, 24, PICTURE_WIDTH, &picture, &problem))
        fail_msg("%s", problem.text);
    assert_true(picture_put_png(&picture, &png, &problem));
    picture_free(&picture);
    judge_png(wbuf_span(&png), out);
}

static void different_characters_look_different(void **state)
{
    struct judged_picture a;
    struct judged_picture b;

    (void)state;
    draw("高崎", &a);
    draw("髙﨑", &b);
    assert_int_equal(a.width, b.width);
    assert_true(a.dark > 50);
    assert_true(a.sum != b.sum);
    draw("高崎", &b);
    assert_true(a.sum == b.sum);
}

static void characters_outside_the_bmp_are_drawn(void **state)
{
    struct judged_picture a;
    struct judged_picture b;

    (void)state;
    draw("𠮷", &a);
    draw("吉", &b);
    assert_true(a.dark > 20);
    assert_true(a.sum != b.sum);
}

static void variation_selectors_choose_a_glyph_and_take_no_room(void **state)
{
    struct judged_picture plain;
    struct judged_picture variant;
    struct judged_picture other;

    (void)state;
    draw("辻", &plain);
    draw("辻\U000E0101", &variant);
    draw("辻\U000E0102", &other);
    assert_true(variant.dark > 20);
    assert_true(variant.sum != plain.sum || other.sum != plain.sum);
    draw("邉邉", &plain);
    draw("邉\U000E0101邉\U000E0101", &variant);
    assert_int_equal(plain.height, variant.height);
}

static void long_text_breaks_into_lines(void **state)
{
    struct judged_picture one;
    struct judged_picture two;

    (void)state;
    draw("一二三四五六七八九十一二三四五六七八九十", &one); /* 20 x 24 = 480 */
    draw("一二三四五六七八九十一二三四五六七八九十一", &two);
    assert_int_equal(one.height, 30);
    assert_int_equal(two.height, 60);
}

static void a_character_that_no_font_has_is_a_problem(void **state)
{
    struct problem problem = { 0 };
    struct picture picture;

    (void)state;
    assert_false(
        picture_text("\U0010FFFD", 24, PICTURE_WIDTH, &picture, &problem));
    assert_string_equal(problem.text,
                        "no installed font has U+10FFFD: fonts-ipamj-mincho "
                        "has all characters of names");
}

static void digits_have_cells_of_six_by_twelve(void **state)
{
    uint8_t buf[1024];
    struct wbuf png = wbuf_of(buf, sizeof(buf));
    struct problem problem = { 0 };
    struct picture picture;
    struct judged_picture judged;

    (void)state;
    assert_true(picture_digits("0123456789", &picture, &problem));
    assert_true(picture_put_png(&picture, &png, &problem));
    picture_free(&picture);
    judge_png(wbuf_span(&png), &judged);
    assert_int_equal(judged.width, 60);
    assert_int_equal(judged.height, 12);
    assert_true(judged.dark > 100);
}

static void draw_face(const char *person, size_t len,
                      struct judged_picture *out, size_t *out_len)
{
    static uint8_t buf[65536];
    struct wbuf jp2 = wbuf_of(buf, sizeof(buf));
    struct problem problem = { 0 };
    struct picture picture;
    struct seed seed;

    assert_true(seed_from_text(person, &seed, &problem));
    assert_true(picture_face(&seed, "face", &picture, &problem));
    assert_true(picture_put_jp2(&picture, len, &jp2, &problem));
    picture_free(&picture);
    judge_jp2(wbuf_span(&jp2), out);
    *out_len = jp2.len;
}

static void every_person_has_a_face(void **state)
{
    struct judged_picture a;
    struct judged_picture b;
    size_t len;

    (void)state;
    draw_face("1", 5000, &a, &len);
    draw_face("2", 5000, &b, &len);
    assert_true(a.sum != b.sum);
    draw_face("1", 5000, &b, &len);
    assert_true(a.sum == b.sum);
    assert_in_range(a.dark, a.width * a.height / 20, a.width * a.height / 2);
}

static void a_photo_keeps_to_its_length(void **state)
{
    struct judged_picture judged;
    size_t len;

    (void)state;
    draw_face("1", 5000, &judged, &len);
    assert_in_range(len, 4000, 5100);
    draw_face("1", 2000, &judged, &len);
    assert_in_range(len, 1500, 2100);
}

static void too_little_room_is_a_problem(void **state)
{
    uint8_t buf[64];
    struct wbuf out = wbuf_of(buf, sizeof(buf));
    struct problem problem = { 0 };
    struct picture picture;

    (void)state;
    assert_true(picture_new(100, 100, &picture, &problem));
    assert_false(picture_put_png(&picture, &out, &problem));
    out = wbuf_of(buf, sizeof(buf));
    problem = (struct problem){ 0 };
    assert_false(picture_put_jp2(&picture, 1000, &out, &problem));
    picture_free(&picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(different_characters_look_different),
        cmocka_unit_test(characters_outside_the_bmp_are_drawn),
        cmocka_unit_test(variation_selectors_choose_a_glyph_and_take_no_room),
        cmocka_unit_test(long_text_breaks_into_lines),
        cmocka_unit_test(a_character_that_no_font_has_is_a_problem),
        cmocka_unit_test(digits_have_cells_of_six_by_twelve),
        cmocka_unit_test(every_person_has_a_face),
        cmocka_unit_test(a_photo_keeps_to_its_length),
        cmocka_unit_test(too_little_room_is_a_problem),
    };

    return cmocka_run_group_tests_name("issue/picture", tests, NULL, NULL);
}
