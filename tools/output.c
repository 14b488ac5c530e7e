/* SPDX-License-Identifier: Apache-2.0
 *
 * Files in and out. An output appears whole or not at all: whoever reads it
 * never meets half a certificate, and what was there before stays until then.
 */
#include "tools/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/cleanup.h"

struct tool_output {
    FILE *stream;
    char *path; /* as the user said it */
    char *goal; /* where the file goes, links followed */
    char *temp; /* NULL: written directly (stdout, a device, a pipe) */
};

static void output_free(struct tool_output *o)
{
    if (o == NULL)
        return;
    free(o->path);
    free(o->goal);
    free(o->temp);
    free(o);
}

/* Is this something that a rename must not replace? */
static bool is_special(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

/* DIR/.NAME.XXXXXX of DIR/NAME. */
static char *temp_name(const char *goal)
{
    const char *slash = strrchr(goal, '/');
    int dir = slash != NULL ? (int)(slash - goal) + 1 : 0;
    char *name = NULL;

    if (asprintf(&name, "%.*s.%s.XXXXXX", dir, goal, goal + dir) < 0)
        return NULL;
    return name;
}

/* A rename asks only the folder. What is there already must be ours to write,
 * too; and opening it lets the kernel refuse another user's link in /tmp. */
static bool may_replace(const char *path)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    if (fd < 0)
        return errno == ENOENT;
    close(fd);
    return true;
}

/* Opens o->temp; errno tells why not. */
static bool open_temp(struct tool_output *o)
{
    int fd;

    if (!may_replace(o->path))
        return false;
    o->goal = realpath(o->path, NULL);
    if (o->goal == NULL)
        o->goal = strdup(o->path);
    if (o->goal == NULL)
        return false;
    o->temp = temp_name(o->goal);
    if (o->temp == NULL)
        return false;
    fd = mkostemp(o->temp, O_CLOEXEC);
    if (fd >= 0 && !cleanup_add_file(o->temp)) {
        close(fd);
        unlink(o->temp);
        errno = ENAMETOOLONG;
        fd = -1;
    }
    if (fd < 0) {
        free(o->temp);
        o->temp = NULL;
        return false;
    }
    o->stream = fdopen(fd, "wb");
    if (o->stream == NULL)
        close(fd);
    return o->stream != NULL;
}

int tool_output_open(struct tool *t, const char *path, struct tool_output **out)
{
    struct tool_output *o = calloc(1, sizeof(*o));

    if (o == NULL)
        return tool_fail(t, INKAN_NOMEM);
    o->path = strdup(path);
    if (o->path == NULL) {
        output_free(o);
        return tool_fail(t, INKAN_NOMEM);
    }
    if (strcmp(path, "-") == 0)
        o->stream = stdout;
    else if (is_special(path))
        o->stream = fopen(path, "wbe");
    else
        (void)open_temp(o); /* o->stream tells */
    if (o->stream == NULL) {
        int exit = tool_io_error(t, path, _("cannot write"));

        tool_output_abandon(o);
        return exit;
    }
    *out = o;
    return TOOL_OK;
}

FILE *tool_output_stream(struct tool_output *output)
{
    return output->stream;
}

/* The mode that a file made without ceremony would have had. */
static bool give_mode(const struct tool_output *o)
{
    struct stat st;
    mode_t mask = umask(077);
    mode_t mode = 0666 & ~mask;

    umask(mask);
    if (stat(o->goal, &st) == 0)
        mode = st.st_mode & 0777;
    return fchmod(fileno(o->stream), mode) == 0;
}

static bool sync_folder(const char *goal)
{
    char *copy = strdup(goal);
    int fd = copy != NULL ? open(dirname(copy), O_RDONLY | O_CLOEXEC) : -1;
    bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);

    if (fd >= 0)
        close(fd);
    free(copy);
    return ok;
}

/* All bytes on the disk, then the name. errno tells why not. */
static bool put_in_place(struct tool_output *o)
{
    bool ok = fflush(o->stream) == 0 && !ferror(o->stream) && give_mode(o) &&
              fsync(fileno(o->stream)) == 0;

    if (fclose(o->stream) != 0)
        ok = false;
    o->stream = NULL;
    if (!ok || rename(o->temp, o->goal) != 0)
        return false;
    cleanup_forget_file(o->temp);
    free(o->temp);
    o->temp = NULL;
    return sync_folder(o->goal);
}

int tool_output_commit(struct tool *t, struct tool_output *output)
{
    int exit = TOOL_OK;

    if (output->stream == stdout) {
        exit = tool_finish_stdout(t);
    } else if (output->temp == NULL) {
        if (fclose(output->stream) != 0)
            exit = tool_io_error(t, output->path, _("cannot write"));
        output->stream = NULL;
    } else if (!put_in_place(output)) {
        exit = tool_io_error(t, output->path, _("cannot write"));
    }
    tool_output_abandon(output);
    return exit;
}

void tool_output_abandon(struct tool_output *output)
{
    if (output == NULL)
        return;
    if (output->stream != NULL && output->stream != stdout)
        fclose(output->stream);
    if (output->temp != NULL) {
        unlink(output->temp);
        cleanup_forget_file(output->temp);
    }
    output_free(output);
}

int tool_output_probe(struct tool *t, const char *path)
{
    struct tool_output *o = NULL;
    int exit;

    if (strcmp(path, "-") == 0 || is_special(path))
        return TOOL_OK; /* opening these may have effects */
    exit = tool_output_open(t, path, &o);
    tool_output_abandon(exit == TOOL_OK ? o : NULL);
    return exit;
}

int tool_write(struct tool *t, const char *path, const void *data, size_t len)
{
    struct tool_output *o = NULL;
    int exit = tool_output_open(t, path != NULL ? path : "-", &o);

    if (exit != TOOL_OK)
        return exit;
    if (len > 0 && fwrite(data, 1, len, o->stream) != len) {
        exit = tool_io_error(t, o->path, _("cannot write"));
        tool_output_abandon(o);
        return exit;
    }
    return tool_output_commit(t, o);
}

/* Reads to the end; more than limit bytes is EFBIG. NULL: errno tells. */
static uint8_t *read_all(int fd, size_t limit, size_t *out_len)
{
    size_t cap = 4096, len = 0;
    uint8_t *data = malloc(cap);

    while (data != NULL) {
        ssize_t n;

        if (len + 1 == cap) { /* room for the zero byte at the end */
            uint8_t *bigger = realloc(data, cap * 2);

            if (bigger == NULL)
                break;
            data = bigger;
            cap *= 2;
        }
        n = read(fd, data + len, cap - len - 1);
        if (n == 0) {
            data[len] = 0;
            *out_len = len;
            return data;
        }
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        len += (size_t)n;
        if (len > limit) {
            errno = EFBIG;
            break;
        }
    }
    free(data);
    return NULL;
}

int tool_read(struct tool *t, const char *path, size_t limit, uint8_t **out,
              size_t *out_len)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    int exit = TOOL_OK;

    *out = fd >= 0 ? read_all(fd, limit, out_len) : NULL;
    if (*out == NULL)
        exit = tool_io_error(t, path, _("cannot read"));
    if (fd >= 0 && !is_stdin)
        close(fd);
    return exit;
}
