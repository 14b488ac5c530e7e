/* SPDX-License-Identifier: Apache-2.0
 *
 * Tests of pkcs11/journal.c, and of what the whole module writes into it.
 */
#include "tests/support/p11.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char text[262144];

static void read_trace(const char *path)
{
    FILE *file = fopen(path, "r");
    size_t len;

    assert_non_null(file);
    len = fread(text, 1, sizeof(text) - 1, file);
    text[len] = '\0';
    fclose(file);
}

static void trace_path(struct p11 *p, char out[128])
{
    snprintf(out, 128, "%s/trace", p->folder);
}

static int setup(void **state)
{
    char path[128];

    if (p11_setup(state) != 0)
        return -1;
    trace_path(*state, path);
    setenv("INKAN_PKCS11_TRACE", path, 1);
    return 0;
}

static int teardown(void **state)
{
    char path[128];

    trace_path(*state, path);
    unlink(path);
    unsetenv("INKAN_PKCS11_TRACE");
    return p11_teardown(state);
}

static void calls_and_exchanges_are_traced_without_secrets(void **state)
{
    struct p11 *p = *state;
    CK_SESSION_HANDLE session;
    struct stat info;
    char path[128];

    desk_insert(&p->desk, 0, p11_card(p, "adult"));
    assert_rv(C_Initialize(NULL), CKR_OK);
    assert_rv(C_GetSlotList(CK_TRUE, NULL, &(CK_ULONG){ 0 }), CKR_OK);
    session = p11_open(SLOT_SIGN);
    assert_rv(p11_login(session, "WRONG99"), CKR_PIN_INCORRECT);
    assert_rv(p11_login(session, SIGN_PIN), CKR_OK);
    assert_rv(p11_sign(session, p11_object(session, CKO_PRIVATE_KEY)), CKR_OK);
    assert_rv(C_Finalize(NULL), CKR_OK);
    trace_path(p, path);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    read_trace(path);
    assert_non_null(strstr(text, "C_Login 1 user=1 = CKR_OK"));
    assert_non_null(strstr(text, "C_Sign "));
    assert_non_null(strstr(text, "00 20 00 9B"));
    assert_null(strstr(text, "ABC123"));
    assert_null(strstr(text, "41 42 43 31 32 33"));
    assert_null(strstr(text, "414243313233"));
    assert_null(strstr(text, "WRONG99"));
    assert_null(strstr(text, "57 52 4F 4E 47"));
    assert_null(strstr(text, "30 82")); /* no certificate */
}

static void a_file_that_exists_is_not_touched(void **state)
{
    struct p11 *p = *state;
    char path[128];
    FILE *file;

    trace_path(p, path);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("mine", file);
    fclose(file);
    assert_rv(C_Initialize(NULL), CKR_OK);
    assert_rv(C_Finalize(NULL), CKR_OK);
    read_trace(path);
    assert_string_equal(text, "mine");
}

static void a_symbolic_link_is_not_followed(void **state)
{
    struct p11 *p = *state;
    char path[128], target[140];
    struct stat info;

    trace_path(p, path);
    snprintf(target, sizeof(target), "%s.target", path);
    assert_int_equal(symlink(target, path), 0);
    assert_rv(C_Initialize(NULL), CKR_OK);
    assert_rv(C_Finalize(NULL), CKR_OK);
    assert_int_equal(stat(target, &info), -1);
    assert_int_equal(errno, ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            calls_and_exchanges_are_traced_without_secrets, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_that_exists_is_not_touched,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_symbolic_link_is_not_followed, setup,
                                        teardown),
    };

    return cmocka_run_group_tests_name("pkcs11/journal", tests, NULL, NULL);
}
