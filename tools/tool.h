/* SPDX-License-Identifier: Apache-2.0
 *
 * What the subcommands of `inkan` share: the global options, the open card,
 * secrets, errors and outputs. A command is one function and one row of
 * tool_commands (inkan.c); it talks to the card through <inkan/...> only.
 *
 * Every function that returns int returns an exit code of enum tool_exit, and
 * has told the user (or printed the error object) when that is not TOOL_OK:
 * a command passes it on, `return tool_fail(t, rc);`, and says nothing more.
 */
#ifndef INKAN_TOOLS_TOOL_H
#define INKAN_TOOLS_TOOL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include <inkan/check.h>

#include "tools/language.h"

#define _(text)          language_text(text)
#define N_(text)         text /* marked for xgettext, translated where printed */
#define P_(one, many, n) language_plural(one, many, n)
#define ARRAY_LEN(a)     (sizeof(a) / sizeof((a)[0]))

/* Exit codes of every tool of the project. */
enum tool_exit {
    TOOL_OK,
    TOOL_OTHER,      /* out of memory, unwritable output, ... */
    TOOL_USAGE,      /* wrong use */
    TOOL_NO_SERVICE, /* no PC/SC service, or it refused */
    TOOL_NO_READER,
    TOOL_NO_CARD,      /* no card, removed, mute */
    TOOL_NOT_OUR_CARD, /* not this kind of card, or a broken image */
    TOOL_WRONG_PIN,
    TOOL_PIN_BLOCKED,
    TOOL_REFUSED,   /* for safety: form, last try, value known wrong */
    TOOL_FINDING,   /* for a human to look at: forged, broken, ... */
    TOOL_UNCHECKED, /* could not be checked */
    TOOL_BUSY       /* busy, or the deadline passed */
};

/* Where a secret comes from: a descriptor, a file, or (neither) a prompt. */
struct tool_source {
    long fd;          /* -1: none */
    const char *file; /* NULL: none */
};

struct tool_private; /* open library and card, locked page: session.c */

struct tool {
    const char *reader;    /* --reader, NULL: the only one with a card */
    const char *card_file; /* --card FILE, NULL: PC/SC */
    const char *trace;     /* --trace FILE, "-" is stderr, NULL: none */
    bool trace_personal;   /* --trace-personal */
    bool json;             /* --json: one object on stdout */
    bool last_try;         /* --last-try or INKAN_LAST_TRY=1 */
    bool help;             /* --help */
    long deadline_ms;      /* --deadline, per operation */
    struct tool_source pin, new_pin, number_b, sign_pin; /* --pin-fd, ... */
    const char *lang;    /* "ja" or "en": for inkan_explain and facts */
    const char *command; /* name of the command that runs */
    struct tool_private *priv;
};

/* One row of the table of commands. argv[0] is the command's name. */
struct tool_command {
    const char *name;
    int (*run)(struct tool *t, int argc, char **argv);
    const char *help; /* one line, N_() */
};

extern const struct tool_command tool_commands[]; /* ends with name NULL */

/* --- options (options.c) -------------------------------------------------- */

enum opt_kind {
    OPT_FLAG,   /* bool */
    OPT_TEXT,   /* const char * */
    OPT_NUMBER, /* long; preset it to what "not given" means */
    OPT_LIST    /* struct tool_list */
};

struct tool_list {
    const char **items; /* borrowed strings; freed by tool_list_free */
    size_t count;
};

/* A row: --name or -letter sets the member at offset `at` of the command's
 * own struct. A table ends with name NULL. */
struct tool_option {
    const char *name;
    char letter; /* 0: none */
    enum opt_kind kind;
    size_t at;
    const char *value; /* what it takes, for help; NULL with OPT_FLAG */
    const char *help;  /* N_() */
};

/* Groups of secrets a command understands. */
#define TOOL_TAKES_PIN      1u /* --pin-fd, --pin-file, --last-try */
#define TOOL_TAKES_NEW_PIN  2u
#define TOOL_TAKES_NUMBER_B 4u
#define TOOL_TAKES_SIGN_PIN 8u /* the sign password beside another PIN */

/* What a command accepts. */
struct tool_syntax {
    const char *usage; /* what follows "inkan NAME", for help; N_() */
    const struct tool_option *options; /* may be NULL */
    unsigned takes;                    /* TOOL_TAKES_* */
    size_t min_words, max_words;       /* SIZE_MAX: any number */
};

/* Reads a command's arguments; global options may stand here too.
 * args     the command's struct, preset with defaults
 * words    out: what is no option, NULL-terminated, borrowed from argv, whose
 *          order changes
 * returns  TOOL_OK, or the exit code of wrong use. A command goes on only if
 *          it is TOOL_OK and t->help is not set (--help was answered):
 *              if (exit != TOOL_OK || t->help)
 *                  return exit; */
int tool_parse(struct tool *t, const struct tool_syntax *syntax, void *args,
               int argc, char **argv, char ***words);
void tool_list_free(struct tool_list *list);

/* --- library and card (session.c) ----------------------------------------- */

/* The library, opened on first use with the built-in card or PC/SC. */
int tool_open(struct tool *t, struct inkan **out);
/* The card that --reader or --card says, opened on first use. Also starts the
 * watch that ends the program when the deadline is long past: a mute card can
 * hang PC/SC for good. */
int tool_open_card(struct tool *t, struct inkan_card **out);
/* Names the card in a reader found otherwise; closes the one before. */
int tool_open_card_in(struct tool *t, const char *reader,
                      struct inkan_card **out);
/* Gives the watch time for `count` more operations (0: stops it). */
void tool_watch(struct tool *t, size_t count);
/* The same for one operation of a command that has told something already: if
 * the watch ends the program, `out` goes to stdout and rc gives the exit code. */
void tool_watch_telling(struct tool *t, enum inkan_rc rc, const char *out);
/* Closes card and library, wipes secrets, removes temporary files. */
void tool_close(struct tool *t);

/* --- secrets (secret.c) --------------------------------------------------- */

/* Gets a PIN: --pin-fd, --pin-file (--number-b-... for number B, --sign-pin-...
 * for the sign password where the command takes that beside another PIN), the
 * reader's own pad, or a prompt without echo. Its form is checked: a PIN that
 * cannot be right is refused here. The value lies in one locked page that
 * tool_close wipes. `card` may be NULL (no pad, no tries in the prompt). */
int tool_secret(struct tool *t, struct inkan_card *card, enum inkan_pin pin,
                struct inkan_secret *out);
/* The new value of a PIN, asked twice at a prompt. */
int tool_new_secret(struct tool *t, enum inkan_pin pin,
                    struct inkan_secret *out);
/* Wipes what the two gave so far, when the operation is over; tool_close does
 * it too. */
void tool_secrets_wipe(struct tool *t);
/* "text-pin" or "number-b" to a PIN; NULL: fallback. */
int tool_by(struct tool *t, const char *by, enum inkan_pin fallback,
            enum inkan_pin *out);
/* Name of a PIN in the user's language. */
const char *tool_pin_name(const struct tool *t, enum inkan_pin pin);

/* --- errors (fail.c) ------------------------------------------------------ */

/* Tells what went wrong, with the PIN and its tries where the card's error
 * names them, and gives the exit code. INKAN_OK gives TOOL_OK silently. */
int tool_fail(struct tool *t, enum inkan_rc rc);
/* The same about a PIN, where no call on the card failed. */
int tool_fail_pin(struct tool *t, enum inkan_rc rc, enum inkan_pin pin,
                  int tries);
/* Who can unblock a PIN, as a sentence. */
#define TOOL_UNBLOCK_MAX 512
void tool_unblock_text(const struct tool *t, enum inkan_pin pin,
                       char out[TOOL_UNBLOCK_MAX]);
/* Exit code of a code, nothing told. */
enum tool_exit tool_exit_of(enum inkan_rc rc);
/* An error of the tool's own. code is stable, e.g. "usage"; the sentence is
 * translated already. */
int tool_error(struct tool *t, enum tool_exit exit, const char *code,
               const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The same about a PIN, whose name comes before the sentence. */
int tool_pin_error(struct tool *t, enum inkan_pin pin, enum tool_exit exit,
                   const char *code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* "PATH: cannot write: reason", the reason from errno; what is translated. */
int tool_io_error(struct tool *t, const char *path, const char *what);
/* A remark on stderr that is no error. */
void tool_note(const struct tool *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* --- files (output.c) ----------------------------------------------------- */

/* A file that appears whole or not at all: a temporary name beside it, then
 * fsync and rename. path "-" is stdout. A few may be open at a time. */
struct tool_output;
int tool_output_open(struct tool *t, const char *path,
                     struct tool_output **out);
FILE *tool_output_stream(struct tool_output *output);
/* Puts the file in place; frees output in any case. */
int tool_output_commit(struct tool *t, struct tool_output *output);
void tool_output_abandon(struct tool_output *output); /* NULL is fine */
/* Can it be written? Asked before a PIN is. */
int tool_output_probe(struct tool *t, const char *path);
/* All of it in one call. NULL path is stdout. */
int tool_write(struct tool *t, const char *path, const void *data, size_t len);
/* Reads a whole file of at most `limit` bytes; "-" is stdin. One zero byte
 * follows the data. Free with free. */
int tool_read(struct tool *t, const char *path, size_t limit, uint8_t **out,
              size_t *out_len);

/* --- text and JSON (text.c) ----------------------------------------------- */

/* Prints the object with one newline and drops the reference; NULL is "out of
 * memory". Where stdout cannot be written, says so. */
int tool_print_json(struct tool *t, json_t *object);
/* Flushes stdout: a full disk or closed pipe is an error, not silence. */
int tool_finish_stdout(struct tool *t);
/* Prints UTF-8 that came from a card or file: control and bidirectional
 * characters become U+FFFD. */
void tool_put_text(FILE *out, const char *utf8);
/* The same as a JSON string; broken UTF-8 is repaired. */
json_t *tool_json_text(const char *utf8);
/* Lower-case hexadecimal. */
json_t *tool_json_hex(const uint8_t *data, size_t len);
/* "2026-04-01" of YYYYMMDD; unknown parts stay 0. */
void tool_date_text(const char ymd[8], char out[11]);
/* "male", "female", ... in the user's language, of the card's code. */
const char *tool_sex_text(char sex);
/* {"name":..., "address":..., "birth":"1980-02-17", "sex":"1"} */
json_t *tool_json_person(const struct inkan_person *person);
/* base64 as a JSON string. */
json_t *tool_json_base64(const uint8_t *data, size_t len);
/* PEM with this label; NULL: no memory. Free with free. */
char *tool_pem(const char *label, const uint8_t *der, size_t len);

/* --- time and certificates (time.c, cert_text.c) -------------------------- */

/* Now, UTC. */
struct inkan_time tool_now(void);
/* Seconds since 1970-01-01 00:00 UTC. */
time_t tool_seconds(const struct inkan_time *time);
/* The same moment on a calendar and clock of Tokyo, where days are judged. */
struct tm tool_tokyo(time_t seconds);
#define TOOL_TIME_MAX 32
/* "2030-02-17T14:59:59Z" */
void tool_time_iso(const struct inkan_time *time, char out[TOOL_TIME_MAX]);
/* "2030-02-17 23:59:59 JST": days are judged in Japan. */
void tool_time_tokyo(const struct inkan_time *time, char out[TOOL_TIME_MAX]);
/* Seconds from a to b. */
double tool_time_between(const struct inkan_time *a,
                         const struct inkan_time *b);

/* The fields of a certificate for people, and as an object. */
void tool_print_cert(struct tool *t, const struct inkan_cert *cert);
json_t *tool_json_cert(const struct inkan_cert *cert);

/* --- what to trust (trust.c) ---------------------------------------------- */

/* Loads --trust (files, or folders of them) and --crl files. Free with
 * inkan_trust_free. */
int tool_load_trust(struct tool *t, const struct tool_list *trust,
                    const struct tool_list *crls, struct inkan_trust **out);

#endif
