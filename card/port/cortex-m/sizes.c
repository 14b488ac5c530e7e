/* SPDX-License-Identifier: Apache-2.0
 *
 * Sizes of this target as sizes of symbols, for tools/size-report. Never
 * linked into a program.
 */
#include "card/applet/card.h"

extern const uint8_t size_of_struct_card[sizeof(struct card)];
extern const uint8_t size_of_struct_port[sizeof(struct port)];

const uint8_t size_of_struct_card[sizeof(struct card)] = { 0 };
const uint8_t size_of_struct_port[sizeof(struct port)] = { 0 };
