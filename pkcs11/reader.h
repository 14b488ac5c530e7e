/* SPDX-License-Identifier: Apache-2.0
 *
 * The readers that this process has seen, in the order in which they came.
 * A reader never leaves the list, so slot numbers stay what they are; before
 * the first one comes its place is already there, empty.
 */
#ifndef INKAN_PKCS11_READER_H
#define INKAN_PKCS11_READER_H

#include "pkcs11/cryptoki.h"
#include "pkcs11/token.h"

#define READERS_MAX INKAN_READERS_MAX

struct reader {
    char name[INKAN_READER_NAME_MAX]; /* "": the place of the first one */
    bool present;                     /* a card was in it at the last look */
    uint32_t events;
    bool event[TOKEN_COUNT]; /* to be told by C_WaitForSlotEvent */

    /* From here: the card that is open, see insertion.h. */
    struct inkan_card *card; /* NULL: not opened */
    uint64_t insertion;      /* number of this card in this process */
    bool auth_is_guarded;    /* a phone: certificate behind the PIN */
    uint64_t tries_ms;       /* when the counters were read */
    struct token tokens[TOKEN_COUNT];
    bool is_foreign; /* not our card, as of foreign_events */
    uint32_t foreign_events;
};

struct module;

/* Asks what is in the readers. Without pcscd every reader is empty. The list
 * does not grow; a first reader takes its place. Errors  CKR_HOST_MEMORY */
CK_RV reader_look(struct module *module);

/* The same, and adds readers that are new. */
CK_RV reader_list(struct module *module);

/* Is this list of readers what the last look saw? */
bool reader_agrees(const struct module *module, const struct inkan_reader *seen,
                   size_t count);

/* Slot numbers: two per reader. */
CK_SLOT_ID reader_slot_id(const struct module *module, const struct reader *r,
                          enum token_kind kind);

/* false: no such slot, or not in the view of this module. */
bool reader_of_slot(struct module *module, CK_SLOT_ID slot, struct reader **r,
                    enum token_kind *kind);

/* Is this token shown by this module? */
bool reader_shows(const struct module *module, enum token_kind kind);

#endif
