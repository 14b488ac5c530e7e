/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan age`: the birth date from the age record, and nothing else of the
 * holder. The key is the birth date that is printed on the card.
 */
#include "tools/commands.h"
#include "tools/tool.h"

#include <stdlib.h>
#include <string.h>

static const struct tool_syntax syntax = {
    .usage = N_("[OPTION...]"),
    .takes = TOOL_TAKES_PIN,
};

/* Years between a birth date and today in Japan; one grows older at the end
 * of the day before, which law is not decided here. -1: unknown birth day. */
static int years_of(const char birth[9])
{
    struct inkan_time now = tool_now();
    char today[TOOL_TIME_MAX];
    int born = atoi(birth), day;

    tool_time_tokyo(&now, today); /* "YYYY-MM-DD ..." */
    day = atoi(today) * 10000 + atoi(today + 5) * 100 + atoi(today + 8);
    if (born % 100 == 0 || born / 100 % 100 == 0 || born / 10000 == 0)
        return -1;
    return (day - born) / 10000;
}

static int print(struct tool *t, const char birth[9])
{
    int years = years_of(birth);
    char date[11];

    tool_date_text(birth, date);
    if (t->json) {
        json_t *age = years >= 0 ? json_integer(years) : json_null();

        return tool_print_json(t,
                               json_pack("{s:o, s:o}", "birth",
                                         tool_json_text(date), "years", age));
    }
    printf("%s: ", _("Birth date"));
    tool_put_text(stdout, date);
    putchar('\n');
    if (years >= 0)
        printf("%s: %d\n", _("Age in years, today in Japan"), years);
    return tool_finish_stdout(t);
}

int run_age(struct tool *t, int argc, char **argv)
{
    struct inkan_card *card = NULL;
    struct inkan_secret secret;
    char birth[9] = "";
    enum inkan_rc rc;
    int exit = tool_parse(t, &syntax, NULL, argc, argv, NULL);

    if (exit != TOOL_OK || t->help)
        return exit;
    exit = tool_open_card(t, &card);
    if (exit == TOOL_OK)
        exit = tool_secret(t, card, INKAN_PIN_BIRTH, &secret);
    if (exit != TOOL_OK)
        return exit;
    tool_watch(t, 1);
    rc = inkan_age_read(card, &secret, birth);
    tool_secrets_wipe(t);
    exit = rc == INKAN_OK ? print(t, birth) : tool_fail(t, rc);
    explicit_bzero(birth, sizeof(birth));
    return exit;
}
