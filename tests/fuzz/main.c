/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs a fuzz target without libFuzzer: replays files, or makes inputs from a
 * seed until so many things were counted.
 *
 * usage: fuzz_X FILE...
 *        fuzz_X COUNT SEED
 *
 * FUZZ_KEEP=FILE keeps the input on which a rule was broken.
 */
#include "tests/fuzz/fuzz.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define INPUT_MAX (256 * 1024)

static int replay(const char *path)
{
    uint8_t *data = malloc(INPUT_MAX);
    FILE *file = fopen(path, "rb");
    size_t len;

    if (data == NULL || file == NULL) {
        perror(path);
        return 1;
    }
    len = fread(data, 1, INPUT_MAX, file);
    fclose(file);
    LLVMFuzzerTestOneInput(data, len);
    free(data);
    return 0;
}

/* The input that is being run, for fuzz_fail. */
static struct span current;

static void keep_current(void)
{
    const char *path = getenv("FUZZ_KEEP");
    FILE *file = path != NULL ? fopen(path, "wb") : NULL;

    if (file == NULL)
        return;
    fwrite(current.ptr, 1, current.len, file);
    fclose(file);
}

static int generate(unsigned long long count, unsigned long long seed)
{
    struct fuzz_random random = { seed * 2 + 1 };
    uint8_t *data = malloc(INPUT_MAX);
    struct timespec from;
    struct timespec to;
    double seconds;

    if (data == NULL)
        return 1;
    clock_gettime(CLOCK_MONOTONIC, &from);
    while (fuzz_counted() < count) {
        struct wbuf w = wbuf_of(data, INPUT_MAX);
        uint8_t *exact;

        fuzz_generate(&random, &w);
        current = span_of(data, w.len);
        /* exact size, so that a sanitizer sees reading past the end */
        exact = malloc(w.len != 0 ? w.len : 1);
        if (exact == NULL)
            return 1;
        memcpy(exact, data, w.len);
        LLVMFuzzerTestOneInput(exact, w.len);
        free(exact);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    seconds = (double)(to.tv_sec - from.tv_sec) +
              (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    printf("%llu counted, seed %llu, %.1f s, clean\n", fuzz_counted(), seed,
           seconds);
    free(data);
    return 0;
}

static bool read_number(const char *text, unsigned long long *out)
{
    char *end;

    errno = 0;
    *out = strtoull(text, &end, 10);
    return errno == 0 && end != text && *end == '\0';
}

_Noreturn void fuzz_fail(const char *what)
{
    fprintf(stderr, "after %llu: %s\n", fuzz_counted(), what);
    keep_current();
    abort();
}

int main(int argc, char **argv)
{
    unsigned long long count;
    unsigned long long seed;
    int failed = 0;

    if (argc == 3 && read_number(argv[1], &count) &&
        read_number(argv[2], &seed))
        return generate(count, seed);
    if (argc < 2) {
        fprintf(stderr, "usage: %s FILE... | COUNT SEED\n", argv[0]);
        return 2;
    }
    for (int i = 1; i < argc; i++)
        failed |= replay(argv[i]);
    return failed;
}
