/* SPDX-License-Identifier: Apache-2.0
 *
 * Semihosting: what a program on bare metal asks of the debugger or of qemu
 * (Arm, "Semihosting for AArch32 and AArch64").
 */
#ifndef INKAN_CARD_PORT_CORTEX_M_SEMIHOST_H
#define INKAN_CARD_PORT_CORTEX_M_SEMIHOST_H

#include "card/edge/bytes.h"

void semihost_print(const char *text);

/* The words of the command line, one blank between; false when they do not
 * fit. */
NODISCARD bool semihost_command_line(char *out, size_t cap);

/* A whole file of the host. false  not there, or longer than cap */
NODISCARD bool semihost_read_file(const char *path, char *out, size_t cap,
                                  size_t *out_len);

_Noreturn void semihost_exit(int code);

#endif
