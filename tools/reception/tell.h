/* SPDX-License-Identifier: Apache-2.0
 *
 * What is said about cards and answers: one line for the clerk and one JSON
 * object for a program, of the same facts. A stranger's values are in neither
 * unless asked for.
 */
#ifndef INKAN_TOOLS_RECEPTION_TELL_H
#define INKAN_TOOLS_RECEPTION_TELL_H

#include "tools/reception/reception.h"

/* A line that is being written. */
struct tell_line {
    char text[2048];
    size_t len;
};

void tell_add(struct tell_line *line, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "answer": paired (visit) or not (why). */
void tell_answer(struct reception *r, const char *file,
                 const struct answer *answer, const struct pairing *pairing);
/* "waiting": it does not agree with the only card; another may come. */
void tell_waiting(struct reception *r, const char *file, int64_t until_ms);
/* "card": read, unread, removed. */
void tell_card(struct reception *r, const struct visit *visit,
               const char *state);
void tell_unread(struct reception *r, const struct visit *visit,
                 enum inkan_rc rc, int tries);
/* "file": cannot be used. where: the element it is about, or NULL. */
void tell_file(struct reception *r, const char *file, const char *code,
               const char *text, const char *where);
/* "request": one was written, or could not be. id NULL: a registration. */
void tell_request(struct reception *r, const struct visit *visit,
                  const char *what, enum request_rc rc);

/* The last day on which reception still takes an expired certificate: the end
 * of the third month after the one it expired in. */
void tell_grace_end(const struct inkan_time *ends, char out[11]);

#endif
