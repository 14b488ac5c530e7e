/* SPDX-License-Identifier: Apache-2.0
 *
 * The gate of the module, see gate.h. The state and the process it belongs to
 * are one atomic word, so that a forked child sees the module as closed at
 * once, without pthread_atfork.
 */
#include "pkcs11/gate.h"

#include <time.h>
#include <unistd.h>

enum gate_state { GATE_OFF, GATE_STARTING, GATE_ON, GATE_STOPPING };

static uint64_t word_of(enum gate_state state)
{
    return (uint64_t)getpid() << 8 | (uint64_t)state;
}

static enum gate_state state_of(uint64_t word)
{
    return (enum gate_state)(word & 0xFF);
}

static bool is_ours(uint64_t word)
{
    return word >> 8 == (uint64_t)getpid();
}

static void nap(void)
{
    const struct timespec millisecond = { .tv_nsec = 1000000 };

    nanosleep(&millisecond, NULL);
}

CK_RV gate_claim(struct gate *gate, bool *out_inherited)
{
    uint64_t seen = atomic_load(&gate->word);

    for (;;) {
        if (is_ours(seen) && state_of(seen) == GATE_ON)
            return CKR_CRYPTOKI_ALREADY_INITIALIZED;
        if (is_ours(seen) && state_of(seen) != GATE_OFF) {
            nap();
            seen = atomic_load(&gate->word);
        } else if (atomic_compare_exchange_weak(&gate->word, &seen,
                                                word_of(GATE_STARTING))) {
            break;
        }
    }
    *out_inherited = state_of(seen) != GATE_OFF;
    if (*out_inherited)
        atomic_store(&gate->inside, 0);
    return CKR_OK;
}

void gate_open(struct gate *gate)
{
    atomic_store(&gate->word, word_of(GATE_ON));
}

void gate_close(struct gate *gate)
{
    atomic_store(&gate->word, word_of(GATE_OFF));
}

CK_RV gate_shut(struct gate *gate)
{
    uint64_t on = word_of(GATE_ON);

    if (!atomic_compare_exchange_strong(&gate->word, &on,
                                        word_of(GATE_STOPPING)))
        return CKR_CRYPTOKI_NOT_INITIALIZED;
    return CKR_OK;
}

void gate_drain(struct gate *gate, void (*wake)(void *arg), void *arg)
{
    while (atomic_load(&gate->inside) != 0) {
        wake(arg);
        nap();
    }
}

bool gate_is_open(struct gate *gate)
{
    return atomic_load(&gate->word) == word_of(GATE_ON);
}

bool gate_enter(struct gate *gate)
{
    /* The first look keeps a child of fork away from the inherited count. */
    if (!gate_is_open(gate))
        return false;
    atomic_fetch_add(&gate->inside, 1);
    if (gate_is_open(gate))
        return true;
    atomic_fetch_sub(&gate->inside, 1);
    return false;
}

void gate_leave(struct gate *gate)
{
    atomic_fetch_sub(&gate->inside, 1);
}
