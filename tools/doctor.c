/* SPDX-License-Identifier: Apache-2.0
 *
 * The findings of `inkan doctor`: codes, sentences, what to do, exit codes.
 * One row each; the order of looking is cmd_doctor.c's.
 */
#include "tools/doctor.h"

#include "tools/cleanup.h"

#define OFFICE N_("Go to the municipal office.")

/* clang-format off */
static const struct row {
    const char *code;
    enum finding_state state;
    enum tool_exit exit;
    const char *text;
    const char *action;
} rows[FOUND_COUNT] = {
    [FOUND_SERVICE] = { "service", FINDING_OK, TOOL_OK,
        N_("The smart card service runs."), "" },
    [FOUND_READER] = { "reader", FINDING_OK, TOOL_OK,
        N_("There is a reader."), "" },
    [FOUND_NO_SLOT] = { "reader-no-slot", FINDING_HINT, TOOL_OK,
        N_("This reader is a security token without a place for a card."),
        N_("Use a reader that takes cards.") },
    [FOUND_TYPE_B] = { "reader-type-b", FINDING_HINT, TOOL_OK,
        N_("No card was seen for a while."),
        N_("If the card lies on the reader: a contactless reader must know "
           "ISO 14443 type B, which some do not. Move the card, take it out "
           "of its sleeve, or insert it with the chip first.") },
    [FOUND_VIRTUAL] = { "reader-virtual", FINDING_HINT, TOOL_OK,
        N_("This is a virtual reader for tests."), "" },
    [FOUND_CARD] = { "card", FINDING_OK, TOOL_OK,
        N_("There is a My Number card."), "" },
    [FOUND_PHONE] = { "phone", FINDING_OK, TOOL_OK,
        N_("There is a phone with certificates: name, address and photo are "
           "not on it."), "" },
    [FOUND_OLD_CARD] = { "old-card", FINDING_PROBLEM, TOOL_NOT_OUR_CARD,
        N_("This is a resident register card, issued until 2015: its "
           "certificates have all expired."), OFFICE },
    [FOUND_AUTH_ABSENT] = { "auth-absent", FINDING_PROBLEM, TOOL_NOT_OUR_CARD,
        N_("The card has no certificate for user authentication."), OFFICE },
    [FOUND_SIGN_ABSENT] = { "sign-absent", FINDING_HINT, TOOL_OK,
        N_("The card has no certificate for signatures: children under 15 "
           "have none, and a change of name or address ends it."),
        N_("Who needs one gets it at the municipal office.") },
    [FOUND_SIGN_PRESENT] = { "sign-present", FINDING_OK, TOOL_OK,
        N_("The card has a certificate for signatures; its dates are behind "
           "the password."), "" },
    [FOUND_GUARDED] = { "auth-guarded", FINDING_OK, TOOL_OK,
        N_("The certificate for user authentication is behind the PIN."),
        "" },
    [FOUND_VALID] = { "auth-valid", FINDING_OK, TOOL_OK,
        N_("The certificate for user authentication is in its dates; whether "
           "it was revoked is not checked here."), "" },
    [FOUND_RENEW] = { "auth-renew", FINDING_HINT, TOOL_OK,
        N_("The certificate for user authentication expires within three "
           "months."), N_("It can be renewed at the municipal office.") },
    [FOUND_GRACE] = { "auth-grace", FINDING_PROBLEM, TOOL_FINDING,
        N_("The certificate for user authentication has expired. Reception "
           "desks still accept it for three months after the month of expiry "
           "(eligibility only)."), OFFICE },
    [FOUND_EXPIRED] = { "auth-expired", FINDING_PROBLEM, TOOL_FINDING,
        N_("The certificate for user authentication has expired."), OFFICE },
    [FOUND_NOT_YET] = { "auth-not-yet", FINDING_PROBLEM, TOOL_FINDING,
        N_("The certificate for user authentication begins in the future."),
        N_("Is the clock of this computer right?") },
    [FOUND_TRIES] = { "pin-tries", FINDING_OK, TOOL_OK,
        N_("This PIN can be used."), "" },
    [FOUND_ONE_TRY] = { "pin-one-try", FINDING_HINT, TOOL_OK,
        N_("One try is left of this PIN."),
        N_("Make sure of it before it is used: after one more wrong one it is "
           "blocked.") },
    [FOUND_BLOCKED] = { "pin-blocked", FINDING_PROBLEM, TOOL_PIN_BLOCKED,
        N_("This PIN is blocked."), "" },
};
/* clang-format on */

/* Indexed by enum finding_state. */
static const struct {
    const char *code;
    const char *mark;
} states[] = { [FINDING_OK] = { "ok", N_("ok") },
               [FINDING_HINT] = { "hint", N_("note") },
               [FINDING_PROBLEM] = { "problem", N_("PROBLEM") } };

/* A finding with its texts in the user's language. */
struct told {
    const char *code;
    enum finding_state state;
    const char *text, *action, *about;
    enum inkan_pin pin;
    int tries;
};

static json_t *object_of(const struct told *w)
{
    const struct inkan_pin_facts *facts = inkan_pin_facts(w->pin);
    json_t *o =
        json_pack("{s:s, s:s, s:s, s:s}", "code", w->code, "state",
                  states[w->state].code, "text", w->text, "action", w->action);

    if (o != NULL && w->about != NULL)
        json_object_set_new(o, "about", tool_json_text(w->about));
    if (o != NULL && facts != NULL)
        json_object_set_new(o, "pin", json_string(facts->name));
    if (o != NULL && w->tries >= 0)
        json_object_set_new(o, "tries", json_integer(w->tries));
    return o;
}

static void tell_line(struct findings *f, const struct told *w)
{
    printf("[%s] ", _(states[w->state].mark));
    if (w->pin != INKAN_PIN_NONE)
        printf("%s: ", tool_pin_name(f->t, w->pin));
    printf("%s", w->text);
    if (w->tries > 1) { /* one and none are in the sentence */
        putchar(' ');
        printf(P_("%d try left.", "%d tries left.", (unsigned long)w->tries),
               w->tries);
    }
    if (w->about != NULL) {
        printf(" (");
        tool_put_text(stdout, w->about);
        putchar(')');
    }
    if (w->action[0] != '\0')
        printf(" %s", w->action);
    putchar('\n');
}

static void tell(struct findings *f, const struct told *w)
{
    if (f->t->json)
        json_array_append_new(f->list, object_of(w));
    else
        tell_line(f, w);
}

void finding_add(struct findings *f, enum finding_id id, const char *about,
                 enum inkan_pin pin, int tries)
{
    const struct row *row = &rows[id];
    char unblock[TOOL_UNBLOCK_MAX];
    struct told w = {
        row->code,    row->state,
        _(row->text), row->action[0] != '\0' ? _(row->action) : "",
        about,        pin,
        tries
    };

    if (id == FOUND_BLOCKED) {
        tool_unblock_text(f->t, pin, unblock);
        w.action = unblock;
    }
    if (f->exit == TOOL_OK)
        f->exit = row->exit;
    tell(f, &w);
}

static struct told problem(const struct findings *f, enum inkan_rc rc)
{
    struct inkan_explanation why = inkan_explain(rc, f->t->lang);

    return (struct told){ why.code, FINDING_PROBLEM, why.text, why.action,
                          NULL,     INKAN_PIN_NONE,  -1 };
}

json_t *findings_object(const struct findings *f)
{
    return json_pack("{s:b, s:O}", "usable", f->exit == TOOL_OK, "findings",
                     f->list);
}

/* The object as it is if the program must end here. */
static void object_with(struct findings *f, const struct told *last, char *out,
                        size_t cap)
{
    json_t *object =
        json_pack("{s:b, s:o}", "usable", 0, "findings", json_copy(f->list));
    size_t len;

    json_array_append_new(json_object_get(object, "findings"), object_of(last));
    len = json_dumpb(object, out, cap - 2, 0);
    if (len > cap - 2)
        len = 0; /* does not fit: the exit code tells */
    else
        out[len++] = '\n';
    out[len] = '\0';
    json_decref(object);
}

void findings_watch(struct findings *f, enum inkan_rc rc)
{
    struct told last = problem(f, rc);
    char out[CLEANUP_OUT_MAX];

    fflush(stdout); /* what was found must not be lost */
    if (f->t->json)
        object_with(f, &last, out, sizeof(out));
    else
        snprintf(out, sizeof(out), "[%s] %s %s\n",
                 _(states[FINDING_PROBLEM].mark), last.text, last.action);
    tool_watch_telling(f->t, rc, out);
}

void finding_add_rc(struct findings *f, enum inkan_rc rc)
{
    struct told w = problem(f, rc);

    if (f->exit == TOOL_OK)
        f->exit = tool_exit_of(rc);
    tell(f, &w);
}
