/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands and answers against literal bytes.
 */
#include "tests/unit/host/scripted_card.h"

#include <stdio.h>
#include <stdlib.h>

#include "host/iso.h"

#define SELECT_JPKI "> 00A4040C0AD392F000260100000001\n< 9000\n"
#define SELECT_TEXT "> 00A4040C0AD3921000310001010408\n< 9000\n"

/* A read of the token info, all of it, in an operation of its own. */
static enum inkan_rc read_file(struct scripted_card *sc, uint16_t fid,
                               enum iso_extent extent, struct span *out)
{
    enum inkan_rc rc = card_begin(sc->card);

    assert_int_equal(rc, INKAN_OK);
    rc = iso_select(sc->card, APP_JPKI);
    assert_int_equal(rc, INKAN_OK);
    return iso_read(sc->card, fid, extent, out);
}

static void short_identifier_and_extended_length_read_in_one(void **state)
{
    struct scripted_card *sc =
        scripted_open(SELECT_JPKI "> 00B0860000 0000\n< 3003 AABBCC FFFF "
                                  "9000\n",
                      0);
    struct span out;

    (void)state;
    assert_int_equal(read_file(sc, 0x0006, ISO_OBJECT, &out), INKAN_OK);
    assert_int_equal(out.len, 5); /* the filler is not part of it */
    assert_memory_equal(out.ptr, "\x30\x03\xAA\xBB\xCC", 5);
    scripted_close(sc);
}

static void refused_extended_length_falls_back_to_short(void **state)
{
    struct scripted_card *sc =
        scripted_open(SELECT_JPKI "> 00B08600000000\n< 6700\n"
                                  "> 00B0860000\n< 3001AA9000\n",
                      0);
    struct span out;

    (void)state;
    assert_int_equal(read_file(sc, 0x0006, ISO_OBJECT, &out), INKAN_OK);
    assert_int_equal(out.len, 3);
    assert_true(sc->card->no_extended);
    assert_false(sc->card->no_sfi);
    scripted_close(sc);
}

static void refused_short_identifier_selects_the_file(void **state)
{
    struct scripted_card *sc =
        scripted_open(SELECT_JPKI "> 00B08600000000\n< 6A86\n"
                                  "> 00A4020C020006\n< 9000\n"
                                  "> 00B00000000000\n< 3001AA9000\n",
                      0);
    struct span out;

    (void)state;
    assert_int_equal(read_file(sc, 0x0006, ISO_OBJECT, &out), INKAN_OK);
    assert_int_equal(out.len, 3);
    assert_true(sc->card->no_sfi);
    scripted_close(sc);
}

static void both_refused_reads_as_the_oldest_programs_do(void **state)
{
    struct scripted_card *sc =
        scripted_open(SELECT_JPKI "> 00B08600000000\n< 6700\n"
                                  "> 00B0860000\n< 6A86\n"
                                  "> 00A4020C020006\n< 9000\n"
                                  "> 00B0000000\n< 3001AA9000\n",
                      0);
    struct span out;

    (void)state;
    assert_int_equal(read_file(sc, 0x0006, ISO_OBJECT, &out), INKAN_OK);
    scripted_close(sc);
}

/* 300 bytes of object: 256, then exactly the rest. */
static void long_objects_are_read_in_blocks(void **state)
{
    static const char head[] = SELECT_JPKI "> 00B08600000000\n< 6700\n"
                                           "> 00B0860000\n< 30820128";
    char *text = malloc(4096);
    size_t at = 0;
    struct scripted_card *sc;
    struct span out;

    (void)state;
    at += (size_t)sprintf(text + at, "%s", head);
    for (int i = 0; i < 252; i++)
        at += (size_t)sprintf(text + at, "11");
    at += (size_t)sprintf(text + at, "9000\n> 00B001002C\n< ");
    for (int i = 0; i < 44; i++)
        at += (size_t)sprintf(text + at, "22");
    sprintf(text + at, "9000\n");
    sc = scripted_open(text, 0);
    assert_int_equal(read_file(sc, 0x0006, ISO_OBJECT, &out), INKAN_OK);
    assert_int_equal(out.len, 300);
    assert_int_equal(out.ptr[255], 0x11);
    assert_int_equal(out.ptr[256], 0x22);
    scripted_close(sc);
    free(text);
}

static void filler_and_empty_files_are_not_found(void **state)
{
    static const char *const answers[] = { "FFFFFFFF9000", "000000009000",
                                           "6A82", "6B00" };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
        char text[256];
        struct scripted_card *sc;
        struct span out;

        snprintf(text, sizeof(text), SELECT_JPKI "> 00B08600000000\n< %s\n",
                 answers[i]);
        sc = scripted_open(text, 0);
        assert_int_equal(read_file(sc, 0x0006, ISO_OBJECT, &out),
                         INKAN_NOT_FOUND);
        scripted_close(sc);
    }
}

static void a_file_shorter_than_its_object_is_malformed(void **state)
{
    struct scripted_card *sc =
        scripted_open(SELECT_JPKI "> 00B08600000000\n< 30820100AA9000\n"
                                  "> 00B00005FF\n< 9000\n",
                      0);
    struct span out;

    (void)state;
    assert_int_equal(read_file(sc, 0x0006, ISO_OBJECT, &out), INKAN_MALFORMED);
    scripted_close(sc);
}

static void the_rest_is_fetched_after_61(void **state)
{
    struct scripted_card *sc =
        scripted_open(SELECT_JPKI "> 00B08600000000\n< 3004AA6103\n"
                                  "> 00C0000003\n< BBCCDD9000\n",
                      0);
    struct span out;

    (void)state;
    assert_int_equal(read_file(sc, 0x0006, ISO_OBJECT, &out), INKAN_OK);
    assert_memory_equal(out.ptr, "\x30\x04\xAA\xBB\xCC\xDD", 6);
    scripted_close(sc);
}

static void length_that_the_card_wants_is_used_after_6C(void **state)
{
    struct scripted_card *sc =
        scripted_open(SELECT_JPKI "> 00B08600000000\n< 6C03\n"
                                  "> 00B0860003\n< 3001AA9000\n",
                      0);
    struct span out;

    (void)state;
    assert_int_equal(read_file(sc, 0x0006, ISO_OBJECT, &out), INKAN_OK);
    scripted_close(sc);
}

static enum inkan_rc endless(void *conn, const uint8_t *cmd, size_t cmd_len,
                             uint8_t *resp, size_t cap, size_t *out_len)
{
    struct scripted *s = conn;

    (void)cap;
    s->exchanges++;
    if (cmd_len > 1 && cmd[1] == 0xA4) {
        memcpy(resp, "\x90\x00", 2);
        *out_len = 2;
    } else {
        memcpy(resp, "\xAA\x61\x01", 3);
        *out_len = 3;
    }
    return INKAN_OK;
}

static void endless_61_comes_to_an_end(void **state)
{
    struct scripted_card *sc = scripted_open("", 0);
    struct span out;

    (void)state;
    sc->ink->transport.transmit = endless;
    assert_int_equal(read_file(sc, 0x0006, ISO_OBJECT, &out), INKAN_TOO_BIG);
    assert_true(sc->script.exchanges < 1000);
    scripted_close(sc);
}

static void less_than_two_bytes_is_a_failed_link(void **state)
{
    struct scripted_card *sc =
        scripted_open(SELECT_JPKI "> 00B08600000000\n< 90\n"
                                  "> 00B0860000\n< 90\n",
                      0);
    struct span out;

    (void)state;
    assert_int_equal(read_file(sc, 0x0006, ISO_OBJECT, &out), INKAN_COMM);
    assert_true(sc->card->link_failed);
    scripted_close(sc);
}

static void first_command_may_be_answered_6F00_once(void **state)
{
    struct scripted_card *sc = scripted_open(
        "> 00A4040C0AD392F000260100000001\n< 6F00\n" SELECT_JPKI, 0);

    (void)state;
    assert_int_equal(card_begin(sc->card), INKAN_OK);
    assert_int_equal(iso_select(sc->card, APP_JPKI), INKAN_OK);
    scripted_close(sc);
}

static void
a_card_without_the_application_is_told_from_a_strange_card(void **state)
{
    struct scripted_card *sc = scripted_open(
        "> 00A4040C0AD3921000310001010408\n< 6A82\n" SELECT_JPKI, 0);

    (void)state;
    assert_int_equal(card_begin(sc->card), INKAN_OK);
    assert_int_equal(iso_select(sc->card, APP_TEXT), INKAN_NOT_FOUND);
    scripted_next(sc, "> 00A4040C0AD3921000310001010408\n< 6D00\n"
                      "> 00A4040C0AD392F000260100000001\n< 6A82\n");
    sc->card->app = -1;
    assert_int_equal(iso_select(sc->card, APP_TEXT), INKAN_NOT_OUR_CARD);
    scripted_close(sc);
}

static void the_drop_selects_another_application(void **state)
{
    struct scripted_card *sc = scripted_open(
        SELECT_JPKI "> 00A4040C0AD3921000310001010100\n< 9000\n" SELECT_JPKI,
        0);

    (void)state;
    assert_int_equal(card_begin(sc->card), INKAN_OK);
    assert_int_equal(iso_select(sc->card, APP_JPKI), INKAN_OK);
    assert_int_equal(iso_drop(sc->card), INKAN_OK);
    assert_int_equal(sc->card->app, APP_COMMON);
    assert_int_equal(iso_drop(sc->card), INKAN_OK);
    assert_int_equal(sc->card->app, APP_JPKI);
    scripted_close(sc);
}

static void a_signature_that_is_not_256_bytes_is_malformed(void **state)
{
    struct scripted_card *sc =
        scripted_open(SELECT_JPKI "> 802A009702 ABCD 00\n< 112233 9000\n", 0);
    uint8_t sig[256];

    (void)state;
    assert_int_equal(card_begin(sc->card), INKAN_OK);
    assert_int_equal(iso_select(sc->card, APP_JPKI), INKAN_OK);
    assert_int_equal(
        iso_sign(sc->card, 0x0017, 0x00, span_of("\xAB\xCD", 2), sig),
        INKAN_MALFORMED);
    scripted_close(sc);
}

static void objects_are_measured_by_their_heads(void **state)
{
    static const struct {
        const char *head;
        size_t head_len;
        size_t len;
    } rows[] = {
        { "\x30\x82\x06\x2B", 4, 1583 },
        { "\xFF\x20\x65", 3, 104 },
        { "\xFF\x40\x82\x00\x9F", 5, 164 },
        { "\x30\x81\x80", 3, 131 },
        { "\x30", 1, 0 },
        { "\xFF\x20", 2, 0 },
        { "\xFF\xFF\xFF", 3, 0 },
        { "\x30\x83\x01\x00\x00", 5, 0 },
        { "\x30\x80", 2, 0 },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        assert_int_equal(
            iso_object_len(span_of(rows[i].head, rows[i].head_len)),
            rows[i].len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_identifier_and_extended_length_read_in_one),
        cmocka_unit_test(refused_extended_length_falls_back_to_short),
        cmocka_unit_test(refused_short_identifier_selects_the_file),
        cmocka_unit_test(both_refused_reads_as_the_oldest_programs_do),
        cmocka_unit_test(long_objects_are_read_in_blocks),
        cmocka_unit_test(filler_and_empty_files_are_not_found),
        cmocka_unit_test(a_file_shorter_than_its_object_is_malformed),
        cmocka_unit_test(the_rest_is_fetched_after_61),
        cmocka_unit_test(length_that_the_card_wants_is_used_after_6C),
        cmocka_unit_test(endless_61_comes_to_an_end),
        cmocka_unit_test(less_than_two_bytes_is_a_failed_link),
        cmocka_unit_test(first_command_may_be_answered_6F00_once),
        cmocka_unit_test(
            a_card_without_the_application_is_told_from_a_strange_card),
        cmocka_unit_test(the_drop_selects_another_application),
        cmocka_unit_test(a_signature_that_is_not_256_bytes_is_malformed),
        cmocka_unit_test(objects_are_measured_by_their_heads),
    };

    return cmocka_run_group_tests_name("host/iso", tests, NULL, NULL);
}
