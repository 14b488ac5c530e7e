/* SPDX-License-Identifier: Apache-2.0
 *
 * Puts a card together: keys, then every application.
 */
#include "tools/issue/issue.h"

#include "tools/issue/job.h"

/* Whose text records a mixed card carries; the second where the holder is
 * the first or shares a birthday. */
static const char *const victims[] = { "adult", "abroad" };

static const char *const forge_names[] = {
    [FORGE_NONE] = "none",
    [FORGE_RECORD] = "record",
    [FORGE_SIGNATURE] = "signature",
    [FORGE_CERTIFICATE] = "certificate",
    [FORGE_KEY] = "key",
    [FORGE_EXPIRY] = "expiry",
    [FORGE_MIXED] = "mixed",
};

static const char *const key_labels[KEY_COUNT] = {
    [KEY_AUTH] = "auth key",     [KEY_SIGN] = "sign key",
    [KEY_TEXT] = "text key",     [KEY_VISUAL] = "visual key",
    [KEY_COMMON] = "common key", [KEY_SESSION] = "session key",
};

bool forge_parse(const char *name, enum forge *out)
{
    for (enum forge f = FORGE_RECORD; f <= FORGE_MIXED; f++) {
        if (strcmp(forge_names[f], name) == 0) {
            *out = f;
            return true;
        }
    }
    return false;
}

static bool make_keys(struct job *job)
{
    for (enum key_id key = 0; key < KEY_COUNT; key++) {
        if (job->citizen->phone && key != KEY_AUTH && key != KEY_SIGN)
            continue;
        job->keys[key] = seed_rsa_key(job->seed, key_labels[key], job->problem);
        if (job->keys[key] == NULL)
            return false;
    }
    if (job->forge != FORGE_KEY)
        return true;
    job->other_key = seed_rsa_key(job->seed, "other key", job->problem);
    return job->other_key != NULL;
}

static bool put_all(struct job *job)
{
    uint8_t atr_buf[IMAGE_ATR_MAX];
    struct wbuf atr = wbuf_of(atr_buf, sizeof(atr_buf));
    struct card_config config;

    citizen_config(job->citizen, &config);
    image_set_config(job->image, &config);
    if (!citizen_atr(job->citizen, &atr) ||
        image_set_atr(job->image, wbuf_span(&atr)) != IMAGE_OK)
        return problem_set(job->problem, EXIT_USAGE, "atr: impossible value");
    if (!ap_jpki_put(job))
        return false;
    if (job->citizen->phone)
        return true;
    return ap_text_put(job) && ap_visual_put(job) && ap_card_put(job) &&
           (!job->citizen->licence || ap_licence_put(job));
}

/* The authorities of a forger: same names, other keys. */
static bool load_rogue(struct job *job, struct ca *rogue, struct date today)
{
    struct seed seed;

    if (!seed_bytes(job->seed, "rogue authorities", seed.root, SEED_LEN,
                    job->problem) ||
        !ca_make(&seed, today, rogue, job->problem))
        return false;
    job->signer = rogue;
    return true;
}

static bool load_victim(struct job *job, struct persona *persona,
                        struct citizen *victim)
{
    for (size_t i = 0; i < ARRAY_LEN(victims); i++) {
        if (!persona_load(victims[i], persona, job->problem) ||
            !citizen_resolve(persona, job->citizen->today, victim,
                             job->problem))
            return false;
        if (date_compare(victim->birth, job->citizen->birth) != 0) {
            job->records = victim;
            return true;
        }
        persona_free(persona);
    }
    return problem_set(job->problem, EXIT_OTHER,
                       "no persona with another birthday to mix with");
}

/* A phone has no records: only who signed, and which keys it holds, can be
 * wrong about it. */
static bool may_forge(const struct job *job)
{
    if (!job->citizen->phone || job->forge == FORGE_NONE ||
        job->forge == FORGE_CERTIFICATE || job->forge == FORGE_KEY)
        return true;
    return problem_set(job->problem, EXIT_USAGE,
                       "--forge %s: a phone has no such record",
                       forge_names[job->forge]);
}

bool issue_card(const struct issue_options *options, struct image **out,
                struct problem *problem)
{
    struct citizen citizen;
    struct citizen victim;
    struct persona victim_persona = { 0 };
    struct ca rogue = { 0 };
    struct job job = {
        .citizen = &citizen,
        .records = &citizen,
        .ca = options->ca,
        .signer = options->ca,
        .seed = options->seed,
        .forge = options->forge,
        .problem = problem,
    };
    bool ok =
        citizen_resolve(options->persona, options->today, &citizen, problem);

    *out = NULL;
    ok = ok && may_forge(&job);
    if (ok && job.forge == FORGE_MIXED)
        ok = load_victim(&job, &victim_persona, &victim);
    if (ok && job.forge == FORGE_CERTIFICATE)
        ok = load_rogue(&job, &rogue, options->today);
    job.image = image_new();
    if (job.image == NULL)
        ok = problem_nomem(problem);
    ok = ok && make_keys(&job) && put_all(&job);
    for (enum key_id key = 0; key < KEY_COUNT; key++)
        EVP_PKEY_free(job.keys[key]);
    EVP_PKEY_free(job.other_key);
    ca_free(&rogue);
    persona_free(&victim_persona);
    if (ok)
        *out = job.image;
    else
        image_free(job.image);
    return ok;
}
