/* SPDX-License-Identifier: Apache-2.0
 *
 * One card being made: who it is for, who signs, which keys it holds, and the
 * image it goes into. ap_*.c each fill one application; issue.c calls them.
 */
#ifndef INKAN_TOOLS_ISSUE_JOB_H
#define INKAN_TOOLS_ISSUE_JOB_H

#include "card/port/posix/image.h"
#include "tools/issue/ca.h"
#include "tools/issue/citizen.h"
#include "tools/issue/issue.h"

struct job {
    const struct citizen *citizen;
    const struct citizen *records; /* whose text records: mixed differs */
    const struct ca *ca;
    const struct ca *signer; /* ca, or a rogue one under the same names */
    const struct seed *seed;
    enum forge forge;
    EVP_PKEY *keys[KEY_COUNT]; /* what the records and certificates name */
    EVP_PKEY *other_key;       /* forge key: what the card holds instead */
    struct image *image;
    struct problem *problem;
};

/* Puts a file into the image. */
NODISCARD bool job_put(struct job *job, enum app_id app, uint16_t fid,
                       struct span content);

/* The same from a writer, refused when it ran full; FF up to size. */
NODISCARD bool job_put_written(struct job *job, enum app_id app, uint16_t fid,
                               const struct wbuf *content, size_t size);

/* count bytes of the same value. */
NODISCARD bool job_put_filler(struct job *job, enum app_id app, uint16_t fid,
                              uint8_t value, size_t count);

NODISCARD bool job_put_key(struct job *job, enum key_id key);

/* "none" leaves the PIN unset with a counter of 0 (assumed). */
NODISCARD bool job_put_pin(struct job *job, enum pin_id pin, const char *value,
                           enum persona_key tries);

/* Appends signature TLV over data with the municipality's key of a chain. */
NODISCARD bool job_sign(struct job *job, enum cv_kind chain, struct wbuf *out,
                        uint16_t tag, struct span data);

/* Appends the CV certificate of the municipality's key. */
NODISCARD bool job_cv_cert(struct job *job, enum cv_kind chain,
                           struct wbuf *out);

NODISCARD bool ap_jpki_put(struct job *job);
NODISCARD bool ap_text_put(struct job *job);
NODISCARD bool ap_visual_put(struct job *job);
NODISCARD bool ap_card_put(struct job *job); /* common, juki, card level */
NODISCARD bool ap_licence_put(struct job *job);

#endif
