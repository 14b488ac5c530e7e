/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes an answer element by element.
 */
#include "tests/unit/reception/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tools/reception/decode.h"

struct form form_of(const char *name, const char *birth, const char *sex,
                    const char *address)
{
    return (struct form){
        .institution = FORM_INSTITUTION,
        .identifier = "terminal",
        .segment = "1",
        .status = "1",
        .validity = "1",
        .charset = "0",
        .count = 1,
        .result = { { .name = name,
                      .birth = birth,
                      .sex = sex,
                      .address = address,
                      .insurer = "  123456",
                      .symbol = "12-34",
                      .number = "4260",
                      .branch = "01" } },
    };
}

static void element(FILE *out, const char *name, const char *value)
{
    if (value != NULL)
        fprintf(out, "<%s>%s</%s>\r\n", name, value, name);
}

static void write_result(FILE *out, const struct form_result *r)
{
    fputs("<ResultOfQualificationConfirmation>\r\n", out);
    element(out, "InsuredCardClassification", "01");
    element(out, "InsurerNumber", r->insurer);
    element(out, "InsuredCardSymbol", r->symbol);
    element(out, "InsuredIdentificationNumber", r->number);
    element(out, "InsuredBranchNumber", r->branch);
    element(out, "Name", r->name);
    element(out, "NameOfOther", r->other_name);
    element(out, "NameKana", r->kana);
    element(out, "Sex1", r->sex);
    element(out, "Birthdate", r->birth);
    element(out, "Address", r->address);
    if (r->more != NULL)
        fputs(r->more, out);
    fputs("</ResultOfQualificationConfirmation>\r\n", out);
}

static void write_form(FILE *out, const struct form *f)
{
    const char *declared = f->declared;

    if (declared == NULL)
        declared = f->cp932 ? "Shift_JIS" : "UTF-8";
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"%s\" standalone=\"no\"?>\r\n"
            "<XmlMsg>\r\n<MessageHeader>\r\n",
            declared);
    element(out, "ProcessExecutionTime", f->time);
    element(out, "CharacterCodeIdentifier", f->charset);
    element(out, "SegmentOfResult", f->segment);
    element(out, "ReferenceClassification", "1");
    element(out, "ArbitraryFileIdentifier", f->identifier);
    element(out, "MedicalInstitutionCode", f->institution);
    fputs("</MessageHeader>\r\n<MessageBody>\r\n", out);
    element(out, "ProcessingResultStatus", f->status);
    element(out, "QualificationValidity", f->validity);
    if (f->count > 0)
        fputs("<ResultList>\r\n", out);
    for (size_t i = 0; i < f->count; i++)
        write_result(out, &f->result[i]);
    if (f->count > 0)
        fputs("</ResultList>\r\n", out);
    fputs("</MessageBody>\r\n</XmlMsg>\r\n", out);
}

uint8_t *form_write(const struct form *form, size_t *out_len)
{
    char *text = NULL, *bytes = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);

    if (out == NULL)
        abort();
    write_form(out, form);
    if (fclose(out) != 0)
        abort();
    if (!form->cp932) {
        *out_len = len;
        return (uint8_t *)text;
    }
    if (decode_back(text, len, "CP932", &bytes, out_len) != DECODE_OK) {
        free(text);
        return NULL; /* CP932 does not have every character */
    }
    free(text);
    return (uint8_t *)bytes;
}

void form_time(int64_t wall_s, char out[15])
{
    time_t local = (time_t)(wall_s + 9 * 3600);
    struct tm tm;

    gmtime_r(&local, &tm);
    strftime(out, 15, "%Y%m%d%H%M%S", &tm);
}
