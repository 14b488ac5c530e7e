/* SPDX-License-Identifier: Apache-2.0
 *
 * Keeps the first problem of a job. Does not print.
 */
#include "tools/issue/problem.h"

#include <stdarg.h>
#include <stdio.h>

bool problem_set(struct problem *problem, enum exit_code code,
                 const char *format, ...)
{
    va_list args;

    if (problem->code != EXIT_DONE)
        return false;
    problem->code = code;
    va_start(args, format);
    vsnprintf(problem->text, sizeof(problem->text), format, args);
    va_end(args);
    return false;
}

bool problem_nomem(struct problem *problem)
{
    return problem_set(problem, EXIT_OTHER, "no memory");
}

bool problem_crypto(struct problem *problem, const char *what)
{
    return problem_set(problem, EXIT_OTHER, "the crypto library failed: %s",
                       what);
}
