/* SPDX-License-Identifier: Apache-2.0
 *
 * Who may be inside the module: nobody before C_Initialize, after C_Finalize,
 * or in a forked child that has not called C_Initialize itself. It uses
 * atomics only, so that it works whatever locking the application allows.
 */
#ifndef INKAN_PKCS11_GATE_H
#define INKAN_PKCS11_GATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "pkcs11/cryptoki.h"

/* All zero is closed. */
struct gate {
    _Atomic uint64_t word;   /* process that owns the state, and the state */
    _Atomic unsigned inside; /* threads between gate_enter and gate_leave */
};

/* Claims the right to initialise; waits for a C_Finalize under way.
 * out_inherited  the module still holds what a parent process made
 * Errors         CKR_CRYPTOKI_ALREADY_INITIALIZED */
CK_RV gate_claim(struct gate *gate, bool *out_inherited);

/* Ends gate_claim or gate_shut: opens, or closes again. */
void gate_open(struct gate *gate);
void gate_close(struct gate *gate);

/* Lets nobody in any more. Errors  CKR_CRYPTOKI_NOT_INITIALIZED */
CK_RV gate_shut(struct gate *gate);

/* Waits until all are out; wake(arg) is called again and again meanwhile. */
void gate_drain(struct gate *gate, void (*wake)(void *arg), void *arg);

/* false: not initialised in this process. */
bool gate_enter(struct gate *gate);
void gate_leave(struct gate *gate);

/* Is C_Finalize waiting for us? For calls that block. */
bool gate_is_open(struct gate *gate);

#endif
