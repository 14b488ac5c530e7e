/* SPDX-License-Identifier: Apache-2.0
 *
 * The page of memory where PINs live between C_Login and C_Logout: never
 * swapped, not in core dumps, empty in a forked child. Where the system
 * refuses one of these, the page says so and the module keeps no PIN for
 * longer than one signature.
 */
#ifndef INKAN_PKCS11_PINPAGE_H
#define INKAN_PKCS11_PINPAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PINPAGE_PIN_MAX 16

struct pin_cell {
    uint8_t len; /* 0 = no PIN */
    uint8_t pin[PINPAGE_PIN_MAX];
};

struct pin_page {
    struct pin_cell *cells; /* NULL: not mapped */
    size_t size;            /* bytes, whole pages */
    bool is_protected;      /* locked, not dumped, wiped on fork */
};

/* false: no memory at all. */
bool pinpage_map(struct pin_page *page, size_t count);

/* Wipes and unmaps; takes an unmapped one. */
void pinpage_unmap(struct pin_page *page);

/* Sets a cell; len at most PINPAGE_PIN_MAX. */
void pinpage_keep(struct pin_cell *cell, const uint8_t *pin, size_t len);
void pinpage_wipe(struct pin_cell *cell);

#endif
