/* SPDX-License-Identifier: Apache-2.0
 *
 * How a step of issuing failed: an exit code and one sentence for a person.
 * Steps return bool; the first problem is kept, nobody prints but main.
 */
#ifndef INKAN_TOOLS_ISSUE_PROBLEM_H
#define INKAN_TOOLS_ISSUE_PROBLEM_H

#include "card/edge/bytes.h"

/* The exit codes of every tool of the project that issuing can end with. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_OTHER = 1,
    EXIT_USAGE = 2,
    EXIT_NO_SERVICE = 3,
    EXIT_REMOVED = 5,
    EXIT_BROKEN = 6,
    EXIT_BUSY = 12
};

#define PROBLEM_TEXT_MAX 512

struct problem {
    enum exit_code code;
    char text[PROBLEM_TEXT_MAX];
};

/* Notes the problem unless one is there already. Always returns false, so
 * that a step can end with `return problem_set(...)`. */
bool problem_set(struct problem *problem, enum exit_code code,
                 const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same for "no memory" and for a failing libcrypto or mbedTLS call. */
bool problem_nomem(struct problem *problem);
bool problem_crypto(struct problem *problem, const char *what);

#endif
