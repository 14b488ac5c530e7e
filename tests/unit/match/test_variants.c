/* SPDX-License-Identifier: Apache-2.0
 *
 * Our table of variants by itself, and held against the MJ shrink map where a
 * copy lies beside the tree (it is not ours to ship): MATCH_MJ names it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/match/text.h"
#include "host/match/variants.h"
#include "tests/unit/match/pairs.h"

/* True forms of one character, as they occur in names. */
static const char *const same[] = {
    "髙高",
    "﨑崎",
    "嵜崎",
    "邉辺",
    "邊辺",
    "邉邊",
    "濵浜",
    "濱浜",
    "德徳",
    "𠮷吉",
    "眞真",
    "齋斎",
    "齊斉",
    "澤沢",
    "廣広",
    "國国",
    "櫻桜",
    "嶋島",
    "冨富",
    "惠恵",
    "榮栄",
    "龍竜",
    "瀧滝",
    "瀨瀬",
    "條条",
    "曾曽",
    "萬万",
    "彌弥",
    "圓円",
    "淵渕",
    "舘館",
    "峯峰",
    "柳栁",
    "桑桒",
    "橋槗",
    /* missed by the shrink map */
    "檜桧",
    "籠篭",
};
static const size_t same_in_mj = sizeof(same) / sizeof(same[0]) - 2;

/* Alike to the eye, and not one character. */
static const char *const apart[] = { "齋齊", "斎斉", "祐佑",
                                     "浩皓", "太大", "富福" };

static bool is_variant(const struct inkan_matcher *m, const char *pair)
{
    struct inkan_match_result r;
    size_t len = strlen(pair);
    size_t first = 0;

    (void)utf8_next(pair, len, &first);
    (void)inkan_match_compare(
        m, INKAN_MATCH_NAME, (struct inkan_match_text){ pair, first, NULL },
        (struct inkan_match_text){ pair + first, len - first, NULL }, &r);
    return r.grade == INKAN_MATCH_B && inkan_match_has(&r, INKAN_MATCH_VARIANT);
}

static void our_table_knows_the_forms_in_names(void **state)
{
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        if (!is_variant(*state, same[i]))
            fail_msg("not known: %s", same[i]);
    }
    for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++) {
        if (is_variant(*state, apart[i]))
            fail_msg("taken for one: %s", apart[i]);
    }
}

static void
the_old_forms_of_one_character_are_not_forms_of_each_other(void **state)
{
    assert_true(is_variant(*state, "弁辨"));
    assert_true(is_variant(*state, "弁瓣"));
    assert_false(is_variant(*state, "辨瓣"));
}

static void no_row_of_the_table_is_idle(void **state)
{
    for (size_t i = 0; i < variants_table_count; i++) {
        const char *row = variants_table[i];
        size_t len = strlen(row);
        size_t first = 0;

        (void)utf8_next(row, len, &first);
        for (size_t at = first; at < len;) {
            char pair[16] = "";
            size_t from = at;

            (void)utf8_next(row, len, &at);
            memcpy(pair, row, first);
            memcpy(pair + first, row + from, at - from);
            if (!is_variant(*state, pair))
                fail_msg("row %s: %s", row, pair);
        }
    }
}

/* --- with the MJ shrink map ------------------------------------------------ */

static const char *mj_path(void)
{
    const char *path = getenv("MATCH_MJ");

    return path != NULL && access(path, R_OK) == 0 ? path : NULL;
}

/* Third-party data that lies beside the project, or not. CMocka 1.1.5 says
 * `not ok` for its own skip(). */
static bool has_shrink_map(void)
{
    if (mj_path() != NULL)
        return true;
    printf("# skipped: the MJ shrink map is not here\n");
    return false;
}

static void the_shrink_map_can_be_added(void **state)
{
    struct inkan_matcher *m;

    (void)state;
    if (!has_shrink_map())
        return;
    m = inkan_matcher_open();
    assert_int_equal(inkan_matcher_add_file(m, mj_path()), INKAN_MATCH_OK);
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        if (!is_variant(m, same[i]))
            fail_msg("not known: %s", same[i]);
    }
    for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++) {
        if (is_variant(m, apart[i]))
            fail_msg("taken for one: %s", apart[i]);
    }
    inkan_matcher_close(m);
}

/* The map alone, without our table: does it say the same? */
static void our_table_agrees_with_the_shrink_map(void **state)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
    struct variants mj = { 0 };
    struct mj_list list = { 0 };
    size_t pairs = 0;
    size_t unknown = 0;

    (void)state;
    if (!has_shrink_map())
        return;
    assert_int_equal(variants_read_csv(&mj, &list, nfkc, mj_path()),
                     INKAN_MATCH_OK);
    variants_sort(&mj);
    for (size_t i = 0; i < variants_table_count; i++) {
        const char *row = variants_table[i];
        size_t len = strlen(row);
        size_t at = 0;
        UChar32 head = utf8_next(row, len, &at);

        while (at < len) {
            pairs++;
            unknown +=
                variants_share(&mj, head, utf8_next(row, len, &at)) ? 0 : 1;
        }
    }
    print_message("# %zu pairs, %zu of them not in the shrink map\n", pairs,
                  unknown);
    assert_in_range(unknown, 0, pairs / 12);
    for (size_t i = 0; i < same_in_mj; i++) {
        size_t at = 0;
        UChar32 a = utf8_next(same[i], strlen(same[i]), &at);
        UChar32 b = utf8_next(same[i], strlen(same[i]), &at);

        if (!variants_share(&mj, a, b))
            fail_msg("not in the map: %s", same[i]);
    }
    free(list.chars);
    variants_free(&mj);
}

/* --- files ----------------------------------------------------------------- */

static enum inkan_match_rc add(struct inkan_matcher *m, const char *suffix,
                               const char *content)
{
    char path[] = "/tmp/inkan-variants-XXXXXX.json";
    int fd;
    FILE *file;
    enum inkan_match_rc rc;

    strcpy(path + strlen(path) - 5, suffix);
    fd = mkstemps(path, (int)strlen(suffix));
    assert_true(fd >= 0);
    file = fdopen(fd, "w");
    fputs(content, file);
    fclose(file);
    rc = inkan_matcher_add_file(m, path);
    unlink(path);
    return rc;
}

static void a_variants_file_adds_evidence(void **state)
{
    struct inkan_matcher *m = inkan_matcher_open();

    (void)state;
    assert_false(is_variant(m, "薔茨"));
    assert_int_equal(add(m, ".csv",
                         "\xEF\xBB\xBFmj,kanji,lines,yomi,shrink,jis\r\n"
                         "1,薔,16,\"バラ,ショウ\",茨,\r\n"),
                     INKAN_MATCH_OK);
    assert_true(is_variant(m, "薔茨"));
    assert_true(is_variant(m, "髙高"));
    inkan_matcher_close(m);
}

static void the_official_json_needs_the_list_of_characters(void **state)
{
    static const char json[] =
        "{\"content\":[{\"MJ文字図形名\":\"MJ000007\","
        "\"JIS包摂規準・UCS統合規則\":[{\"UCS\":\"U+8328\"}],"
        "\"読み・字形による類推\":[{\"UCS\":\"U+4E00\"}]}]}";
    struct inkan_matcher *m = inkan_matcher_open();

    (void)state;
    assert_int_equal(add(m, ".json", json), INKAN_MATCH_BAD_FILE);
    assert_int_equal(
        add(m, ".csv", "MJ文字図形名,対応するUCS\nMJ000007,U+8594\n"),
        INKAN_MATCH_OK);
    assert_int_equal(add(m, ".json", json), INKAN_MATCH_OK);
    assert_true(is_variant(m, "薔茨"));
    assert_false(is_variant(m, "薔一"));
    inkan_matcher_close(m);
}

static void files_of_another_kind_are_refused(void **state)
{
    struct inkan_matcher *m = inkan_matcher_open();

    (void)state;
    assert_int_equal(inkan_matcher_add_file(m, "/nonexistent.csv"),
                     INKAN_MATCH_NO_FILE);
    assert_int_equal(add(m, ".csv", ""), INKAN_MATCH_BAD_FILE);
    assert_int_equal(add(m, ".csv", "a,b,c\n1,2,3\n"), INKAN_MATCH_BAD_FILE);
    assert_int_equal(add(m, ".json", "[1,2]"), INKAN_MATCH_BAD_FILE);
    assert_int_equal(add(m, ".json", "{"), INKAN_MATCH_BAD_FILE);
    assert_true(is_variant(m, "髙高"));
    inkan_matcher_close(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_table_knows_the_forms_in_names),
        cmocka_unit_test(
            the_old_forms_of_one_character_are_not_forms_of_each_other),
        cmocka_unit_test(no_row_of_the_table_is_idle),
        cmocka_unit_test(the_shrink_map_can_be_added),
        cmocka_unit_test(our_table_agrees_with_the_shrink_map),
        cmocka_unit_test(a_variants_file_adds_evidence),
        cmocka_unit_test(the_official_json_needs_the_list_of_characters),
        cmocka_unit_test(files_of_another_kind_are_refused),
    };

    return cmocka_run_group_tests_name("match/variants", tests, matcher_setup,
                                       matcher_teardown);
}
