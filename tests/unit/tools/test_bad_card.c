/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands on a card whose certificates are no certificates: the test
 * citizen of tests/support has bytes that only begin like one.
 */
#include "tests/support/persona.h"
#include "tests/support/persona_image.h"
#include "tests/unit/tools/fixture.h"
#include "tools/commands.h"

#include <string.h>
#include <unistd.h>

static struct persona_folder folder;
static char image[128], out[128];

static int make_card(void **state)
{
    (void)state;
    persona_folder_make(&folder);
    persona_image_write(&folder, "card", &persona_config, image);
    snprintf(out, sizeof(out), "%s/out", folder.path);
    return 0;
}

static int remove_card(void **state)
{
    (void)state;
    persona_folder_remove(&folder);
    return 0;
}

/* One command on the card; what it said is in err. */
static int run(int (*command)(struct tool *, int, char **), char **argv,
               char err[512])
{
    struct fixture f;
    int argc = 0, exit;

    while (argv[argc] != NULL)
        argc++;
    fixture_begin(&f);
    f.tool.card_file = image;
    f.tool.command = argv[0];
    exit = command(&f.tool, argc, argv);
    fixture_end(&f, err, 512);
    return exit;
}

static void one_sentence(const char *err)
{
    const char *end = strchr(err, '\n');

    assert_int_equal(strncmp(err, "inkan: ", 7), 0);
    assert_non_null(end);
    assert_int_equal(end[1], '\0');
}

static void a_certificate_that_is_not_der_is_told(void **state)
{
    char cert[] = "cert", auth[] = "auth", o[] = "-o";
    char *argv[] = { cert, auth, o, out, NULL };
    char err[512];

    (void)state;
    assert_int_equal(run(run_cert, argv, err), TOOL_NOT_OUR_CARD);
    one_sentence(err);
    assert_int_equal(access(out, F_OK), -1); /* nothing was written */
}

static void doctor_tells_it_too(void **state)
{
    char doctor[] = "doctor";
    char *argv[] = { doctor, NULL };
    char err[512];

    (void)state;
    assert_int_equal(run(run_doctor, argv, err), TOOL_NOT_OUR_CARD);
    assert_string_equal(err, ""); /* findings are its output */
}

static void the_rest_of_the_card_can_be_read(void **state)
{
    char status[] = "status";
    char *argv[] = { status, NULL };
    char err[512];

    (void)state;
    assert_int_equal(run(run_status, argv, err), TOOL_OK);
    assert_string_equal(err, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_certificate_that_is_not_der_is_told),
        cmocka_unit_test(doctor_tells_it_too),
        cmocka_unit_test(the_rest_of_the_card_can_be_read),
    };

    return cmocka_run_group_tests_name("tools/bad_card", tests, make_card,
                                       remove_card);
}
