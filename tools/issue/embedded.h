/* SPDX-License-Identifier: Apache-2.0
 *
 * Files of the source tree inside the program: personas and the test
 * authorities, so that inkan-card works from anywhere. embed.py writes the
 * table at build time.
 */
#ifndef INKAN_TOOLS_ISSUE_EMBEDDED_H
#define INKAN_TOOLS_ISSUE_EMBEDDED_H

#include "card/edge/bytes.h"

struct embedded_file {
    const char *name; /* as personas/adult.persona, ca/trust/auth-ca.pem */
    struct span bytes;
};

extern const struct embedded_file embedded_files[];
extern const size_t embedded_file_count;

/* An empty span when there is none. */
struct span embedded_find(const char *name);

#endif
