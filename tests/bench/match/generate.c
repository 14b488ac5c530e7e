/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes a generated population: reference.csv (the register), records.csv (a
 * system), accounts.csv, and truth.csv, which says for every record whether it
 * is about the person whose number it has, and what two simpler comparisons of
 * the same rows would say; shared.csv names the planted rows of accounts.csv.
 *
 * generate DIR ROWS [SEED [WRONG-RATE]]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "tests/bench/match/population.h"
#include "tests/bench/match/rates.h"

struct files {
    FILE *reference, *records, *accounts, *truth, *shared;
    uint64_t references, rows, account_rows;
    const UNormalizer2 *nfkc;
};

static FILE *open_file(const char *dir, const char *name)
{
    char path[4096];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", dir, name);
    file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    return file;
}

static void put_row(FILE *file, uint64_t id, const struct row *row)
{
    fprintf(file, "%" PRIu64 ",%s,%s,%s,%s,%s,\"%s\"\n", id, row->number,
            row->name, row->kana, row->birth, row->sex, row->address);
}

static bool nfkc_equal(const UNormalizer2 *nfkc, const char *a, const char *b)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar in[2][TEXT_CAP];
    UChar out[2][TEXT_CAP * 2];
    int32_t len[2];

    (void)u_strFromUTF8(in[0], TEXT_CAP, &len[0], a, -1, &error);
    (void)u_strFromUTF8(in[1], TEXT_CAP, &len[1], b, -1, &error);
    for (int i = 0; i < 2; i++)
        len[i] =
            unorm2_normalize(nfkc, in[i], len[i], out[i], TEXT_CAP * 2, &error);
    return U_SUCCESS(error) && len[0] == len[1] &&
           u_memcmp(out[0], out[1], len[0]) == 0;
}

/* What exact and NFKC-only comparison of the same five items say. An item
 * that one side leaves empty is not held against them. */
static void compare_simply(const struct files *f, const struct row *a,
                           const struct row *b, bool *exact, bool *nfkc)
{
    const char *const items[][2] = { { a->name, b->name },
                                     { a->kana, b->kana },
                                     { a->birth, b->birth },
                                     { a->sex, b->sex },
                                     { a->address, b->address } };

    *exact = *nfkc = true;
    for (size_t i = 0; i < 5; i++) {
        if (*items[i][0] == '\0' || *items[i][1] == '\0')
            continue;
        *exact = *exact && strcmp(items[i][0], items[i][1]) == 0;
        *nfkc = *nfkc && nfkc_equal(f->nfkc, items[i][0], items[i][1]);
    }
}

/* The register's row that has the number of a record. */
static const struct row *counterpart(const struct population *p, uint64_t n,
                                     const struct household *h, int k,
                                     const struct record *record,
                                     struct household *other)
{
    switch (record->cause) {
    case WRONG_NAMESAKE: return &h->namesake.row;
    case WRONG_FAMILY: return &h->people[h->size - 1].row;
    case WRONG_LOGOUT:
        household_make(p, n == 0 ? p->households - 1 : n - 1, other);
        return &other->people[0].row;
    case RIGHT:
    case CAUSE_COUNT: break;
    }
    return &h->people[k].row;
}

static void put_record(struct files *f, const struct population *p, uint64_t n,
                       const struct household *h, int k)
{
    struct household other;
    struct record record;
    const struct row *reference;
    bool exact;
    bool nfkc;

    if (!household_record(p, n, h, k, &record))
        return;
    reference = counterpart(p, n, h, k, &record, &other);
    compare_simply(f, &record.row, reference, &exact, &nfkc);
    put_row(f->records, ++f->rows, &record.row);
    fprintf(f->truth, "%" PRIu64 ",%s,%d,%d,%d\n", f->rows,
            cause_name(record.cause), record.no_counterpart, exact, nfkc);
}

static bool owner_is_gone(const struct population *p, uint64_t n)
{
    struct household next;
    struct record record;
    uint64_t number = n + 1 == p->households ? 0 : n + 1;

    household_make(p, number, &next);
    return household_record(p, number, &next, 0, &record) &&
           record.cause == WRONG_LOGOUT;
}

static void put_account(struct files *f, const char *number, uint64_t account)
{
    fprintf(f->accounts, "%" PRIu64 ",%s,A%010" PRIu64 "\n", ++f->account_rows,
            number, account);
}

/* Everybody's account; a household has one for its children. By the log-out
 * pattern the next citizen's account went to this one's number. */
static void put_accounts(struct files *f, const struct population *p,
                         uint64_t n, const struct household *h, bool logout)
{
    uint64_t next = n + 1 == p->households ? 0 : n + 1;

    for (int k = 0; k < h->size; k++)
        put_account(f, h->people[k].row.number,
                    n * HOUSEHOLD_MAX + (uint64_t)(k < 2 ? k : 0));
    if (!logout)
        return;
    put_account(f, h->people[0].row.number, next * HOUSEHOLD_MAX);
    fprintf(f->shared, "%" PRIu64 "\n", f->account_rows);
}

static void put_household(struct files *f, const struct population *p,
                          uint64_t n)
{
    struct chance c = chance_of(p->seed, n, 3);
    struct household h;
    bool logout = owner_is_gone(p, n);
    int first = logout ? 1 : 0;

    household_make(p, n, &h);
    for (int k = 0; k < h.size; k++) {
        if (!chance_hit(&c, rate_unknown_number))
            put_row(f->reference, ++f->references, &h.people[k].row);
        if (k < first)
            continue;
        put_record(f, p, n, &h, k);
        if (chance_hit(&c, rate_twice))
            put_record(f, p, n, &h, k);
    }
    if (h.has_namesake)
        put_row(f->reference, ++f->references, &h.namesake.row);
    put_accounts(f, p, n, &h, logout);
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* Households in an order that is not that of their numbers. */
static void write_all(struct files *f, const struct population *p)
{
    uint64_t step = p->households / 2 + 1;

    while (common_divisor(p->households, step) != 1)
        step++;
    for (uint64_t i = 0, n = 0; i < p->households; i++) {
        put_household(f, p, n);
        n = (n + step) % p->households;
    }
}

int main(int argc, char **argv)
{
    static const char header[] = "id,number,name,kana,birth,sex,address\n";
    UErrorCode error = U_ZERO_ERROR;
    struct population p = { .seed = 1, .wrong_link = rate_wrong_link };
    struct files f = { 0 };

    if (argc < 3) {
        fprintf(stderr, "usage: generate DIR ROWS [SEED [WRONG-RATE]]\n");
        return 2;
    }
    p.households = strtoull(argv[2], NULL, 10) * 2 / 5 + 3;
    if (argc > 3)
        p.seed = strtoull(argv[3], NULL, 10);
    if (argc > 4)
        p.wrong_link = strtod(argv[4], NULL);
    f.nfkc = unorm2_getNFKCInstance(&error);
    f.reference = open_file(argv[1], "reference.csv");
    f.records = open_file(argv[1], "records.csv");
    f.accounts = open_file(argv[1], "accounts.csv");
    f.truth = open_file(argv[1], "truth.csv");
    f.shared = open_file(argv[1], "shared.csv");
    fputs(header, f.reference);
    fputs(header, f.records);
    fputs("id,number,account\n", f.accounts);
    fputs("row,cause,no_counterpart,exact,nfkc\n", f.truth);
    write_all(&f, &p);
    return fclose(f.reference) | fclose(f.records) | fclose(f.accounts) |
           fclose(f.truth) | fclose(f.shared);
}
