/* SPDX-License-Identifier: Apache-2.0
 *
 * The files of one `inkan sign`: what is read, where each signature goes, and
 * the digests in between.
 */
#ifndef INKAN_TOOLS_SIGN_FILES_H
#define INKAN_TOOLS_SIGN_FILES_H

#include "tools/tool.h"

#include <inkan/sign.h>

struct sign_file {
    const char *input; /* borrowed; "-" is stdin */
    char *output;      /* owned; "-" is stdout */
    uint8_t digest[INKAN_DIGEST_MAX];
    size_t digest_len;
};

struct sign_files {
    struct sign_file *items;
    size_t count;
};

/* Where signatures go that were given no name. */
struct sign_naming {
    const struct tool_list *outputs; /* as many as inputs, or none */
    const char *folder;              /* NULL: beside the document */
    const char *suffix;              /* ".p7s" */
};

/* Pairs inputs and outputs and makes sure that each output can be written.
 * inputs  NULL-terminated */
int sign_files_plan(struct tool *t, const char *const *inputs,
                    const struct sign_naming *naming, struct sign_files *out);

/* Reads and hashes every input.
 * raw  refuses a document over which a raw signature would be a CMS
 *      signature of something else */
int sign_files_hash(struct tool *t, struct sign_files *files,
                    enum inkan_hash hash, bool raw);

void sign_files_free(struct sign_files *files);

#endif
