/* SPDX-License-Identifier: Apache-2.0
 *
 * Events that are not answers, and what all events share. Never a name, an
 * address or a number here; answers are tell_answer.c.
 */
#include "tools/reception/tell.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>

#include "tools/reception/tell_internal.h"

#define TOKYO_S (9 * 3600)

void tell_add(struct tell_line *line, const char *format, ...)
{
    size_t left = sizeof(line->text) - line->len;
    va_list ap;
    int n;

    va_start(ap, format);
    n = vsnprintf(line->text + line->len, left, format, ap);
    va_end(ap);
    if (n > 0)
        line->len += (size_t)n < left ? (size_t)n : left - 1;
}

static struct tm local_time(const struct reception *r)
{
    time_t local = (time_t)r->clock.wall_s(r->clock.self) + TOKYO_S;
    struct tm tm;

    gmtime_r(&local, &tm);
    return tm;
}

void tell_begin(const struct reception *r, struct tell_line *line)
{
    struct tm tm = local_time(r);
    char now[16];

    line->len = 0;
    line->text[0] = '\0';
    strftime(now, sizeof(now), "%H:%M:%S", &tm);
    tell_add(line, "%s ", now);
}

void tell_set(json_t *object, const char *key, const char *text)
{
    json_object_set_new(object, key,
                        text != NULL ? tool_json_text(text) : json_null());
}

void tell_event(struct reception *r, const char *kind,
                const struct visit *visit, unsigned findings,
                struct tell_line *line, json_t *object)
{
    struct reception_event event = { .number = ++r->events,
                                     .kind = kind,
                                     .line = line->text,
                                     .visit = visit,
                                     .findings = findings };
    json_t *whole = json_object();
    struct tm tm = local_time(r);
    char now[40];

    strftime(now, sizeof(now), "%Y-%m-%dT%H:%M:%S+09:00", &tm);
    tell_set(whole, "event", kind);
    json_object_set_new(whole, "number", json_integer((json_int_t)r->events));
    tell_set(whole, "time", now);
    json_object_update(whole, object);
    tell_set(whole, "line", line->text);
    json_decref(object);
    event.object = whole;
    r->sink.tell(r->sink.self, &event);
    json_decref(whole);
    explicit_bzero(line->text, sizeof(line->text));
}

static json_t *visit_object(const struct visit *visit, const char *state)
{
    json_t *object = json_object();

    json_object_set_new(object, "session",
                        json_integer((json_int_t)visit->number));
    tell_set(object, "reader", visit->reader);
    tell_set(object, "state", state);
    return object;
}

void tell_card(struct reception *r, const struct visit *visit,
               const char *state)
{
    json_t *object = visit_object(visit, state);
    bool read = strcmp(state, "read") == 0;
    struct tell_line line;

    tell_begin(r, &line);
    tell_add(&line, _("card %llu "), (unsigned long long)visit->number);
    if (read) {
        json_object_set_new(object, "card", tell_facts(&visit->facts));
        tell_set(object, "patient",
                 visit->patient[0] != '\0' ? visit->patient : NULL);
        tell_add(&line, "%s", _("read: "));
        tell_add_facts(&line, &visit->facts);
        if (visit->patient[0] != '\0')
            tell_add(&line, _("; patient %s"), visit->patient);
        else if (r->patients != NULL)
            tell_add(&line, "; %s", remark_text(REMARK_PATIENT_UNKNOWN));
    } else {
        tell_add(&line, "%s", _("removed"));
    }
    tell_event(r, "card", visit, 0, &line, object);
}

void tell_unread(struct reception *r, const struct visit *visit,
                 enum inkan_rc rc, int tries)
{
    struct inkan_explanation why = inkan_explain(rc, r->options.lang);
    json_t *object = visit_object(visit, "unread");
    struct tell_line line;

    tell_set(object, "code", why.code);
    json_object_set_new(object, "tries",
                        tries >= 0 ? json_integer(tries) : json_null());
    tell_begin(r, &line);
    tell_add(&line, _("card %llu could not be read: %s"),
             (unsigned long long)visit->number, why.text);
    if (tries >= 0)
        tell_add(&line,
                 P_(" %d try left.", " %d tries left.", (unsigned long)tries),
                 tries);
    if (why.action[0] != '\0')
        tell_add(&line, " %s", why.action);
    tell_event(r, "card", visit, 0, &line, object);
}

void tell_file(struct reception *r, const char *file, const char *code,
               const char *text, const char *where)
{
    json_t *object = json_object();
    struct tell_line line;

    tell_set(object, "file", file);
    tell_set(object, "code", code);
    tell_set(object, "text", text);
    tell_set(object, "element", where);
    tell_begin(r, &line);
    tell_add(&line, "%s: %s", file, text);
    if (where != NULL)
        tell_add(&line, " (%s)", where);
    tell_event(r, "file", NULL, 0, &line, object);
}

void tell_waiting(struct reception *r, const char *file, int64_t until_ms)
{
    int64_t left_s =
        (until_ms - r->clock.steady_ms(r->clock.self) + 999) / 1000;
    json_t *object = json_object();
    struct tell_line line;

    tell_set(object, "file", file);
    json_object_set_new(object, "seconds", json_integer(left_s));
    tell_begin(r, &line);
    tell_add(&line,
             _("%s does not agree with the card that was here; waiting %lld s "
               "whether another card comes"),
             file, (long long)left_s);
    tell_event(r, "waiting", NULL, 0, &line, object);
}

void tell_request(struct reception *r, const struct visit *visit,
                  const char *what, enum request_rc rc)
{
    json_t *object = json_object();
    struct tell_line line;

    json_object_set_new(object, "session",
                        json_integer((json_int_t)visit->number));
    tell_set(object, "request", what);
    tell_set(object, "code", request_rc_code(rc));
    tell_set(object, "text", request_rc_text(rc));
    tell_begin(r, &line);
    tell_add(&line, _("card %llu: %s request: %s"),
             (unsigned long long)visit->number, what, request_rc_text(rc));
    tell_event(r, "request", visit, 0, &line, object);
}
