/* SPDX-License-Identifier: Apache-2.0
 *
 * `--card FILE`: a card image that runs inside this process, seen by libinkan
 * as a transport with one reader. No pcscd, no reader, no socket.
 */
#ifndef INKAN_TOOLS_BUILTIN_CARD_H
#define INKAN_TOOLS_BUILTIN_CARD_H

#include <inkan/transport.h>

struct tool;

/* Opens and locks the image; tells what is wrong with it.
 * out  filled in; out->destroy (called by inkan_close) closes the image */
int builtin_card_open(struct tool *t, const char *path,
                      struct inkan_transport *out);

#endif
