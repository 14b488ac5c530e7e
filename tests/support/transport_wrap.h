/* SPDX-License-Identifier: Apache-2.0
 *
 * Any transport with a witness in between: counts and remembers what goes
 * through, and makes the n-th call fail.
 */
#ifndef INKAN_TESTS_SUPPORT_TRANSPORT_WRAP_H
#define INKAN_TESTS_SUPPORT_TRANSPORT_WRAP_H

#include <inkan/transport.h>

#include "card/edge/bytes.h"

#define WRAP_LOG_MAX 64
#define WRAP_CMD_MAX 16 /* the first bytes of a command */

struct wrap_exchange {
    uint8_t cmd[WRAP_CMD_MAX];
    size_t cmd_len; /* of the whole command */
    uint16_t sw;
};

struct wrap {
    struct inkan_transport inner;

    /* The calls that can fail - list, connect, begin, transmit, end - are
     * counted from 1; the fail_at-th returns fail_rc (0: none). With lost,
     * it has been carried out all the same: the answer got lost. */
    unsigned calls;
    unsigned fail_at;
    enum inkan_rc fail_rc;
    bool lost;

    size_t apdus, sent, received; /* exchanges and their bytes */
    unsigned verifies; /* VERIFY with a value that reached the card */
    unsigned power_offs;
    bool inside; /* the inner transport is at work */
    struct wrap_exchange log[WRAP_LOG_MAX];
};

/* w is the caller's and lives as long as the transport. */
struct inkan_transport wrap_transport(struct wrap *w,
                                      struct inkan_transport inner);

/* Forgets counts and log; keeps fail_at. */
void wrap_clear(struct wrap *w);

#endif
