/* SPDX-License-Identifier: Apache-2.0
 *
 * tools/output.c: a file appears whole or not at all.
 */
#include "tests/support/persona_image.h"
#include "tests/unit/tools/fixture.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct persona_folder folder;

static int make_folder(void **state)
{
    (void)state;
    persona_folder_make(&folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    persona_folder_remove(&folder);
    return 0;
}

static const char *path_of(const char *name)
{
    static char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder.path, name);
    return path;
}

static void contents(const char *path, char out[64])
{
    FILE *in = fopen(path, "rb");
    size_t n = in != NULL ? fread(out, 1, 63, in) : 0;

    out[n] = '\0';
    if (in != NULL)
        fclose(in);
}

/* Files in the folder, hidden ones too. */
static int files(void)
{
    DIR *dir = opendir(folder.path);
    struct dirent *entry;
    int count = -2; /* . and .. */

    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL)
        count++;
    closedir(dir);
    return count;
}

static void what_is_not_committed_was_never_there(void **state)
{
    struct tool_output *output = NULL;
    struct fixture f;
    char err[256], text[64];

    (void)state;
    fixture_begin(&f);
    assert_int_equal(tool_write(&f.tool, path_of("out"), "old", 3), TOOL_OK);
    assert_int_equal(tool_output_open(&f.tool, path_of("out"), &output),
                     TOOL_OK);
    fprintf(tool_output_stream(output), "new");
    fflush(tool_output_stream(output));
    contents(path_of("out"), text);
    assert_string_equal(text, "old");
    assert_int_equal(files(), 2);
    tool_output_abandon(output);
    assert_int_equal(files(), 1);
    contents(path_of("out"), text);
    assert_string_equal(text, "old");
    fixture_end(&f, err, sizeof(err));
    unlink(path_of("out"));
}

static void what_is_committed_takes_the_place(void **state)
{
    struct tool_output *output = NULL;
    struct fixture f;
    char err[256], text[64];

    (void)state;
    fixture_begin(&f);
    assert_int_equal(tool_write(&f.tool, path_of("out"), "old", 3), TOOL_OK);
    assert_int_equal(tool_output_open(&f.tool, path_of("out"), &output),
                     TOOL_OK);
    fprintf(tool_output_stream(output), "new");
    assert_int_equal(tool_output_commit(&f.tool, output), TOOL_OK);
    contents(path_of("out"), text);
    assert_string_equal(text, "new");
    assert_int_equal(files(), 1);
    fixture_end(&f, err, sizeof(err));
    unlink(path_of("out"));
}

static void a_probe_leaves_nothing(void **state)
{
    struct fixture f;
    char err[256];

    (void)state;
    fixture_begin(&f);
    assert_int_equal(tool_output_probe(&f.tool, path_of("out")), TOOL_OK);
    assert_int_equal(files(), 0);
    assert_int_equal(tool_output_probe(&f.tool, path_of("no/where")),
                     TOOL_OTHER);
    fixture_end(&f, err, sizeof(err));
    assert_non_null(strstr(err, "cannot write"));
}

static void reading_has_a_limit(void **state)
{
    struct fixture f;
    uint8_t *data = NULL;
    size_t len = 0;
    char err[256];

    (void)state;
    fixture_begin(&f);
    assert_int_equal(tool_write(&f.tool, path_of("in"), "12345", 5), TOOL_OK);
    assert_int_equal(tool_read(&f.tool, path_of("in"), 5, &data, &len),
                     TOOL_OK);
    assert_int_equal(len, 5);
    assert_memory_equal(data, "12345", 6); /* and a zero byte */
    free(data);
    assert_int_equal(tool_read(&f.tool, path_of("in"), 4, &data, &len),
                     TOOL_OTHER);
    assert_int_equal(tool_read(&f.tool, path_of("nosuch"), 4, &data, &len),
                     TOOL_OTHER);
    assert_int_equal(tool_read(&f.tool, folder.path, 4, &data, &len),
                     TOOL_OTHER);
    fixture_end(&f, err, sizeof(err));
    unlink(path_of("in"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_committed_was_never_there),
        cmocka_unit_test(what_is_committed_takes_the_place),
        cmocka_unit_test(a_probe_leaves_nothing),
        cmocka_unit_test(reading_has_a_limit),
    };

    return cmocka_run_group_tests_name("tools/output", tests, make_folder,
                                       remove_folder);
}
