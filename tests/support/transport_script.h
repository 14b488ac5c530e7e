/* SPDX-License-Identifier: Apache-2.0
 *
 * A card that is a script: libinkan must send exactly the commands of a text
 * in the format of tests/vectors, in their order, and gets its answers.
 */
#ifndef INKAN_TESTS_SUPPORT_TRANSPORT_SCRIPT_H
#define INKAN_TESTS_SUPPORT_TRANSPORT_SCRIPT_H

#include <inkan/transport.h>

#include "tests/support/script.h"

#define SCRIPTED_CAP (65536 + 64)

struct scripted {
    struct script script;
    uint8_t bytes[SCRIPTED_CAP];
    uint8_t mask[SCRIPTED_CAP];

    /* What the functions beside transmit answer. */
    enum inkan_rc begin_rc, end_rc, alive_rc;
    /* After the script has ended: answer like this instead of failing the
     * test. INKAN_OK: fail the test. */
    enum inkan_rc at_end_rc;

    unsigned begins, ends, power_offs, exchanges;
};

/* text is borrowed until the last exchange. */
void scripted_init(struct scripted *s, const char *text);

struct inkan_transport scripted_transport(struct scripted *s);

/* Fails the test unless every exchange of the script was made. */
void scripted_expect_end(struct scripted *s);

#endif
