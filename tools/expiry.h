/* SPDX-License-Identifier: Apache-2.0
 *
 * How a certificate stands to its last day, as reception desks need it:
 * reception goes on for three months after the month in which it expired
 * (eligibility only, no drug or diagnosis data), and it can be renewed in the
 * three months before.
 */
#ifndef INKAN_TOOLS_EXPIRY_H
#define INKAN_TOOLS_EXPIRY_H

#include <inkan/cert.h>

enum expiry {
    EXPIRY_VALID,
    EXPIRY_RENEW,   /* valid, in its last three months */
    EXPIRY_GRACE,   /* expired; reception desks still accept it */
    EXPIRY_EXPIRED, /* expired, and the grace is over */
    EXPIRY_NOT_YET  /* begins in the future: is the clock right? */
};

/* Days are counted in Japan.
 * from, to, now  UTC */
enum expiry expiry_of(const struct inkan_time *from,
                      const struct inkan_time *to,
                      const struct inkan_time *now);

#endif
