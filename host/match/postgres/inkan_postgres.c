/* SPDX-License-Identifier: Apache-2.0
 *
 * Matching as SQL functions of PostgreSQL; see inkan--1.0.sql. Each backend
 * has one matcher, made at its first comparison; nothing is written, so the
 * functions run in parallel workers.
 */
#include <postgres.h>

#include <fmgr.h>
#include <mb/pg_wchar.h>
#include <utils/builtins.h>
#include <utils/guc.h>

#include <inkan/match.h>

PG_MODULE_MAGIC;

/* A backend is one thread, and PostgreSQL's own way to hold this. */
static struct inkan_matcher *matcher;
static char *variants_file; /* inkan.variants */

void _PG_init(void);

/* A new file means a new matcher, at the next comparison. */
static void assign_variants(const char *value, void *extra)
{
    (void)value;
    (void)extra;
    inkan_matcher_close(matcher);
    matcher = NULL;
}

void _PG_init(void)
{
    DefineCustomStringVariable(
        "inkan.variants", "File of kanji variants to use beside our own.",
        "CSV or JSON of the MJ shrink map; a path on "
        "the server.",
        &variants_file, "", PGC_SUSET, 0, NULL, assign_variants, NULL);
}

static const struct inkan_matcher *get_matcher(void)
{
    if (matcher != NULL)
        return matcher;
    matcher = inkan_matcher_open();
    if (matcher == NULL)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY),
                        errmsg("inkan: no memory or no Unicode data")));
    if (variants_file != NULL && variants_file[0] != '\0' &&
        inkan_matcher_add_file(matcher, variants_file) != INKAN_MATCH_OK) {
        inkan_matcher_close(matcher);
        matcher = NULL;
        ereport(ERROR, (errcode(ERRCODE_CONFIG_FILE_ERROR),
                        errmsg("inkan.variants: \"%s\" cannot be read or is "
                               "no file of kanji variants",
                               variants_file)));
    }
    return matcher;
}

/* An argument as UTF-8; NULL compares as nothing. */
static struct inkan_match_text text_arg(FunctionCallInfo fcinfo, int n)
{
    struct inkan_match_text out = { NULL, 0, NULL };
    text *value;

    if (PG_ARGISNULL(n))
        return out;
    value = PG_GETARG_TEXT_PP(n);
    out.ptr = VARDATA_ANY(value);
    out.len = VARSIZE_ANY_EXHDR(value);
    if (GetDatabaseEncoding() != PG_UTF8) {
        char *utf8 = pg_server_to_any(out.ptr, (int)out.len, PG_UTF8);

        if (utf8 != out.ptr)
            out.len = strlen(utf8);
        out.ptr = utf8;
    }
    return out;
}

/* The field is the function's first argument: the SQL wrappers name it. */
static enum inkan_match_field field_arg(FunctionCallInfo fcinfo)
{
    int32 field = PG_ARGISNULL(0) ? -1 : PG_GETARG_INT32(0);

    if (field < 0 || field >= INKAN_MATCH_FIELD_COUNT)
        ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
                        errmsg("inkan: no such field")));
    return (enum inkan_match_field)field;
}

PG_FUNCTION_INFO_V1(inkan_grade);
Datum inkan_grade(PG_FUNCTION_ARGS)
{
    enum inkan_match_field field = field_arg(fcinfo);
    struct inkan_match_text a = text_arg(fcinfo, 1);
    struct inkan_match_text b = text_arg(fcinfo, 2);
    struct inkan_match_result r;
    char letter;

    letter = inkan_match_grade_letter(
        inkan_match_compare(get_matcher(), field, a, b, &r));
    PG_RETURN_TEXT_P(cstring_to_text_with_len(&letter, 1));
}

PG_FUNCTION_INFO_V1(inkan_explain);
Datum inkan_explain(PG_FUNCTION_ARGS)
{
    enum inkan_match_field field = field_arg(fcinfo);
    struct inkan_match_text a = text_arg(fcinfo, 1);
    struct inkan_match_text b = text_arg(fcinfo, 2);
    struct inkan_match_result r;
    size_t len;
    char *json;

    (void)inkan_match_compare(get_matcher(), field, a, b, &r);
    len = inkan_match_json(&r, a, b, NULL, 0);
    json = palloc(len + 1);
    (void)inkan_match_json(&r, a, b, json, len + 1);
    if (GetDatabaseEncoding() != PG_UTF8)
        json = pg_any_to_server(json, (int)len, PG_UTF8);
    PG_RETURN_TEXT_P(cstring_to_text(json));
}
