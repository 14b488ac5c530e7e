/* SPDX-License-Identifier: Apache-2.0
 *
 * What a fuzz target and the driver main.c say to each other. A target also
 * links with libFuzzer, which then takes the place of main.c.
 */
#ifndef INKAN_TESTS_FUZZ_FUZZ_H
#define INKAN_TESTS_FUZZ_FUZZ_H

#include "card/edge/bytes.h"

/* xorshift64*: small, seeded, the same everywhere. */
struct fuzz_random {
    uint64_t state; /* not 0 */
};

static inline uint32_t fuzz_next(struct fuzz_random *r)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return (uint32_t)(r->state * 0x2545F4914F6CDD1DULL >> 32);
}

/* A number from 0 to below - 1. */
static inline uint32_t fuzz_below(struct fuzz_random *r, uint32_t below)
{
    return (uint32_t)((uint64_t)fuzz_next(r) * below >> 32);
}

/* libFuzzer's name. Ends the program when something is wrong. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Makes one input that is likely to get far. */
void fuzz_generate(struct fuzz_random *r, struct wbuf *out);

/* What is counted (commands, objects), since the program began. */
unsigned long long fuzz_counted(void);

/* Prints what and ends the program, with the input kept by the driver. */
_Noreturn void fuzz_fail(const char *what);

#endif
