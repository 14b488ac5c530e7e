/* SPDX-License-Identifier: Apache-2.0
 *
 * From the grades of five items to a verdict about two rows that carry one
 * number. The order of the rules is the argument: first what proves one
 * person, then what looks like the published causes of wrong links. When in
 * doubt the answer is a human's. Nothing here looks at the text.
 */
#include "tools/audit/audit.h"

static const struct verdict_row {
    const char *name;
    bool needs_human;
} verdicts[] = {
    [SAME] = { "SAME", false },
    [SAME_VARIANT] = { "SAME-VARIANT", false },
    [AMBIGUOUS] = { "AMBIGUOUS", true },
    [FAMILY_SUSPECT] = { "FAMILY-SUSPECT", true },
    [NAMESAKE_SUSPECT] = { "NAMESAKE-SUSPECT", true },
    [OTHER_PERSON] = { "OTHER-PERSON", true },
    [SHARED_ACCOUNT] = { "SHARED-ACCOUNT", true },
    [CHECK_DIGIT] = { "CHECK-DIGIT", true },
    [DUPLICATE_NUMBER] = { "DUPLICATE-NUMBER", true },
    [NO_COUNTERPART] = { "NO-COUNTERPART", true },
};
_Static_assert(ARRAY_LEN(verdicts) == VERDICT_COUNT, "every verdict has a row");

const char *verdict_name(enum audit_verdict v)
{
    return verdicts[v].name;
}

bool verdict_needs_human(enum audit_verdict v)
{
    return verdicts[v].needs_human;
}

/* What the grade of an item says about the person. */
enum evidence { FOR, AGAINST, SILENT };

static enum evidence evidence_of(const struct inkan_match_result *r)
{
    switch (r->grade) {
    case INKAN_MATCH_A:
    case INKAN_MATCH_B: return FOR;
    case INKAN_MATCH_C: return AGAINST;
    case INKAN_MATCH_NA:
    case INKAN_MATCH_GRADE_COUNT: break;
    }
    return SILENT;
}

static bool part_agrees(enum inkan_match_grade part)
{
    return part == INKAN_MATCH_A || part == INKAN_MATCH_B;
}

/* Fillers prove nothing by themselves: a true character must agree in the
 * surname and in the given name. */
static bool is_proof(const struct inkan_match_result *name)
{
    static const enum inkan_match_code fillers[] = { INKAN_MATCH_DOT,
                                                     INKAN_MATCH_GAIJI,
                                                     INKAN_MATCH_SUBSTITUTE };

    if (inkan_match_has(name, INKAN_MATCH_TRUNCATED))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(fillers); i++) {
        if (inkan_match_has(name, fillers[i]) &&
            (!part_agrees(name->surname) || !part_agrees(name->given)))
            return false;
    }
    return true;
}

/* Name and birth date agree. That was once enough to link a stranger: now the
 * address decides, and one that is missing decides nothing. */
static enum audit_verdict same_name_and_birth(const struct audit_comparison *c)
{
    const struct inkan_match_result *f = c->field;
    const struct inkan_match_result *address = &f[INKAN_MATCH_ADDRESS];
    bool plain = true;

    if (evidence_of(&f[INKAN_MATCH_SEX]) == AGAINST ||
        evidence_of(&f[INKAN_MATCH_KANA]) == AGAINST)
        return AMBIGUOUS;
    if (inkan_match_has(address, INKAN_MATCH_TOWN))
        return NAMESAKE_SUSPECT;
    if (evidence_of(address) != FOR || !is_proof(&f[INKAN_MATCH_NAME]) ||
        inkan_match_has(&f[INKAN_MATCH_BIRTH], INKAN_MATCH_PARTIAL_DATE))
        return AMBIGUOUS;
    for (size_t i = 0; i < INKAN_MATCH_FIELD_COUNT; i++)
        plain = plain && f[i].grade != INKAN_MATCH_B;
    /* Kana alone, where the names are in scripts that cannot be compared. */
    plain = plain && f[INKAN_MATCH_NAME].grade == INKAN_MATCH_A;
    return plain ? SAME : SAME_VARIANT;
}

/* The names differ, or cannot be compared. */
static enum audit_verdict other_name(const struct audit_comparison *c)
{
    const struct inkan_match_result *name = &c->field[INKAN_MATCH_NAME];
    bool birth = evidence_of(&c->field[INKAN_MATCH_BIRTH]) == FOR;
    bool kana = evidence_of(&c->field[INKAN_MATCH_KANA]) == FOR;
    bool home = evidence_of(&c->field[INKAN_MATCH_ADDRESS]) == FOR;
    bool surname = part_agrees(name->surname);
    bool given = part_agrees(name->given);

    /* A typing error or an unknown form: read alike, born the same day. */
    if (birth && kana)
        return AMBIGUOUS;
    /* A new surname. */
    if (birth && given)
        return AMBIGUOUS;
    if (surname || home)
        return FAMILY_SUSPECT;
    /* Where the name does not tell its parts, nobody can say "stranger". */
    if (name->grade == INKAN_MATCH_NA)
        return birth ? AMBIGUOUS : OTHER_PERSON;
    return OTHER_PERSON;
}

static enum audit_verdict other_birth(const struct audit_comparison *c)
{
    const struct inkan_match_result *birth = &c->field[INKAN_MATCH_BIRTH];

    if (evidence_of(&c->field[INKAN_MATCH_ADDRESS]) == FOR)
        return birth->count == 1 ? AMBIGUOUS : FAMILY_SUSPECT;
    return OTHER_PERSON;
}

enum audit_verdict verdict_of(const struct audit_comparison *c)
{
    enum evidence name = evidence_of(&c->field[INKAN_MATCH_NAME]);
    enum evidence kana = evidence_of(&c->field[INKAN_MATCH_KANA]);
    enum evidence birth = evidence_of(&c->field[INKAN_MATCH_BIRTH]);

    if (name == SILENT && birth == SILENT && kana == SILENT)
        return AMBIGUOUS;
    /* Kanji on one side and kana on the other: the reading is the name. */
    if (name == SILENT && kana == FOR)
        name = FOR;
    if (name == FOR && birth == FOR)
        return same_name_and_birth(c);
    if (name == FOR && birth == AGAINST)
        return other_birth(c);
    if (name == FOR)
        return AMBIGUOUS;
    return other_name(c);
}
