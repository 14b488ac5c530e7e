/* SPDX-License-Identifier: Apache-2.0
 *
 * Looks a built-in file up by its name.
 */
#include "tools/issue/embedded.h"

struct span embedded_find(const char *name)
{
    for (size_t i = 0; i < embedded_file_count; i++) {
        if (strcmp(embedded_files[i].name, name) == 0)
            return embedded_files[i].bytes;
    }
    return span_none();
}
