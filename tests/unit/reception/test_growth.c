/* SPDX-License-Identifier: Apache-2.0
 *
 * Days in minutes: thousands of cards and answers, and a folder that nobody
 * clears. What is remembered must not grow with them.
 */
#include "tests/unit/reception/counter.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tools/reception/folder.h"

/* A sanitizer keeps what was freed: its memory tells nothing. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static size_t resident_kib(void)
{
    long pages = 0, ignored;
    FILE *file = fopen("/proc/self/statm", "r");

    malloc_trim(0);
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld %ld", &ignored, &pages), 2);
    fclose(file);
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE) / 1024;
}

/* One patient: card in, answer, card out, and a minute until the next. */
static void one_patient(struct counter *c, unsigned i)
{
    char name[64], birth[9], file[64];
    struct form form;

    snprintf(name, sizeof(name), "架空%u　花子", i % 977);
    snprintf(birth, sizeof(birth), "19%02u%02u%02u", i % 90, i % 12 + 1,
             i % 28 + 1);
    snprintf(file, sizeof(file), "OQSsiquc01res_face_%u_1.xml", i);
    counter_card(c, "r1", name, birth, '2');
    form = form_of(name, birth, "2", "東京都");
    counter_form(c, file, form);
    reception_remove(&c->r, "r1");
    counter_pass(c, 200 * 1000);
}

static void twenty_thousand_patients_leave_nothing(void **state)
{
    enum { WARM = 5000, MORE = 15000 };
    struct counter c;
    size_t before, after;

    (void)state;
    counter_begin(&c, NULL);
    for (unsigned i = 0; i < WARM; i++)
        one_patient(&c, i);
    before = resident_kib();
    for (unsigned i = 0; i < MORE; i++)
        one_patient(&c, WARM + i);
    after = resident_kib();
    assert_int_equal(c.r.counts.answers, WARM + MORE);
    assert_int_equal(c.r.counts.by_finding[FINDING_MATCH], WARM + MORE);
    print_message("# %d patients: %zu KiB resident after %d, %zu KiB at the "
                  "end\n",
                  WARM + MORE, before, WARM, after);
    assert_true(SANITIZED || after < before + 1024);
    counter_end(&c);
}

static void ignore_file(void *self, const char *name, const uint8_t *data,
                        size_t len, const struct visit_moment *came)
{
    (void)name;
    (void)data;
    (void)len;
    (void)came;
    ++*(size_t *)self;
}

static void ignore_bad(void *self, const char *name, const char *code)
{
    (void)self;
    (void)name;
    (void)code;
}

static void write_file(const char *folder, unsigned i)
{
    static const char text[] = "<XmlMsg></XmlMsg>";
    char path[128];
    FILE *file;

    snprintf(path, sizeof(path), "%s/OQSsiquc01res_face_%06u.xml", folder, i);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

/* More files than are remembered by name. */
static void a_folder_that_nobody_clears_is_borne(void **state)
{
    enum { MANY = FOLDER_FILES_MAX + 2000, STEP = 2000 };
    char path[] = "/tmp/reception-XXXXXX", name[128];
    size_t taken = 0;
    const struct folder_sink sink = { &taken, ignore_file, ignore_bad };
    struct folder folder;
    int64_t now_ms = 1000000;

    (void)state;
    assert_non_null(mkdtemp(path));
    assert_true(folder_open(&folder, path, &sink, now_ms, time(NULL), false));
    for (unsigned i = 0; i < MANY; i++) {
        write_file(path, i);
        if (i % STEP == STEP - 1) {
            assert_true(folder_look(&folder, now_ms += 400));
            assert_true(folder_look(&folder, now_ms += 400));
        }
    }
    for (int i = 0; i < 12; i++)
        assert_true(folder_look(&folder, now_ms += 400));
    print_message("# %d files in the folder: %zu handed over, %zu "
                  "remembered\n",
                  MANY, taken, folder.count);
    assert_true(folder.count <= FOLDER_FILES_MAX);
    assert_int_equal(taken, MANY); /* each once */
    folder_close(&folder);
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(name, sizeof(name), "%s/OQSsiquc01res_face_%06u.xml", path, i);
        unlink(name);
    }
    rmdir(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_thousand_patients_leave_nothing),
        cmocka_unit_test(a_folder_that_nobody_clears_is_borne),
    };

    return cmocka_run_group_tests_name("reception/growth", tests, NULL, NULL);
}
