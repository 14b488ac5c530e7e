/* SPDX-License-Identifier: Apache-2.0
 *
 * What runs before main on a Cortex-M: the vector table, .data and .bss. A
 * fault ends the program with a message; nothing tries to go on.
 */
#include "card/port/cortex-m/semihost.h"

#include <string.h>

/* Places that link.ld names; only their addresses mean something. */
extern uint32_t data_start[];
extern uint32_t data_end[];
extern uint32_t data_load[];
extern uint32_t bss_start[];
extern uint32_t bss_end[];
extern uint32_t stack_top[];

int main(void);
void reset_handler(void);
void fault_handler(void);

void reset_handler(void)
{
    memcpy(data_start, data_load,
           (size_t)((char *)data_end - (char *)data_start));
    memset(bss_start, 0, (size_t)((char *)bss_end - (char *)bss_start));
    semihost_exit(main());
}

void fault_handler(void)
{
    semihost_print("fault\n");
    semihost_exit(70);
}

/* The 16 system vectors; no interrupt is ever enabled. */
__attribute__((section(".vectors"),
               used)) static const void *const vectors[16] = {
    stack_top,
    (const void *)reset_handler,
    (const void *)fault_handler, /* NMI */
    (const void *)fault_handler, /* hard fault */
    (const void *)fault_handler, /* memory management */
    (const void *)fault_handler, /* bus fault */
    (const void *)fault_handler, /* usage fault */
};
