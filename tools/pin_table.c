/* SPDX-License-Identifier: Apache-2.0
 *
 * The tries of all PINs as a table and as an object.
 */
#include "tools/pin_table.h"

json_t *pin_table_object(const int tries[INKAN_PIN_COUNT])
{
    json_t *pins = json_object();

    for (int i = 0; i < INKAN_PIN_COUNT; i++) {
        const struct inkan_pin_facts *facts =
            inkan_pin_facts((enum inkan_pin)i);

        if (tries[i] >= 0)
            json_object_set_new(pins, facts->name,
                                json_pack("{s:i, s:i, s:b}", "tries", tries[i],
                                          "max", facts->max_tries, "blocked",
                                          tries[i] == 0));
    }
    return pins;
}

void pin_table_print(const struct tool *t, const int tries[INKAN_PIN_COUNT])
{
    for (int i = 0; i < INKAN_PIN_COUNT; i++) {
        const struct inkan_pin_facts *facts =
            inkan_pin_facts((enum inkan_pin)i);

        if (tries[i] < 0)
            continue;
        printf("  %-9s ", facts->name);
        printf(P_("%2d try left", "%2d tries left", (unsigned long)tries[i]),
               tries[i]);
        printf("  %s%s\n", tool_pin_name(t, (enum inkan_pin)i),
               tries[i] == 0 ? _(" (blocked)") : "");
    }
}
