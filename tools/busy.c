/* SPDX-License-Identifier: Apache-2.0
 *
 * Signs of life from the trace of libinkan, which tells of every answer of the
 * card as it comes. Shows nothing for what is over in a second.
 */
#include "tools/busy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tools/tool.h"

enum { SILENT_MS = 1000, EVERY_MS = 200 };

static uint64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* "< [1580 bytes] 90 00  success" */
static void count(struct busy *p, const char *line)
{
    const char *length = strstr(line, "[");

    if (line[0] == '<' && length != NULL)
        p->bytes += strtoul(length + 1, NULL, 10);
    if (line[0] == '>' && strstr(line, "COMPUTE DIGITAL SIGNATURE") != NULL)
        p->signatures++;
}

void busy_line(struct busy *p, const char *line)
{
    uint64_t now = now_ms();

    if (p->began_ms == 0)
        p->began_ms = now;
    count(p, line);
    if (now - p->began_ms < SILENT_MS || now - p->shown_ms < EVERY_MS)
        return;
    p->shown_ms = now;
    fprintf(stderr, "\rinkan: ");
    if (p->signatures > 1)
        fprintf(stderr, _("signature %lu ... "), p->signatures);
    else
        fprintf(stderr, _("%lu bytes read ... "), p->bytes);
    fflush(stderr);
}

void busy_end(struct busy *p)
{
    if (p->shown_ms != 0)
        fprintf(stderr, "\r\033[K");
    *p = (struct busy){ .began_ms = 0 };
}
