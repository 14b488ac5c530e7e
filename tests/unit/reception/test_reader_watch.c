/* SPDX-License-Identifier: Apache-2.0
 *
 * Insertions and removals as a desk sees them that looks now and then.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/reception/cards.h"
#include "tools/reception/reader_watch.h"

/* What was told, as one letter each: I, R, and the code of the service. */
struct told {
    char text[256];
    char reader[INKAN_READER_NAME_MAX];
};

static void inserted(void *self, const char *reader)
{
    struct told *told = self;

    strcat(told->text, "I");
    snprintf(told->reader, sizeof(told->reader), "%s", reader);
}

static void removed(void *self, const char *reader)
{
    (void)reader;
    strcat(((struct told *)self)->text, "R");
}

static void service(void *self, enum inkan_rc rc)
{
    strcat(((struct told *)self)->text, rc == INKAN_OK ? "+" : "-");
}

static void begin(struct cards *cards, struct reader_watch *w,
                  struct told *told, const char *want)
{
    const struct reader_sink sink = { told, inserted, removed, service };

    cards_begin(cards, "adult");
    memset(told, 0, sizeof(*told));
    reader_watch_init(w, cards->ink, want, &sink);
}

static void assert_told(struct reader_watch *w, struct told *told,
                        const char *text)
{
    told->text[0] = '\0';
    reader_watch_look(w);
    assert_string_equal(told->text, text);
}

static void each_change_is_told_once(void **state)
{
    struct posix_card *card;
    struct reader_watch w;
    struct cards cards;
    struct told told;

    (void)state;
    begin(&cards, &w, &told, NULL);
    assert_told(&w, &told, "I");
    assert_string_equal(told.reader, CARDS_READER);
    assert_told(&w, &told, "");
    card = desk_pull(&cards.desk, 0);
    assert_told(&w, &told, "R");
    assert_told(&w, &told, "");
    desk_insert(&cards.desk, 0, card);
    assert_told(&w, &told, "I");
    cards_end(&cards);
}

static void a_swap_between_two_looks_is_a_removal_and_an_insertion(void **state)
{
    struct reader_watch w;
    struct cards cards;
    struct told told;

    (void)state;
    begin(&cards, &w, &told, NULL);
    assert_told(&w, &told, "I");
    desk_insert(&cards.desk, 0, desk_pull(&cards.desk, 0));
    assert_told(&w, &told, "RI");
    cards_end(&cards);
}

static void with_the_service_all_cards_are_gone(void **state)
{
    struct reader_watch w;
    struct cards cards;
    struct told told;

    (void)state;
    begin(&cards, &w, &told, NULL);
    assert_told(&w, &told, "I");
    cards.desk.stopped = true;
    assert_told(&w, &told, "-R");
    assert_told(&w, &told, "");
    cards.desk.stopped = false;
    assert_told(&w, &told, "+I");
    desk_unplug_reader(&cards.desk, 0);
    assert_told(&w, &told, "R");
    cards_end(&cards);
}

static void only_the_reader_that_is_wanted_is_watched(void **state)
{
    struct reader_watch w;
    struct cards cards;
    struct told told;

    (void)state;
    begin(&cards, &w, &told, "second");
    assert_told(&w, &told, ""); /* it is not there yet */
    desk_plug_reader(&cards.desk, 1, "The Second Reader");
    assert_told(&w, &told, "");
    desk_insert(&cards.desk, 1, desk_pull(&cards.desk, 0));
    assert_told(&w, &told, "I");
    assert_string_equal(told.reader, "The Second Reader");
    cards_end(&cards);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_is_told_once),
        cmocka_unit_test(
            a_swap_between_two_looks_is_a_removal_and_an_insertion),
        cmocka_unit_test(with_the_service_all_cards_are_gone),
        cmocka_unit_test(only_the_reader_that_is_wanted_is_watched),
    };

    return cmocka_run_group_tests_name("reception/reader_watch", tests, NULL,
                                       NULL);
}
