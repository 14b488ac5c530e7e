/* SPDX-License-Identifier: Apache-2.0
 *
 * The driver-licence application. Only C1, C2, C3 and C5 are publicly known;
 * the rest of the licence data, and the whole of its signature, come from
 * the persona or are not there.
 */
#include <stdlib.h>

#include "card/edge/tlv.h"
#include "tools/issue/job.h"
#include "tools/issue/persona_form.h"

#define PIN_SETTING_FILE 0x001A
#define DATA_FILE        0x001B
#define SIGNATURE_FILE   0x001C
#define DATA_MAX         4096
#define EXPIRY_LEN       7
#define NO_PIN           "****" /* must be verified all the same */

/* Era digit and YYMMDD; the licences of today end in Reiwa. */
static bool put_expiry(struct job *job, struct wbuf *w)
{
    struct date expires = job->citizen->licence_expires;
    char text[DATE_TEXT];
    char digits[EXPIRY_LEN + 1];

    if (date_era(expires) != ERA_REIWA)
        return persona_blame(job->citizen->persona, P_LICENCE_EXPIRES,
                             job->problem, "must lie in Reiwa");
    date_text(expires, text);
    snprintf(digits, sizeof(digits), "5%02u%.4s",
             (unsigned)date_era_year(expires) % 100, text + 4);
    tlv_put(w, 0xC5, span_of(digits, EXPIRY_LEN));
    return true;
}

/* C2 and C3 are reserved and empty, four bytes in all. */
static bool put_data(struct job *job)
{
    const char *given = persona_get(job->citizen->persona, P_LICENCE_DATA);
    uint8_t more[DATA_MAX];
    uint8_t buf[2 * DATA_MAX];
    struct wbuf w = wbuf_of(buf, sizeof(buf));
    size_t len = 0;

    tlv_put(&w, 0xC2, span_none());
    tlv_put(&w, 0xC3, span_none());
    if (given[0] == '\0' ? !put_expiry(job, &w)
                         : !persona_hex(given, more, sizeof(more), &len))
        return false;
    wbuf_put(&w, span_of(more, len));
    return job_put_written(job, APP_LICENCE, DATA_FILE, &w, 0);
}

static bool put_signature(struct job *job)
{
    const char *given = persona_get(job->citizen->persona, P_LICENCE_SIGNATURE);
    uint8_t bytes[DATA_MAX];
    size_t len;

    if (given[0] == '\0')
        return true;
    return persona_hex(given, bytes, sizeof(bytes), &len) &&
           job_put(job, APP_LICENCE, SIGNATURE_FILE, span_of(bytes, len));
}

bool ap_licence_put(struct job *job)
{
    const char *pin = persona_get(job->citizen->persona, P_LICENCE_PIN);
    bool none = strcmp(pin, "none") == 0;
    const uint8_t setting[] = { 0xC1, 0x01, none ? 0x00 : 0x01 };

    return job_put(job, APP_LICENCE, PIN_SETTING_FILE,
                   span_of(setting, sizeof(setting))) &&
           put_data(job) && put_signature(job) &&
           job_put_pin(job, PIN_LICENCE, none ? NO_PIN : pin, P_LICENCE_TRIES);
}
