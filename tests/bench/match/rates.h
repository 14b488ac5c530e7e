/* SPDX-License-Identifier: Apache-2.0
 *
 * How often what happens in the generated population: every rate of the
 * generator, each with its source. "assumed" means that nobody has published
 * it: it is our guess, chosen so that the rows are not easier than real ones.
 *
 * RATE(name, value, source); value is a share of the rows it can happen to.
 */
#ifndef INKAN_TESTS_BENCH_MATCH_RATES_H
#define INKAN_TESTS_BENCH_MATCH_RATES_H

/* clang-format off */
#define RATES(RATE)                                                           \
    /* wrong links */                                                         \
    RATE(wrong_link, 0.0001, "8,351 of 82.08 million records examined were "  \
         "linked to the wrong person: 0.010% (Digital Agency, 2023-12)")      \
    RATE(wrong_by_namesake, 0.47, "health insurance 1,142 and pensions 119 "  \
         "of the 2,447 wrong links whose system was published, after "        \
         "look-ups by kana and birth date (same report); some were families") \
    RATE(wrong_by_family, 0.05, "assumed; Shimane published 10 of 12 cases "  \
         "as a family member's number on the same form")                      \
    /* what is left is the log-out pattern: 1,186 accounts of the 2,447 */    \
    /* people */                                                              \
    RATE(foreign, 0.027, "3.4 of 124 million residents (Immigration "         \
         "Services Agency, end of 2023)")                                     \
    RATE(old_form, 0.06, "assumed: registers with an old or variant kanji "   \
         "where the name has one")                                            \
    RATE(former_surname, 0.003, "assumed: former surname on the register")    \
    RATE(day_unknown, 0.0001, "assumed: birth day unknown")                   \
    RATE(building, 0.45, "about 44% of dwellings are in shared buildings "    \
         "(Housing and Land Survey 2018)")                                    \
    /* how a system wrote it down */                                          \
    RATE(common_form, 0.85, "assumed: systems that know JIS level 1 and 2 "   \
         "hold the common form of an old one")                                \
    RATE(dot, 0.06, "assumed: a filler instead of an old form that is not "   \
         "in the system's set")                                               \
    RATE(name_space, 0.5, "assumed: half-width or no space in the name")      \
    RATE(kana_half, 0.6, "assumed: half-width kana")                          \
    RATE(kana_large, 0.5, "assumed: large kana only, as banks write")         \
    RATE(kana_long, 0.004, "assumed: long vowel written differently")         \
    RATE(kana_missing, 0.004, "assumed: no reading")                          \
    RATE(birth_era, 0.4, "assumed: date by Japanese era")                     \
    RATE(birth_slashes, 0.2, "assumed: date with slashes or hyphens")         \
    RATE(sex_word, 0.3, "assumed: a word instead of a digit")                 \
    RATE(sex_missing, 0.01, "assumed: sex not stated")                        \
    RATE(address_notation, 0.7, "assumed: written out instead of n-n-n")      \
    RATE(no_prefecture, 0.3, "assumed: prefecture left out")                  \
    RATE(no_building, 0.2, "assumed: building left out")                      \
    RATE(latin_order, 0.1, "assumed: given name first")                       \
    RATE(latin_cut, 0.02, "assumed: long name cut to 20 letters")             \
    /* what was true once, or never */                                        \
    RATE(stale_address, 0.012, "assumed: 4.2% of residents move in a year "   \
         "(Basic Resident Register migration report 2023), a system hears "   \
         "of it after three to four months")                                  \
    RATE(stale_surname, 0.001, "assumed: surname changed, not yet told")      \
    RATE(typing_name, 0.001, "assumed: a look-alike typed (saito, saito)")    \
    RATE(typing_birth, 0.0005, "assumed: one digit of the birth date")        \
    RATE(typing_block, 0.003, "assumed: one house number")                    \
    RATE(typing_number, 0.0005, "assumed: a digit of the number")             \
    RATE(twice, 0.0005, "assumed: registered twice in the system")            \
    RATE(unknown_number, 0.0005, "assumed: not in the reference rows")
/* clang-format on */

#define RATE_CONSTANT(name, value, source)                                     \
    static const double rate_##name __attribute__((unused)) = (value);
RATES(RATE_CONSTANT)

#endif
