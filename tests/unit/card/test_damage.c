/* SPDX-License-Identifier: Apache-2.0
 *
 * card/port/posix: images that are torn, damaged, foreign or in use. A card
 * is run whole or not at all.
 */
#include "tests/support/expect.h"
#include "tests/support/hex.h"
#include "tests/support/persona.h"
#include "tests/support/persona_image.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define SECTOR      512
#define COUNTERS    (NV_PAGE_COUNT * SECTOR) /* at the end of the file */
#define IMAGE_LIMIT (64 * 1024)

struct fixture {
    struct persona_folder folder;
    char path[128];
    uint8_t bytes[IMAGE_LIMIT];
    size_t len;
};

static void put_file(const char *path, const uint8_t *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static size_t get_file(const char *path, uint8_t *bytes)
{
    FILE *file = fopen(path, "rb");
    size_t len;

    assert_non_null(file);
    len = fread(bytes, 1, IMAGE_LIMIT, file);
    fclose(file);
    return len;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    persona_folder_make(&f->folder);
    persona_image_write(&f->folder, "a.card", &persona_config, f->path);
    f->len = get_file(f->path, f->bytes);
    assert_true(f->len > COUNTERS && f->len < IMAGE_LIMIT);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    persona_folder_remove(&f->folder);
    free(f);
    return 0;
}

static enum image_rc try_open(const char *path)
{
    struct posix_card *pc;
    enum image_rc rc = posix_card_open(path, &pc);

    assert_true((rc == IMAGE_OK) == (pc != NULL));
    posix_card_close(pc);
    return rc;
}

/* The status word of one command. */
static unsigned send(struct posix_card *pc, const char *cmd)
{
    uint8_t raw[64];
    uint8_t out[1024];
    struct wbuf w = wbuf_of(raw, sizeof(raw));
    size_t len;

    assert_true(hex_parse(cmd, &w));
    len = posix_card_transmit(pc, raw, w.len, out, sizeof(out));
    return len < 2 ? 0 : get_be16(out + len - 2);
}

static unsigned sw_of_query(const char *path)
{
    struct posix_card *pc;
    unsigned sw;

    assert_int_equal(posix_card_open(path, &pc), IMAGE_OK);
    assert_int_equal(send(pc, SELECT_JPKI), 0x9000);
    sw = send(pc, "00200098");
    posix_card_close(pc);
    return sw;
}

static void a_flipped_byte_of_the_contents_is_refused(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < f->len - COUNTERS; i += i < 64 ? 1 : 37) {
        f->bytes[i] ^= 0x01;
        put_file(f->path, f->bytes, f->len);
        f->bytes[i] ^= 0x01;
        assert_int_equal(try_open(f->path),
                         i < 12 ? IMAGE_FOREIGN : IMAGE_DAMAGED);
    }
    /* the last byte before the first counter */
    f->bytes[f->len - COUNTERS - 1] ^= 0x80;
    put_file(f->path, f->bytes, f->len);
    assert_int_equal(try_open(f->path), IMAGE_DAMAGED);
}

static void a_truncated_image_is_refused(void **state)
{
    struct fixture *f = *state;

    for (size_t len = 0; len < f->len; len += len < 64 ? 1 : 211) {
        put_file(f->path, f->bytes, len);
        assert_int_equal(try_open(f->path),
                         len < 64 ? IMAGE_FOREIGN : IMAGE_DAMAGED);
    }
    put_file(f->path, f->bytes, f->len - 1);
    assert_int_equal(try_open(f->path), IMAGE_DAMAGED);
    put_file(f->path, f->bytes, f->len + 1);
    assert_int_equal(try_open(f->path), IMAGE_DAMAGED);
}

static void a_foreign_file_is_refused(void **state)
{
    struct fixture *f = *state;
    char fifo[140];

    put_file(f->path, (const uint8_t *)"-----BEGIN CERTIFICATE-----\n", 28);
    assert_int_equal(try_open(f->path), IMAGE_FOREIGN);
    f->bytes[11] = 2; /* of a version to come */
    put_file(f->path, f->bytes, f->len);
    assert_int_equal(try_open(f->path), IMAGE_FOREIGN);
    snprintf(fifo, sizeof(fifo), "%s/fifo", f->folder.path);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(try_open(fifo), IMAGE_FOREIGN);
    assert_int_equal(try_open(f->folder.path), IMAGE_IO);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(try_open("/nonexistent/a.card"), IMAGE_IO);
    assert_int_equal(errno, ENOENT);
}

/* The sectors of one PIN, torn by hand at every byte of a write. */
static void a_torn_page_on_disk_is_old_or_new(void **state)
{
    struct fixture *f = *state;
    static uint8_t after[IMAGE_LIMIT];
    struct posix_card *pc;
    size_t from = f->len - COUNTERS;

    assert_int_equal(posix_card_open(f->path, &pc), IMAGE_OK);
    assert_int_equal(send(pc, SELECT_JPKI), 0x9000);
    assert_int_equal(send(pc, "002000980430303030"), 0x63C2);
    posix_card_close(pc);
    assert_int_equal(get_file(f->path, after), f->len);
    while (f->bytes[from / SECTOR * SECTOR] == after[from] &&
           memcmp(f->bytes + from, after + from, NV_PAGE_LEN) == 0)
        from += SECTOR;
    for (size_t len = 0; len <= NV_PAGE_LEN; len++) {
        unsigned sw;

        put_file(f->path, f->bytes, f->len);
        memcpy(f->bytes + from, after + from, len);
        put_file(f->path, f->bytes, f->len);
        sw = sw_of_query(f->path);
        assert_true(sw == 0x63C3 || sw == 0x63C2);
        if (len == NV_PAGE_LEN)
            assert_int_equal(sw, 0x63C2);
    }
}

static void no_whole_copy_of_a_counter_is_refused(void **state)
{
    struct fixture *f = *state;

    for (size_t page = 0; page < NV_PAGE_COUNT; page += 2) {
        uint8_t *at = f->bytes + f->len - COUNTERS + page * SECTOR;

        at[0] ^= 1;
        put_file(f->path, f->bytes, f->len);
        assert_int_equal(try_open(f->path), IMAGE_OK);
        at[SECTOR] ^= 1;
        put_file(f->path, f->bytes, f->len);
        assert_int_equal(try_open(f->path), IMAGE_DAMAGED);
        at[0] ^= 1;
        at[SECTOR] ^= 1;
    }
}

static void the_power_can_be_cut_in_a_write(void **state)
{
    struct fixture *f = *state;
    struct posix_card *pc;

    assert_int_equal(posix_card_open(f->path, &pc), IMAGE_OK);
    for (unsigned write = 1; write <= 2; write++) {
        assert_int_equal(send(pc, SELECT_JPKI), 0x9000);
        posix_card_cut_power(pc, write);
        assert_int_equal(send(pc, "002000980431323334"), 0);
        assert_int_equal(send(pc, "00200098"), 0);
        posix_card_reset(pc, true); /* no reset revives a card without power */
        assert_int_equal(send(pc, "00200098"), 0);
        posix_card_reset(pc, false);
        assert_int_equal(send(pc, SELECT_JPKI), 0x9000);
        assert_int_equal(send(pc, "802A0097013100"), 0x6982);
        assert_int_equal(send(pc, "00200098"), write == 1 ? 0x63C3 : 0x63C2);
        assert_int_equal(send(pc, "002000980431323334"), 0x9000);
    }
    posix_card_close(pc);
}

static void an_open_image_is_locked(void **state)
{
    struct fixture *f = *state;
    struct posix_card *pc;
    struct image *img = image_new();
    pid_t child;
    int status;

    assert_non_null(img);
    assert_int_equal(posix_card_open(f->path, &pc), IMAGE_OK);
    assert_int_equal(try_open(f->path), IMAGE_LOCKED);
    assert_int_equal(image_write(img, f->path), IMAGE_LOCKED);
    child = fork();
    if (child == 0)
        _exit(try_open(f->path) == IMAGE_LOCKED ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    posix_card_close(pc);
    assert_int_equal(try_open(f->path), IMAGE_OK);
    image_free(img);
}

static void two_images_in_one_process_are_two_cards(void **state)
{
    struct fixture *f = *state;
    char other[128];
    struct posix_card *a;
    struct posix_card *b;

    persona_image_write(&f->folder, "b.card", &persona_config, other);
    assert_int_equal(posix_card_open(f->path, &a), IMAGE_OK);
    assert_int_equal(posix_card_open(other, &b), IMAGE_OK);
    assert_int_equal(send(a, SELECT_JPKI), 0x9000);
    assert_int_equal(send(b, SELECT_JPKI), 0x9000);
    assert_int_equal(send(a, "002000980431323334"), 0x9000);
    assert_int_equal(send(b, "002000980430303030"), 0x63C2);
    assert_int_equal(send(b, "802A0097013100"), 0x6982);
    assert_int_equal(send(a, "00200098"), 0x63C3);
    assert_int_equal(send(a, "802A0097013100"), 0x9000);
    posix_card_close(a);
    posix_card_close(b);
}

static void what_cannot_be_on_a_card_is_not_put(void **state)
{
    static const uint8_t content[] = { 1, 2, 3 };
    struct span some = span_of(content, sizeof(content));
    struct image *img = image_new();

    (void)state;
    assert_non_null(img);
    assert_int_equal(image_put_file(img, APP_JPKI, 0x0001, some), IMAGE_OK);
    assert_int_equal(image_put_file(img, APP_JPKI, 0x0001, some), IMAGE_ARG);
    assert_int_equal(image_put_file(img, APP_JPKI, 0x0077, some), IMAGE_ARG);
    assert_int_equal(image_put_file(img, APP_JPKI, 0x0018, some), IMAGE_ARG);
    assert_int_equal(image_put_file(img, APP_JPKI, 0x0002, span_none()),
                     IMAGE_ARG);
    assert_int_equal(image_put_key(img, KEY_AUTH, some), IMAGE_ARG);
    assert_int_equal(image_put_pin(img, PIN_AUTH, span_of("12", 2), 3),
                     IMAGE_ARG);
    assert_int_equal(image_put_pin(img, PIN_AUTH, span_of("1234", 4), 4),
                     IMAGE_ARG);
    assert_int_equal(image_put_pin(img, PIN_AUTH, span_none(), 1), IMAGE_ARG);
    assert_int_equal(image_put_pin(img, PIN_AUTH, span_of("1234", 4), 3),
                     IMAGE_OK);
    assert_int_equal(image_put_pin(img, PIN_AUTH, span_of("1234", 4), 3),
                     IMAGE_ARG);
    assert_int_equal(image_set_atr(img, span_of(content, 1)), IMAGE_ARG);
    image_free(img);
}

static void what_cannot_be_written_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct image *img = image_new();
    char path[160];

    assert_non_null(img);
    assert_int_equal(image_write(img, "/nonexistent/a.card"), IMAGE_IO);
    assert_int_equal(errno, ENOENT);
    snprintf(path, sizeof(path), "%s/folder", f->folder.path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(image_write(img, path), IMAGE_IO);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(rmdir(path), 0);
    image_free(img);
    /* persona_folder_remove would trip over nothing but files it may remove;
     * a.card is the only one */
    assert_int_equal(unlink(f->path), 0);
    assert_int_equal(rmdir(f->folder.path), 0);
    assert_int_equal(mkdir(f->folder.path, 0700), 0);
}

static void an_image_is_for_its_owner_only(void **state)
{
    struct fixture *f = *state;
    struct stat st;

    assert_int_equal(stat(f->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

int main(void)
{
#define IMAGE_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        IMAGE_TEST(a_flipped_byte_of_the_contents_is_refused),
        IMAGE_TEST(a_truncated_image_is_refused),
        IMAGE_TEST(a_foreign_file_is_refused),
        IMAGE_TEST(a_torn_page_on_disk_is_old_or_new),
        IMAGE_TEST(no_whole_copy_of_a_counter_is_refused),
        IMAGE_TEST(the_power_can_be_cut_in_a_write),
        IMAGE_TEST(an_open_image_is_locked),
        IMAGE_TEST(two_images_in_one_process_are_two_cards),
        IMAGE_TEST(what_cannot_be_on_a_card_is_not_put),
        IMAGE_TEST(what_cannot_be_written_leaves_nothing),
        IMAGE_TEST(an_image_is_for_its_owner_only),
    };

    return cmocka_run_group_tests_name("card/damage", tests, NULL, NULL);
}
