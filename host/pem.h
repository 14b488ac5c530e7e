/* SPDX-License-Identifier: Apache-2.0
 *
 * PEM (RFC 7468) or DER: what a user hands in as a file. Private to host/.
 */
#ifndef INKAN_HOST_PEM_H
#define INKAN_HOST_PEM_H

#include "card/edge/bytes.h"

enum pem_kind { PEM_CERTIFICATE, PEM_CRL, PEM_CMS, PEM_OTHER };

/* One block, decoded. */
struct pem {
    enum pem_kind kind;
    uint8_t *der; /* gives; free() */
    size_t len;
};

/* Does it hold a PEM block at all? */
bool pem_is(struct span in);

/* Takes the next block off in. false: none is left, or what is there is no
 * whole block, or no memory; *out_bad tells the first from the others. */
NODISCARD bool pem_next(struct span *in, struct pem *out, bool *out_bad);

#endif
