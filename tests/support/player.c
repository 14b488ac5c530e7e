/* SPDX-License-Identifier: Apache-2.0
 *
 * Steps of a script to calls of a target. A command is sent only once its
 * expected answer was seen, so no step can be forgotten unnoticed.
 */
#include "tests/support/player.h"
#include "tests/support/script.h"

static bool fail(struct player *player, const char *wrong)
{
    player->wrong = wrong;
    return false;
}

static bool send(struct player *player, const struct player_target *target,
                 const struct script_step *step)
{
    player->answer_len =
        target->transmit(target->ctx, player->bytes, step->len, player->answer,
                         sizeof(player->answer));
    player->exchanges++;
    return true;
}

/* waiting: a command was sent whose answer was not compared yet. */
static bool run_step(struct player *player, const struct player_target *target,
                     const struct script *script,
                     const struct script_step *step, bool *waiting)
{
    if ((step->kind == SCRIPT_ANSWER) != *waiting)
        return fail(player, *waiting ? "a command has no answer"
                                     : "an answer has no command");
    *waiting = step->kind == SCRIPT_COMMAND;
    switch (step->kind) {
    case SCRIPT_COMMAND: return send(player, target, step);
    case SCRIPT_ANSWER:
        if (script_fits(script, step,
                        span_of(player->answer, player->answer_len)))
            return true;
        return fail(player, "the answer is another");
    case SCRIPT_PERSONA:
        if (target->persona(target->ctx, span_of(step->word, step->word_len)))
            return true;
        return fail(player, "no such persona");
    case SCRIPT_RESET: target->reset(target->ctx, true); return true;
    case SCRIPT_POWER: target->reset(target->ctx, false); return true;
    case SCRIPT_BAD: return fail(player, "the line is not understood");
    case SCRIPT_END: break;
    }
    return true;
}

bool player_run(struct player *player, const struct player_target *target,
                const char *text, size_t text_len)
{
    struct script script;
    struct script_step step;
    bool waiting = false;
    bool good = true;

    player->exchanges = 0;
    player->answer_len = 0;
    player->wrong = NULL;
    script_open(&script, text, text_len, player->bytes, player->mask,
                sizeof(player->bytes));
    do {
        script_next(&script, &step);
        player->line = script.line;
        good = run_step(player, target, &script, &step, &waiting);
    } while (good && step.kind != SCRIPT_END);
    if (good && player->exchanges == 0)
        return fail(player, "there is nothing in the file");
    return good;
}
