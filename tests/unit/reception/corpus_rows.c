/* SPDX-License-Identifier: Apache-2.0
 *
 * The changes, and the table of what they come to, written by hand.
 */
#include "tests/unit/reception/corpus_rows.h"

#include <string.h>

#define SURNAME_END "\xE3\x80\x80" /* U+3000 */

/* The k-th character of the name from `from` on becomes `with`; false where
 * there is none. */
static bool replace(char *name, size_t cap, const char *from, size_t k,
                    const char *with)
{
    char rest[4096];
    char *at = name + (from - name);
    size_t len = 1;

    for (; k > 0 && *at != '\0'; k--) {
        for (at++; ((unsigned char)*at & 0xC0) == 0x80; at++)
            ;
    }
    if (*at == '\0' || strncmp(at, SURNAME_END, 3) == 0)
        return false;
    while (((unsigned char)at[len] & 0xC0) == 0x80)
        len++;
    snprintf(rest, sizeof(rest), "%s", at + len);
    snprintf(at, cap - (size_t)(at - name), "%s%s", with, rest);
    return true;
}

static char *given(char *name)
{
    char *space = strstr(name, SURNAME_END);

    return space != NULL ? space + 3 : name + strlen(name);
}

/* Characters of the surname and of the given name. */
static size_t chars(const char *from, const char *to)
{
    size_t count = 0;

    for (; from < to; from++)
        count += ((unsigned char)*from & 0xC0) != 0x80;
    return count;
}

static bool has_bracket(const char *name)
{
    return strstr(name, "（") != NULL || strstr(name, "［") != NULL;
}

static bool same(struct form *f, struct scratch *s)
{
    (void)f;
    (void)s;
    return true;
}

static bool spaced(struct form *f, struct scratch *s)
{
    char *space = strstr(s->name, SURNAME_END);

    (void)f;
    if (space == NULL)
        return false;
    memmove(space + 1, space + 3, strlen(space + 3) + 1);
    *space = ' ';
    return true;
}

static bool birth_day(struct form *f, struct scratch *s)
{
    (void)f;
    s->birth[7] = s->birth[7] == '5' ? '6' : '5';
    s->birth[6] = '1';
    return true;
}

static bool birth_year(struct form *f, struct scratch *s)
{
    (void)f;
    s->birth[3] = s->birth[3] == '5' ? '6' : '5';
    return true;
}

static bool birth_swapped(struct form *f, struct scratch *s)
{
    (void)f;
    memcpy(s->birth, "19320411", 9);
    return true;
}

static bool other_person(struct form *f, struct scratch *s)
{
    strcpy(s->name, "架空　三四郎");
    strcpy(s->birth, "19520229");
    f->result[0].sex = "1";
    return true;
}

/* A namesake of another age; a mother and a daughter. */
static bool other_given(struct form *f, struct scratch *s)
{
    (void)f;
    strcpy(given(s->name), "架空之介");
    return strstr(s->name, SURNAME_END) != NULL;
}

static bool other_name_same_birth(struct form *f, struct scratch *s)
{
    (void)f;
    strcpy(s->name, "架空　三四郎");
    return true;
}

/* Another surname, and not known what sex: no proof that it is the same. */
static bool other_surname_no_sex(struct form *f, struct scratch *s)
{
    char name[4096];

    if (has_bracket(s->name)) /* it may say who it is */
        return false;
    snprintf(name, sizeof(name), "架空%s%s", SURNAME_END, given(s->name));
    strcpy(s->name, name);
    f->result[0].sex = "3";
    return true;
}

static bool other_surname(struct form *f, struct scratch *s)
{
    const char *sex = f->result[0].sex;

    return other_surname_no_sex(f, s) && (f->result[0].sex = sex) != NULL;
}

static bool other_sex(struct form *f, struct scratch *s)
{
    (void)s;
    f->result[0].sex = f->result[0].sex[0] == '1' ? "2" : "1";
    return true;
}

static bool unset_sex(struct form *f, struct scratch *s)
{
    (void)s;
    f->result[0].sex = "3";
    return true;
}

static bool no_name(struct form *f, struct scratch *s)
{
    (void)f;
    s->name[0] = '\0';
    return true;
}

static bool no_birth(struct form *f, struct scratch *s)
{
    (void)f;
    s->birth[0] = '\0';
    return true;
}

static bool impossible_birth(struct form *f, struct scratch *s)
{
    (void)f;
    strcpy(s->birth, "19850231");
    return true;
}

/* A dot for one character of a surname that has more than one. */
static bool dot_in_surname(struct form *f, struct scratch *s)
{
    char *g = given(s->name);

    (void)f;
    if (has_bracket(s->name) || chars(s->name, g) < 3)
        return false;
    return replace(s->name, sizeof(s->name), s->name, 1, "●");
}

static bool dots_for_surname(struct form *f, struct scratch *s)
{
    char *g = given(s->name), rest[4096];
    size_t count = chars(s->name, g);

    (void)f;
    if (*g == '\0' || count < 2)
        return false;
    snprintf(rest, sizeof(rest), "%s", g);
    s->name[0] = '\0';
    for (size_t i = 1; i < count; i++)
        strcat(s->name, "●");
    strcat(s->name, SURNAME_END);
    strcat(s->name, rest);
    return true;
}

static bool all_dots(struct form *f, struct scratch *s)
{
    (void)f;
    strcpy(s->name, "●●　●●");
    return true;
}

/* A stranger under dots: what is left of the name is not the card's. */
static bool stranger_under_dots(struct form *f, struct scratch *s)
{
    (void)f;
    strcpy(s->name, "架●　●四郎");
    return true;
}

/* All dots, but born on another day. */
static bool dots_and_other_birth(struct form *f, struct scratch *s)
{
    return all_dots(f, s) && birth_year(f, s);
}

/* The stranger comes second of two insurances. */
static bool stranger_second(struct form *f, struct scratch *s)
{
    (void)s;
    f->count = 2;
    f->result[1] = f->result[0];
    f->result[1].name = "架空　三四郎";
    f->result[1].birth = "19520229";
    return true;
}

static bool two_insurances(struct form *f, struct scratch *s)
{
    (void)s;
    f->count = 2;
    f->result[1] = f->result[0];
    f->result[1].insurer = "     999";
    return true;
}

/* The other name is the card's, the first one is nobody's that we know. */
static bool other_name_is_cards(struct form *f, struct scratch *s)
{
    snprintf(s->more, sizeof(s->more), "<NameOfOther>%.900s</NameOfOther>",
             s->name);
    strcpy(s->name, "架空　三四郎");
    f->result[0].more = s->more;
    return true;
}

static bool moved_house(struct form *f, struct scratch *s)
{
    (void)s;
    f->result[0].address = "沖縄県那覇市架空町９丁目９番９号";
    return true;
}

static bool no_address(struct form *f, struct scratch *s)
{
    (void)s;
    f->result[0].address = NULL;
    return true;
}

/* Older spellings of the consents, and a nested element with a name in it. */
static bool old_consents(struct form *f, struct scratch *s)
{
    (void)s;
    f->result[0].more =
        "<PharmaceuticalInfoConsFlg>1</PharmaceuticalInfoConsFlg>"
        "<PharmaceuticalInfoAcquisitionTime>20260401</"
        "PharmaceuticalInfoAcquisitionTime>"
        "<ElderlyRecipientCertificateInfo><Name>架空</Name>"
        "</ElderlyRecipientCertificateInfo>";
    return true;
}

/* clang-format off */
#define CODE(function, member, value)                                          \
    static bool function(struct form *f, struct scratch *s)                    \
    {                                                                          \
        (void)s;                                                               \
        f->member = value;                                                     \
        return true;                                                           \
    }
CODE(validity_2, validity, "2")
CODE(validity_3, validity, "3")
CODE(validity_4, validity, "4")
CODE(validity_5, validity, "5")
CODE(validity_6, validity, "6")
CODE(validity_7, validity, "7")
CODE(validity_none, validity, NULL)
CODE(segment_2, segment, "2")
CODE(segment_3, segment, "3")
CODE(segment_9, segment, "9")
CODE(segment_8, segment, "8")
CODE(status_2, status, "2")
CODE(status_none, status, NULL)
CODE(charset_1, charset, "1")
CODE(charset_2, charset, "2")
CODE(nobody, count, 0)
/* clang-format on */

static bool nobody_4(struct form *f, struct scratch *s)
{
    return nobody(f, s) && validity_4(f, s);
}

static bool stranger_4(struct form *f, struct scratch *s)
{
    return other_person(f, s) && validity_4(f, s);
}

static bool stranger_9(struct form *f, struct scratch *s)
{
    return other_person(f, s) && segment_9(f, s);
}

const struct answer_row answer_rows[] = {
    /* clang-format off */
    { "same",                  same,                  PERSON,   0 },
    { "half-width space",      spaced,                PERSON,   0 },
    { "another day",           birth_day,             STRANGER, 0 },
    { "another year",          birth_year,            STRANGER, 0 },
    { "another date",          birth_swapped,         STRANGER, 0 },
    { "another person",        other_person,          STRANGER, 0 },
    { "another given name",    other_given,           STRANGER, 0 },
    { "another name",          other_name_same_birth, STRANGER_IN_KANJI, 0 },
    { "surname, sex unset",    other_surname_no_sex,  STRANGER, 0 },
    { "another surname",       other_surname,         LOOK,     0 },
    { "another sex",           other_sex,             LOOK,     0 },
    { "sex unset",             unset_sex,             PERSON,   0 },
    { "no name",               no_name,               LOOK,     0 },
    { "no birth date",         no_birth,              LOOK,     0 },
    { "impossible date",       impossible_birth,      LOOK,     0 },
    { "a dot",                 dot_in_surname,        DOTTED,   0 },
    { "surname all dots",      dots_for_surname,      LOOK,     0 },
    { "all dots",              all_dots,              LOOK,     0 },
    { "stranger under dots",   stranger_under_dots,   STRANGER_IN_KANJI, 0 },
    { "dots, another year",    dots_and_other_birth,  STRANGER, 0 },
    { "stranger second",       stranger_second,       STRANGER, 0 },
    { "two insurances",        two_insurances,        PERSON,   0 },
    { "only the other name",   other_name_is_cards,   STRANGER_IN_KANJI, 0 },
    { "moved house",           moved_house,           PERSON,   0 },
    { "no address",            no_address,            PERSON,   0 },
    { "old consents",          old_consents,          PERSON,   0 },
    { "validity 2",            validity_2,            PERSON,   BIT(FINDING_NOT_ELIGIBLE) },
    { "validity 3",            validity_3,            PERSON,   BIT(FINDING_NEW_ENTITLEMENT) },
    { "validity 4",            validity_4,            PERSON,   BIT(FINDING_NOT_ELIGIBLE) },
    { "validity 4, nobody",    nobody_4,              NOBODY,   BIT(FINDING_NOT_ELIGIBLE) },
    { "validity 5",            validity_5,            PERSON,   BIT(FINDING_REVIEW) },
    { "validity 6",            validity_6,            PERSON,   0 },
    { "validity 7",            validity_7,            PERSON,   BIT(FINDING_REVIEW) },
    { "no validity",           validity_none,         PERSON,   BIT(FINDING_REVIEW) },
    { "segment 2",             segment_2,             PERSON,   BIT(FINDING_REVIEW) },
    { "segment 3",             segment_3,             PERSON,   BIT(FINDING_REVIEW) },
    { "segment 9",             segment_9,             PERSON,   BIT(FINDING_REVIEW) },
    { "segment 8",             segment_8,             PERSON,   BIT(FINDING_REVIEW) },
    { "status 2",              status_2,              PERSON,   BIT(FINDING_REVIEW) },
    { "no status",             status_none,           PERSON,   BIT(FINDING_REVIEW) },
    { "charset 1",             charset_1,             PERSON,   0 },
    { "charset 2",             charset_2,             PERSON,   0 },
    { "valid, nobody",         nobody,                NOBODY,   BIT(FINDING_REVIEW) },
    { "stranger, validity 4",  stranger_4,            STRANGER, BIT(FINDING_NOT_ELIGIBLE) },
    { "stranger, segment 9",   stranger_9,            STRANGER, BIT(FINDING_REVIEW) },
    /* clang-format on */
};

const size_t answer_rows_count = ARRAY_LEN(answer_rows);
