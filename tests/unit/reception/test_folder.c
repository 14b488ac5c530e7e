/* SPDX-License-Identifier: Apache-2.0
 *
 * A folder in which others write, move and delete. The clock stands in the
 * hands of the test; the folder is a real one.
 */
#include "tests/unit/reception/counter.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tools/reception/folder.h"

#define WHOLE   "<XmlMsg></XmlMsg>\r\n"
#define NAME(x) "OQSsiquc01res_face_" x ".xml"

struct place {
    char path[32];
    struct folder folder;
    int64_t now_ms;
    /* what was handed over */
    size_t files, bad;
    char last[300], code[32];
    size_t last_len;
    struct visit_moment came;
};

static void on_file(void *self, const char *name, const uint8_t *data,
                    size_t len, const struct visit_moment *came)
{
    struct place *p = self;

    (void)data;
    p->files++;
    snprintf(p->last, sizeof(p->last), "%s", name);
    p->last_len = len;
    p->came = *came;
}

static void on_bad(void *self, const char *name, const char *code)
{
    struct place *p = self;

    p->bad++;
    snprintf(p->last, sizeof(p->last), "%s", name);
    snprintf(p->code, sizeof(p->code), "%s", code);
}

static void open_place(struct place *p, bool existing)
{
    const struct folder_sink sink = { p, on_file, on_bad };

    assert_true(folder_open(&p->folder, p->path, &sink, p->now_ms, time(NULL),
                            existing));
}

static void begin(struct place *p)
{
    memset(p, 0, sizeof(*p));
    strcpy(p->path, "/tmp/reception-XXXXXX");
    assert_non_null(mkdtemp(p->path));
    p->now_ms = 1000000;
    p->folder.fd = p->folder.notify = -1;
}

static void path_of(const struct place *p, const char *name, char out[400])
{
    snprintf(out, 400, "%s/%s", p->path, name);
}

static void put(const struct place *p, const char *name, const char *text,
                int flags)
{
    char path[400];
    int fd;

    path_of(p, name, path);
    fd = open(path, O_WRONLY | O_CREAT | flags, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static void take_away(const struct place *p, const char *name)
{
    char path[400];

    path_of(p, name, path);
    assert_int_equal(unlink(path), 0);
}

static void end(struct place *p)
{
    DIR *dir;
    struct dirent *entry;

    folder_close(&p->folder);
    dir = opendir(p->path);
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.' || strlen(entry->d_name) > 2)
            take_away(p, entry->d_name);
    }
    if (dir != NULL)
        closedir(dir);
    rmdir(p->path);
}

static void pass(struct place *p, int64_t ms)
{
    for (; ms > 0; ms -= 100) {
        p->now_ms += 100;
        assert_true(folder_look(&p->folder, p->now_ms));
    }
}

static void a_finished_file_is_handed_over_once(void **state)
{
    struct place p;

    (void)state;
    begin(&p);
    open_place(&p, false);
    pass(&p, 500);
    put(&p, NAME("a"), WHOLE, 0);
    pass(&p, 200);
    assert_int_equal(p.files, 0); /* not yet stable */
    pass(&p, 5000);
    assert_int_equal(p.files, 1);
    assert_string_equal(p.last, NAME("a"));
    assert_int_equal(p.last_len, strlen(WHOLE));
    assert_true(p.came.to_ms <= 1000700);
    assert_true(p.came.from_ms >= 1000400);
    end(&p);
}

static void a_file_that_grows_is_waited_for(void **state)
{
    struct place p;

    (void)state;
    begin(&p);
    open_place(&p, false);
    put(&p, NAME("a"), "<XmlMsg>", 0);
    pass(&p, 3000);
    assert_int_equal(p.files, 0);
    put(&p, NAME("a"), "</XmlMsg>", O_APPEND);
    pass(&p, 1000);
    assert_int_equal(p.files, 1);
    assert_int_equal(p.last_len, strlen("<XmlMsg></XmlMsg>"));
    /* it came when it began */
    assert_true(p.came.to_ms <= 1000100);
    end(&p);
}

static void a_file_that_never_ends_is_handed_over_as_it_is(void **state)
{
    struct place p;

    (void)state;
    begin(&p);
    open_place(&p, false);
    put(&p, NAME("a"), "<XmlMsg>", 0);
    pass(&p, FOLDER_INCOMPLETE_MS - 1000);
    assert_int_equal(p.files, 0);
    pass(&p, 3000);
    assert_int_equal(p.files, 1);
    pass(&p, 3000);
    assert_int_equal(p.files, 1);
    /* and again when it goes on */
    put(&p, NAME("a"), "</XmlMsg>", O_APPEND);
    pass(&p, 3000);
    assert_int_equal(p.files, 2);
    end(&p);
}

static void a_file_that_vanishes_is_told(void **state)
{
    struct place p;

    (void)state;
    begin(&p);
    open_place(&p, false);
    put(&p, NAME("a"), "<XmlMsg>", 0);
    pass(&p, 300);
    take_away(&p, NAME("a"));
    pass(&p, 3000);
    assert_int_equal(p.files, 0);
    assert_int_equal(p.bad, 1);
    assert_string_equal(p.code, "vanished");
    assert_int_equal(p.folder.count, 0);
    /* one that was read may go in peace */
    put(&p, NAME("b"), WHOLE, 0);
    pass(&p, 1000);
    take_away(&p, NAME("b"));
    pass(&p, 3000);
    assert_int_equal(p.files, 1);
    assert_int_equal(p.bad, 1);
    assert_int_equal(p.folder.count, 0);
    end(&p);
}

static void a_file_by_rename_is_seen_its_temporary_name_is_not(void **state)
{
    char from[400], to[400];
    struct place p;

    (void)state;
    begin(&p);
    open_place(&p, false);
    put(&p, "OQSsiquc01res_face_a.tmp", WHOLE, 0);
    put(&p, ".OQSsiquc01res_face_b.xml", WHOLE, 0);
    put(&p, "OQSmuquc02res_a.xml", WHOLE, 0);
    pass(&p, 3000);
    assert_int_equal(p.files, 0);
    path_of(&p, "OQSsiquc01res_face_a.tmp", from);
    path_of(&p, NAME("a"), to);
    assert_int_equal(rename(from, to), 0);
    pass(&p, 1000);
    assert_int_equal(p.files, 1);
    end(&p);
}

static void links_and_folders_are_left_alone(void **state)
{
    char path[400];
    struct place p;

    (void)state;
    begin(&p);
    open_place(&p, false);
    path_of(&p, NAME("link"), path);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    path_of(&p, NAME("pipe"), path);
    assert_int_equal(mkfifo(path, 0600), 0);
    pass(&p, 3000);
    assert_int_equal(p.files, 0);
    assert_int_equal(p.bad, 0);
    end(&p);
}

static void what_is_there_already_is_old(void **state)
{
    struct place p;

    (void)state;
    begin(&p);
    put(&p, NAME("a"), WHOLE, 0);
    open_place(&p, false);
    pass(&p, 5000);
    assert_int_equal(p.files, 0);
    /* unless it is written anew */
    put(&p, NAME("a"), "<!-- -->" WHOLE, O_TRUNC);
    pass(&p, 3000);
    assert_int_equal(p.files, 1);
    folder_close(&p.folder);
    /* or asked for; then it came when it was written */
    open_place(&p, true);
    pass(&p, 3000);
    assert_int_equal(p.files, 2);
    assert_true(p.came.from_ms <= p.came.to_ms);
    end(&p);
}

/* Where another machine writes, inotify says nothing. */
static void without_inotify_rescans_find_everything(void **state)
{
    struct place p;

    (void)state;
    begin(&p);
    open_place(&p, false);
    close(p.folder.notify);
    p.folder.notify = -1;
    pass(&p, 100);
    put(&p, NAME("a"), WHOLE, 0);
    pass(&p, 5000);
    assert_int_equal(p.files, 1);
    /* and do not claim to know when it came */
    assert_true(p.came.to_ms - p.came.from_ms >= FOLDER_RESCAN_MS - 200);
    end(&p);
}

static void a_huge_file_is_refused_unread(void **state)
{
    char path[400];
    struct place p;

    (void)state;
    begin(&p);
    open_place(&p, false);
    put(&p, NAME("a"), WHOLE, 0);
    path_of(&p, NAME("a"), path);
    assert_int_equal(truncate(path, (off_t)1 << 32), 0);
    pass(&p, 3000);
    assert_int_equal(p.files, 0);
    assert_string_equal(p.code, "too-big");
    end(&p);
}

static void a_folder_that_goes_away_is_an_error_and_no_crash(void **state)
{
    struct place p;

    (void)state;
    begin(&p);
    open_place(&p, false);
    put(&p, NAME("a"), "<XmlMsg>", 0);
    pass(&p, 300);
    take_away(&p, NAME("a"));
    assert_int_equal(rmdir(p.path), 0);
    for (int i = 0; i < 50; i++)
        (void)folder_look(&p.folder, p.now_ms += 100);
    assert_int_equal(p.files, 0);
    assert_int_equal(p.folder.count, 0);
    end(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finished_file_is_handed_over_once),
        cmocka_unit_test(a_file_that_grows_is_waited_for),
        cmocka_unit_test(a_file_that_never_ends_is_handed_over_as_it_is),
        cmocka_unit_test(a_file_that_vanishes_is_told),
        cmocka_unit_test(a_file_by_rename_is_seen_its_temporary_name_is_not),
        cmocka_unit_test(links_and_folders_are_left_alone),
        cmocka_unit_test(what_is_there_already_is_old),
        cmocka_unit_test(without_inotify_rescans_find_everything),
        cmocka_unit_test(a_huge_file_is_refused_unread),
        cmocka_unit_test(a_folder_that_goes_away_is_an_error_and_no_crash),
    };

    return cmocka_run_group_tests_name("reception/folder", tests, NULL, NULL);
}
