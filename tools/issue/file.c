/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading and atomic writing of small files.
 */
#include "tools/issue/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads until the end or cap bytes; -1 with errno. */
static ssize_t read_all(int fd, uint8_t *buf, size_t cap)
{
    size_t len = 0;

    while (len < cap) {
        ssize_t got = read(fd, buf + len, cap - len);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        len += (size_t)got;
    }
    return (ssize_t)len;
}

bool file_read(const char *path, size_t max, uint8_t **out, size_t *out_len,
               struct problem *problem)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    uint8_t *buf;
    ssize_t len;
    int error;

    if (fd < 0)
        return problem_set(problem, EXIT_OTHER, "cannot read %s: %s", path,
                           strerror(errno));
    buf = malloc(max + 1);
    if (buf == NULL) {
        close(fd);
        return problem_nomem(problem);
    }
    len = read_all(fd, buf, max + 1);
    error = errno;
    close(fd);
    if (len < 0 || (size_t)len > max) {
        free(buf);
        return problem_set(problem, EXIT_OTHER, "cannot read %s: %s", path,
                           len < 0 ? strerror(error) : "it is too long");
    }
    buf[len] = 0;
    *out = buf;
    *out_len = (size_t)len;
    return true;
}

static bool write_all(int fd, struct span bytes)
{
    while (bytes.len > 0) {
        ssize_t put = write(fd, bytes.ptr, bytes.len);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes = span_sub(bytes, (size_t)put, bytes.len);
    }
    return fsync(fd) == 0;
}

bool file_write(const char *path, struct span bytes, unsigned mode,
                struct problem *problem)
{
    char temporary[4096];
    int fd;
    int error;
    int len = snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path);

    if (len < 0 || (size_t)len >= sizeof(temporary))
        return problem_set(problem, EXIT_OTHER, "cannot write %s: %s", path,
                           strerror(ENAMETOOLONG));
    fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return problem_set(problem, EXIT_OTHER, "cannot write %s: %s", path,
                           strerror(errno));
    if (fchmod(fd, (mode_t)mode) == 0 && write_all(fd, bytes) &&
        rename(temporary, path) == 0) {
        close(fd);
        return true;
    }
    error = errno;
    close(fd);
    unlink(temporary);
    return problem_set(problem, EXIT_OTHER, "cannot write %s: %s", path,
                       strerror(error));
}

/* A rename asks only the folder, and would put a file in place of a device. */
static int may_replace(const char *path)
{
    struct stat st;
    int fd;

    if (stat(path, &st) != 0)
        return errno == ENOENT ? 0 : errno;
    if (S_ISDIR(st.st_mode))
        return EISDIR;
    if (!S_ISREG(st.st_mode))
        return ENOTSUP;
    fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    close(fd);
    return 0;
}

bool file_goal(const char *path, char **out, struct problem *problem)
{
    int error = may_replace(path);

    if (error != 0)
        return problem_set(problem, EXIT_OTHER, "cannot write %s: %s", path,
                           error == ENOTSUP ? "it is no regular file"
                                            : strerror(error));
    *out = realpath(path, NULL);
    if (*out == NULL)
        *out = strdup(path);
    return *out != NULL || problem_nomem(problem);
}
