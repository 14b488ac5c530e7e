/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads one card for the desk: certificate, attributes, and whether they are
 * genuine. No card is left verified, and nothing is kept here.
 */
#ifndef INKAN_TOOLS_RECEPTION_READING_H
#define INKAN_TOOLS_RECEPTION_READING_H

#include "tools/reception/visit.h"

struct reading_options {
    const struct inkan_trust *trust;
    struct inkan_time now; /* UTC */
    bool name_image;       /* read the picture of the name: number B only */
    /* Gives the PIN or number B for this card; INKAN_CANCELLED: nobody gave
     * one. Valid until done is called. */
    void *self;
    enum inkan_rc (*secret)(void *self, struct inkan_card *card,
                            struct inkan_secret *out);
    void (*done)(void *self);
};

struct reading {
    bool has_print;
    uint8_t print[VISIT_PRINT];
    struct visit_facts facts; /* INKAN_OK */
    int tries;                /* left, after an error about a PIN; -1 */
};

/* Errors  those of inkan_card_open, inkan_cert_read and inkan_check; print is
 *         set as soon as it is known */
enum inkan_rc reading_card(struct inkan *ink, const char *reader,
                           const struct reading_options *options,
                           struct reading *out);

/* What a report comes to at a desk: data and key of the card. Dates and
 * revocation are told apart. */
enum inkan_check_state reading_genuine(const struct inkan_check_report *report);

#endif
