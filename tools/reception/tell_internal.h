/* SPDX-License-Identifier: Apache-2.0
 *
 * Between tell.c, which tells of cards and files, tell_answer.c and
 * tell_facts.c.
 */
#ifndef INKAN_TOOLS_RECEPTION_TELL_INTERNAL_H
#define INKAN_TOOLS_RECEPTION_TELL_INTERNAL_H

#include "tools/reception/tell.h"

/* A line begins with the time of day. */
void tell_begin(const struct reception *r, struct tell_line *line);
/* A string member; NULL is null. */
void tell_set(json_t *object, const char *key, const char *text);
/* Hands an event over; object is consumed, the line wiped. */
void tell_event(struct reception *r, const char *kind,
                const struct visit *visit, unsigned findings,
                struct tell_line *line, json_t *object);

/* What is known of the card itself, without its holder. */
json_t *tell_facts(const struct visit_facts *facts);
void tell_add_facts(struct tell_line *line, const struct visit_facts *facts);

#endif
