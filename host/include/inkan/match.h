/* SPDX-License-Identifier: Apache-2.0
 *
 * libinkan-match: are these two records about one person? Compares a name, a
 * reading in kana, a birth date, a sex or an address as two systems wrote it,
 * grades the pair and says why. It reads no card and no network, keeps no
 * state between calls, and never decides about a person: callers do.
 *
 * A matcher is built once and only read afterwards; any number of threads may
 * compare with it at once. All text is UTF-8. Comparing is symmetric: with a
 * and b exchanged the grade and the reasons stay and the places are exchanged.
 */
#ifndef INKAN_MATCH_H
#define INKAN_MATCH_H

#include <stddef.h>
#include <stdint.h>

#ifndef INKAN_API
#define INKAN_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What is compared. */
enum inkan_match_field {
    INKAN_MATCH_NAME,
    INKAN_MATCH_KANA,
    INKAN_MATCH_BIRTH,
    INKAN_MATCH_SEX,
    INKAN_MATCH_ADDRESS,
    INKAN_MATCH_FIELD_COUNT
};

enum inkan_match_grade {
    INKAN_MATCH_A,  /* equal after normalising */
    INKAN_MATCH_B,  /* equal but for the reasons named */
    INKAN_MATCH_C,  /* different */
    INKAN_MATCH_NA, /* cannot be compared: written '?' */
    INKAN_MATCH_GRADE_COUNT
};

/* Why a pair has its grade. The comment is the grade that the reason alone
 * leads to; a result has the worst of its reasons. Names for machines are the
 * lower-case words after INKAN_MATCH_ (inkan_match_code_name). */
enum inkan_match_code {
    INKAN_MATCH_NOTATION,      /* A  width, spaces, case, numerals, ... */
    INKAN_MATCH_SMALL_KANA,    /* A  small and large kana (not in names: B) */
    INKAN_MATCH_KANA_PAIR,     /* A  ji/di, zu/du, o/wo, b/v */
    INKAN_MATCH_PARTIAL_DATE,  /* A  month or day unknown, the rest agrees */
    INKAN_MATCH_VARIANT,       /* B  forms of one kanji */
    INKAN_MATCH_ITERATION,     /* B  iteration mark for a repeated kanji */
    INKAN_MATCH_KANA_KIND,     /* B  hiragana and katakana */
    INKAN_MATCH_SMALL_IN_NAME, /* B  small and large kana in a name */
    INKAN_MATCH_LONG_VOWEL,    /* B  long vowel mark, vowel or nothing */
    INKAN_MATCH_DOT,           /* B  a character was replaced by a dot */
    INKAN_MATCH_GAIJI,         /* B  a private character of some system */
    INKAN_MATCH_SUBSTITUTE,    /* B  certificate: character was replaced */
    INKAN_MATCH_ORDER,         /* B  parts of the name in another order */
    INKAN_MATCH_DIACRITIC,     /* B  letters with and without marks */
    INKAN_MATCH_TRUNCATED,     /* B  a long name, cut off */
    INKAN_MATCH_BRACKET,       /* B  name in brackets on one side only */
    INKAN_MATCH_OTHER_NAME,    /* B  equal by a former surname or alias */
    INKAN_MATCH_ERA,           /* B  era and year do not fit each other */
    INKAN_MATCH_PREFECTURE,    /* B  prefecture left out on one side */
    INKAN_MATCH_COUNTY,        /* B  county (gun) left out on one side */
    INKAN_MATCH_AZA,           /* B  the word aza left out on one side */
    INKAN_MATCH_LOT,           /* B  lot number against residence number */
    INKAN_MATCH_BUILDING,      /* B  building left out or named otherwise */
    INKAN_MATCH_ROOM,          /* B  both name a room, and not the same */
    INKAN_MATCH_DIFFERENT,     /* C  different text */
    INKAN_MATCH_YEAR,          /* C  years differ */
    INKAN_MATCH_MONTH,         /* C  months differ */
    INKAN_MATCH_DAY,           /* C  days differ */
    INKAN_MATCH_SWAPPED,       /* C  month and day exchanged */
    INKAN_MATCH_TOWN,          /* C  another place */
    INKAN_MATCH_BLOCK,         /* C  same place, other house numbers */
    INKAN_MATCH_EMPTY,         /* ?  nothing on one side */
    INKAN_MATCH_PLACEHOLDER,   /* ?  a filler such as asterisks */
    INKAN_MATCH_ALL_DOTS,      /* ?  no true character is left */
    INKAN_MATCH_SCRIPT,        /* ?  kanji against kana or Latin */
    INKAN_MATCH_UNSET,         /* ?  sex is not stated */
    INKAN_MATCH_UNKNOWN_DATE,  /* ?  the year itself is unknown */
    INKAN_MATCH_BAD_DATE,      /* ?  no date, or one that does not exist */
    INKAN_MATCH_BAD_SEX,       /* ?  no word or code for a sex */
    INKAN_MATCH_BAD_TEXT,      /* ?  broken UTF-8, NUL, control characters */
    INKAN_MATCH_TOO_LONG,      /* ?  over INKAN_MATCH_TEXT_MAX characters */
    INKAN_MATCH_CODE_COUNT
};

/* Characters of one text that are looked at; more is TOO_LONG. */
#define INKAN_MATCH_TEXT_MAX 400

/* One side of a comparison. */
struct inkan_match_text {
    const char *ptr; /* UTF-8, borrowed; may be NULL when len is 0 */
    size_t len;      /* bytes */
    /* NULL, or one '0' or '1' per character: '1' = the sign certificate says
     * that this character stands for another (otherName .2 and .6). Shorter
     * than the text means '0' for the rest. Names and addresses only. */
    const char *substitutes;
};

/* Where: characters counted from 1 in the texts as they were given, first and
 * last; 0 and 0 when that side has nothing there. */
struct inkan_match_place {
    uint16_t a_first, a_last;
    uint16_t b_first, b_last;
};

#define INKAN_MATCH_PLACES  8 /* more places of one reason are not kept */
#define INKAN_MATCH_REASONS 8

struct inkan_match_reason {
    enum inkan_match_code code;
    unsigned count; /* places; 0 = the whole text */
    struct inkan_match_place at[INKAN_MATCH_PLACES];
};

struct inkan_match_result {
    enum inkan_match_grade grade;
    /* Names and kana only: the two parts alone. NA where the parts cannot be
     * told apart or hold no true character, and for all other fields. */
    enum inkan_match_grade surname;
    enum inkan_match_grade given;
    unsigned count;
    struct inkan_match_reason reasons[INKAN_MATCH_REASONS];
};

enum inkan_match_rc {
    INKAN_MATCH_OK,
    INKAN_MATCH_NOMEM,
    INKAN_MATCH_NO_FILE,  /* cannot be opened or read */
    INKAN_MATCH_BAD_FILE, /* not a variants file */
};

/* Opaque: the kanji variants known, and the Unicode data. */
struct inkan_matcher;

/* A matcher with this project's own table of kanji variants.
 * NULL when memory or the Unicode data is missing. Gives; free with
 * inkan_matcher_close. */
INKAN_API struct inkan_matcher *inkan_matcher_open(void);

/* Adds the variants of a file: CSV with the columns kanji and shrink (the
 * candidates, written together), or JSON in the form of the MJ shrink map
 * together with a CSV of the MJ characters (columns mj and kanji) read before.
 * Candidates are evidence: two characters match when they share one.
 * Not safe while other threads compare with m.
 * Errors   INKAN_MATCH_NO_FILE (errno says why), INKAN_MATCH_BAD_FILE, INKAN_MATCH_NOMEM; the
 *          matcher is as before */
INKAN_API enum inkan_match_rc inkan_matcher_add_file(struct inkan_matcher *m,
                                                     const char *path);

/* Frees; NULL is fine. */
INKAN_API void inkan_matcher_close(struct inkan_matcher *m);

/* Compares a and b as this field and returns the grade, also in out. */
INKAN_API enum inkan_match_grade
inkan_match_compare(const struct inkan_matcher *m, enum inkan_match_field field,
                    struct inkan_match_text a, struct inkan_match_text b,
                    struct inkan_match_result *out);

/* True (1) when the result has this reason. */
INKAN_API int inkan_match_has(const struct inkan_match_result *r,
                              enum inkan_match_code code);

/* "name", "kana", "birth", "sex", "address"; INKAN_MATCH_FIELD_COUNT when the
 * word is none of them. */
INKAN_API const char *inkan_match_field_name(enum inkan_match_field field);
INKAN_API enum inkan_match_field inkan_match_field_of(const char *name);

INKAN_API char
inkan_match_grade_letter(enum inkan_match_grade grade); /* A B C ? */
INKAN_API const char *inkan_match_code_name(enum inkan_match_code code);

/* One reason as a sentence for a person: "en" or "ja", else English. Control
 * and direction characters of a and b are left out. Writes at most cap bytes
 * with the final NUL, never half a character; returns the bytes that the whole
 * sentence needs, without the NUL. */
INKAN_API size_t inkan_match_sentence(const struct inkan_match_reason *reason,
                                      struct inkan_match_text a,
                                      struct inkan_match_text b,
                                      const char *lang, char *out, size_t cap);

/* The result as one JSON object without a line break:
 * {"grade":"B","reasons":[{"code":"variant","at":[{"a":[1,1],"b":[1,1]}],
 *  "text":"...","ja":"..."}]}
 * Returns and cuts as inkan_match_sentence; a cut object is no JSON, so call
 * again with more room when the answer is >= cap. */
INKAN_API size_t inkan_match_json(const struct inkan_match_result *r,
                                  struct inkan_match_text a,
                                  struct inkan_match_text b, char *out,
                                  size_t cap);

/* Can this text be written in JIS X 0208, as an insurance claim demands?
 * Walks on from *at (bytes; start with 0) to the next character that cannot;
 * gives its place and length in bytes and, in out_better, a form of it that
 * can be written (NUL-terminated; empty when none is known).
 * Returns 1 when one was found, 0 at the end or at broken UTF-8. */
INKAN_API int inkan_match_unsafe_next(const struct inkan_matcher *m,
                                      struct inkan_match_text text, size_t *at,
                                      size_t *out_first, size_t *out_len,
                                      char out_better[8]);

#ifdef __cplusplus
}
#endif

#endif
