/* SPDX-License-Identifier: Apache-2.0
 *
 * The power goes in the middle of every single write of every command that
 * writes, at every byte of the page. Afterwards the card is whole, no guess
 * was free, and a changed PIN is the old one or the new one.
 */
#include "tests/support/expect.h"
#include "tests/support/hex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define VERIFY_RIGHT "002000980431323334"
#define VERIFY_WRONG "002000980431323335"
#define QUERY        "00200098"

/* How one write was torn. */
struct tear {
    unsigned write; /* which one of the command, from 1 */
    size_t len;
    bool erases;
};

/* Calls f for every tear of the first `writes` writes of a command. */
static void for_each_tear(unsigned writes, void (*f)(const struct tear *t))
{
    for (unsigned write = 1; write <= writes; write++) {
        for (size_t len = 0; len <= NV_PAGE_LEN; len++) {
            f(&(struct tear){ write, len, false });
            f(&(struct tear){ write, len, true });
        }
    }
}

static struct fake_card *new_card(void)
{
    struct fake_card *fake = malloc(sizeof(*fake));

    assert_non_null(fake);
    fake_init(fake, FAKE_LITERAL);
    return fake;
}

/* Sends cmd and loses power at the tear; the log holds this command only.
 * Returns the length of the answer, 0 when the power went. */
static size_t send_and_tear(struct fake_card *fake, const char *cmd,
                            const struct tear *t)
{
    uint8_t raw[64];
    uint8_t out[258];
    struct wbuf w = wbuf_of(raw, sizeof(raw));

    assert_true(hex_parse(cmd, &w));
    fake->cut_at = t->write;
    fake->torn_len = t->len;
    fake->torn_erases = t->erases;
    fake->log_len = 0;
    return fake_transmit(fake, wbuf_span(&w), out, sizeof(out));
}

static void boot(struct fake_card *fake, const char *select)
{
    fake_power_on(fake);
    assert_true(nv_is_whole(fake->card.port, fake));
    expect(fake, select, "9000");
}

static unsigned writes_in_log(const struct fake_card *fake)
{
    unsigned count = 0;

    for (size_t i = 0; i < fake->log_len; i++)
        count += fake->log[i] == FAKE_WRITE;
    return count;
}

static unsigned tries_left(struct fake_card *fake)
{
    static const uint8_t query[] = { 0x00, 0x20, 0x00, 0x98 };
    uint8_t out[2];

    assert_int_equal(fake_transmit(fake, span_of(query, sizeof(query)), out, 2),
                     2);
    assert_int_equal(out[0], 0x63);
    assert_int_equal(out[1] & 0xF0, 0xC0);
    return out[1] & 0x0F;
}

/* Before a try is durably spent, nothing the card does, as far as its port
 * or its answer can tell, may depend on whether the guess was right. */
static void guess_is_unknown_until_spent(const struct tear *t)
{
    struct fake_card *right = new_card();
    struct fake_card *wrong = new_card();

    expect(right, SELECT_JPKI, "9000");
    expect(wrong, SELECT_JPKI, "9000");
    assert_int_equal(send_and_tear(right, VERIFY_RIGHT, t), 0);
    assert_int_equal(send_and_tear(wrong, VERIFY_WRONG, t), 0);
    assert_int_equal(writes_in_log(right), 0);
    assert_int_equal(right->log_len, wrong->log_len);
    assert_memory_equal(right->log, wrong->log, right->log_len);
    assert_memory_equal(right->pages, wrong->pages, sizeof(right->pages));
    assert_int_equal(right->card.verified, 0);
    assert_int_equal(wrong->card.verified, 0);
    free(right);
    free(wrong);
}

static void nothing_depends_on_the_guess_before_a_try_is_spent(void **state)
{
    (void)state;
    for_each_tear(1, guess_is_unknown_until_spent);
}

static void tear_right_verify(const struct tear *t)
{
    struct fake_card *fake = new_card();
    unsigned spent;

    expect(fake, SELECT_JPKI, "9000");
    assert_int_equal(send_and_tear(fake, VERIFY_RIGHT, t), 0);
    spent = writes_in_log(fake) != 0; /* the first write spends */
    boot(fake, SELECT_JPKI);
    expect(fake, "802A0097013100", "6982");
    /* A page torn after its last byte is the new page. */
    if (t->len == NV_PAGE_LEN)
        assert_int_equal(tries_left(fake), t->write == 1 ? 2 : 3);
    else
        assert_true(tries_left(fake) <= 3 - spent);
    expect(fake, VERIFY_RIGHT, "9000");
    expect(fake, QUERY, "63C3");
    free(fake);
}

static void a_torn_right_verify_never_gives_a_free_try(void **state)
{
    (void)state;
    for_each_tear(2, tear_right_verify);
}

static void tear_wrong_verify(const struct tear *t)
{
    struct fake_card *fake = new_card();
    size_t answered;

    expect(fake, SELECT_JPKI, "9000");
    answered = send_and_tear(fake, VERIFY_WRONG, t);
    assert_int_equal(answered, t->write == 1 ? 0 : 2);
    boot(fake, SELECT_JPKI);
    assert_true(tries_left(fake) <= (answered != 0 ? 2 : 3));
    free(fake);
}

static void a_torn_wrong_verify_never_gives_a_free_try(void **state)
{
    (void)state;
    for_each_tear(2, tear_wrong_verify);
}

/* The attack itself: guess, cut, reboot, as often as it goes. */
static void guess_until_blocked(const struct tear *t)
{
    struct fake_card *fake = new_card();
    unsigned comparisons = 0;

    for (int i = 0; i < 20; i++) {
        boot(fake, SELECT_JPKI);
        send_and_tear(fake, VERIFY_WRONG, t);
        comparisons += writes_in_log(fake);
    }
    assert_true(comparisons <= 3);
    free(fake);
}

static void cutting_power_buys_no_more_guesses(void **state)
{
    (void)state;
    for_each_tear(2, guess_until_blocked);
}

/* Exactly one of two values opens the PIN, and the counter is full. */
static void is_old_or_new(struct fake_card *fake, const char *select,
                          const char *verify_old, const char *verify_new)
{
    uint8_t raw[64];
    uint8_t out[2];
    struct wbuf w = wbuf_of(raw, sizeof(raw));
    bool is_old;

    boot(fake, select);
    assert_true(hex_parse(verify_old, &w));
    assert_int_equal(fake_transmit(fake, wbuf_span(&w), out, 2), 2);
    is_old = get_be16(out) == 0x9000;
    if (!is_old)
        assert_int_equal(get_be16(out), 0x63C2);
    expect(fake, verify_new, is_old ? "63C2" : "9000");
    expect(fake, is_old ? verify_old : verify_new, "9000");
}

static void tear_change(const struct tear *t)
{
    struct fake_card *fake = new_card();

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, VERIFY_RIGHT, "9000");
    assert_int_equal(send_and_tear(fake, "002401980439393939", t), 0);
    is_old_or_new(fake, SELECT_JPKI, VERIFY_RIGHT, "002000980439393939");
    free(fake);
}

static void a_torn_pin_change_is_old_or_new(void **state)
{
    (void)state;
    for_each_tear(2, tear_change);
}

static void tear_change_key(const struct tear *t)
{
    struct fake_card *fake = new_card();

    expect(fake, SELECT_COMMON, "9000");
    expect(fake, "0020009C0431323334", "9000");
    assert_int_equal(send_and_tear(fake, "8032009C0439393939", t), 0);
    is_old_or_new(fake, SELECT_COMMON, "0020009C0431323334",
                  "0020009C0439393939");
    free(fake);
}

static void a_torn_change_key_is_old_or_new(void **state)
{
    (void)state;
    for_each_tear(2, tear_change_key);
}

static void after_a_change_the_old_value_is_nowhere(void **state)
{
    struct fake_card *fake = *state;

    expect(fake, SELECT_JPKI, "9000");
    expect(fake, VERIFY_RIGHT, "9000");
    expect(fake, "002401980439393939", "9000");
    for (unsigned copy = 0; copy < 2; copy++)
        assert_null(memmem(fake->pages[NV_PAGE(PIN_AUTH, copy)], NV_PAGE_LEN,
                           "1234", 4));
}

/* If a command began to write more, the loops above would miss it. */
static void the_number_of_writes_is_known(void **state)
{
    static const struct {
        const char *cmd;
        unsigned writes;
    } rows[] = {
        { SELECT_COMMON, 0 },        { "0020009C0431323334", 2 },
        { "8032009C0439393939", 2 }, { SELECT_JPKI, 0 },
        { "002000980431323335", 1 }, { "00200098", 0 },
        { "0020009803313233", 0 },   { "002000980431323334", 2 },
        { "002401980439393939", 2 }, { "802A0097013100", 0 },
        { "00B08A0000", 0 },         { SELECT_TEXT, 0 },
        { "002000920431323334", 0 }, { "802A0000013100", 0 },
        { "0084000008", 0 },
    };
    struct fake_card *fake = *state;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        unsigned before = fake->writes;

        expect_sw(fake, rows[i].cmd, "....");
        assert_int_equal(fake->writes - before, rows[i].writes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_depends_on_the_guess_before_a_try_is_spent),
        cmocka_unit_test(a_torn_right_verify_never_gives_a_free_try),
        cmocka_unit_test(a_torn_wrong_verify_never_gives_a_free_try),
        cmocka_unit_test(cutting_power_buys_no_more_guesses),
        cmocka_unit_test(a_torn_pin_change_is_old_or_new),
        cmocka_unit_test(a_torn_change_key_is_old_or_new),
        FAKE_TEST(after_a_change_the_old_value_is_nowhere),
        FAKE_TEST(the_number_of_writes_is_known),
    };

    return cmocka_run_group_tests_name("card/tear", tests, NULL, NULL);
}
