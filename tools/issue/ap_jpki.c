/* SPDX-License-Identifier: Apache-2.0
 *
 * The JPKI application: two key pairs with their certificates, the CA
 * certificates, token information, PINs.
 */
#include <stdlib.h>

#include "tools/issue/job.h"
#include "tools/issue/persona_form.h"

#define AUTH_CERT       0x000A
#define AUTH_CA         0x000B
#define SIGN_CERT       0x0001
#define SIGN_CA         0x0002
#define TOKEN_INFO      0x0006
#define AVAILABILITY    0x0008
#define UNKNOWN_09      0x0009
#define UNKNOWN_LEN     16
#define ABSENT_CERT_LEN 2048 /* assumed: the file's size is not known */
#define TOKEN_INFO_LEN  160
#define ISSUE_HOUR      22 /* certificates are made at night */
#define HOUR            (60 * 60)
#define DAY_END         (24 * HOUR - 1) /* 23:59:59 in Tokyo */
#define CN_AUTH_OPAQUE  14
#define CN_SIGN_OPAQUE  14

static bool has_cert(const struct job *job, enum ca_kind kind)
{
    return persona_is(job->citizen->persona,
                      kind == CA_AUTH ? P_AUTH_CERT : P_SIGN_CERT, "yes");
}

/* Four bytes that begin with 10 to 4F: between the serial numbers that the
 * real CAs have used and those that personas reserve for revoked ones. */
static bool make_serial(struct job *job, enum ca_kind kind,
                        uint8_t out[CERT_SERIAL_LEN])
{
    const char *given = persona_get(
        job->citizen->persona, kind == CA_AUTH ? P_AUTH_SERIAL : P_SIGN_SERIAL);
    size_t len;

    if (given[0] != '\0')
        return persona_hex(given, out, CERT_SERIAL_LEN, &len);
    if (!seed_bytes(job->seed, kind == CA_AUTH ? "auth serial" : "sign serial",
                    out, CERT_SERIAL_LEN, job->problem))
        return false;
    out[0] = (uint8_t)(0x10 + out[0] % 0x40);
    return true;
}

/* The moment of issue: the evening of that day. */
static bool make_not_before(struct job *job, time_t *out)
{
    uint8_t noise[2];

    if (!seed_bytes(job->seed, "time of issue", noise, sizeof(noise),
                    job->problem))
        return false;
    *out = date_start(job->citizen->issued) + ISSUE_HOUR * HOUR +
           get_be16(noise) % HOUR;
    return true;
}

/* auth: 14 opaque characters, municipality, 3 digits and a letter.
 * sign: the time of issue in 14 digits, and 14 more digits. */
static bool make_cn(struct job *job, enum ca_kind kind, time_t not_before,
                    char *out, size_t cap)
{
    static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    char opaque[CN_SIGN_OPAQUE + 1];
    char digits[CN_SIGN_OPAQUE + 1];
    struct tm tm;

    if (kind == CA_AUTH) {
        if (!seed_chars(job->seed, "auth cn", letters, opaque, CN_AUTH_OPAQUE,
                        job->problem))
            return false;
        snprintf(out, cap, "%s%s003A", opaque,
                 persona_get(job->citizen->persona, P_MUNICIPALITY));
        return true;
    }
    if (!seed_chars(job->seed, "sign cn", "0123456789", digits, CN_SIGN_OPAQUE,
                    job->problem))
        return false;
    not_before += 9 * HOUR;
    gmtime_r(&not_before, &tm);
    strftime(opaque, sizeof(opaque), "%Y%m%d%H%M%S", &tm);
    snprintf(out, cap, "%s%s", opaque, digits);
    return true;
}

static enum policy make_policy(const struct job *job, enum ca_kind kind)
{
    const struct persona *p = job->citizen->persona;

    if (kind == CA_AUTH)
        return POLICY_AUTH;
    if (persona_is(p, P_SIGN_POLICY, "test"))
        return POLICY_SIGN_TEST;
    if (persona_is(p, P_SIGN_POLICY, "phone") ||
        (persona_is(p, P_SIGN_POLICY, "token") && job->citizen->phone))
        return POLICY_SIGN_PHONE;
    return POLICY_SIGN;
}

/* The sign certificate knows 1, 2, 9 and, for unknown, 3 (one source). */
static const char *cert_sex(const struct persona *persona)
{
    return persona_is(persona, P_SEX, "0") ? "3" : persona_get(persona, P_SEX);
}

static bool put_cert(struct job *job, enum ca_kind kind, uint16_t fid)
{
    const struct citizen *citizen = job->citizen;
    const struct persona *p = citizen->persona;
    struct cert_person person = {
        .name = persona_get(p, P_CERT_NAME),
        .name_flags = citizen->name_flags,
        .birth = citizen->cert_birth,
        .sex = cert_sex(p),
        .address = persona_get(p, P_CERT_ADDRESS),
        .address_flags = citizen->address_flags,
    };
    char cn[CN_AUTH_OPAQUE + CN_SIGN_OPAQUE + 1];
    struct cert_request request = {
        .kind = kind,
        .subject_key = job->keys[kind == CA_AUTH ? KEY_AUTH : KEY_SIGN],
        .cn = cn,
        .prefecture = persona_get(p, P_PREFECTURE),
        .city = persona_get(p, P_CITY),
        .policy = make_policy(job, kind),
        .ocsp = persona_is(p, P_AUTH_OCSP, "none")
                    ? ""
                    : persona_get(p, P_AUTH_OCSP),
        .person = &person,
    };
    uint8_t buf[CERT_MAX];
    struct wbuf cert = wbuf_of(buf, sizeof(buf));
    struct date end =
        kind == CA_AUTH ? citizen->auth_expires : citizen->sign_expires;

    if (!has_cert(job, kind))
        return job_put_filler(
            job, APP_JPKI, fid,
            (uint8_t)strtoul(persona_get(p, P_ABSENT_FILLER), NULL, 16),
            ABSENT_CERT_LEN);
    request.not_after = date_start(end) + DAY_END;
    return make_serial(job, kind, request.serial) &&
           make_not_before(job, &request.not_before) &&
           make_cn(job, kind, request.not_before, cn, sizeof(cn)) &&
           cert_put(&job->signer->x509[kind].issuer, &request, &cert,
                    job->problem) &&
           job_put_written(job, APP_JPKI, fid, &cert, 0);
}

/* A CK_TOKEN_INFO in big-endian numbers: card-spec.md 10. The serial number
 * and vendor fields are those of a test card; ours tells nothing of the
 * holder. */
static bool put_token_info(struct job *job)
{
    static const uint8_t numbers[] = {
        0x00, 0x00, 0x04, 0x0D, /* RNG, login, user PIN, initialised */
        0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, /* sessions */
        0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, /* read-write */
        0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00, 0x06, /* PIN lengths */
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, /* memory */
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
    };
    const struct persona *p = job->citizen->persona;
    const char *label = persona_is(p, P_TOKEN, "android")  ? "JPKIAPGPSETOKEN"
                        : persona_is(p, P_TOKEN, "iphone") ? "JPKIAPIOSTOKEN"
                                                           : "JPKIAPICCTOKEN2";
    uint8_t buf[TOKEN_INFO_LEN];
    struct wbuf w = wbuf_of(buf, sizeof(buf));
    char text[97];

    snprintf(text, sizeof(text), "%-32s%032d%-16s%s", label, 1, "E16R01NJ",
             "0000000020500003");
    wbuf_put(&w, span_of(text, 96));
    wbuf_put(&w, span_of(numbers, sizeof(numbers)));
    wbuf_put(&w, span_of("0301"
                         "9999999999999999",
                         20));
    return job_put_written(job, APP_JPKI, TOKEN_INFO, &w, 0);
}

static bool put_availability(struct job *job)
{
    const uint8_t bytes[] = { has_cert(job, CA_SIGN) ? 0x8F : 0x00,
                              has_cert(job, CA_AUTH) ? 0x8F : 0x00, 0x00 };

    return job_put(job, APP_JPKI, AVAILABILITY, span_of(bytes, sizeof(bytes)));
}

static bool put_ca(struct job *job, enum ca_kind kind, uint16_t fid)
{
    const struct ca_x509 *ca = &job->signer->x509[kind];

    return job_put(job, APP_JPKI, fid, span_of(ca->cert, ca->cert_len));
}

bool ap_jpki_put(struct job *job)
{
    const struct persona *p = job->citizen->persona;

    return put_token_info(job) && put_availability(job) &&
           put_cert(job, CA_AUTH, AUTH_CERT) && put_ca(job, CA_AUTH, AUTH_CA) &&
           put_cert(job, CA_SIGN, SIGN_CERT) && put_ca(job, CA_SIGN, SIGN_CA) &&
           job_put_filler(job, APP_JPKI, UNKNOWN_09, 0xFF, UNKNOWN_LEN) &&
           (!has_cert(job, CA_AUTH) || job_put_key(job, KEY_AUTH)) &&
           (!has_cert(job, CA_SIGN) || job_put_key(job, KEY_SIGN)) &&
           job_put_pin(job, PIN_AUTH, persona_get(p, P_AUTH_PIN),
                       P_AUTH_TRIES) &&
           job_put_pin(job, PIN_SIGN, persona_get(p, P_SIGN_PASSWORD),
                       P_SIGN_TRIES);
}
