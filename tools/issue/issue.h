/* SPDX-License-Identifier: Apache-2.0
 *
 * Issues a card: persona in, image out. The whole of issuing behind one
 * function, for the command and for tests that need cards.
 */
#ifndef INKAN_TOOLS_ISSUE_ISSUE_H
#define INKAN_TOOLS_ISSUE_ISSUE_H

#include "card/port/posix/image.h"
#include "tools/issue/ca.h"
#include "tools/issue/persona.h"

/* Cards that a verifier must not take for genuine: tools/issue/README.md. */
enum forge {
    FORGE_NONE,
    FORGE_RECORD,      /* attributes and face changed after signing */
    FORGE_SIGNATURE,   /* signatures of the records damaged */
    FORGE_CERTIFICATE, /* everything signed by authorities of the same name */
    FORGE_KEY,         /* records of a card, without that card's keys */
    FORGE_EXPIRY,      /* the unsigned expiry on the face moved */
    FORGE_MIXED        /* another person's text records on a genuine card */
};

/* false: no such name. */
NODISCARD bool forge_parse(const char *name, enum forge *out);

struct issue_options {
    const struct persona *persona;
    const struct ca *ca;
    const struct seed *seed;
    struct date today;
    enum forge forge;
};

/* Makes the image; *out is to be freed with image_free. */
NODISCARD bool issue_card(const struct issue_options *options,
                          struct image **out, struct problem *problem);

#endif
