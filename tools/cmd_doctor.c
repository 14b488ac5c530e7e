/* SPDX-License-Identifier: Apache-2.0
 *
 * `inkan doctor`: looks from the service to the PINs, tells each thing it
 * finds, and stops where nothing more can be looked at. Spends no try.
 */
#include "tools/commands.h"
#include "tools/doctor.h"
#include "tools/expiry.h"

#include <stddef.h>
#include <string.h>

#include <inkan/sign.h>

struct args {
    long wait_s;
};

/* clang-format off */
static const struct tool_option options[] = {
    { "wait", 0, OPT_NUMBER, offsetof(struct args, wait_s), N_("SECONDS"),
      N_("wait so long for a card (10)") },
    { NULL, 0, OPT_FLAG, 0, NULL, NULL }
};

/* Readers that are known by a part of their name. Kinds, not models, because
 * what a model can do is rarely published. */
static const struct {
    const char *part;
    enum finding_id id;
} known_readers[] = {
    { "YubiKey",     FOUND_NO_SLOT },
    { "Nitrokey",    FOUND_NO_SLOT },
    { "ePass",       FOUND_NO_SLOT },
    { "Virtual PCD", FOUND_VIRTUAL },
};
/* clang-format on */

static const struct tool_syntax syntax = {
    .usage = N_("[OPTION...]"),
    .options = options,
};

struct snapshot {
    struct inkan_reader readers[INKAN_READERS_MAX];
    size_t count;
};

static bool has_card(const struct snapshot *shot)
{
    for (size_t i = 0; i < shot->count; i++) {
        if (shot->readers[i].present)
            return true;
    }
    return false;
}

static void tell_readers(struct findings *f, const struct snapshot *shot)
{
    for (size_t i = 0; i < shot->count; i++) {
        const char *name = shot->readers[i].name;

        finding_add(f, FOUND_READER, name, INKAN_PIN_NONE, -1);
        for (size_t k = 0; k < ARRAY_LEN(known_readers); k++) {
            if (strcasestr(name, known_readers[k].part) != NULL)
                finding_add(f, known_readers[k].id, name, INKAN_PIN_NONE, -1);
        }
    }
}

/* Service and readers, then a card in one of them. */
static bool look_at_readers(struct findings *f, struct inkan *ink, long wait_s)
{
    struct snapshot shot;
    enum inkan_rc rc =
        inkan_readers(ink, shot.readers, ARRAY_LEN(shot.readers), &shot.count);

    if (rc != INKAN_OK) {
        finding_add_rc(f, rc);
        return false;
    }
    if (f->t->card_file == NULL)
        finding_add(f, FOUND_SERVICE, NULL, INKAN_PIN_NONE, -1);
    if (shot.count == 0) {
        finding_add_rc(f, INKAN_NO_READER);
        return false;
    }
    tell_readers(f, &shot);
    if (has_card(&shot))
        return true;
    if (wait_s > 0) {
        tool_note(f->t, _("put the card on the reader"));
        tool_watch(f->t, 0);
        rc = inkan_wait(ink, shot.readers, shot.count, (uint32_t)wait_s * 1000);
        if (rc == INKAN_OK)
            rc = inkan_readers(ink, shot.readers, ARRAY_LEN(shot.readers),
                               &shot.count);
        if (rc == INKAN_OK && has_card(&shot))
            return true;
    }
    finding_add_rc(f, INKAN_NO_CARD);
    finding_add(f, FOUND_TYPE_B, NULL, INKAN_PIN_NONE, -1);
    return false;
}

static bool look_at_card(struct findings *f, struct inkan *ink,
                         struct inkan_card **out)
{
    char reader[INKAN_READER_NAME_MAX];
    enum inkan_rc rc = inkan_choose_reader(ink, f->t->reader, reader);

    if (rc == INKAN_OK) {
        findings_watch(f, INKAN_BUSY);
        rc = inkan_card_open(ink, reader, out);
    }
    if (rc != INKAN_OK)
        finding_add_rc(f, rc);
    return rc == INKAN_OK;
}

static bool look_at_kind(struct findings *f, struct inkan_card *card,
                         struct inkan_card_info *info)
{
    enum inkan_rc rc;

    findings_watch(f, INKAN_MUTE);
    rc = inkan_card_info(card, info);
    if (rc != INKAN_OK) {
        finding_add_rc(f, rc);
        return false;
    }
    switch (info->kind) {
    case INKAN_KIND_CARD:
    case INKAN_KIND_UNKNOWN:
        finding_add(f, FOUND_CARD, info->token_label, INKAN_PIN_NONE, -1);
        return true;
    case INKAN_KIND_ANDROID:
    case INKAN_KIND_IPHONE:
        finding_add(f, FOUND_PHONE, info->token_label, INKAN_PIN_NONE, -1);
        return true;
    case INKAN_KIND_JUKI:
        finding_add(f, FOUND_OLD_CARD, info->token_label, INKAN_PIN_NONE, -1);
        return false;
    }
    return false;
}

static void look_at_dates(struct findings *f, const struct inkan_cert *cert)
{
    static const enum finding_id ids[] = {
        [EXPIRY_VALID] = FOUND_VALID,     [EXPIRY_RENEW] = FOUND_RENEW,
        [EXPIRY_GRACE] = FOUND_GRACE,     [EXPIRY_EXPIRED] = FOUND_EXPIRED,
        [EXPIRY_NOT_YET] = FOUND_NOT_YET,
    };
    struct inkan_time from, to, now = tool_now();
    char last[TOOL_TIME_MAX];

    inkan_cert_validity(cert, &from, &to);
    tool_time_tokyo(&to, last);
    finding_add(f, ids[expiry_of(&from, &to, &now)], last, INKAN_PIN_NONE, -1);
}

static void look_at_certs(struct findings *f, struct inkan_card *card,
                          const struct inkan_card_info *info)
{
    struct inkan_cert *cert = NULL;
    enum inkan_rc rc = INKAN_NOT_FOUND;

    findings_watch(f, INKAN_MUTE);
    if (info->has_auth_cert)
        rc = inkan_cert_read(card, INKAN_CERT_AUTH, NULL, &cert);
    if (rc == INKAN_OK)
        look_at_dates(f, cert);
    else if (rc == INKAN_NOT_VERIFIED)
        finding_add(f, FOUND_GUARDED, NULL, INKAN_PIN_NONE, -1);
    else if (rc == INKAN_NOT_FOUND)
        finding_add(f, FOUND_AUTH_ABSENT, NULL, INKAN_PIN_NONE, -1);
    else
        finding_add_rc(f, rc);
    inkan_cert_free(cert);
    finding_add(f, info->has_sign_cert ? FOUND_SIGN_PRESENT : FOUND_SIGN_ABSENT,
                NULL, INKAN_PIN_NONE, -1);
}

/* Is the counter of this PIN the holder's business? Without a certificate its
 * PIN is blocked or absent, which is as it should be; what is printed on the
 * card is no secret to remember, and worth a word only when it runs out. */
static bool concerns(enum inkan_pin pin, int tries,
                     const struct inkan_card_info *info)
{
    switch (pin) {
    case INKAN_PIN_AUTH: return info->has_auth_cert;
    case INKAN_PIN_SIGN: return info->has_sign_cert;
    case INKAN_PIN_NUMBER_A:
    case INKAN_PIN_NUMBER_B:
    case INKAN_PIN_BIRTH: return tries <= 1;
    case INKAN_PIN_TEXT:
    case INKAN_PIN_JUKI:
    case INKAN_PIN_LICENCE: return true;
    case INKAN_PIN_COUNT:
    case INKAN_PIN_NONE: break;
    }
    return false;
}

static void look_at_pins(struct findings *f, struct inkan_card *card,
                         const struct inkan_card_info *info)
{
    int tries[INKAN_PIN_COUNT];
    enum inkan_rc rc;

    findings_watch(f, INKAN_MUTE);
    rc = inkan_pin_status(card, tries);
    if (rc != INKAN_OK) {
        finding_add_rc(f, rc);
        return;
    }
    for (int i = 0; i < INKAN_PIN_COUNT; i++) {
        enum inkan_pin pin = (enum inkan_pin)i;
        enum finding_id id = FOUND_TRIES;

        if (tries[i] < 0 || !concerns(pin, tries[i], info))
            continue;
        if (tries[i] == 0)
            id = FOUND_BLOCKED;
        else if (tries[i] == 1)
            id = FOUND_ONE_TRY;
        finding_add(f, id, NULL, pin, tries[i]);
    }
}

static void look(struct findings *f, struct inkan *ink, long wait_s)
{
    struct inkan_card *card = NULL;
    struct inkan_card_info info;

    tool_watch(f->t, 1);
    if (!look_at_readers(f, ink, wait_s))
        return;
    if (look_at_card(f, ink, &card) && look_at_kind(f, card, &info)) {
        look_at_certs(f, card, &info);
        look_at_pins(f, card, &info);
    }
    inkan_card_close(card);
}

int run_doctor(struct tool *t, int argc, char **argv)
{
    struct args args = { .wait_s = 10 };
    struct findings f = { .t = t, .exit = TOOL_OK };
    struct inkan *ink = NULL;
    int exit = tool_parse(t, &syntax, &args, argc, argv, NULL);

    if (exit != TOOL_OK || t->help)
        return exit;
    if (args.wait_s > 86400)
        return tool_error(t, TOOL_USAGE, "usage", _("--wait is out of range"));
    exit = tool_open(t, &ink);
    if (exit != TOOL_OK)
        return exit;
    if (t->json)
        f.list = json_array();
    look(&f, ink, args.wait_s);
    exit = t->json ? tool_print_json(t, findings_object(&f))
                   : tool_finish_stdout(t);
    json_decref(f.list);
    return exit != TOOL_OK ? exit : (int)f.exit;
}
