/* SPDX-License-Identifier: Apache-2.0
 *
 * What every application's part shares: putting things into the image and
 * signing with the municipality's keys.
 */
#include "tools/issue/job.h"

#include <stdlib.h>

#include "tools/issue/rsa.h"

static bool put_result(struct job *job, enum image_rc rc, const char *what,
                       unsigned id)
{
    return rc == IMAGE_OK ||
           problem_set(job->problem, EXIT_OTHER, "%s %04X: %s", what, id,
                       image_strerror(rc));
}

bool job_put(struct job *job, enum app_id app, uint16_t fid,
             struct span content)
{
    return put_result(job, image_put_file(job->image, app, fid, content),
                      layout_apps[app].name, fid);
}

bool job_put_filler(struct job *job, enum app_id app, uint16_t fid,
                    uint8_t value, size_t count)
{
    uint8_t *bytes = malloc(count);
    bool ok;

    if (bytes == NULL)
        return problem_nomem(job->problem);
    memset(bytes, value, count);
    ok = job_put(job, app, fid, span_of(bytes, count));
    free(bytes);
    return ok;
}

bool job_put_written(struct job *job, enum app_id app, uint16_t fid,
                     const struct wbuf *content, size_t size)
{
    uint8_t *bytes;
    bool ok;

    if (content->full)
        return problem_set(job->problem, EXIT_OTHER,
                           "%s: file %04X grew too long", layout_apps[app].name,
                           (unsigned)fid);
    if (content->len >= size)
        return job_put(job, app, fid, wbuf_span(content));
    bytes = malloc(size);
    if (bytes == NULL)
        return problem_nomem(job->problem);
    memset(bytes, 0xFF, size);
    memcpy(bytes, content->ptr, content->len);
    ok = job_put(job, app, fid, span_of(bytes, size));
    free(bytes);
    return ok;
}

bool job_put_key(struct job *job, enum key_id key)
{
    uint8_t der[RSA_PKCS1_MAX];
    struct wbuf out = wbuf_of(der, sizeof(der));
    bool cloned = job->forge == FORGE_KEY && key != KEY_SESSION;
    EVP_PKEY *held = cloned ? job->other_key : job->keys[key];
    bool ok = rsa_put_pkcs1(held, &out, job->problem) &&
              put_result(job, image_put_key(job->image, key, wbuf_span(&out)),
                         "key", key);

    wipe(der, sizeof(der));
    return ok;
}

bool job_put_pin(struct job *job, enum pin_id pin, const char *value,
                 enum persona_key tries)
{
    bool none = strcmp(value, "none") == 0;
    const char *count = persona_get(job->citizen->persona, tries);
    struct span bytes = none ? span_none() : span_of(value, strlen(value));
    unsigned left = none ? 0 : (unsigned)strtoul(count, NULL, 10);

    return put_result(job, image_put_pin(job->image, pin, bytes, left),
                      layout_pins[pin].name, layout_pins[pin].fid);
}

bool job_sign(struct job *job, enum cv_kind chain, struct wbuf *out,
              uint16_t tag, struct span data)
{
    if (!cv_put_signature(out, tag, job->signer->cv[chain].issuer, data,
                          job->problem))
        return false;
    if (job->forge == FORGE_SIGNATURE && !out->full)
        out->ptr[out->len - 1] ^= 0x01;
    return true;
}

bool job_cv_cert(struct job *job, enum cv_kind chain, struct wbuf *out)
{
    const struct ca_cv *cv = &job->signer->cv[chain];
    uint8_t subject[CV_KEY_ID_LEN];

    ca_municipality_id(persona_get(job->citizen->persona, P_MUNICIPALITY),
                       subject);
    return cv_put_cert(cv->key, cv->id, subject, cv->issuer, out, job->problem);
}
