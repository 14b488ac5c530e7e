/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading what systems export, whole and broken.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/audit/source.h"
#include "tools/private.h"

static struct tool_private private;
static struct tool tool = { .lang = "en",
                            .command = "audit",
                            .priv = &private };

struct file {
    char path[64];
    struct audit_mapping mapping;
    struct source *source;
    struct audit_row row;
};

static void write_file(struct file *f, const char *suffix, const void *data,
                       size_t len)
{
    FILE *file;

    memset(f, 0, sizeof(*f));
    (void)snprintf(f->path, sizeof(f->path), "/tmp/inkan-source-XXXXXX%s",
                   suffix);
    file = fdopen(mkstemps(f->path, (int)strlen(suffix)), "w");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
    f->mapping.column[COL_NUMBER] = strdup("number");
    f->mapping.column[COL_NAME] = strdup("name");
}

static void write_csv(struct file *f, const char *text)
{
    write_file(f, ".csv", text, strlen(text));
}

static int open_file(struct file *f)
{
    return source_open(&tool, f->path, &f->mapping, &f->source);
}

static int next(struct file *f)
{
    return source_next(&tool, f->source, &f->row);
}

static void check_name(const struct file *f, const char *name)
{
    const struct audit_cell *cell = &f->row.cell[COL_NAME];

    assert_null(f->row.problem);
    assert_int_equal(cell->state, CELL_OK);
    assert_int_equal(cell->len, strlen(name));
    assert_memory_equal(cell->ptr, name, cell->len);
}

static void close_file(struct file *f)
{
    source_close(f->source);
    unlink(f->path);
    free(f->mapping.encoding);
    free(f->mapping.table);
    for (size_t i = 0; i < COL_COUNT; i++)
        free(f->mapping.column[i]);
}

static void quotes_and_line_breaks_stay_in_their_field(void **state)
{
    struct file f;

    (void)state;
    write_csv(&f, "\xEF\xBB\xBFnumber,note,name\r\n"
                  "1,\"a,b\r\nc \"\"d\"\"\",山田\r\n"
                  "\r\n"
                  "2,,\"佐藤\"\r\n"
                  "3,x,\"\"");
    assert_int_equal(open_file(&f), TOOL_OK);
    assert_int_equal(next(&f), 1);
    check_name(&f, "山田");
    assert_int_equal(f.row.row, 1);
    assert_int_equal(next(&f), 1);
    check_name(&f, "佐藤");
    assert_int_equal(next(&f), 1);
    check_name(&f, "");
    assert_int_equal(next(&f), 0);
    close_file(&f);
}

static void a_broken_row_does_not_spoil_the_next(void **state)
{
    static const char text[] = "number,name\n"
                               "1,a,b\n"
                               "2\n"
                               "3,\xFF\xFE\n"
                               "4,a\0b\n"
                               "5,\"never closed\n"
                               "6,f\n";
    struct file f;

    (void)state;
    write_file(&f, ".csv", text, sizeof(text) - 1);
    assert_int_equal(open_file(&f), TOOL_OK);
    assert_int_equal(next(&f), 1);
    assert_string_equal(f.row.problem, "columns");
    assert_int_equal(next(&f), 1);
    assert_string_equal(f.row.problem, "columns");
    assert_int_equal(next(&f), 1);
    assert_int_equal(f.row.cell[COL_NAME].state, CELL_BROKEN);
    assert_int_equal(next(&f), 1);
    assert_int_equal(f.row.cell[COL_NAME].state, CELL_BROKEN);
    assert_int_equal(next(&f), 1);
    assert_string_equal(f.row.problem, "unclosed-quote");
    assert_int_equal(next(&f), 1);
    check_name(&f, "f");
    assert_int_equal(f.row.row, 6);
    assert_int_equal(next(&f), 0);
    close_file(&f);
}

static void an_open_quote_does_not_swallow_the_rows_after_it(void **state)
{
    struct file f;

    (void)state;
    write_csv(&f, "number,name\n"
                  "1,\"open\n"
                  "2,b\n"
                  "3,\"c\"\n"
                  "4,d\n");
    assert_int_equal(open_file(&f), TOOL_OK);
    assert_int_equal(next(&f), 1);
    assert_string_equal(f.row.problem, "unclosed-quote");
    assert_int_equal(next(&f), 1);
    check_name(&f, "b");
    assert_int_equal(next(&f), 1);
    check_name(&f, "c");
    assert_int_equal(next(&f), 1);
    check_name(&f, "d");
    assert_int_equal(next(&f), 0);
    close_file(&f);
}

static void a_field_of_a_megabyte_is_cut_and_said(void **state)
{
    size_t len = 1 << 20;
    char *text = malloc(len + 64);
    size_t at = 0;
    struct file f;

    (void)state;
    assert_non_null(text);
    at = (size_t)sprintf(text, "number,name\n1,");
    memset(text + at, 'a', len);
    at += len;
    at += (size_t)sprintf(text + at, "\n2,b\n");
    write_file(&f, ".csv", text, at);
    free(text);
    assert_int_equal(open_file(&f), TOOL_OK);
    assert_int_equal(next(&f), 1);
    assert_int_equal(f.row.cell[COL_NAME].state, CELL_LONG);
    assert_in_range(f.row.cell[COL_NAME].len, INKAN_MATCH_TEXT_MAX + 1,
                    CELL_MAX);
    assert_int_equal(next(&f), 1);
    check_name(&f, "b");
    close_file(&f);
}

static void cp932_is_read_when_it_is_declared(void **state)
{
    /* 髙橋 (a vendor's row), 表 (its second byte is a backslash), then half a
     * character */
    static const char text[] = "number,name\n"
                               "1,\xFB\xFC\x8B\xB4\n"
                               "2,\"\x95\x5C\"\n"
                               "3,\x95\n"
                               "4,\xB1\xB2\n";
    struct file f;

    (void)state;
    write_file(&f, ".csv", text, sizeof(text) - 1);
    f.mapping.encoding = strdup("CP932");
    assert_int_equal(open_file(&f), TOOL_OK);
    assert_int_equal(next(&f), 1);
    check_name(&f, "髙橋");
    assert_int_equal(next(&f), 1);
    check_name(&f, "表");
    assert_int_equal(next(&f), 1);
    assert_int_equal(f.row.cell[COL_NAME].state, CELL_BROKEN);
    assert_int_equal(next(&f), 1);
    check_name(&f, "ｱｲ");
    close_file(&f);
}

static void missing_and_double_columns_end_the_run_at_once(void **state)
{
    static const struct {
        const char *text, *name;
    } rows[] = {
        { "number,other\n", "氏名" },     /* missing */
        { "number,氏名,氏名\n", "氏名" }, /* twice */
        { "name\n", "name" },             /* no number */
        { "", "name" },                   /* no header */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct file f;

        write_csv(&f, rows[i].text);
        free(f.mapping.column[COL_NAME]);
        f.mapping.column[COL_NAME] = strdup(rows[i].name);
        assert_int_equal(open_file(&f), TOOL_USAGE);
        assert_null(f.source);
        close_file(&f);
    }
}

static void sqlite_tables_and_json_lines_are_sources_too(void **state)
{
    static const char lines[] = "{\"name\":\"山田\",\"number\":\"1\"}\n"
                                "{\n  \"name\": \"佐藤\",\n"
                                "  \"number\": \"2\"\n}\n"
                                "{\"name\":\"x\"\n"
                                "not json\n"
                                "{\"name\":5,\"number\":\"2\"}\n";
    struct file f;
    sqlite3 *db;

    (void)state;
    write_file(&f, ".jsonl", lines, sizeof(lines) - 1);
    assert_int_equal(open_file(&f), TOOL_OK);
    assert_int_equal(next(&f), 1);
    check_name(&f, "山田");
    assert_int_equal(next(&f), 1);
    check_name(&f, "佐藤");
    assert_int_equal(next(&f), 1);
    assert_string_equal(f.row.problem, "not-json");
    assert_int_equal(next(&f), 1);
    assert_int_equal(f.row.cell[COL_NAME].state, CELL_ABSENT);
    assert_int_equal(next(&f), 0);
    close_file(&f);

    write_file(&f, ".sqlite", "", 0);
    f.mapping.table = strdup("odd \"name");
    assert_int_equal(sqlite3_open(f.path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db,
                     "CREATE TABLE \"odd \"\"name\"(number, name);"
                     "INSERT INTO \"odd \"\"name\" VALUES('1','佐藤'),"
                     "('2',NULL),('3',x'ff')",
                     NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(open_file(&f), TOOL_OK);
    assert_int_equal(next(&f), 1);
    check_name(&f, "佐藤");
    assert_int_equal(next(&f), 1);
    check_name(&f, "");
    assert_int_equal(next(&f), 1);
    assert_int_equal(f.row.cell[COL_NAME].state, CELL_BROKEN);
    assert_int_equal(next(&f), 0);
    close_file(&f);
}

/* --- numbers --------------------------------------------------------------- */

static bool is_number(const char *s, char out[13])
{
    return number_read_digits((struct audit_cell){ s, strlen(s), CELL_OK },
                              out);
}

static void the_check_digit_is_checked(void **state)
{
    char digits[13];

    (void)state;
    assert_true(is_number("123456789018", digits));
    assert_true(is_number("1234 5678 9018", digits));
    assert_true(is_number("１２３４５６７８９０１８", digits));
    assert_string_equal(digits, "123456789018");
    assert_false(is_number("123456789012", digits));
    assert_false(is_number("12345678901", digits));
    assert_false(is_number("1234567890189", digits));
    assert_false(is_number("", digits));
    assert_false(is_number("12345678901x", digits));
    for (int at = 0; at < 11; at++) {
        char typed[] = "123456789018";

        typed[at] = typed[at] == '5' ? '6' : '5';
        if (typed[at] != "123456789018"[at])
            assert_false(is_number(typed, digits));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_and_line_breaks_stay_in_their_field),
        cmocka_unit_test(a_broken_row_does_not_spoil_the_next),
        cmocka_unit_test(an_open_quote_does_not_swallow_the_rows_after_it),
        cmocka_unit_test(a_field_of_a_megabyte_is_cut_and_said),
        cmocka_unit_test(cp932_is_read_when_it_is_declared),
        cmocka_unit_test(missing_and_double_columns_end_the_run_at_once),
        cmocka_unit_test(sqlite_tables_and_json_lines_are_sources_too),
        cmocka_unit_test(the_check_digit_is_checked),
    };

    return cmocka_run_group_tests_name("audit/source", tests, NULL, NULL);
}
