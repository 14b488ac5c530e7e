/* SPDX-License-Identifier: Apache-2.0
 *
 * The access matrix: every file identifier of every application, under every
 * set of verified PINs, asked in every way. What must come back is written
 * down here once more, from the public descriptions and not from
 * card/edge/layout.c: if the two differ, one of them is wrong.
 */
#include "tests/support/expect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum kind {
    NOTHING, /* no such file */
    DATA,
    RECORDS,
    PIN,
    KEY,
    AUTH,  /* INTERNAL AUTHENTICATE only */
    ISSUER /* can be selected, and that is all */
};

struct file {
    unsigned fid;
    enum kind kind;
    /* The PINs, by letter, any of which opens it; * = always open. For a
     * PIN: the answer to a query. */
    const char *open;
};

struct pin {
    char letter;
    const char *verify;
};

#define FILES_MAX 20
#define PINS_MAX  3

struct application {
    const char *name;
    const char *select;
    bool on_phone;
    struct pin pins[PINS_MAX];
    struct file files[FILES_MAX]; /* ends with fid 0 */
};

/* clang-format off */
static const struct application applications[] = {
    { "card manager", SELECT_ISD, true, { { 0 } }, {
        { 0x1E, ISSUER, "" } } },
    { "JPKI", SELECT_JPKI, false,
      { { 'a', "002000980431323334" },
        { 's', "0020009B06414243313233" } }, {
        { 0x01, DATA, "s" },
        { 0x02, DATA, "*" },
        { 0x05, ISSUER, "" },
        { 0x06, DATA, "*" },
        { 0x08, DATA, "*" },
        { 0x09, DATA, "" },
        { 0x0A, DATA, "*" },
        { 0x0B, DATA, "*" },
        { 0x10, PIN, "63C0" },
        { 0x16, ISSUER, "" },
        { 0x17, KEY, "a" },
        { 0x18, PIN, "63C3" },
        { 0x19, ISSUER, "" },
        { 0x1A, KEY, "s" },
        { 0x1B, PIN, "63C5" },
        { 0x1C, ISSUER, "" },
        { 0x1E, ISSUER, "" } } },
    { "JPKI on a phone", SELECT_JPKI, true,
      { { 'a', "002000980431323334" },
        { 's', "0020009B06414243313233" } }, {
        { 0x01, DATA, "s" },
        { 0x02, DATA, "*" },
        { 0x05, ISSUER, "" },
        { 0x06, DATA, "*" },
        { 0x08, DATA, "*" },
        { 0x09, DATA, "" },
        { 0x0A, DATA, "a" },
        { 0x0B, DATA, "*" },
        { 0x10, PIN, "63C0" },
        { 0x16, ISSUER, "" },
        { 0x17, KEY, "a" },
        { 0x18, PIN, "63C3" },
        { 0x19, ISSUER, "" },
        { 0x1A, KEY, "s" },
        { 0x1B, PIN, "63C5" },
        { 0x1C, ISSUER, "" },
        { 0x1E, ISSUER, "" } } },
    { "text", SELECT_TEXT, false,
      { { 'p', "002000910431323334" },
        { 'A', "002000940C353337363836363737313838" },
        { 'B', "002000950E3535303231373230333532323835" } }, {
        { 0x01, DATA, "pA" },
        { 0x02, DATA, "pB" },
        { 0x03, DATA, "pAB" },
        { 0x04, DATA, "*" },
        { 0x05, DATA, "*" },
        { 0x06, DATA, "pAB" },
        { 0x07, DATA, "pAB" },
        { 0x08, DATA, "pAB" },
        { 0x10, PIN, "63C0" },
        { 0x11, PIN, "63C3" },
        { 0x12, PIN, "63C0" },
        { 0x13, KEY, "*" },
        { 0x14, PIN, "63CA" },
        { 0x15, PIN, "63CA" },
        { 0x1C, ISSUER, "" },
        { 0x1E, ISSUER, "" } } },
    { "visual", SELECT_VISUAL, false,
      { { 'A', "002000930C353337363836363737313838" },
        { 'B', "002000920E3535303231373230333532323835" },
        { 'y', "0020009106353530323137" } }, {
        { 0x01, DATA, "y" },
        { 0x02, DATA, "AB" },
        { 0x03, DATA, "*" },
        { 0x04, DATA, "*" },
        { 0x05, DATA, "A" },
        { 0x06, DATA, "AB" },
        { 0x11, PIN, "63CA" },
        { 0x12, PIN, "63CA" },
        { 0x13, PIN, "63CA" },
        { 0x1A, KEY, "*" },
        { 0x1C, ISSUER, "" },
        { 0x1E, ISSUER, "" } } },
    { "common", SELECT_COMMON, false,
      { { 'j', "0020009C0431323334" } }, {
        { 0x01, RECORDS, "*" },
        { 0x02, RECORDS, "*" },
        { 0x19, AUTH, "*" },
        { 0x1C, PIN, "63C3" },
        { 0x1E, ISSUER, "" } } },
    { "juki", SELECT_JUKI, false,
      { { 'j', "0020009C0431323334" } }, {
        { 0x02, RECORDS, "*" },
        { 0x1C, PIN, "63C3" } } },
    { "licence", SELECT_LICENCE, false,
      { { 'l', "002000860434333231" } }, {
        { 0x06, PIN, "63CA" },
        { 0x1A, DATA, "*" },
        { 0x1B, DATA, "l" },
        { 0x1C, DATA, "l" } } },
};
/* clang-format on */

enum question { READ, RECORD, QUERY, SIGN, INTERNAL, QUESTION_COUNT };

/* XX stands for the short identifier as P1 or P2. */
static void question_text(enum question question, unsigned fid, char out[32])
{
    switch (question) {
    case READ: sprintf(out, "00B0%02X0001", 0x80 | fid); break;
    case RECORD: sprintf(out, "00B201%02X00", fid << 3 | 4); break;
    case QUERY: sprintf(out, "002000%02X", 0x80 | fid); break;
    case SIGN: sprintf(out, "802A00%02X013100", 0x80 | fid); break;
    case INTERNAL: sprintf(out, "008800%02X013100", 0x80 | fid); break;
    case QUESTION_COUNT: out[0] = '\0'; break;
    }
}

static bool is_open(const struct file *file, const char *verified)
{
    return strchr(file->open, '*') != NULL || strpbrk(verified, file->open);
}

/* The status word that must come. */
static const char *must(const struct file *file, enum question question,
                        const char *verified)
{
    bool open = is_open(file, verified);

    if (file->kind == NOTHING)
        return "6A82";
    if (file->kind == DATA && question == READ)
        return open ? "9000" : "6982";
    if (file->kind == RECORDS && question == RECORD)
        return open ? "9000" : "6982";
    if (file->kind == PIN && question == QUERY)
        return file->open;
    if (file->kind == KEY && question == SIGN)
        return open ? "9000" : "6982";
    if (file->kind == KEY && question == INTERNAL)
        return open ? "6985" : "6982";
    if (file->kind == AUTH && question == INTERNAL)
        return "9000";
    if (file->kind == AUTH && question == SIGN)
        return "6985";
    return "6981";
}

static const struct file *find_file(const struct application *app, unsigned fid)
{
    static const struct file nothing = { 0, NOTHING, "" };

    for (size_t i = 0; i < FILES_MAX && app->files[i].fid != 0; i++) {
        if (app->files[i].fid == fid)
            return &app->files[i];
    }
    return &nothing;
}

/* Every question to every identifier; returns the number of cells. */
static unsigned check_application(struct fake_card *fake,
                                  const struct application *app,
                                  const char *verified)
{
    unsigned cells = 0;
    char text[32];

    for (unsigned fid = 1; fid <= 0x1E; fid++) {
        const struct file *file = find_file(app, fid);

        for (int q = 0; q < QUESTION_COUNT; q++) {
            question_text((enum question)q, fid, text);
            expect_sw(fake, text, must(file, (enum question)q, verified));
            cells++;
        }
        sprintf(text, "00A4020C0200%02X", fid);
        expect(fake, text, file->kind == NOTHING ? "6A82" : "9000");
    }
    return cells;
}

static void login(struct fake_card *fake, const struct application *app,
                  unsigned set, char verified[PINS_MAX + 1])
{
    size_t count = 0;

    expect(fake, app->select, "9000");
    for (size_t i = 0; i < PINS_MAX; i++) {
        if ((set >> i & 1) == 0)
            continue;
        expect(fake, app->pins[i].verify, "9000");
        verified[count++] = app->pins[i].letter;
    }
    verified[count] = '\0';
}

static unsigned set_count(const struct application *app)
{
    unsigned count = 1;

    for (size_t i = 0; i < PINS_MAX && app->pins[i].letter != 0; i++)
        count *= 2;
    return count;
}

static void every_file_under_every_set_of_pins(void **state)
{
    struct fake_card *fake = *state;
    char verified[PINS_MAX + 1];
    unsigned cells = 0;

    for (size_t a = 0; a < ARRAY_LEN(applications); a++) {
        const struct application *app = &applications[a];

        for (unsigned set = 0; set < set_count(app); set++) {
            fake_init(fake, FAKE_LITERAL);
            fake->config.on = app->on_phone ? ON_PHONE : ON_CARD;
            login(fake, app, set, verified);
            cells += check_application(fake, app, verified);
        }
    }
    print_message("# %u cells\n", cells);
    /* (1 + 4 + 4 + 8 + 8 + 2 + 2 + 2) sets, 30 identifiers, 5 questions */
    assert_int_equal(cells, 31 * 30 * 5);
}

/* What was verified in one application opens nothing in any other. */
static void every_application_after_every_other(void **state)
{
    struct fake_card *fake = *state;
    char verified[PINS_MAX + 1];

    for (size_t a = 0; a < ARRAY_LEN(applications); a++) {
        if (applications[a].on_phone)
            continue;
        for (size_t b = 0; b < ARRAY_LEN(applications); b++) {
            if (applications[b].on_phone || a == b)
                continue;
            fake_init(fake, FAKE_LITERAL);
            login(fake, &applications[a], set_count(&applications[a]) - 1,
                  verified);
            expect(fake, applications[b].select, "9000");
            check_application(fake, &applications[b], "");
            /* and back: nothing is left */
            expect(fake, applications[a].select, "9000");
            check_application(fake, &applications[a], "");
        }
    }
}

/* A wrong value closes what the right one had opened, and only that. */
static void every_pin_closes_what_it_opened(void **state)
{
    struct fake_card *fake = *state;
    char verified[PINS_MAX + 1];
    char wrong[64];

    for (size_t a = 0; a < ARRAY_LEN(applications); a++) {
        const struct application *app = &applications[a];

        for (unsigned i = 0; 1u << i < set_count(app); i++) {
            fake_init(fake, FAKE_LITERAL);
            fake->config.on = app->on_phone ? ON_PHONE : ON_CARD;
            login(fake, app, set_count(app) - 1, verified);
            strcpy(wrong, app->pins[i].verify);
            wrong[strlen(wrong) - 1] ^= 1;
            expect_sw(fake, wrong, "63C.");
            expect(fake, app->pins[i].verify, "9000");
            expect_sw(fake, wrong, "63C.");
            memmove(verified + i, verified + i + 1, PINS_MAX - i);
            for (unsigned fid = 1; fid <= 0x1E; fid++) {
                const struct file *file = find_file(app, fid);
                char text[32];

                if (file->kind != DATA && file->kind != KEY)
                    continue;
                question_text(file->kind == DATA ? READ : SIGN, fid, text);
                expect_sw(
                    fake, text,
                    must(file, file->kind == DATA ? READ : SIGN, verified));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAKE_TEST(every_file_under_every_set_of_pins),
        FAKE_TEST(every_application_after_every_other),
        FAKE_TEST(every_pin_closes_what_it_opened),
    };

    return cmocka_run_group_tests_name("conformance/access", tests, NULL, NULL);
}
