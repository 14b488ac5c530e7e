/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pkcs11/pinpage.c, with /proc as the judge.
 */
#include "tests/support/p11.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pkcs11/pinpage.h"

static const uint8_t pin[] = { 'A', 'B', 'C', '1', '2', '3' };

/* The VmFlags line of the mapping that holds p; "" if not found. */
static void flags_of(const void *p, char out[256])
{
    FILE *maps = fopen("/proc/self/smaps", "r");
    char line[256];
    bool here = false;

    out[0] = '\0';
    assert_non_null(maps);
    while (fgets(line, sizeof(line), maps) != NULL) {
        unsigned long from, to;

        if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
            here = (unsigned long)p >= from && (unsigned long)p < to;
        else if (here && strncmp(line, "VmFlags:", 8) == 0)
            snprintf(out, 256, "%s", line);
    }
    fclose(maps);
}

/* Sanitizers make mlock do nothing; then there is nothing to see here. */
static bool mlock_works(void)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    void *mem = mmap(NULL, size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char flags[256];

    assert_ptr_not_equal(mem, MAP_FAILED);
    assert_int_equal(mlock(mem, size), 0);
    flags_of(mem, flags);
    munmap(mem, size);
    return strstr(flags, " lo") != NULL;
}

static void the_page_is_locked_not_dumped_wiped_on_fork(void **state)
{
    struct pin_page page = { 0 };
    char flags[256];

    (void)state;
    assert_true(pinpage_map(&page, 32));
    assert_true(page.is_protected);
    flags_of(page.cells, flags);
    if (mlock_works())
        assert_non_null(strstr(flags, " lo"));
    assert_non_null(strstr(flags, " dd"));
    assert_non_null(strstr(flags, " wf"));
    pinpage_unmap(&page);
    assert_null(page.cells);
    pinpage_unmap(&page); /* twice is fine */
}

static void a_cell_keeps_and_forgets(void **state)
{
    static const struct pin_cell empty;
    struct pin_page page = { 0 };

    (void)state;
    assert_true(pinpage_map(&page, 32));
    pinpage_keep(&page.cells[31], pin, sizeof(pin));
    assert_int_equal(page.cells[31].len, sizeof(pin));
    assert_memory_equal(page.cells[31].pin, pin, sizeof(pin));
    pinpage_keep(&page.cells[31], pin, 4);
    assert_memory_equal(page.cells[31].pin, "ABC1\0\0", 6);
    pinpage_wipe(&page.cells[31]);
    assert_memory_equal(&page.cells[31], &empty, sizeof(empty));
    pinpage_unmap(&page);
}

static void a_forked_child_finds_no_pin(void **state)
{
    struct pin_page page = { 0 };
    int status;
    pid_t child;

    (void)state;
    assert_true(pinpage_map(&page, 1));
    pinpage_keep(&page.cells[0], pin, sizeof(pin));
    child = fork();
    if (child == 0)
        _exit(page.cells[0].len != 0 || page.cells[0].pin[0] != 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(page.cells[0].len, sizeof(pin));
    pinpage_unmap(&page);
}

/* CMocka 1.1.5 says `not ok` for its own skip(). */
static void skipped(const char *why)
{
    printf("# skipped: %s\n", why);
}

static void a_page_that_cannot_be_locked_says_so(void **state)
{
    struct rlimit before, none = { 0, 0 };
    struct pin_page page = { 0 };
    int status;
    pid_t child;

    (void)state;
    if (!mlock_works()) {
        skipped("memory cannot be locked here");
        return;
    }
    assert_int_equal(getrlimit(RLIMIT_MEMLOCK, &before), 0);
    none.rlim_max = before.rlim_max;
    child = fork(); /* root may lock despite the limit: become nobody */
    if (child == 0) {
        if (setrlimit(RLIMIT_MEMLOCK, &none) != 0 ||
            (getuid() == 0 && setuid(65534) != 0))
            _exit(2);
        _exit(pinpage_map(&page, 1) && !page.is_protected ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (status == 2 << 8) {
        skipped("the limit cannot be lowered here");
        return;
    }
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_is_locked_not_dumped_wiped_on_fork),
        cmocka_unit_test(a_cell_keeps_and_forgets),
        cmocka_unit_test(a_forked_child_finds_no_pin),
        cmocka_unit_test(a_page_that_cannot_be_locked_says_so),
    };

    return cmocka_run_group_tests_name("pkcs11/pinpage", tests, NULL, NULL);
}
