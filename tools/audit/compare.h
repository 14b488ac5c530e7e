/* SPDX-License-Identifier: Apache-2.0
 *
 * From pairs of rows to results.
 */
#ifndef INKAN_TOOLS_AUDIT_COMPARE_H
#define INKAN_TOOLS_AUDIT_COMPARE_H

#include "tools/audit/store.h"

#define REASONS_MAX 1024

/* Compares what two rows say about their person. */
void compare_texts(const struct inkan_matcher *m,
                   const struct inkan_match_text a[INKAN_MATCH_FIELD_COUNT],
                   const struct inkan_match_text b[INKAN_MATCH_FIELD_COUNT],
                   struct audit_comparison *out);

/* "name=variant@1;address=building": field, code, characters of the record. */
void compare_reasons(const struct audit_comparison *c, char out[REASONS_MAX]);

/* Compares every record that has no result yet. */
int compare_records(struct tool *t, struct store *s, struct keyer *k,
                    const struct inkan_matcher *m);

/* Finds accounts that strangers share. */
int compare_accounts(struct tool *t, struct store *s,
                     const struct inkan_matcher *m);

#endif
