/* SPDX-License-Identifier: Apache-2.0
 *
 * The durable records. Pages are literal bytes whose CRC-32 was computed with
 * Python's zlib.
 */
#include "card/applet/internal.h"
#include "tests/support/expect.h"
#include "tests/support/hex.h"
#include "tests/support/persona.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define SPARE "00000000"
/* sequence, PIN, tries, length, zero, value, spare, CRC-32 */
#define SEQ_0_TRIES_2                                                          \
    "00000000"                                                                 \
    "00"                                                                       \
    "02"                                                                       \
    "04"                                                                       \
    "00"                                                                       \
    "31323334000000000000000000000000" SPARE "3CF10985"
#define SEQ_1_TRIES_3                                                          \
    "00000001"                                                                 \
    "00"                                                                       \
    "03"                                                                       \
    "04"                                                                       \
    "00"                                                                       \
    "31323334000000000000000000000000" SPARE "0209735F"
#define SEQ_FFFFFFFF_TRIES_3                                                   \
    "FFFFFFFF"                                                                 \
    "00"                                                                       \
    "03"                                                                       \
    "04"                                                                       \
    "00"                                                                       \
    "31323334000000000000000000000000" SPARE "D80D6B47"
#define SEQ_7FFFFFFF_TRIES_2                                                   \
    "7FFFFFFF"                                                                 \
    "00"                                                                       \
    "02"                                                                       \
    "04"                                                                       \
    "00"                                                                       \
    "31323334000000000000000000000000" SPARE "99800F13"
#define SEQ_80000000_TRIES_1                                                   \
    "80000000"                                                                 \
    "00"                                                                       \
    "01"                                                                       \
    "04"                                                                       \
    "00"                                                                       \
    "31323334000000000000000000000000" SPARE "90EABE38"
/* whole, but of another PIN; and with more tries than the PIN has */
#define SEQ_5_OTHER_PIN                                                        \
    "00000005"                                                                 \
    "01"                                                                       \
    "03"                                                                       \
    "04"                                                                       \
    "00"                                                                       \
    "31323334000000000000000000000000" SPARE "78915C83"
#define SEQ_5_TRIES_4                                                          \
    "00000005"                                                                 \
    "00"                                                                       \
    "04"                                                                       \
    "04"                                                                       \
    "00"                                                                       \
    "31323334000000000000000000000000" SPARE "8F0DA10A"
#define SEQ_5_VALUE_9999                                                       \
    "00000005"                                                                 \
    "00"                                                                       \
    "03"                                                                       \
    "04"                                                                       \
    "00"                                                                       \
    "39393939000000000000000000000000" SPARE "CEA312A7"

static void put_page(struct fake_card *fake, unsigned copy, const char *text)
{
    struct wbuf w = wbuf_of(fake->pages[NV_PAGE(PIN_AUTH, copy)], NV_PAGE_LEN);

    assert_true(hex_parse(text, &w));
    assert_int_equal(w.len, NV_PAGE_LEN);
}

static unsigned load_tries(struct fake_card *fake)
{
    struct nv_pin pin;

    assert_true(nv_load(&fake->card, PIN_AUTH, &pin));
    return pin.tries;
}

static void a_page_has_these_bytes(void **state)
{
    struct fake_card *fake = *state;
    uint8_t page[NV_PAGE_LEN];

    nv_format(NV_PAGE(PIN_AUTH, 1), span_of("1234", 4), 3, page);
    put_page(fake, 1, SEQ_1_TRIES_3);
    assert_memory_equal(page, fake->pages[NV_PAGE(PIN_AUTH, 1)], NV_PAGE_LEN);
}

static void the_later_copy_counts(void **state)
{
    put_page(*state, 0, SEQ_0_TRIES_2);
    put_page(*state, 1, SEQ_1_TRIES_3);
    assert_int_equal(load_tries(*state), 3);
    put_page(*state, 0, SEQ_1_TRIES_3);
    put_page(*state, 1, SEQ_0_TRIES_2);
    assert_int_equal(load_tries(*state), 3);
}

static void the_sequence_may_wrap_around(void **state)
{
    put_page(*state, 0, SEQ_FFFFFFFF_TRIES_3);
    put_page(*state, 1, SEQ_0_TRIES_2);
    assert_int_equal(load_tries(*state), 2);
    put_page(*state, 0, SEQ_80000000_TRIES_1);
    put_page(*state, 1, SEQ_7FFFFFFF_TRIES_2);
    assert_int_equal(load_tries(*state), 1);
}

static void a_record_of_another_pin_is_no_record(void **state)
{
    put_page(*state, 0, SEQ_5_OTHER_PIN);
    put_page(*state, 1, SEQ_1_TRIES_3);
    assert_int_equal(load_tries(*state), 3);
}

static void more_tries_than_there_are_is_no_record(void **state)
{
    struct fake_card *fake = *state;

    put_page(fake, 0, SEQ_5_TRIES_4);
    put_page(fake, 1, SEQ_0_TRIES_2);
    assert_int_equal(load_tries(fake), 2);
    assert_true(nv_is_whole(fake->card.port, fake));
    put_page(fake, 1, SEQ_5_TRIES_4);
    assert_false(nv_is_whole(fake->card.port, fake));
}

static void any_flipped_bit_spoils_a_copy(void **state)
{
    struct fake_card *fake = *state;

    put_page(fake, 0, SEQ_0_TRIES_2);
    for (size_t bit = 0; bit < 8 * NV_PAGE_LEN; bit++) {
        put_page(fake, 1, SEQ_5_VALUE_9999);
        assert_int_equal(load_tries(fake), 3);
        fake->pages[NV_PAGE(PIN_AUTH, 1)][bit / 8] ^= (uint8_t)(1u << bit % 8);
        assert_int_equal(load_tries(fake), 2);
    }
}

static void a_write_goes_to_the_copy_that_does_not_count(void **state)
{
    struct fake_card *fake = *state;
    struct nv_pin pin;
    uint8_t kept[NV_PAGE_LEN];

    put_page(fake, 0, SEQ_0_TRIES_2);
    put_page(fake, 1, SEQ_1_TRIES_3);
    memcpy(kept, fake->pages[NV_PAGE(PIN_AUTH, 1)], NV_PAGE_LEN);
    assert_true(nv_load(&fake->card, PIN_AUTH, &pin));
    pin.tries = 1;
    assert_true(nv_store(&fake->card, PIN_AUTH, &pin));
    assert_memory_equal(fake->pages[NV_PAGE(PIN_AUTH, 1)], kept, NV_PAGE_LEN);
    assert_int_equal(load_tries(fake), 1);
    memset(fake->pages[NV_PAGE(PIN_AUTH, 1)], 0, NV_PAGE_LEN);
    pin.tries = 2;
    assert_true(nv_store(&fake->card, PIN_AUTH, &pin));
    assert_int_equal(load_tries(fake), 2);
}

static void pages_of_zeroes_or_of_ff_hold_nothing(void **state)
{
    struct fake_card *fake = *state;
    struct nv_pin pin = { 0 };

    memset(fake->pages, 0x00, sizeof(fake->pages));
    assert_false(nv_is_whole(fake->card.port, fake));
    assert_false(nv_store(&fake->card, PIN_AUTH, &pin));
    memset(fake->pages, 0xFF, sizeof(fake->pages));
    assert_false(nv_is_whole(fake->card.port, fake));
    assert_false(nv_load(&fake->card, PIN_AUTH, &pin));
}

static void one_lost_counter_is_a_card_that_is_not_whole(void **state)
{
    struct fake_card *fake = *state;

    for (unsigned pin = 0; pin < PIN_COUNT; pin++) {
        persona_format(fake->pages);
        assert_true(nv_is_whole(fake->card.port, fake));
        fake->pages[NV_PAGE(pin, 0)][0] ^= 1;
        assert_true(nv_is_whole(fake->card.port, fake));
        fake->pages[NV_PAGE(pin, 1)][31] ^= 1;
        assert_false(nv_is_whole(fake->card.port, fake));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAKE_TEST(a_page_has_these_bytes),
        FAKE_TEST(the_later_copy_counts),
        FAKE_TEST(the_sequence_may_wrap_around),
        FAKE_TEST(a_record_of_another_pin_is_no_record),
        FAKE_TEST(more_tries_than_there_are_is_no_record),
        FAKE_TEST(any_flipped_bit_spoils_a_copy),
        FAKE_TEST(a_write_goes_to_the_copy_that_does_not_count),
        FAKE_TEST(pages_of_zeroes_or_of_ff_hold_nothing),
        FAKE_TEST(one_lost_counter_is_a_card_that_is_not_whole),
    };

    return cmocka_run_group_tests_name("card/nv", tests, NULL, NULL);
}
