/* SPDX-License-Identifier: Apache-2.0
 *
 * card/port/posix: a card in a file, from writing to running.
 */
#include "card/port/posix/vpcd.h"
#include "tests/support/expect.h"
#include "tests/support/hex.h"
#include "tests/support/persona.h"
#include "tests/support/persona_image.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct persona_folder folder;
    char path[128];
    struct posix_card *pc;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    persona_folder_make(&f->folder);
    persona_image_write(&f->folder, "a.card", &persona_config, f->path);
    assert_int_equal(posix_card_open(f->path, &f->pc), IMAGE_OK);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    posix_card_close(f->pc);
    persona_folder_remove(&f->folder);
    free(f);
    return 0;
}

static int count_files(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    int count = 0;

    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL)
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

/* Sends hexadecimal text, expects hexadecimal text. */
static void expect_raw(struct posix_card *pc, const char *cmd,
                       const char *answer)
{
    uint8_t raw[1024];
    uint8_t out[1024];
    char text[2049];
    struct wbuf w = wbuf_of(raw, sizeof(raw));
    size_t len;

    assert_true(hex_parse(cmd, &w));
    len = posix_card_transmit(pc, raw, w.len, out, sizeof(out));
    hex_print(span_of(out, len), text);
    assert_string_equal(text, answer);
}

static void reads_and_counts_tries(void **state)
{
    struct fixture *f = *state;

    expect_raw(f->pc, "00A4040C0AD392F000260100000001", "9000");
    expect_raw(f->pc, "00A4020C02000A", "9000");
    expect_raw(f->pc, "00B0000004", "3082062B9000");
    expect_raw(f->pc, "00A4020C020018", "9000");
    expect_raw(f->pc, "00200080", "63C3");
    expect_raw(f->pc, "002000800430303030", "63C2");
    expect_raw(f->pc, "002000800431323334", "9000");
    expect_raw(f->pc, "00200080", "63C3");
}

static void counters_survive_a_restart(void **state)
{
    struct fixture *f = *state;

    expect_raw(f->pc, "00A4040C0AD392F000260100000001", "9000");
    expect_raw(f->pc, "0020009806303030303030", "6700");
    expect_raw(f->pc, "002000980430303030", "63C2");
    posix_card_close(f->pc);
    assert_int_equal(posix_card_open(f->path, &f->pc), IMAGE_OK);
    expect_raw(f->pc, "00A4040C0AD392F000260100000001", "9000");
    expect_raw(f->pc, "00200098", "63C2");
}

/* Each knob is written to the image and read back: the card behaves so. */
static void every_quirk_is_kept_in_the_image(void **state)
{
    static const struct {
        struct card_config config;
        const char *cmd; /* after SELECT JPKI and VERIFY of the auth PIN */
        const char *answer;
    } rows[] = {
        { { .on = ON_PHONE }, SELECT_TEXT, "6A82" },
        { { .on = ON_CARD }, SELECT_LICENCE, "6A82" },
        { { .on = ON_CARD, .has_licence = true }, SELECT_LICENCE, "9000" },
        { { .on = ON_CARD, .no_pss = true }, "802A0597013100", "6A86" },
        { { .on = ON_CARD, .no_extended = true }, "00B00000000000", "6700" },
        { { .on = ON_CARD, .no_sfi = true }, "00B08A0001", "6A86" },
        { { .on = ON_CARD, .query_when_verified = QUERY_9000 },
          "00200080",
          "9000" },
    };
    struct fixture *f = *state;
    char path[128];

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct card_config config = rows[i].config;
        struct posix_card *pc;

        config.blocked_sw = 0x6983;
        persona_image_write(&f->folder, "quirk.card", &config, path);
        assert_int_equal(posix_card_open(path, &pc), IMAGE_OK);
        expect_raw(pc, SELECT_JPKI, "9000");
        expect_raw(pc, "00A4020C020018", "9000");
        expect_raw(pc, "002000800431323334", "9000");
        expect_raw(pc, rows[i].cmd, rows[i].answer);
        posix_card_close(pc);
    }
}

static void what_a_reset_keeps_is_kept_in_the_image(void **state)
{
    struct card_config config = persona_config;
    struct fixture *f = *state;
    char path[128];

    for (int keeps = 0; keeps <= 1; keeps++) {
        struct posix_card *pc;

        config.reset_keeps = keeps != 0;
        config.reselect_clears = keeps == 0;
        config.oneshot = true;
        persona_image_write(&f->folder, "reset.card", &config, path);
        assert_int_equal(posix_card_open(path, &pc), IMAGE_OK);
        expect_raw(pc, SELECT_JPKI, "9000");
        expect_raw(pc, "0020009B06414243313233", "9000");
        posix_card_reset(pc, true);
        expect_raw(pc, SELECT_JPKI, "9000");
        expect_raw(pc, "00B0810001", keeps ? "309000" : "6982");
        expect_raw(pc, "0020009B06414243313233", "9000");
        expect_raw(pc, SELECT_JPKI, "9000");
        expect_raw(pc, "00B0810001", keeps ? "309000" : "6982");
        posix_card_close(pc);
    }
}

static void a_card_without_keys_and_files_says_so(void **state)
{
    struct fixture *f = *state;
    struct image *img = image_new();
    char path[160];
    struct posix_card *pc;

    assert_non_null(img);
    snprintf(path, sizeof(path), "%s/bare.card", f->folder.path);
    assert_int_equal(image_put_pin(img, PIN_AUTH, span_of("1234", 4), 1),
                     IMAGE_OK);
    assert_int_equal(image_write(img, path), IMAGE_OK);
    image_free(img);
    assert_int_equal(posix_card_open(path, &pc), IMAGE_OK);
    expect_raw(pc, SELECT_JPKI, "9000");
    expect_raw(pc, "00A4020C02000A", "6A82");
    expect_raw(pc, "00200098", "63C1");
    expect_raw(pc, "002000980431323334", "9000");
    expect_raw(pc, "802A0097013100", "6400");
    expect_raw(pc, "0020009B", "63C0");
    posix_card_close(pc);
}

/* More than the first piece of memory, and an ATR of its own. */
static void a_large_image_is_read_back(void **state)
{
    static const uint8_t atr[] = { 0x3B, 0xC5, 0xFF, 0x81, 0x31, 0xFB, 0x45,
                                   0x80, 0x73, 0xC6, 0x01, 0x00, 0x00 };
    static const uint16_t fids[] = { 0x0001, 0x0002, 0x0005, 0x0006 };
    static uint8_t content[IMAGE_FILE_MAX];
    struct fixture *f = *state;
    struct image *img = image_new();
    char path[160];
    struct posix_card *pc;

    assert_non_null(img);
    snprintf(path, sizeof(path), "%s/large.card", f->folder.path);
    for (size_t i = 0; i < ARRAY_LEN(fids); i++) {
        content[IMAGE_FILE_MAX - 1] = (uint8_t)fids[i];
        assert_int_equal(image_put_file(img, APP_VISUAL, fids[i],
                                        span_of(content, sizeof(content))),
                         IMAGE_OK);
    }
    assert_int_equal(
        image_put_pin(img, PIN_VISUAL_A, span_of("537686677188", 12), 10),
        IMAGE_OK);
    assert_int_equal(image_set_atr(img, span_of(atr, sizeof(atr))), IMAGE_OK);
    assert_int_equal(image_write(img, path), IMAGE_OK);
    image_free(img);
    assert_int_equal(posix_card_open(path, &pc), IMAGE_OK);
    assert_true(span_equal(posix_card_atr(pc), span_of(atr, sizeof(atr))));
    expect_raw(pc, SELECT_VISUAL, "9000");
    expect_raw(pc, "002000930C353337363836363737313838", "9000");
    expect_raw(pc, "00A4020C020005", "9000");
    expect_raw(pc, "00B07FFF01", "009000");
    expect_raw(pc, "00A4020C020002", "9000");
    expect_raw(pc, "00B07FFF01", "009000");
    posix_card_close(pc);
}

/* Runs out of room: a limit on the size of files stands for a full disk. */
static void a_full_disk_leaves_no_half_image(void **state)
{
    struct fixture *f = *state;
    struct image *img = image_new();
    struct rlimit old;
    struct rlimit small;
    char path[160];

    assert_non_null(img);
    assert_int_equal(image_put_key(img, KEY_AUTH, persona_keys[KEY_AUTH]),
                     IMAGE_OK);
    snprintf(path, sizeof(path), "%s/full.card", f->folder.path);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    for (rlim_t limit = 0; limit < 14000; limit += 1000) {
        small = (struct rlimit){ limit, old.rlim_max };
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        assert_int_equal(image_write(img, path), IMAGE_IO);
        assert_int_equal(errno, EFBIG);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
        assert_int_equal(access(path, F_OK), -1);
    }
    assert_int_equal(image_write(img, path), IMAGE_OK);
    assert_int_equal(count_files(f->folder.path), 2);
    image_free(img);
}

static void a_write_that_fails_is_6581_and_no_free_try(void **state)
{
    struct fixture *f = *state;
    struct rlimit old;
    struct rlimit none;

    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    none = (struct rlimit){ 1, old.rlim_max };
    expect_raw(f->pc, SELECT_JPKI, "9000");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    expect_raw(f->pc, "002000980431323334", "6581");
    expect_raw(f->pc, "002000980430303030", "6581");
    expect_raw(f->pc, "802A0097013100", "6982");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    expect_raw(f->pc, "00200098", "63C3");
}

static void a_name_without_folder_is_written_here(void **state)
{
    struct fixture *f = *state;
    struct image *img = image_new();
    int here = open(".", O_RDONLY | O_DIRECTORY);

    assert_non_null(img);
    assert_true(here >= 0);
    assert_int_equal(chdir(f->folder.path), 0);
    assert_int_equal(image_write(img, "here.card"), IMAGE_OK);
    assert_int_equal(access("here.card", R_OK), 0);
    assert_int_equal(fchdir(here), 0);
    close(here);
    image_free(img);
}

static void every_code_has_a_sentence(void **state)
{
    (void)state;
    for (int rc = IMAGE_OK; rc <= IMAGE_ARG; rc++) {
        for (int other = IMAGE_OK; other < rc; other++)
            assert_string_not_equal(image_strerror((enum image_rc)rc),
                                    image_strerror((enum image_rc)other));
    }
    for (int rc = VPCD_STOPPED; rc <= VPCD_LOST; rc++) {
        for (int other = VPCD_STOPPED; other < rc; other++)
            assert_string_not_equal(vpcd_strerror((enum vpcd_rc)rc),
                                    vpcd_strerror((enum vpcd_rc)other));
    }
}

int main(void)
{
#define IMAGE_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        IMAGE_TEST(reads_and_counts_tries),
        IMAGE_TEST(counters_survive_a_restart),
        IMAGE_TEST(every_quirk_is_kept_in_the_image),
        IMAGE_TEST(what_a_reset_keeps_is_kept_in_the_image),
        IMAGE_TEST(a_card_without_keys_and_files_says_so),
        IMAGE_TEST(a_large_image_is_read_back),
        IMAGE_TEST(a_full_disk_leaves_no_half_image),
        IMAGE_TEST(a_write_that_fails_is_6581_and_no_free_try),
        IMAGE_TEST(a_name_without_folder_is_written_here),
        cmocka_unit_test(every_code_has_a_sentence),
    };

    return cmocka_run_group_tests_name("card/image", tests, NULL, NULL);
}
