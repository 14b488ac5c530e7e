/* SPDX-License-Identifier: Apache-2.0
 *
 * What main.c gives to a target, when libFuzzer drives it.
 */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void fuzz_fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    abort();
}
