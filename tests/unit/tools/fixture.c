/* SPDX-License-Identifier: Apache-2.0
 *
 * The fixture. Failures here end the program: no test can go on.
 */
#include "tests/unit/tools/fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int run_none(struct tool *t, int argc, char **argv)
{
    (void)t;
    (void)argc;
    (void)argv;
    return TOOL_OK;
}

const struct tool_command tool_commands[] = {
    { "test", run_none, "a command for tests" },
    { NULL, NULL, NULL },
};

static FILE *take_up(FILE *stream, int *out_saved)
{
    FILE *file = tmpfile();

    fflush(stream);
    *out_saved = dup(fileno(stream));
    if (file == NULL || *out_saved < 0 ||
        dup2(fileno(file), fileno(stream)) < 0)
        abort();
    return file;
}

static void give_back(FILE *stream, int saved)
{
    fflush(stream);
    if (dup2(saved, fileno(stream)) < 0)
        abort();
    close(saved);
}

void fixture_begin(struct fixture *f)
{
    memset(f, 0, sizeof(*f));
    f->tool = (struct tool){ .pin = { -1, NULL },
                             .new_pin = { -1, NULL },
                             .number_b = { -1, NULL },
                             .sign_pin = { -1, NULL },
                             .deadline_ms = 30000,
                             .lang = "en",
                             .command = "test",
                             .priv = &f->priv };
    f->out = take_up(stdout, &f->saved_out);
    f->err = take_up(stderr, &f->saved_err);
}

void fixture_end(struct fixture *f, char *err, size_t cap)
{
    size_t n;

    tool_close(&f->tool);
    give_back(stdout, f->saved_out);
    give_back(stderr, f->saved_err);
    rewind(f->err);
    n = fread(err, 1, cap - 1, f->err);
    err[n] = '\0';
    fclose(f->out);
    fclose(f->err);
}
