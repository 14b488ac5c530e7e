/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads the XML of an answer with libxml2's pull reader. One row is one
 * element that we read; every other element is passed over.
 */
#include "tools/reception/answer.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

#include "tools/reception/decode.h"
#include "tools/tool.h"

/* Where an element stands: the path above it. */
enum place { IN_HEADER, IN_BODY, IN_RESULT };

static const struct element_row {
    enum place place;
    const char *name;
    int field; /* enum answer_field, in a result enum result_field */
} elements[] = {
    /* clang-format off */
    { IN_HEADER, "ProcessExecutionTime",     ANSWER_TIME },
    { IN_HEADER, "MedicalInstitutionCode",   ANSWER_INSTITUTION },
    { IN_HEADER, "ArbitraryFileIdentifier",  ANSWER_IDENTIFIER },
    { IN_HEADER, "SegmentOfResult",          ANSWER_SEGMENT },
    { IN_HEADER, "ErrorCode",                ANSWER_ERROR_CODE },
    { IN_BODY,   "ProcessingResultStatus",   ANSWER_STATUS },
    { IN_BODY,   "ProcessingResultCode",     ANSWER_RESULT_CODE },
    { IN_BODY,   "QualificationValidity",    ANSWER_VALIDITY },
    { IN_BODY,   "PrescriptionIssueSelect",  ANSWER_PRESCRIPTION },
    { IN_RESULT, "Name",                     RESULT_NAME },
    { IN_RESULT, "NameOfOther",              RESULT_OTHER_NAME },
    { IN_RESULT, "NameKana",                 RESULT_KANA },
    { IN_RESULT, "NameOfOtherKana",          RESULT_OTHER_KANA },
    { IN_RESULT, "Sex1",                     RESULT_SEX },
    { IN_RESULT, "Birthdate",                RESULT_BIRTH },
    { IN_RESULT, "Address",                  RESULT_ADDRESS },
    { IN_RESULT, "InsurerNumber",            RESULT_INSURER },
    { IN_RESULT, "InsuredCardSymbol",        RESULT_SYMBOL },
    { IN_RESULT, "InsuredIdentificationNumber", RESULT_NUMBER },
    { IN_RESULT, "InsuredBranchNumber",      RESULT_BRANCH },
    { IN_RESULT, "PersonalFamilyClassification", RESULT_FAMILY },
    { IN_RESULT, "ReasonOfLoss",             RESULT_LOSS },
    { IN_RESULT, "QualificationDate",        RESULT_FROM },
    { IN_RESULT, "DisqualificationDate",     RESULT_LOST },
    { IN_RESULT, "SpecificHealthCheckupsInfoConsFlg", RESULT_CHECKUPS_CONSENT },
    { IN_RESULT, "SpecificHealthCheckupsInfoAvailableTime", RESULT_CHECKUPS_UNTIL },
    { IN_RESULT, "SpecificHealthCheckupsInfoAcquisitionTime", RESULT_CHECKUPS_UNTIL },
    { IN_RESULT, "PharmacistsInfoConsFlg",   RESULT_DRUGS_CONSENT },
    { IN_RESULT, "PharmaceuticalInfoConsFlg", RESULT_DRUGS_CONSENT },
    { IN_RESULT, "PharmacistsInfoAvailableTime", RESULT_DRUGS_UNTIL },
    { IN_RESULT, "PharmacistsInfoAcquisitionTime", RESULT_DRUGS_UNTIL },
    { IN_RESULT, "PharmaceuticalInfoAvailableTime", RESULT_DRUGS_UNTIL },
    { IN_RESULT, "PharmaceuticalInfoAcquisitionTime", RESULT_DRUGS_UNTIL },
    { IN_RESULT, "DiagnosisInfoConsFlg",     RESULT_DIAGNOSIS_CONSENT },
    { IN_RESULT, "DiagnosisInfoAvailableTime", RESULT_DIAGNOSIS_UNTIL },
    { IN_RESULT, "DiagnosisInfoAcquisitionTime", RESULT_DIAGNOSIS_UNTIL },
    { IN_RESULT, "OperationInfoConsFlg",     RESULT_OPERATION_CONSENT },
    { IN_RESULT, "OperationInfoAvailableTime", RESULT_OPERATION_UNTIL },
    { IN_RESULT, "OperationInfoAcquisitionTime", RESULT_OPERATION_UNTIL },
    { IN_RESULT, "ReferenceNumber",          RESULT_REFERENCE },
    /* clang-format on */
};

/* The frame around the fields, by depth. */
#define ROOT   "XmlMsg"
#define HEADER "MessageHeader"
#define BODY   "MessageBody"
#define LIST   "ResultList"
#define RESULT "ResultOfQualificationConfirmation"

struct parse {
    struct answer *out;
    const char *path[ANSWER_DEPTH_MAX]; /* interned by the reader */
    const char *where;
    bool has_header, has_body;
    const struct element_row *open; /* its text is being collected */
    size_t open_depth;
    char text[ANSWER_TEXT_MAX + 1];
    size_t len;
};

static bool path_is(const struct parse *p, size_t depth,
                    const char *const *want)
{
    for (size_t i = 0; i < depth; i++) {
        if (want[i] == NULL || strcmp(p->path[i], want[i]) != 0)
            return false;
    }
    return true;
}

/* The place that an element at this depth stands in; false: none of ours. */
static bool place_at(const struct parse *p, size_t depth, enum place *out)
{
    static const char *const header[] = { ROOT, HEADER };
    static const char *const body[] = { ROOT, BODY };
    static const char *const result[] = { ROOT, BODY, LIST, RESULT };

    if (depth == 2 && path_is(p, 2, header))
        *out = IN_HEADER;
    else if (depth == 2 && path_is(p, 2, body))
        *out = IN_BODY;
    else if (depth == 4 && path_is(p, 4, result))
        *out = IN_RESULT;
    else
        return false;
    return true;
}

static const struct element_row *row_of(enum place place, const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(elements); i++) {
        if (elements[i].place == place && strcmp(elements[i].name, name) == 0)
            return &elements[i];
    }
    return NULL;
}

/* What is not a field: the frame that has to be there, and the results. */
static enum answer_rc enter_frame(struct parse *p, size_t depth)
{
    static const char *const list[] = { ROOT, BODY, LIST };
    const char *name = p->path[depth];

    if (depth == 0)
        return strcmp(name, ROOT) == 0 ? ANSWER_OK : ANSWER_OTHER_FORM;
    if (depth == 1 && strcmp(name, HEADER) == 0) {
        p->where = HEADER;
        if (p->has_header)
            return ANSWER_TWICE;
        p->has_header = true;
    } else if (depth == 1 && strcmp(name, BODY) == 0) {
        p->where = BODY;
        if (p->has_body)
            return ANSWER_TWICE;
        p->has_body = true;
    } else if (depth == 3 && path_is(p, 3, list) && strcmp(name, RESULT) == 0) {
        p->where = RESULT;
        if (p->out->count == ANSWER_RESULTS_MAX)
            return ANSWER_TOO_MANY;
        p->out->count++;
    }
    p->where = NULL;
    return ANSWER_OK;
}

static enum answer_rc enter(struct parse *p, size_t depth, const char *name)
{
    enum place place;

    if (depth >= ANSWER_DEPTH_MAX)
        return ANSWER_TOO_DEEP;
    p->path[depth] = name;
    if (place_at(p, depth, &place)) {
        p->open = row_of(place, name);
        p->open_depth = depth;
        p->len = 0;
        return ANSWER_OK;
    }
    /* A field holds text; an element inside it is another form. */
    if (p->open != NULL) {
        p->where = p->open->name;
        return ANSWER_OTHER_FORM;
    }
    return enter_frame(p, depth);
}

static enum answer_rc add_text(struct parse *p, const char *text)
{
    size_t len = strlen(text);

    if (p->open == NULL)
        return ANSWER_OK;
    if (len > ANSWER_TEXT_MAX - p->len) {
        p->where = p->open->name;
        return ANSWER_TOO_LONG;
    }
    memcpy(p->text + p->len, text, len);
    p->len += len;
    return ANSWER_OK;
}

/* The text without the blanks around it. */
static char *trimmed(const struct parse *p)
{
    size_t from = 0, to = p->len;

    while (from < to && strchr(" \t\r\n", p->text[from]) != NULL)
        from++;
    while (to > from && strchr(" \t\r\n", p->text[to - 1]) != NULL)
        to--;
    return strndup(p->text + from, to - from);
}

/* The end of a field: keeps its text. The same again is nothing new. */
static enum answer_rc leave(struct parse *p, size_t depth)
{
    struct answer *a = p->out;
    char **slot, *text;

    if (p->open == NULL || depth != p->open_depth)
        return ANSWER_OK;
    slot = p->open->place == IN_RESULT
               ? &a->result[a->count - 1].field[p->open->field]
               : &a->field[p->open->field];
    text = trimmed(p);
    p->where = p->open->name;
    p->open = NULL;
    if (text == NULL)
        return ANSWER_NOMEM;
    if (*slot != NULL) {
        bool same = strcmp(*slot, text) == 0;

        free(text);
        if (!same)
            return ANSWER_TWICE;
    } else {
        *slot = text;
    }
    p->where = NULL;
    return ANSWER_OK;
}

static enum answer_rc step(struct parse *p, xmlTextReaderPtr reader)
{
    size_t depth = (size_t)xmlTextReaderDepth(reader);
    enum answer_rc rc = ANSWER_OK;

    switch (xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT:
        rc = enter(p, depth, (const char *)xmlTextReaderConstName(reader));
        if (rc == ANSWER_OK && xmlTextReaderIsEmptyElement(reader) == 1)
            rc = leave(p, depth);
        return rc;
    case XML_READER_TYPE_END_ELEMENT: return leave(p, depth);
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return add_text(p, (const char *)xmlTextReaderConstValue(reader));
    case XML_READER_TYPE_DOCUMENT_TYPE:
    case XML_READER_TYPE_ENTITY_REFERENCE: return ANSWER_DOCTYPE;
    default: return ANSWER_OK;
    }
}

/* NOERROR: libxml2's sentences quote the file, and so a name. */
#define XML_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)

static enum answer_rc parse_text(struct parse *p, const char *text, size_t len)
{
    xmlTextReaderPtr reader =
        xmlReaderForMemory(text, (int)len, NULL, "UTF-8", XML_OPTIONS);
    enum answer_rc rc = ANSWER_OK;
    int more = 1;

    if (reader == NULL)
        return ANSWER_NOMEM;
    while (rc == ANSWER_OK && (more = xmlTextReaderRead(reader)) == 1)
        rc = step(p, reader);
    xmlFreeTextReader(reader);
    if (rc == ANSWER_OK && more != 0)
        return ANSWER_NOT_XML;
    if (rc == ANSWER_OK && (!p->has_header || !p->has_body))
        return ANSWER_OTHER_FORM;
    return rc;
}

static enum answer_rc rc_of_decode(enum decode_rc rc)
{
    switch (rc) {
    case DECODE_OK: return ANSWER_OK;
    case DECODE_NOMEM: return ANSWER_NOMEM;
    case DECODE_NUL: return ANSWER_NUL;
    case DECODE_ENCODING: return ANSWER_ENCODING;
    case DECODE_BROKEN: break;
    }
    return ANSWER_BROKEN_TEXT;
}

bool answer_is_complete(const uint8_t *data, size_t len)
{
    static const char end[] = "</" ROOT ">";
    const size_t end_len = sizeof(end) - 1;

    while (len > 0 && strchr(" \t\r\n", data[len - 1]) != NULL &&
           data[len - 1] != 0)
        len--;
    return len >= end_len && memcmp(data + len - end_len, end, end_len) == 0;
}

enum answer_rc answer_read(const uint8_t *data, size_t len, struct answer *out,
                           const char **where)
{
    struct parse p = { .out = out };
    char *text = NULL;
    size_t text_len = 0;
    enum answer_rc rc;

    memset(out, 0, sizeof(*out));
    if (len > ANSWER_FILE_MAX) {
        rc = ANSWER_TOO_BIG;
    } else {
        rc = rc_of_decode(decode_xml(data, len, &text, &text_len));
        if (rc == ANSWER_OK && strstr(text, "<!DOCTYPE") != NULL)
            rc = ANSWER_DOCTYPE;
        if (rc == ANSWER_OK && !answer_is_complete(data, len))
            rc = ANSWER_INCOMPLETE;
        if (rc == ANSWER_OK)
            rc = parse_text(&p, text, text_len);
    }
    if (text != NULL)
        explicit_bzero(text, text_len);
    free(text);
    explicit_bzero(p.text, sizeof(p.text));
    if (rc != ANSWER_OK)
        answer_free(out);
    if (where != NULL)
        *where = p.where;
    return rc;
}

static void wipe_fields(char **field, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (field[i] != NULL)
            explicit_bzero(field[i], strlen(field[i]));
        free(field[i]);
    }
}

void answer_free(struct answer *answer)
{
    wipe_fields(answer->field, ANSWER_FIELD_COUNT);
    for (size_t i = 0; i < answer->count; i++)
        wipe_fields(answer->result[i].field, RESULT_FIELD_COUNT);
    memset(answer, 0, sizeof(*answer));
}

const char *answer_text(const struct answer *answer, enum answer_field field)
{
    return answer->field[field] != NULL ? answer->field[field] : "";
}

const char *result_text(const struct answer_result *result,
                        enum result_field field)
{
    return result->field[field] != NULL ? result->field[field] : "";
}

static const struct rc_row {
    const char *code;
    const char *text;
} rc_rows[] = {
    /* clang-format off */
    [ANSWER_OK]          = { "ok",          N_("the file is in order") },
    [ANSWER_NOMEM]       = { "no-memory",   N_("out of memory") },
    [ANSWER_TOO_BIG]     = { "too-big",     N_("the file is too big for an answer") },
    [ANSWER_INCOMPLETE]  = { "incomplete",  N_("the file is not finished") },
    [ANSWER_NUL]         = { "nul",         N_("there is a zero byte in the file") },
    [ANSWER_ENCODING]    = { "encoding",    N_("the file declares an encoding that no answer has") },
    [ANSWER_BROKEN_TEXT] = { "broken-text", N_("the bytes are not in the encoding that the file declares") },
    [ANSWER_DOCTYPE]     = { "doctype",     N_("the file has a document type; no answer has one") },
    [ANSWER_NOT_XML]     = { "not-xml",     N_("the file is no well-formed XML") },
    [ANSWER_TOO_DEEP]    = { "too-deep",    N_("the elements are nested too deep") },
    [ANSWER_OTHER_FORM]  = { "other-form",  N_("the file is no eligibility answer") },
    [ANSWER_TWICE]       = { "twice",       N_("one field has two different values") },
    [ANSWER_TOO_LONG]    = { "too-long",    N_("a field is too long") },
    [ANSWER_TOO_MANY]    = { "too-many",    N_("there are too many results in the file") },
    /* clang-format on */
};
_Static_assert(ARRAY_LEN(rc_rows) == ANSWER_RC_COUNT, "a row for each");

const char *answer_rc_code(enum answer_rc rc)
{
    return rc_rows[rc].code;
}

const char *answer_rc_text(enum answer_rc rc)
{
    return _(rc_rows[rc].text);
}
