/* SPDX-License-Identifier: Apache-2.0
 *
 * How fast one core compares: generated pairs in memory, all five items. Says
 * it for the rows of each verdict and for all of them.
 *
 * speed [ROWS [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/bench/match/population.h"
#include "tests/bench/match/rates.h"
#include "tools/audit/compare.h"

struct pair {
    struct row record, reference;
    enum audit_verdict verdict;
};

static double now(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct inkan_match_text text_of(const char *s)
{
    return (struct inkan_match_text){ s, strlen(s), NULL };
}

static enum audit_verdict judge(const struct inkan_matcher *m,
                                const struct pair *pair)
{
    const struct row *rows[] = { &pair->record, &pair->reference };
    struct inkan_match_text texts[2][INKAN_MATCH_FIELD_COUNT];
    struct audit_comparison c;

    for (int i = 0; i < 2; i++) {
        texts[i][INKAN_MATCH_NAME] = text_of(rows[i]->name);
        texts[i][INKAN_MATCH_KANA] = text_of(rows[i]->kana);
        texts[i][INKAN_MATCH_BIRTH] = text_of(rows[i]->birth);
        texts[i][INKAN_MATCH_SEX] = text_of(rows[i]->sex);
        texts[i][INKAN_MATCH_ADDRESS] = text_of(rows[i]->address);
    }
    compare_texts(m, texts[0], texts[1], &c);
    return verdict_of(&c);
}

static size_t make_pairs(struct pair *pairs, size_t count, uint64_t seed)
{
    struct population p = { seed, count, 0.0001 };
    size_t made = 0;

    for (uint64_t n = 0; made + HOUSEHOLD_MAX <= count; n++) {
        struct household h;
        struct record record;

        household_make(&p, n, &h);
        for (int k = 0; k < h.size; k++) {
            if (!household_record(&p, n, &h, k, &record))
                continue;
            pairs[made].record = record.row;
            pairs[made++].reference = h.people[k].row;
        }
    }
    return made;
}

static void measure(const struct inkan_matcher *m, const struct pair *pairs,
                    size_t count, int verdict)
{
    double start = now();
    size_t rows = 0;
    double seconds;

    for (size_t i = 0; i < count; i++) {
        if (verdict >= 0 && (int)pairs[i].verdict != verdict)
            continue;
        (void)judge(m, &pairs[i]);
        rows++;
    }
    seconds = now() - start;
    if (rows >= 1000) /* fewer measure the walk past the others */
        printf("%-17s %9zu rows %10.0f rows/s\n",
               verdict < 0 ? "all" : verdict_name((enum audit_verdict)verdict),
               rows, (double)rows / seconds);
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 200000;
    struct pair *pairs = calloc(count, sizeof(*pairs));
    struct inkan_matcher *m = inkan_matcher_open();

    if (pairs == NULL || m == NULL)
        return 1;
    count =
        make_pairs(pairs, count, argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
    for (size_t i = 0; i < count; i++)
        pairs[i].verdict = judge(m, &pairs[i]);
    for (int v = SAME; v <= OTHER_PERSON; v++)
        measure(m, pairs, count, v);
    measure(m, pairs, count, -1);
    inkan_matcher_close(m);
    free(pairs);
    return 0;
}
