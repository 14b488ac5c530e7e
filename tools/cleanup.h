/* SPDX-License-Identifier: Apache-2.0
 *
 * What must be undone when a signal ends the program: the terminal's echo and
 * files under their temporary names. Also the watch that ends the program
 * when the card or PC/SC hangs.
 */
#ifndef INKAN_TOOLS_CLEANUP_H
#define INKAN_TOOLS_CLEANUP_H

#include <stdbool.h>
#include <stdint.h>

struct termios;

/* Installs the handlers; once, from main. */
void cleanup_install(void);

/* Remembers a file that must not stay. false: no room or path too long. */
bool cleanup_add_file(const char *path);
void cleanup_forget_file(const char *path);

/* Remembers how a terminal was; NULL: it has been restored. */
void cleanup_set_terminal(int fd, const struct termios *saved);

/* Ends the program with `exit_code` in `ms` milliseconds (0: not any more),
 * after writing error to stderr and out to stdout; both are copied. */
enum { CLEANUP_OUT_MAX = 16384 };
void cleanup_watch(uint64_t ms, int exit_code, const char *error,
                   const char *out);

#endif
