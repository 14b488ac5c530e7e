/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes request files. What is in them stays in them: nothing here is told
 * to anybody else.
 */
#include "tools/reception/request.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "tools/reception/decode.h"

#define TEMPLATE_MAX ((size_t)64 * 1024)

#define ELIGIBILITY_PREFIX  "OQSsiquc01req_"
#define REGISTRATION_PREFIX "OQSsiimm01req_"

/* A text that grows; failed once it could not. */
struct draft {
    char *text;
    size_t len, cap;
    bool failed;
};

static void draft_put(struct draft *d, const char *text, size_t len)
{
    if (d->failed)
        return;
    if (d->cap - d->len < len + 1) {
        size_t cap = (d->len + len + 1) * 2;
        char *bigger = malloc(cap);

        if (bigger == NULL) {
            d->failed = true;
            return;
        }
        if (d->text != NULL) {
            memcpy(bigger, d->text, d->len);
            explicit_bzero(d->text, d->len);
        }
        free(d->text);
        d->text = bigger;
        d->cap = cap;
    }
    memcpy(d->text + d->len, text, len);
    d->len += len;
    d->text[d->len] = '\0';
}

static void draft_free(struct draft *d)
{
    if (d->text != NULL)
        explicit_bzero(d->text, d->len);
    free(d->text);
}

/* A value as XML text. */
static void draft_value(struct draft *d, const char *value)
{
    static const struct {
        char c;
        const char *entity;
    } rows[] = { { '&', "&amp;" },
                 { '<', "&lt;" },
                 { '>', "&gt;" },
                 { '"', "&quot;" },
                 { '\'', "&apos;" } };

    for (; *value != '\0'; value++) {
        const char *entity = NULL;

        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            if (rows[i].c == *value)
                entity = rows[i].entity;
        }
        if (entity != NULL)
            draft_put(d, entity, strlen(entity));
        else
            draft_put(d, value, 1);
    }
}

static bool random_id(char out[REQUEST_ID_LEN + 1])
{
    uint8_t bytes[REQUEST_ID_LEN / 2];

    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        return false;
    for (size_t i = 0; i < sizeof(bytes); i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
    return true;
}

/* --- the file ------------------------------------------------------------- */

static bool write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return true;
}

/* The terminal takes what has one of its prefixes: until the file is whole
 * its name begins with a dot. */
static bool drop_file(int folder, const char *name, const char *data,
                      size_t len)
{
    char temporary[128];
    int fd, saved;
    bool ok;

    snprintf(temporary, sizeof(temporary), ".%s.part", name);
    fd = openat(folder, temporary,
                O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0660);
    if (fd < 0)
        return false;
    ok = write_all(fd, data, len) && fsync(fd) == 0;
    saved = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        saved = errno;
    }
    if (ok && renameat(folder, temporary, folder, name) != 0) {
        ok = false;
        saved = errno;
    }
    if (!ok)
        unlinkat(folder, temporary, 0);
    errno = saved;
    return ok;
}

static enum request_rc drop(const struct requester *r, const char *prefix,
                            const char *id, const char *data, size_t len)
{
    char name[96];
    int folder = open(r->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok;

    if (folder < 0)
        return REQUEST_UNWRITABLE;
    snprintf(name, sizeof(name), "%s%s.xml", prefix, id);
    ok = drop_file(folder, name, data, len);
    close(folder);
    return ok ? REQUEST_OK : REQUEST_UNWRITABLE;
}

/* --- the eligibility request ---------------------------------------------- */

static void element(struct draft *d, const char *name, const char *value)
{
    draft_put(d, "<", 1);
    draft_put(d, name, strlen(name));
    draft_put(d, ">", 1);
    draft_value(d, value);
    draft_put(d, "</", 2);
    draft_put(d, name, strlen(name));
    draft_put(d, ">\r\n", 3);
}

static void literal(struct draft *d, const char *text)
{
    draft_put(d, text, strlen(text));
}

static void write_eligibility(struct draft *d, const struct requester *r,
                              const struct patient *patient, const char *birth,
                              const char *today, const char *id)
{
    literal(d, "<?xml version=\"1.0\" encoding=\"Shift_JIS\" "
               "standalone=\"no\"?>\r\n<XmlMsg>\r\n<MessageHeader>\r\n");
    element(d, "QualificationConfirmationDate", today);
    element(d, "MedicalInstitutionCode", r->institution);
    element(d, "ArbitraryFileIdentifier", id);
    literal(d, "</MessageHeader>\r\n<MessageBody>\r\n"
               "<QualificationConfirmSearchInfo>\r\n");
    element(d, "InsurerNumber", patient->insurer);
    element(d, "InsuredCardSymbol", patient->symbol);
    element(d, "InsuredIdentificationNumber", patient->number);
    element(d, "InsuredBranchNumber", patient->branch);
    element(d, "Birthdate", birth);
    /* No question about the limit certificate: that wants a consent. */
    element(d, "LimitApplicationCertificateRelatedConsFlg", "0");
    literal(d, "</QualificationConfirmSearchInfo>\r\n</MessageBody>\r\n"
               "</XmlMsg>\r\n");
}

/* Is there a 00 in it? */
static bool is_whole(const char *birth)
{
    return strlen(birth) == 8 && strcmp(birth + 6, "00") != 0 &&
           strncmp(birth + 4, "00", 2) != 0;
}

enum request_rc request_eligibility(const struct requester *r,
                                    const struct patient *patient,
                                    const char *birth, const char *today,
                                    char id[REQUEST_ID_LEN + 1])
{
    struct draft d = { .text = NULL };
    char *bytes = NULL;
    size_t len = 0;
    enum request_rc rc = REQUEST_OK;

    if (patient->insurer[0] == '\0' || patient->number[0] == '\0')
        return REQUEST_NO_INSURANCE;
    if (!is_whole(birth))
        return REQUEST_BIRTH;
    if (!random_id(id))
        return REQUEST_UNWRITABLE;
    write_eligibility(&d, r, patient, birth, today, id);
    if (d.failed)
        rc = REQUEST_NOMEM;
    else if (decode_back(d.text, d.len, "Shift_JIS", &bytes, &len) != DECODE_OK)
        rc = REQUEST_TEXT;
    else
        rc = drop(r, ELIGIBILITY_PREFIX, id, bytes, len);
    draft_free(&d);
    if (bytes != NULL)
        explicit_bzero(bytes, len);
    free(bytes);
    return rc;
}

/* --- the registration ----------------------------------------------------- */

struct place {
    const char *name; /* with its braces */
    const char *value;
};

/* The template with its places filled; it is UTF-8 by now. */
static void fill(struct draft *d, const char *text, const struct place *places,
                 size_t count)
{
    while (*text != '\0') {
        size_t i = 0;

        while (i < count &&
               strncmp(text, places[i].name, strlen(places[i].name)) != 0)
            i++;
        if (i < count) {
            draft_value(d, places[i].value);
            text += strlen(places[i].name);
        } else {
            draft_put(d, text++, 1);
        }
    }
}

/* The template, filled in, in the encoding that it declares. */
static enum request_rc fill_template(const struct requester *r,
                                     const struct place *places, size_t count,
                                     char **out, size_t *out_len)
{
    char encoding[DECODE_NAME_MAX];
    struct draft d = { .text = NULL };
    enum request_rc rc = REQUEST_OK;
    char *text = NULL;
    size_t len = 0;

    decode_declared(r->template_text, r->template_len, encoding);
    if (decode_text(r->template_text, r->template_len, encoding, &text, &len) !=
        DECODE_OK)
        return REQUEST_TEXT;
    fill(&d, text, places, count);
    if (d.failed || d.text == NULL)
        rc = REQUEST_NOMEM;
    else if (decode_back(d.text, d.len, encoding, out, out_len) != DECODE_OK)
        rc = REQUEST_TEXT;
    draft_free(&d);
    free(text);
    return rc;
}

enum request_rc request_registration(const struct requester *r,
                                     const struct patient *patient,
                                     const char *birth, const char *today)
{
    char id[REQUEST_ID_LEN + 1];
    const struct place places[] = {
        { "{identifier}", id },
        { "{institution}", r->institution },
        { "{today}", today },
        { "{patient}", patient->id },
        { "{insurer}", patient->insurer },
        { "{symbol}", patient->symbol },
        { "{number}", patient->number },
        { "{branch}", patient->branch },
        { "{birth}", birth },
    };
    char *bytes = NULL;
    size_t len = 0;
    enum request_rc rc;

    if (!random_id(id))
        return REQUEST_UNWRITABLE;
    rc = fill_template(r, places, ARRAY_LEN(places), &bytes, &len);
    if (rc == REQUEST_OK)
        rc = drop(r, REGISTRATION_PREFIX, id, bytes, len);
    if (bytes != NULL)
        explicit_bzero(bytes, len);
    free(bytes);
    return rc;
}

/* --- the requester -------------------------------------------------------- */

int requester_open(struct tool *t, const char *folder, const char *institution,
                   const char *template_path, struct requester *out)
{
    char *text = NULL;
    size_t len = 0;
    int exit = TOOL_OK;

    *out = (struct requester){ .folder = folder, .institution = institution };
    if (access(folder, W_OK | X_OK) != 0)
        return tool_io_error(t, folder, _("cannot write"));
    if (template_path == NULL)
        return TOOL_OK;
    exit = tool_read(t, template_path, TEMPLATE_MAX, &out->template_text,
                     &out->template_len);
    if (exit != TOOL_OK)
        return exit;
    if (strstr((const char *)out->template_text, "{identifier}") == NULL ||
        decode_xml(out->template_text, out->template_len, &text, &len) !=
            DECODE_OK) {
        requester_close(out);
        return tool_error(t, TOOL_USAGE, "template",
                          _("%s: a template is XML in Shift_JIS or UTF-8 and "
                            "has the place {identifier}"),
                          template_path);
    }
    free(text);
    return TOOL_OK;
}

void requester_close(struct requester *r)
{
    free(r->template_text);
    r->template_text = NULL;
}

static const struct rc_row {
    const char *code;
    const char *text;
} rc_rows[] = {
    [REQUEST_OK] = { "written", N_("written") },
    [REQUEST_NOMEM] = { "no-memory", N_("out of memory") },
    [REQUEST_NO_INSURANCE] = { "no-insurance",
                               N_("the patient list has no insurance for this "
                                  "patient") },
    [REQUEST_BIRTH] = { "birth", N_("the birth date is not complete") },
    [REQUEST_TEXT] = { "text",
                       N_("a character cannot be written in its encoding") },
    [REQUEST_UNWRITABLE] = { "unwritable", N_("the folder cannot be written") },
};

const char *request_rc_code(enum request_rc rc)
{
    return rc_rows[rc].code;
}

const char *request_rc_text(enum request_rc rc)
{
    return _(rc_rows[rc].text);
}
