/* SPDX-License-Identifier: Apache-2.0
 *
 * One file into memory.
 */
#include "tests/vectors/read_text.h"

#include <stdio.h>
#include <stdlib.h>

char *read_text(const char *path, size_t *out_len)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    long size;

    if (file == NULL)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0) {
        rewind(file);
        text = malloc((size_t)size + 1);
        if (text != NULL)
            *out_len = fread(text, 1, (size_t)size, file);
    }
    fclose(file);
    return text;
}
