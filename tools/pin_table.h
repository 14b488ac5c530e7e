/* SPDX-License-Identifier: Apache-2.0
 *
 * The tries of all PINs, as `status` and `pin status` show them.
 */
#ifndef INKAN_TOOLS_PIN_TABLE_H
#define INKAN_TOOLS_PIN_TABLE_H

#include "tools/tool.h"

/* {"auth":{"tries":3,"max":3,"blocked":false}, ...}; PINs that the card does
 * not have are left out. */
json_t *pin_table_object(const int tries[INKAN_PIN_COUNT]);
void pin_table_print(const struct tool *t, const int tries[INKAN_PIN_COUNT]);

#endif
