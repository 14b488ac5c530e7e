/* SPDX-License-Identifier: Apache-2.0
 *
 * The reception of counter.h.
 */
#include "tests/unit/reception/counter.h"

#include <stdlib.h>
#include <string.h>

static int64_t steady_ms(void *self)
{
    return ((const struct counter *)self)->now_ms;
}

static int64_t wall_s(void *self)
{
    return COUNTER_WALL + ((const struct counter *)self)->now_ms / 1000;
}

static void copy(char *out, size_t cap, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    snprintf(out, cap, "%s", text != NULL ? text : "");
}

static void tell(void *self, const struct reception_event *event)
{
    struct counter *c = self;
    struct counter_event *e = &c->event[c->count++ % COUNTER_EVENTS];
    const json_t *o = event->object;

    json_decref(e->object);
    memset(e, 0, sizeof(*e));
    snprintf(e->kind, sizeof(e->kind), "%s", event->kind);
    copy(e->file, sizeof(e->file), o, "file");
    copy(e->code, sizeof(e->code), o, "code");
    copy(e->paired_by, sizeof(e->paired_by), o, "paired_by");
    if (json_object_get(o, "unpaired") != NULL)
        copy(e->code, sizeof(e->code), json_object_get(o, "unpaired"), "code");
    e->findings = event->findings;
    e->verdict = finding_first(event->findings);
    e->session = (uint64_t)json_integer_value(json_object_get(o, "session"));
    snprintf(e->line, sizeof(e->line), "%s", event->line);
    e->object = json_deep_copy(o);
}

void counter_begin(struct counter *c, const struct reception_options *options)
{
    struct reception_options defaults = reception_defaults;
    const struct reception_clock clock = { c, steady_ms, wall_s };
    const struct reception_sink sink = { c, tell };

    memset(c, 0, sizeof(*c));
    c->now_ms = 1000000;
    c->matcher = inkan_matcher_open();
    assert_non_null(c->matcher);
    defaults.institution = FORM_INSTITUTION;
    reception_init(&c->r, options != NULL ? options : &defaults, &clock, &sink,
                   c->matcher);
}

void counter_end(struct counter *c)
{
    reception_close(&c->r);
    inkan_matcher_close(c->matcher);
    for (size_t i = 0; i < COUNTER_EVENTS; i++)
        json_decref(c->event[i].object);
}

void counter_pass(struct counter *c, int64_t ms)
{
    for (; ms > 0; ms -= 1000) {
        c->now_ms += ms < 1000 ? ms : 1000;
        reception_tick(&c->r);
    }
}

uint64_t counter_card_print(struct counter *c, const char *reader,
                            const char *name, const char *birth, char sex,
                            uint8_t print)
{
    struct visit *visit = reception_insert(&c->r, reader);
    struct visit_facts facts = { .genuine = INKAN_GENUINE,
                                 .bound = INKAN_BOUND_FACE,
                                 .expiry = EXPIRY_VALID,
                                 .ends = { 2030, 4, 1, 14, 59, 59 } };
    uint8_t bytes[VISIT_PRINT];

    snprintf(facts.person.name, sizeof(facts.person.name), "%s", name);
    snprintf(facts.person.birth, sizeof(facts.person.birth), "%s", birth);
    snprintf(facts.person.address, sizeof(facts.person.address), "%s",
             "東京都清瀬市観布子南３丁目８番１５号");
    facts.person.sex = sex;
    memset(bytes, print, sizeof(bytes));
    reception_read(&c->r, visit, print != 0 ? bytes : NULL, &facts);
    return visit->number;
}

uint64_t counter_card(struct counter *c, const char *reader, const char *name,
                      const char *birth, char sex)
{
    return counter_card_print(c, reader, name, birth, sex, 0);
}

void counter_bytes(struct counter *c, const char *file, const void *data,
                   size_t len)
{
    struct visit_moment came = { c->now_ms, c->now_ms };
    void *copied = malloc(len > 0 ? len : 1); /* of its exact size */

    assert_non_null(copied);
    memcpy(copied, data, len);
    reception_file(&c->r, file, copied, len, &came);
    free(copied);
}

void counter_form(struct counter *c, const char *file, struct form form)
{
    char now[15];
    size_t len = 0;
    uint8_t *bytes;

    form_time(wall_s(c), now);
    if (form.time == NULL)
        form.time = now;
    bytes = form_write(&form, &len);
    assert_non_null(bytes);
    counter_bytes(c, file, bytes, len);
    free(bytes);
}

const struct counter_event *counter_last(const struct counter *c,
                                         const char *kind, const char *file)
{
    for (size_t i = 0; i < c->count && i < COUNTER_EVENTS; i++) {
        const struct counter_event *e =
            &c->event[(c->count - 1 - i) % COUNTER_EVENTS];

        if (strcmp(e->kind, kind) == 0 &&
            (file == NULL || strcmp(e->file, file) == 0))
            return e;
    }
    return NULL;
}

size_t counter_told(const struct counter *c, const char *kind, const char *file)
{
    size_t count = 0;

    for (size_t i = 0; i < c->count && i < COUNTER_EVENTS; i++) {
        const struct counter_event *e =
            &c->event[(c->count - 1 - i) % COUNTER_EVENTS];

        count += strcmp(e->kind, kind) == 0 &&
                 (file == NULL || strcmp(e->file, file) == 0);
    }
    return count;
}
