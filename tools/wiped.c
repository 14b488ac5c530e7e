/* SPDX-License-Identifier: Apache-2.0
 *
 * Erasing what was printed. The length of an allocation stands before it.
 */
#include "tools/wiped.h"

#include <jansson.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEAD_LEN = alignof(max_align_t) };

/* stdout uses it until the process ends. */
static char out_buffer[16384];

static void *wiped_malloc(size_t len)
{
    uint8_t *block;

    if (len > SIZE_MAX - HEAD_LEN)
        return NULL;
    block = malloc(HEAD_LEN + len);
    if (block == NULL)
        return NULL;
    memcpy(block, &len, sizeof(len));
    return block + HEAD_LEN;
}

static void wiped_free(void *ptr)
{
    uint8_t *block;
    size_t len;

    if (ptr == NULL)
        return;
    block = (uint8_t *)ptr - HEAD_LEN;
    memcpy(&len, block, sizeof(len));
    explicit_bzero(block, HEAD_LEN + len);
    free(block);
}

void wiped_install(void)
{
    json_set_alloc_funcs(wiped_malloc, wiped_free);
    setvbuf(stdout, out_buffer, isatty(STDOUT_FILENO) ? _IOLBF : _IOFBF,
            sizeof(out_buffer));
}

void wiped_finish(void)
{
    fflush(stdout);
    explicit_bzero(out_buffer, sizeof(out_buffer));
}
