/* SPDX-License-Identifier: Apache-2.0
 *
 * Matching as SQL functions of SQLite:
 *
 *   .load inkan_sqlite
 *   SELECT inkan_match_name('髙橋', '高橋');             -- B
 *   SELECT inkan_explain_address(a.address, b.address);   -- JSON
 *   SELECT inkan_match_variants('MJShrinkMap.csv');       -- adds variants
 *
 * A value that is NULL or a BLOB cannot be compared: '?'. The functions read
 * their arguments and the matcher of the connection, nothing else.
 */
#include <inkan/match.h>
#include <sqlite3ext.h>
#include <stdio.h>
#include <string.h>
SQLITE_EXTENSION_INIT1

/* One matcher a connection: freed with the last function that holds it. */
struct shared {
    struct inkan_matcher *m;
    int holders;
};

/* What a function was registered with. */
struct function {
    struct shared *shared;
    enum inkan_match_field field;
};

static struct inkan_match_text text_of(sqlite3_value *value)
{
    struct inkan_match_text text = { NULL, 0, NULL };

    if (sqlite3_value_type(value) == SQLITE_NULL ||
        sqlite3_value_type(value) == SQLITE_BLOB)
        return text;
    text.ptr = (const char *)sqlite3_value_text(value);
    text.len = text.ptr == NULL ? 0 : (size_t)sqlite3_value_bytes(value);
    return text;
}

static void match(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    const struct function *f = sqlite3_user_data(context);
    struct inkan_match_result r;
    char letter;

    (void)argc;
    letter = inkan_match_grade_letter(inkan_match_compare(
        f->shared->m, f->field, text_of(argv[0]), text_of(argv[1]), &r));
    sqlite3_result_text(context, &letter, 1, SQLITE_TRANSIENT);
}

static void explain(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    const struct function *f = sqlite3_user_data(context);
    struct inkan_match_text a = text_of(argv[0]);
    struct inkan_match_text b = text_of(argv[1]);
    struct inkan_match_result r;
    size_t len;
    char *json;

    (void)argc;
    (void)inkan_match_compare(f->shared->m, f->field, a, b, &r);
    len = inkan_match_json(&r, a, b, NULL, 0);
    json = sqlite3_malloc64(len + 1);
    if (json == NULL) {
        sqlite3_result_error_nomem(context);
        return;
    }
    (void)inkan_match_json(&r, a, b, json, len + 1);
    sqlite3_result_text64(context, json, len, sqlite3_free, SQLITE_UTF8);
}

static void add_variants(sqlite3_context *context, int argc,
                         sqlite3_value **argv)
{
    const struct function *f = sqlite3_user_data(context);
    const char *path = (const char *)sqlite3_value_text(argv[0]);

    (void)argc;
    switch (path == NULL ? INKAN_MATCH_NO_FILE
                         : inkan_matcher_add_file(f->shared->m, path)) {
    case INKAN_MATCH_OK: sqlite3_result_int(context, 1); break;
    case INKAN_MATCH_NOMEM: sqlite3_result_error_nomem(context); break;
    case INKAN_MATCH_NO_FILE:
        sqlite3_result_error(context, "inkan: the file cannot be read", -1);
        break;
    case INKAN_MATCH_BAD_FILE:
        sqlite3_result_error(context, "inkan: no file of kanji variants", -1);
        break;
    }
}

static void release(void *data)
{
    struct function *f = data;

    if (--f->shared->holders == 0) {
        inkan_matcher_close(f->shared->m);
        sqlite3_free(f->shared);
    }
    sqlite3_free(f);
}

static int add_function(sqlite3 *db, struct shared *shared, const char *prefix,
                        enum inkan_match_field field, int argc, int flags,
                        void (*call)(sqlite3_context *, int, sqlite3_value **))
{
    struct function *f = sqlite3_malloc(sizeof(*f));
    char name[64];

    if (f == NULL)
        return SQLITE_NOMEM;
    *f = (struct function){ shared, field };
    shared->holders++;
    (void)snprintf(name, sizeof(name), "%s%s", prefix,
                   inkan_match_field_name(field));
    /* SQLite calls release also when this fails. */
    return sqlite3_create_function_v2(db, name, argc, SQLITE_UTF8 | flags, f,
                                      call, NULL, NULL, release);
}

static int add_functions(sqlite3 *db, struct shared *shared)
{
    /* Not deterministic to the planner: variants may be added in between. */
    int rc = add_function(db, shared, "inkan_match_variants",
                          INKAN_MATCH_FIELD_COUNT, 1, SQLITE_DIRECTONLY,
                          add_variants);

    for (unsigned i = 0; rc == SQLITE_OK && i < INKAN_MATCH_FIELD_COUNT; i++) {
        enum inkan_match_field field = (enum inkan_match_field)i;

        rc = add_function(db, shared, "inkan_match_", field, 2,
                          SQLITE_INNOCUOUS, match);
        if (rc == SQLITE_OK)
            rc = add_function(db, shared, "inkan_explain_", field, 2,
                              SQLITE_INNOCUOUS, explain);
    }
    return rc;
}

int sqlite3_extension_init(sqlite3 *db, char **error,
                           const sqlite3_api_routines *api);

__attribute__((visibility("default"))) int
sqlite3_extension_init(sqlite3 *db, char **error,
                       const sqlite3_api_routines *api)
{
    struct shared *shared;
    int rc;

    SQLITE_EXTENSION_INIT2(api);
    shared = sqlite3_malloc(sizeof(*shared));
    if (shared == NULL)
        return SQLITE_NOMEM;
    *shared = (struct shared){ inkan_matcher_open(), 1 };
    if (shared->m == NULL) {
        sqlite3_free(shared);
        *error = sqlite3_mprintf("inkan: no memory or no Unicode data");
        return SQLITE_ERROR;
    }
    rc = add_functions(db, shared);
    if (--shared->holders == 0) {
        inkan_matcher_close(shared->m);
        sqlite3_free(shared);
    }
    return rc;
}
