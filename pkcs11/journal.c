/* SPDX-License-Identifier: Apache-2.0
 *
 * The call trace, see journal.h. What goes into it is chosen by the callers;
 * nothing here looks at memory of the application.
 */
#include "pkcs11/journal.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 512 };

void journal_open(struct journal *journal, const char *path)
{
    journal->fd = -1;
    if (path == NULL)
        return;
    /* The path comes from the environment: never follow or overwrite. */
    journal->fd = open(
        path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND | O_CLOEXEC,
        0600);
}

void journal_close(struct journal *journal)
{
    if (journal->fd >= 0)
        close(journal->fd);
    journal->fd = -1;
}

void journal_line(const struct journal *journal, const char *format, ...)
{
    char line[LINE_MAX_BYTES];
    va_list args;
    int len;

    if (journal->fd < 0)
        return;
    va_start(args, format);
    len = vsnprintf(line, sizeof(line) - 1, format, args);
    va_end(args);
    if (len < 0)
        return;
    if ((size_t)len > sizeof(line) - 2)
        len = (int)sizeof(line) - 2;
    line[len] = '\n';
    /* One write per line, so that lines of two threads do not mix. A full
     * disk must not make a signature fail. */
    if (write(journal->fd, line, (size_t)len + 1) < 0)
        return;
}
