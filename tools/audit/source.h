/* SPDX-License-Identifier: Apache-2.0
 *
 * What the three kinds of source share: the cells of the current row, and
 * where each column stands in the file.
 */
#ifndef INKAN_TOOLS_AUDIT_SOURCE_H
#define INKAN_TOOLS_AUDIT_SOURCE_H

#include "tools/audit/audit.h"

/* Bytes of one cell that are kept. 2,000 bytes are always more than
 * INKAN_MATCH_TEXT_MAX characters: a cut cell is still "too long". */
#define CELL_MAX 2000

struct source {
    const struct source_ops *ops;
    char *path;
    uint64_t row;
    int index[COL_COUNT]; /* column in the file, -1: not mapped */
};

struct source_ops {
    int (*next)(struct tool *t, struct source *s, struct audit_row *out);
    void (*close)(struct source *s);
};

/* Each gives a struct that begins with struct source. */
int source_open_csv(struct tool *t, const char *path,
                    const struct audit_mapping *mapping, struct source **out);
int source_open_sqlite(struct tool *t, const char *path,
                       const struct audit_mapping *mapping,
                       struct source **out);
int source_open_jsonl(struct tool *t, const char *path,
                      const struct audit_mapping *mapping, struct source **out);

/* Finds the mapped columns among the names of a header; tells which of them
 * is missing or stands there twice. */
int source_find_columns(struct tool *t, struct source *s,
                        const struct audit_mapping *mapping,
                        const char *const *names, size_t count);

/* A cell from UTF-8 text: broken, cut or as it is. */
void source_set_cell(struct audit_cell *cell, const char *ptr, size_t len);

#endif
