/* SPDX-License-Identifier: Apache-2.0
 *
 * Compares the records with their counterparts, one after the other. What was
 * done is kept every few thousand rows: a stopped run goes on from there.
 */
#include "tools/audit/compare.h"

#include <string.h>

#define ROWS_A_COMMIT 8192

void compare_texts(const struct inkan_matcher *m,
                   const struct inkan_match_text a[INKAN_MATCH_FIELD_COUNT],
                   const struct inkan_match_text b[INKAN_MATCH_FIELD_COUNT],
                   struct audit_comparison *out)
{
    for (unsigned i = 0; i < INKAN_MATCH_FIELD_COUNT; i++)
        (void)inkan_match_compare(m, (enum inkan_match_field)i, a[i], b[i],
                                  &out->field[i]);
}

static size_t put(char *out, size_t at, const char *s)
{
    size_t len = strlen(s);

    if (at + len >= REASONS_MAX)
        return at;
    memcpy(out + at, s, len + 1);
    return at + len;
}

void compare_reasons(const struct audit_comparison *c, char out[REASONS_MAX])
{
    size_t at = 0;

    out[0] = '\0';
    for (unsigned i = 0; i < INKAN_MATCH_FIELD_COUNT; i++) {
        const struct inkan_match_result *r = &c->field[i];

        for (unsigned k = 0; k < r->count; k++) {
            const struct inkan_match_reason *reason = &r->reasons[k];
            char item[64];
            char place[16] = "";

            if (reason->code == INKAN_MATCH_NOTATION ||
                reason->code == INKAN_MATCH_EMPTY)
                continue;
            if (reason->count != 0)
                (void)snprintf(place, sizeof(place), "@%u",
                               (unsigned)reason->at[0].a_first);
            (void)snprintf(item, sizeof(item), "%s%s=%s%s", at == 0 ? "" : ";",
                           inkan_match_field_name((enum inkan_match_field)i),
                           inkan_match_code_name(reason->code), place);
            at = put(out, at, item);
        }
    }
}

static void grade_letters(const struct audit_comparison *c,
                          char out[INKAN_MATCH_FIELD_COUNT + 1])
{
    for (size_t i = 0; i < INKAN_MATCH_FIELD_COUNT; i++)
        out[i] = inkan_match_grade_letter(c->field[i].grade);
    out[INKAN_MATCH_FIELD_COUNT] = '\0';
}

static unsigned bit(enum audit_verdict v)
{
    return 1u << v;
}

/* The gravest of what was found. Who the person is comes before what is wrong
 * with the number: a duplicate that is also a stranger is a stranger. */
static enum audit_verdict gravest(unsigned findings)
{
    static const enum audit_verdict order[] = {
        OTHER_PERSON,   FAMILY_SUSPECT,   NAMESAKE_SUSPECT,
        CHECK_DIGIT,    DUPLICATE_NUMBER, NO_COUNTERPART,
        SHARED_ACCOUNT, AMBIGUOUS,        SAME_VARIANT,
    };

    for (size_t i = 0; i < ARRAY_LEN(order); i++) {
        if ((findings & bit(order[i])) != 0)
            return order[i];
    }
    return SAME;
}

/* What a clerk is shown, keyed: a judgement holds for these texts only. */
static void digest_pair(struct keyer *k, const struct store_pair *pair,
                        char out[DIGEST_LEN])
{
    uint8_t parts[2 * INKAN_MATCH_FIELD_COUNT][KEY_LEN];
    uint8_t digest[KEY_LEN];

    for (size_t i = 0; i < INKAN_MATCH_FIELD_COUNT; i++) {
        const struct inkan_match_text *mine = &pair->mine[i];
        const struct inkan_match_text *theirs = &pair->theirs[i];

        keyer_hash(k, 't', mine->ptr, mine->len, parts[2 * i]);
        keyer_hash(k, 't', theirs->ptr, theirs->len, parts[2 * i + 1]);
    }
    keyer_hash(k, 'p', parts, sizeof(parts), digest);
    for (size_t i = 0; i < KEY_LEN; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

static int compare_pair(struct tool *t, struct store *s, struct keyer *k,
                        const struct inkan_matcher *m,
                        const struct store_pair *pair)
{
    struct audit_comparison comparison;
    struct store_result result = { .grades = "" };
    char reasons[REASONS_MAX] = "";

    if (!pair->has_key)
        result.findings |= bit(CHECK_DIGIT);
    else if (!pair->has_counterpart)
        result.findings |= bit(NO_COUNTERPART);
    if (pair->twice)
        result.findings |= bit(DUPLICATE_NUMBER);
    if (pair->has_counterpart) {
        compare_texts(m, pair->mine, pair->theirs, &comparison);
        grade_letters(&comparison, result.grades);
        compare_reasons(&comparison, reasons);
        result.findings |= bit(verdict_of(&comparison));
    }
    result.verdict = gravest(result.findings);
    result.reasons = reasons;
    if (verdict_needs_human(result.verdict) && pair->has_counterpart)
        digest_pair(k, pair, result.digest);
    return store_result_put(t, s, TABLE_RECORDS, pair->row, &result);
}

int compare_records(struct tool *t, struct store *s, struct keyer *k,
                    const struct inkan_matcher *m)
{
    struct row_progress progress;
    struct store_pair pair;
    uint64_t count = store_count_results(s);
    int exit = store_pairs_start(t, s);
    int found = 0;

    row_progress_start(&progress, _("compared"), store_count(s, TABLE_RECORDS));
    while (exit == TOOL_OK && (found = store_pairs_next(t, s, &pair)) > 0) {
        exit = compare_pair(t, s, k, m, &pair);
        row_progress_step(&progress, ++count);
        if (exit == TOOL_OK && count % ROWS_A_COMMIT == 0)
            exit = store_commit(t, s);
    }
    row_progress_end(&progress);
    if (exit == TOOL_OK)
        exit = found < 0 ? TOOL_OTHER : store_commit(t, s);
    return exit;
}
