/* SPDX-License-Identifier: Apache-2.0
 *
 * Sequences of commands, resets and power cuts against the card, watched by
 * oracle.c. An input is a row of steps: two bytes n, then
 *   n < FFF0   n bytes of command (as many as are left)
 *   FFFF       warm reset          FFFE  power off and on
 *   FFFD w t   power cut in the w-th write of the next command, after t bytes
 *   FFFC q     quirks, bit by bit; only at the beginning
 */
#include "card/edge/apdu.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/generate.h"
#include "tests/fuzz/oracle.h"

#define ANSWER_CAP 1024

struct run {
    struct fake_card fake;
    struct oracle oracle;
    struct span in;
    uint8_t cmd[APDU_CMD_MAX + 16];
    uint8_t answer[ANSWER_CAP];
};

static unsigned long long counted;

unsigned long long fuzz_counted(void)
{
    return counted;
}

static uint8_t take_byte(struct span *in)
{
    uint8_t byte = 0;

    if (in->len != 0)
        byte = in->ptr[0];
    *in = span_sub(*in, 1, in->len);
    return byte;
}

static void set_quirks(struct card_config *config, uint8_t bits)
{
    config->on = bits & 0x01 ? ON_PHONE : ON_CARD;
    config->no_pss = bits & 0x02;
    config->reselect_clears = bits & 0x04;
    config->reset_keeps = bits & 0x08;
    config->no_sfi = bits & 0x10;
    config->oneshot = bits & 0x20;
    config->query_when_verified = bits & 0x40 ? QUERY_9000 : QUERY_63CX;
    config->no_extended = (bits & 0x80) != 0;
}

static void boot(struct run *run)
{
    fake_power_on(&run->fake);
    oracle_lost(&run->oracle);
}

static void send(struct run *run, size_t len)
{
    struct span cmd = span_sub(run->in, 0, len);
    size_t answer_len;

    if (cmd.len != 0)
        memcpy(run->cmd, cmd.ptr, cmd.len);
    answer_len = fake_transmit_raw(&run->fake, run->cmd, cmd.len, run->answer,
                                   ANSWER_CAP);
    counted++;
    oracle_check(&run->oracle, cmd, span_of(run->answer, answer_len));
    run->fake.cut_at = 0;
    run->in = span_sub(run->in, cmd.len, run->in.len);
    if (run->fake.dead)
        boot(run);
}

static void step(struct run *run)
{
    unsigned what = (unsigned)take_byte(&run->in) << 8;

    what |= take_byte(&run->in);
    switch (what) {
    case STEP_RESET:
        card_reset(&run->fake.card, CARD_WARM_RESET);
        if (!run->fake.config.reset_keeps)
            oracle_lost(&run->oracle);
        break;
    case STEP_POWER: boot(run); break;
    case STEP_CUT:
        run->fake.cut_at = take_byte(&run->in) % 3;
        run->fake.torn_len = take_byte(&run->in) % (NV_PAGE_LEN + 1);
        break;
    case STEP_QUIRKS: take_byte(&run->in); break;
    default: send(run, what);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static struct run run; /* large; nothing in it outlives an input */

    run.in = span_of(data, len);
    fake_init(&run.fake, FAKE_MARKED);
    run.fake.identity_cipher = true;
    if (len >= 3 && get_be16(data) == STEP_QUIRKS)
        set_quirks(&run.fake.config, data[2]);
    oracle_start(&run.oracle, &run.fake);
    while (run.in.len != 0)
        step(&run);
    return 0;
}
