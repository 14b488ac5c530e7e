/* SPDX-License-Identifier: Apache-2.0
 *
 * One line for each command and each answer, with the names of commands and
 * files. Private to host/.
 */
#ifndef INKAN_HOST_TRACE_H
#define INKAN_HOST_TRACE_H

#include "card/edge/apdu.h"
#include "card/edge/sw.h"
#include "host/handle.h"

/* secret: the body holds a PIN and is never shown. */
void trace_command(const struct inkan_card *card, struct span raw, bool secret);

/* raw: data and status word. */
void trace_answer(const struct inkan_card *card, struct span raw);

/* An exchange that brought no answer. */
void trace_failure(const struct inkan_card *card, enum inkan_rc rc);

#endif
