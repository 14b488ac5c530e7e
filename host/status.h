/* SPDX-License-Identifier: Apache-2.0
 *
 * Status words as libinkan's error codes. Private to host/.
 */
#ifndef INKAN_HOST_STATUS_H
#define INKAN_HOST_STATUS_H

#include <stdbool.h>

#include <inkan/error.h>

#include "card/edge/sw.h"

/* INKAN_CARD_STATUS for a word that no row knows. */
enum inkan_rc status_rc(sw_t sw);

/* Sentence of sw.h, or NULL. */
const char *status_sentence(sw_t sw);

/* Could this word mean that a short EF identifier or an extended length was
 * not understood, so that a plainer command may fare better? */
bool status_is_form(sw_t sw);

#endif
