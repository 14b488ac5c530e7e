/* SPDX-License-Identifier: Apache-2.0
 *
 * The PC/SC transport on a PC/SC of the test: what each code becomes, every
 * call failing in turn with nothing left open, PIN pads, the insertion.
 */
#include "tests/loop/host/host_desk.h"

#include <stdlib.h>

#include "tests/loop/host/fake_pcsc.h"

struct bench {
    struct host_desk *hd; /* only for its folder of images */
    struct inkan *ink;
    struct inkan_card *card;
};

static struct bench *bench_new(void)
{
    struct bench *b = calloc(1, sizeof(*b));

    assert_non_null(b);
    b->hd = host_desk_new("adult");
    memset(&fake_pcsc, 0, sizeof(fake_pcsc));
    fake_pcsc.card = host_desk_card(b->hd, "adult");
    fake_pcsc.events = 1;
    return b;
}

static enum inkan_rc bench_open(struct bench *b, uint32_t deadline_ms)
{
    struct inkan_options options = { .deadline_ms = deadline_ms };
    char reader[INKAN_READER_NAME_MAX];
    enum inkan_rc rc = inkan_open(&options, &b->ink);

    if (rc == INKAN_OK)
        rc = inkan_choose_reader(b->ink, NULL, reader);
    if (rc == INKAN_OK)
        rc = inkan_card_open(b->ink, reader, &b->card);
    return rc;
}

/* Everything that was opened is closed. */
static void bench_free(struct bench *b)
{
    inkan_card_close(b->card);
    inkan_close(b->ink);
    assert_int_equal(fake_pcsc.handles, 0);
    assert_int_equal(fake_pcsc.contexts, 0);
    assert_int_equal(fake_pcsc.transactions, 0);
    posix_card_close(fake_pcsc.card);
    host_desk_close(b->hd);
    free(b);
}

static enum inkan_rc sign(struct inkan_card *card)
{
    struct inkan_secret pin = secret_of(INKAN_PIN_AUTH, AUTH_PIN);
    uint8_t digest[32] = { 1 };
    struct inkan_sign_item item = { .scheme = INKAN_PKCS1,
                                    .hash = INKAN_HASH_SHA256,
                                    .input = digest,
                                    .input_len = 32 };

    return inkan_sign(card, INKAN_KEY_AUTH, &pin, &item, 1);
}

static void it_signs_and_gives_everything_back(void **state)
{
    struct bench *b = bench_new();

    (void)state;
    assert_int_equal(bench_open(b, 0), INKAN_OK);
    assert_int_equal(sign(b->card), INKAN_OK);
    assert_int_equal(fake_pcsc.unpowered, 0);
    bench_free(b);
}

static void every_failing_call_leaves_nothing_open(void **state)
{
    static const LONG codes[] = {
        SCARD_F_COMM_ERROR,        SCARD_E_NO_SERVICE,
        SCARD_E_NO_MEMORY,         SCARD_W_REMOVED_CARD,
        SCARD_E_NOT_TRANSACTED,    SCARD_E_READER_UNAVAILABLE,
        SCARD_W_UNRESPONSIVE_CARD, SCARD_F_INTERNAL_ERROR,
        SCARD_E_INVALID_HANDLE,
    };

    (void)state;
    for (size_t i = 0; i < 2 * ARRAY_LEN(codes); i++) {
        uint32_t deadline_ms = 50; /* short: some codes are waited for */
        unsigned n = 1;

        for (;;) {
            struct bench *b = bench_new();
            enum inkan_rc rc;
            unsigned calls;

            fake_pcsc.fail_at = n;
            fake_pcsc.fail_with = codes[i / 2];
            fake_pcsc.only_once = i % 2 == 0;
            rc = bench_open(b, deadline_ms);
            if (rc == INKAN_OK)
                rc = sign(b->card);
            calls = fake_pcsc.calls;
            bench_free(b);
            if (calls >= n) {
                assert_true(++n < 100);
            } else if (rc == INKAN_TIMEOUT && deadline_ms < 5000) {
                deadline_ms = 5000; /* the machine was slow, not the call */
            } else {
                assert_int_equal(rc, INKAN_OK);
                break;
            }
        }
    }
}

static void codes_become_what_a_person_can_act_on(void **state)
{
    static const struct {
        LONG code;
        enum inkan_rc rc;
    } rows[] = {
        { SCARD_E_NO_SERVICE, INKAN_NO_SERVICE },
        { SCARD_W_SECURITY_VIOLATION, INKAN_ACCESS },
        { SCARD_E_NO_MEMORY, INKAN_NOMEM },
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct bench *b = bench_new();

        fake_pcsc.fail_at = 1;
        fake_pcsc.fail_with = rows[i].code;
        assert_int_equal(bench_open(b, 0), rows[i].rc);
        bench_free(b);
    }
}

static void the_code_of_pcsc_is_told(void **state)
{
    struct bench *b = bench_new();

    (void)state;
    assert_int_equal(bench_open(b, 0), INKAN_OK);
    fake_pcsc.fail_at = fake_pcsc.calls + 3; /* attrib, begin, transmit */
    fake_pcsc.fail_with = SCARD_E_NOT_TRANSACTED;
    assert_int_equal(sign(b->card), INKAN_COMM);
    assert_int_equal(inkan_card_error(b->card).pcsc,
                     (uint32_t)SCARD_E_NOT_TRANSACTED);
    fake_pcsc.fail_at = 0;
    bench_free(b);
}

static void a_reset_is_got_over_and_a_swap_behind_it_is_not(void **state)
{
    struct bench *b = bench_new();

    (void)state;
    assert_int_equal(bench_open(b, 0), INKAN_OK);
    posix_card_reset(fake_pcsc.card, true);
    fake_pcsc.was_reset = true;
    assert_int_equal(sign(b->card), INKAN_OK);
    /* out and in again: pcscd would let the old handle reconnect */
    fake_pcsc.events += 2;
    fake_pcsc.was_reset = true;
    assert_int_equal(inkan_card_alive(b->card), INKAN_REMOVED);
    assert_int_equal(sign(b->card), INKAN_REMOVED);
    bench_free(b);
}

static void a_busy_card_is_waited_for_until_the_deadline(void **state)
{
    struct bench *b = bench_new();

    (void)state;
    assert_int_equal(bench_open(b, 60), INKAN_OK);
    fake_pcsc.busy = 4;
    assert_int_equal(sign(b->card), INKAN_OK);
    fake_pcsc.busy = 1000000;
    assert_int_equal(sign(b->card), INKAN_BUSY);
    fake_pcsc.busy = 0;
    assert_int_equal(sign(b->card), INKAN_OK);
    bench_free(b);
}

static void a_pin_pad_takes_the_pin_and_may_be_left(void **state)
{
    struct bench *b = bench_new();
    struct inkan_secret pad = { .pin = INKAN_PIN_AUTH,
                                .flags = INKAN_USE_PINPAD };

    (void)state;
    assert_int_equal(bench_open(b, 0), INKAN_OK);
    assert_false(inkan_has_pinpad(b->card));
    inkan_card_close(b->card);
    inkan_close(b->ink);
    fake_pcsc.pad = "9999";
    assert_int_equal(bench_open(b, 0), INKAN_OK);
    assert_true(inkan_has_pinpad(b->card));
    assert_int_equal(inkan_pin_verify(b->card, &pad), INKAN_WRONG_PIN);
    assert_int_equal(inkan_card_error(b->card).tries, 2);
    fake_pcsc.pad_sw = 0x6401; /* the holder pressed cancel */
    assert_int_equal(inkan_pin_verify(b->card, &pad), INKAN_CANCELLED);
    fake_pcsc.pad_sw = 0x6400;
    assert_int_equal(inkan_pin_verify(b->card, &pad), INKAN_TIMEOUT);
    fake_pcsc.pad_sw = 0;
    fake_pcsc.pad = AUTH_PIN;
    assert_int_equal(inkan_pin_verify(b->card, &pad), INKAN_OK);
    bench_free(b);
}

static void a_wait_tells_changes_and_its_own_end(void **state)
{
    struct bench *b = bench_new();
    struct inkan_reader readers[2];
    size_t count;

    (void)state;
    assert_int_equal(bench_open(b, 0), INKAN_OK);
    assert_int_equal(inkan_readers(b->ink, readers, 2, &count), INKAN_OK);
    assert_int_equal(count, 1);
    assert_true(readers[0].present);
    assert_true(readers[0].atr_len > 2);
    assert_int_equal(inkan_wait(b->ink, readers, count, 0), INKAN_TIMEOUT);
    inkan_cancel(b->ink);
    assert_int_equal(inkan_wait(b->ink, readers, count, 1000), INKAN_CANCELLED);
    fake_pcsc.events++;
    assert_int_equal(inkan_wait(b->ink, readers, count, 1000), INKAN_OK);
    bench_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_signs_and_gives_everything_back),
        cmocka_unit_test(every_failing_call_leaves_nothing_open),
        cmocka_unit_test(codes_become_what_a_person_can_act_on),
        cmocka_unit_test(the_code_of_pcsc_is_told),
        cmocka_unit_test(a_reset_is_got_over_and_a_swap_behind_it_is_not),
        cmocka_unit_test(a_busy_card_is_waited_for_until_the_deadline),
        cmocka_unit_test(a_pin_pad_takes_the_pin_and_may_be_left),
        cmocka_unit_test(a_wait_tells_changes_and_its_own_end),
    };

    return cmocka_run_group_tests_name("loop/host/pcsc", tests, NULL, NULL);
}
