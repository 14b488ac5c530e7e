/* SPDX-License-Identifier: Apache-2.0
 *
 * Patient lists, good and bad, and what is asked of the terminal with them.
 */
#include "tests/unit/tools/fixture.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/reception/form.h"
#include "tools/reception/answer.h"
#include "tools/reception/decode.h"
#include "tools/reception/patients.h"
#include "tools/reception/request.h"

#define HEADER "id,name,birth,sex,insurer,symbol,number,branch\r\n"

struct place {
    char path[32], list[48];
    struct fixture f;
    struct inkan_matcher *m;
    struct patients *p;
    char err[4096];
};

static void begin(struct place *p)
{
    memset(p, 0, sizeof(*p));
    strcpy(p->path, "/tmp/reception-XXXXXX");
    assert_non_null(mkdtemp(p->path));
    snprintf(p->list, sizeof(p->list), "%s/list", p->path);
    p->m = inkan_matcher_open();
    assert_non_null(p->m);
    fixture_begin(&p->f);
}

static void end(struct place *p)
{
    DIR *dir = opendir(p->path);
    struct dirent *entry;

    patients_close(p->p);
    inkan_matcher_close(p->m);
    while ((entry = readdir(dir)) != NULL) {
        char name[400];

        snprintf(name, sizeof(name), "%s/%s", p->path, entry->d_name);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            assert_int_equal(unlink(name), 0);
    }
    closedir(dir);
    assert_int_equal(rmdir(p->path), 0);
}

static void write_list(const struct place *p, const void *data, size_t len)
{
    FILE *file = fopen(p->list, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, len, file), len);
    fclose(file);
}

/* Opens the list; stderr goes to p->err. */
static int open_list(struct place *p, const struct patients_options *more)
{
    struct patients_options options = { 0 };
    int exit;

    if (more != NULL)
        options = *more;
    options.path = p->list;
    exit = patients_open(&p->f.tool, &options, &p->p);
    fixture_end(&p->f, p->err, sizeof(p->err));
    return exit;
}

static enum patients_found find(struct place *p, const char *name,
                                const char *birth, char sex,
                                struct patient *out)
{
    struct inkan_person person = { .sex = sex };

    snprintf(person.name, sizeof(person.name), "%s", name);
    snprintf(person.birth, sizeof(person.birth), "%s", birth);
    return patients_find(p->p, p->m, &person, out);
}

static void a_csv_is_read_and_a_patient_found(void **state)
{
    static const char list[] =
        "\xEF\xBB\xBF" HEADER
        "17,高﨑　花子,1985-06-14,2,123456,12-34,4260,01\r\n"
        "\r\n"
        "18,\"乙川, \"\"太郎\"\"\r\n\",19700101,,,,,\r\n"
        "19,甲野　花子,1985/6/14,女,,,,\n";
    struct place p;
    struct patient one;

    (void)state;
    begin(&p);
    write_list(&p, list, strlen(list));
    assert_int_equal(open_list(&p, NULL), TOOL_OK);
    assert_int_equal(patients_count(p.p), 3);
    assert_int_equal(patients_left_out(p.p), 0);
    /* forms of one name; the card has the other one */
    assert_int_equal(find(&p, "髙崎　花子", "19850614", '2', &one),
                     PATIENTS_ONE);
    assert_string_equal(one.id, "17");
    assert_string_equal(one.insurer, "123456");
    assert_string_equal(one.number, "4260");
    assert_int_equal(find(&p, "髙崎　花子", "19850615", '2', &one),
                     PATIENTS_NONE);
    assert_int_equal(find(&p, "髙崎　花子", "19850614", '1', &one),
                     PATIENTS_NONE);
    assert_int_equal(find(&p, "高崎　良子", "19850614", '2', &one),
                     PATIENTS_NONE);
    end(&p);
}

static void two_patients_alike_are_none(void **state)
{
    static const char list[] = HEADER "1,甲野　花子,19850614,2,,,,\n"
                                      "2,甲野　花子,19850614,2,,,,\n"
                                      "3,乙川　太郎,19700101,1,a,,,\n"
                                      "3,乙川　太郎,19700101,1,b,,,\n";
    struct place p;
    struct patient one;

    (void)state;
    begin(&p);
    write_list(&p, list, strlen(list));
    assert_int_equal(open_list(&p, NULL), TOOL_OK);
    assert_int_equal(find(&p, "甲野　花子", "19850614", '2', &one),
                     PATIENTS_SEVERAL);
    /* two insurances of one patient are one */
    assert_int_equal(find(&p, "乙川　太郎", "19700101", '1', &one),
                     PATIENTS_ONE);
    end(&p);
}

static void a_dot_in_the_list_finds_nobody(void **state)
{
    static const char list[] = HEADER "1,甲●　花子,19850614,2,,,,\n";
    struct place p;
    struct patient one;

    (void)state;
    begin(&p);
    write_list(&p, list, strlen(list));
    assert_int_equal(open_list(&p, NULL), TOOL_OK);
    assert_int_equal(find(&p, "甲野　花子", "19850614", '2', &one),
                     PATIENTS_NONE);
    end(&p);
}

static void bad_rows_are_told_by_number_and_nothing_else(void **state)
{
    static const char list[] = HEADER "1,甲野　花子,19850231,2,,,,\n"
                                      "2,,19850614,2,,,,\n"
                                      ",乙川　太郎,19850614,2,,,,\n"
                                      "4,乙川　太郎,S60.6.14,2,,,,\n"
                                      "5,too,few\n"
                                      "6,丙山　次郎,19850614,1,,,,\n"
                                      "7,\"never closed\n";
    struct place p;
    struct patient one;

    (void)state;
    begin(&p);
    write_list(&p, list, strlen(list));
    assert_int_equal(open_list(&p, NULL), TOOL_OK);
    assert_int_equal(patients_count(p.p), 1);
    assert_int_equal(patients_left_out(p.p), 6);
    assert_non_null(strstr(p.err, "row 2 is left out"));
    assert_non_null(strstr(p.err, "row 6 is left out"));
    assert_non_null(strstr(p.err, "6 rows are left out"));
    assert_null(strstr(p.err, "甲野"));
    assert_null(strstr(p.err, "19850231"));
    assert_int_equal(find(&p, "丙山　次郎", "19850614", '1', &one),
                     PATIENTS_ONE);
    end(&p);
}

static void a_megabyte_in_one_field_is_one_bad_row(void **state)
{
    size_t big = (size_t)1 << 20;
    char *list = calloc(1, big + 400);
    struct place p;

    (void)state;
    begin(&p);
    strcpy(list, HEADER "1,");
    memset(list + strlen(list), 'x', big);
    strcat(list, ",19850614,2,,,,\n2,甲野　花子,19850614,2,,,,\n");
    write_list(&p, list, strlen(list));
    free(list);
    assert_int_equal(open_list(&p, NULL), TOOL_OK);
    assert_int_equal(patients_count(p.p), 1);
    assert_int_equal(patients_left_out(p.p), 1);
    end(&p);
}

static void missing_and_double_columns_are_refused(void **state)
{
    static const struct {
        const char *list, *says;
    } rows[] = {
        { "id,birth\n", "no column name" },
        { "id,name,birth,name\n", "name stands there twice" },
        { "", "no header" },
        { "a,\"b\n", "no header" },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct place p;

        begin(&p);
        write_list(&p, rows[i].list, strlen(rows[i].list));
        assert_int_equal(open_list(&p, NULL), TOOL_USAGE);
        assert_non_null(strstr(p.err, rows[i].says));
        end(&p);
    }
}

static void columns_may_have_other_names_and_cp932_is_said(void **state)
{
    static const char *const columns[] = { "id=患者番号", "name=氏名",
                                           "birth=生年月日" };
    static const char list[] = "患者番号,氏名,生年月日\r\n"
                               "5,髙﨑　花子,19850614\r\n";
    const char *items[] = { columns[0], columns[1], columns[2] };
    struct tool_list renamed = { items, 3 };
    struct patients_options options = { .columns = &renamed,
                                        .encoding = "cp932" };
    struct patient one;
    struct place p;
    char *bytes = NULL;
    size_t len = 0;

    (void)state;
    assert_int_equal(decode_back(list, strlen(list), "CP932", &bytes, &len),
                     DECODE_OK);
    begin(&p);
    write_list(&p, bytes, len);
    assert_int_equal(open_list(&p, &options), TOOL_OK);
    assert_int_equal(find(&p, "髙﨑　花子", "19850614", '2', &one),
                     PATIENTS_ONE);
    assert_string_equal(one.id, "5");
    end(&p);
    /* never guessed */
    begin(&p);
    write_list(&p, bytes, len);
    options.encoding = NULL;
    assert_int_equal(open_list(&p, &options), TOOL_OTHER);
    end(&p);
    /* a zero byte */
    begin(&p);
    write_list(&p, "id,name,birth\n1,a\0b,19850614\n", 29);
    assert_int_equal(open_list(&p, NULL), TOOL_OTHER);
    end(&p);
    free(bytes);
}

static void make_table(const char *path, const char *sql)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void a_table_of_sqlite_is_read_and_read_again(void **state)
{
    struct patients_options options = { .table = "k'an\"ja" };
    struct fixture again;
    struct patient one;
    struct place p;

    (void)state;
    begin(&p);
    make_table(p.list, "CREATE TABLE \"k'an\"\"ja\"(id INTEGER, name TEXT, "
                       "birth TEXT);"
                       "INSERT INTO \"k'an\"\"ja\" VALUES"
                       "(42, '甲野　花子', '1985-06-14'),"
                       "(43, NULL, NULL)");
    assert_int_equal(open_list(&p, &options), TOOL_OK);
    assert_int_equal(find(&p, "甲野　花子", "19850614", '2', &one),
                     PATIENTS_ONE);
    assert_string_equal(one.id, "42");
    assert_int_equal(patients_left_out(p.p), 1);
    fixture_begin(&again);
    make_table(p.list, "INSERT INTO \"k'an\"\"ja\" VALUES"
                       "(44, '乙川　太郎', '19700101')");
    patients_refresh(&again.tool, p.p);
    assert_int_equal(find(&p, "乙川　太郎", "19700101", '1', &one),
                     PATIENTS_ONE);
    /* a list that cannot be read any more is kept as it was */
    write_list(&p, "nothing", 7);
    patients_refresh(&again.tool, p.p);
    fixture_end(&again, p.err, sizeof(p.err));
    assert_non_null(strstr(p.err, "no column id"));
    assert_int_equal(find(&p, "乙川　太郎", "19700101", '1', &one),
                     PATIENTS_ONE);
    end(&p);
}

/* --- requests ------------------------------------------------------------- */

/* The only file that is no hidden one; its bytes. Counts all that is there. */
static uint8_t *only_file(const struct place *p, char name[300], size_t *len,
                          size_t *count)
{
    DIR *dir = opendir(p->path);
    struct dirent *entry;
    char path[400];
    uint8_t *data = calloc(1, 65536);
    FILE *file;

    *count = 0;
    while ((entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        ++*count;
        snprintf(name, 300, "%s", entry->d_name);
    }
    closedir(dir);
    snprintf(path, sizeof(path), "%s/%s", p->path, name);
    file = fopen(path, "rb");
    assert_non_null(file);
    *len = fread(data, 1, 65535, file);
    fclose(file);
    return data;
}

static const struct patient patient = { .id = "0<17>&",
                                        .insurer = "123456",
                                        .symbol = "１２・あ",
                                        .number = "4260",
                                        .branch = "01" };

static void a_request_is_a_whole_file_in_cp932(void **state)
{
    char id[REQUEST_ID_LEN + 1], again[REQUEST_ID_LEN + 1], name[300];
    char want[64];
    struct requester r;
    struct place p;
    size_t len, count;
    uint8_t *data;
    char *text = NULL;

    (void)state;
    begin(&p);
    assert_int_equal(
        requester_open(&p.f.tool, p.path, FORM_INSTITUTION, NULL, &r), TOOL_OK);
    fixture_end(&p.f, p.err, sizeof(p.err));
    assert_int_equal(
        request_eligibility(&r, &patient, "19850614", "20260401", id),
        REQUEST_OK);
    assert_int_equal(strlen(id), 32);
    assert_int_equal(strspn(id, "0123456789abcdef"), 32);
    data = only_file(&p, name, &len, &count);
    assert_int_equal(count, 1);
    snprintf(want, sizeof(want), "OQSsiquc01req_%s.xml", id);
    assert_string_equal(name, want);
    /* １２・あ */
    assert_non_null(memmem(data, len,
                           "<InsuredCardSymbol>\x82\x50\x82\x51"
                           "\x81\x45\x82\xA0</InsuredCardSymbol>\r\n",
                           19 + 8 + 20 + 2));
    assert_int_equal(decode_xml(data, len, &text, &len), DECODE_OK);
    assert_non_null(strstr(text, "<MedicalInstitutionCode>" FORM_INSTITUTION));
    assert_non_null(strstr(text, "<Birthdate>19850614</Birthdate>"));
    assert_non_null(strstr(text, id));
    free(text);
    free(data);
    assert_int_equal(
        request_eligibility(&r, &patient, "19850614", "20260401", again),
        REQUEST_OK);
    assert_string_not_equal(id, again);
    requester_close(&r);
    end(&p);
}

static void a_request_that_cannot_be_right_is_not_written(void **state)
{
    struct patient bare = patient, strange = patient;
    char id[REQUEST_ID_LEN + 1];
    struct requester r;
    struct place p;

    (void)state;
    begin(&p);
    assert_int_equal(
        requester_open(&p.f.tool, p.path, FORM_INSTITUTION, NULL, &r), TOOL_OK);
    fixture_end(&p.f, p.err, sizeof(p.err));
    bare.number[0] = '\0';
    assert_int_equal(request_eligibility(&r, &bare, "19850614", "20260401", id),
                     REQUEST_NO_INSURANCE);
    assert_int_equal(
        request_eligibility(&r, &patient, "19850600", "20260401", id),
        REQUEST_BIRTH);
    strcpy(strange.symbol, "𠮷");
    assert_int_equal(
        request_eligibility(&r, &strange, "19850614", "20260401", id),
        REQUEST_TEXT);
    r.folder = "/nonexistent";
    assert_int_equal(
        request_eligibility(&r, &patient, "19850614", "20260401", id),
        REQUEST_UNWRITABLE);
    end(&p); /* fails where a file is left: the folder would not go */
}

static void a_registration_fills_the_clinics_template(void **state)
{
    static const char template[] =
        "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>\r\n<XmlMsg><Id>"
        "{identifier}</Id><Number>{patient}</Number><Unknown>{other}</Unknown>"
        "<Who>{symbol} {institution} {today} {birth}</Who></XmlMsg>\r\n";
    char name[300];
    struct requester r;
    struct place p;
    size_t len, count;
    uint8_t *data;

    (void)state;
    begin(&p);
    write_list(&p, template, strlen(template));
    assert_int_equal(
        requester_open(&p.f.tool, p.path, FORM_INSTITUTION, p.list, &r),
        TOOL_OK);
    fixture_end(&p.f, p.err, sizeof(p.err));
    unlink(p.list);
    assert_int_equal(request_registration(&r, &patient, "19850614", "20260401"),
                     REQUEST_OK);
    data = only_file(&p, name, &len, &count);
    assert_int_equal(count, 1);
    assert_int_equal(strncmp(name, "OQSsiimm01req_", 14), 0);
    assert_non_null(strstr((char *)data, "<Number>0&lt;17&gt;&amp;</Number>"));
    assert_non_null(strstr((char *)data, "<Unknown>{other}</Unknown>"));
    assert_non_null(strstr((char *)data,
                           "<Who>\x82\x50\x82\x51\x81\x45\x82\xA0 "
                           "1311111111 20260401 19850614</Who>"));
    free(data);
    requester_close(&r);
    end(&p);
}

static void
a_template_without_a_place_for_the_identifier_is_refused(void **state)
{
    struct requester r;
    struct place p;

    (void)state;
    begin(&p);
    write_list(&p, "<XmlMsg/>", 9);
    assert_int_equal(
        requester_open(&p.f.tool, p.path, FORM_INSTITUTION, p.list, &r),
        TOOL_USAGE);
    fixture_end(&p.f, p.err, sizeof(p.err));
    assert_non_null(strstr(p.err, "{identifier}"));
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_csv_is_read_and_a_patient_found),
        cmocka_unit_test(two_patients_alike_are_none),
        cmocka_unit_test(a_dot_in_the_list_finds_nobody),
        cmocka_unit_test(bad_rows_are_told_by_number_and_nothing_else),
        cmocka_unit_test(a_megabyte_in_one_field_is_one_bad_row),
        cmocka_unit_test(missing_and_double_columns_are_refused),
        cmocka_unit_test(columns_may_have_other_names_and_cp932_is_said),
        cmocka_unit_test(a_table_of_sqlite_is_read_and_read_again),
        cmocka_unit_test(a_request_is_a_whole_file_in_cp932),
        cmocka_unit_test(a_request_that_cannot_be_right_is_not_written),
        cmocka_unit_test(a_registration_fills_the_clinics_template),
        cmocka_unit_test(
            a_template_without_a_place_for_the_identifier_is_refused),
    };

    return cmocka_run_group_tests_name("reception/patients", tests, NULL, NULL);
}
