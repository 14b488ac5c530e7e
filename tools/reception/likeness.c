/* SPDX-License-Identifier: Apache-2.0
 *
 * Compares with libinkan-match; the judgement is in finding.c.
 */
#include "tools/reception/likeness.h"

#include <string.h>

static struct inkan_match_text text_of(const char *s)
{
    return (struct inkan_match_text){ s, strlen(s), NULL };
}

bool likeness_agrees(const struct inkan_match_result *r)
{
    return r->grade == INKAN_MATCH_A || r->grade == INKAN_MATCH_B;
}

const char *likeness_name(const struct likeness *l,
                          const struct answer_result *result)
{
    return result_text(result, l->other_name ? RESULT_OTHER_NAME : RESULT_NAME);
}

static void compare_names(const struct inkan_matcher *m, const char *card,
                          const struct answer_result *result,
                          struct likeness *out)
{
    struct inkan_match_result other;

    (void)inkan_match_compare(m, INKAN_MATCH_NAME, text_of(card),
                              text_of(result_text(result, RESULT_NAME)),
                              &out->name);
    out->other_name = false;
    /* Where the name itself is another, no other name excuses it. */
    if (out->name.grade != INKAN_MATCH_NA ||
        result->field[RESULT_OTHER_NAME] == NULL)
        return;
    (void)inkan_match_compare(m, INKAN_MATCH_NAME, text_of(card),
                              text_of(result_text(result, RESULT_OTHER_NAME)),
                              &other);
    /* An other name that is full of dots proves nothing. */
    if (!likeness_agrees(&other) || other.surname == INKAN_MATCH_NA ||
        other.given == INKAN_MATCH_NA)
        return;
    out->name = other;
    out->other_name = true;
}

void likeness_of(const struct inkan_matcher *m,
                 const struct inkan_person *person,
                 const struct answer_result *result, struct likeness *out)
{
    const char *birth = result_text(result, RESULT_BIRTH);
    const char sex[2] = { person->sex, '\0' };

    compare_names(m, person->name, result, out);
    (void)inkan_match_compare(m, INKAN_MATCH_BIRTH, text_of(person->birth),
                              text_of(birth), &out->birth);
    out->partial_birth =
        inkan_match_has(&out->birth, INKAN_MATCH_PARTIAL_DATE) &&
        strcmp(person->birth, birth) != 0;
    (void)inkan_match_compare(m, INKAN_MATCH_SEX, text_of(sex),
                              text_of(result_text(result, RESULT_SEX)),
                              &out->sex);
    (void)inkan_match_compare(m, INKAN_MATCH_ADDRESS, text_of(person->address),
                              text_of(result_text(result, RESULT_ADDRESS)),
                              &out->address);
}
