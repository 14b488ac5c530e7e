/* SPDX-License-Identifier: Apache-2.0
 *
 * The same seed and day give the same card, byte for byte; another of either
 * gives another. Authorities are made and kept likewise.
 */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/issue/issued.h"
#include "tools/issue/crl.h"
#include "tools/issue/file.h"

static struct content a;
static struct content b;

static void image_of(const struct issued_wish *wish, struct content *out)
{
    struct issued issued;

    issued_make(wish, &issued);
    issued_image(&issued, out);
    issued_free(&issued);
}

static bool same(void)
{
    return a.len == b.len && memcmp(a.bytes, b.bytes, a.len) == 0;
}

static void the_same_seed_and_day_make_the_same_card(void **state)
{
    const struct issued_wish wish = { .persona = "licence", .seed = "7" };

    (void)state;
    image_of(&wish, &a);
    image_of(&wish, &b);
    assert_true(same());
}

static void another_seed_or_day_makes_another_card(void **state)
{
    const struct issued_wish wish = { .persona = "android", .seed = "7" };
    const struct issued_wish seed = { .persona = "android", .seed = "8" };
    const struct issued_wish day = { .persona = "android",
                                     .seed = "7",
                                     .today = "20261102" };

    (void)state;
    image_of(&wish, &a);
    image_of(&seed, &b);
    assert_false(same());
    image_of(&day, &b);
    assert_false(same());
}

static void without_a_seed_no_two_are_alike(void **state)
{
    struct problem problem = { 0 };
    struct seed one;
    struct seed two;

    (void)state;
    assert_true(seed_random(&one, &problem) && seed_random(&two, &problem));
    assert_memory_not_equal(&one, &two, sizeof(one));
}

static void a_label_s_bytes_do_not_depend_on_other_labels(void **state)
{
    struct problem problem = { 0 };
    struct seed seed;
    uint8_t x[3000];
    uint8_t y[3000];

    (void)state;
    assert_true(seed_from_text("1", &seed, &problem));
    assert_true(seed_bytes(&seed, "x", x, sizeof(x), &problem));
    assert_true(seed_bytes(&seed, "y", y, sizeof(y), &problem));
    assert_memory_not_equal(x, y, sizeof(x));
    assert_true(seed_bytes(&seed, "x", y, sizeof(y), &problem));
    assert_memory_equal(x, y, sizeof(x));
    assert_memory_not_equal(x, x + 1024, 32); /* past one request */
}

/* --- authorities --- */
struct folder {
    char path[64];
};

static struct folder make_folder(void)
{
    struct folder folder;

    snprintf(folder.path, sizeof(folder.path), "%s/inkan.XXXXXX",
             getenv("TMPDIR") != NULL ? getenv("TMPDIR") : P_tmpdir);
    assert_non_null(mkdtemp(folder.path));
    return folder;
}

static int remove_entry(const char *path, const struct stat *st, int kind,
                        struct FTW *place)
{
    (void)st;
    (void)kind;
    (void)place;
    return remove(path);
}

static void remove_folder(const struct folder *folder)
{
    assert_int_equal(nftw(folder->path, remove_entry, 8, FTW_DEPTH | FTW_PHYS),
                     0);
}

static void copy_file(const struct folder *from, const struct folder *to,
                      const char *name)
{
    struct problem problem = { 0 };
    char path[128];
    uint8_t *bytes;
    size_t len;

    snprintf(path, sizeof(path), "%s/%s", from->path, name);
    assert_true(file_read(path, 65536, &bytes, &len, &problem));
    snprintf(path, sizeof(path), "%s/%s", to->path, name);
    assert_true(file_write(path, span_of(bytes, len), 0644, &problem));
    free(bytes);
}

static void make_ca(const char *seed_text, struct ca *out)
{
    struct problem problem = { 0 };
    struct seed seed;
    struct date today;

    assert_true(seed_from_text(seed_text, &seed, &problem));
    assert_true(date_parse("20260401", &today));
    assert_true(ca_make(&seed, today, out, &problem));
}

static void authorities_come_back_from_their_directory(void **state)
{
    struct folder folder = make_folder();
    struct problem problem = { 0 };
    struct ca made;
    struct ca loaded;
    struct stat st;
    char key[128];

    (void)state;
    make_ca("ca", &made);
    assert_true(ca_save(&made, folder.path, &problem));
    assert_true(ca_load(folder.path, &loaded, &problem));
    for (enum ca_kind kind = 0; kind < CA_COUNT; kind++) {
        assert_int_equal(
            EVP_PKEY_eq(made.x509[kind].key, loaded.x509[kind].key), 1);
        assert_int_equal(made.x509[kind].cert_len, loaded.x509[kind].cert_len);
        assert_memory_equal(made.x509[kind].cert, loaded.x509[kind].cert,
                            made.x509[kind].cert_len);
    }
    for (enum cv_kind kind = 0; kind < CV_COUNT; kind++)
        assert_int_equal(
            EVP_PKEY_eq(made.cv[kind].issuer, loaded.cv[kind].issuer), 1);
    snprintf(key, sizeof(key), "%s/private/auth-ca.key.pem", folder.path);
    assert_int_equal(stat(key, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    ca_free(&made);
    ca_free(&loaded);
    remove_folder(&folder);
}

static void keys_of_a_ca_are_never_replaced(void **state)
{
    struct folder folder = make_folder();
    struct problem problem = { 0 };
    struct ca first;
    struct ca second;
    struct ca loaded;

    (void)state;
    make_ca("first", &first);
    make_ca("second", &second);
    assert_true(ca_save(&first, folder.path, &problem));
    assert_false(ca_save(&second, folder.path, &problem));
    assert_int_equal(problem.code, EXIT_OTHER);
    assert_non_null(strstr(problem.text, "auth-ca.key.pem exists"));
    problem = (struct problem){ 0 };
    assert_true(ca_load(folder.path, &loaded, &problem));
    assert_int_equal(EVP_PKEY_eq(first.x509[0].key, loaded.x509[0].key), 1);
    ca_free(&first);
    ca_free(&second);
    ca_free(&loaded);
    remove_folder(&folder);
}

static void a_certificate_of_another_key_is_refused(void **state)
{
    struct folder folder = make_folder();
    struct folder other = make_folder();
    struct problem problem = { 0 };
    struct ca first;
    struct ca second;
    struct ca loaded;

    (void)state;
    make_ca("first", &first);
    make_ca("second", &second);
    assert_true(ca_save(&first, folder.path, &problem));
    assert_true(ca_save(&second, other.path, &problem));
    copy_file(&other, &folder, "trust/sign-ca.pem");
    assert_false(ca_load(folder.path, &loaded, &problem));
    assert_non_null(strstr(problem.text, "sign-ca"));
    ca_free(&first);
    ca_free(&second);
    ca_free(&loaded);
    remove_folder(&folder);
    remove_folder(&other);
}

static void revoked_serials_are_checked(void **state)
{
    struct crl_list list = { .count = 0 };
    struct problem problem = { 0 };

    (void)state;
    assert_true(crl_add(&list, "auth:12345678", &problem));
    assert_int_equal(list.entries[0].kind, CA_AUTH);
    assert_false(crl_add(&list, "auth:123456", &problem));
    problem = (struct problem){ 0 };
    assert_false(crl_add(&list, "12345678", &problem));
    assert_string_equal(problem.text,
                        "--revoke 12345678: must be auth:HEX or sign:HEX");
    problem = (struct problem){ 0 };
    assert_false(crl_add(&list, "sign:82345678", &problem));
    assert_int_equal(list.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_and_day_make_the_same_card),
        cmocka_unit_test(another_seed_or_day_makes_another_card),
        cmocka_unit_test(without_a_seed_no_two_are_alike),
        cmocka_unit_test(a_label_s_bytes_do_not_depend_on_other_labels),
        cmocka_unit_test(authorities_come_back_from_their_directory),
        cmocka_unit_test(keys_of_a_ca_are_never_replaced),
        cmocka_unit_test(a_certificate_of_another_key_is_refused),
        cmocka_unit_test(revoked_serials_are_checked),
    };

    return cmocka_run_group_tests_name("issue/again", tests, NULL, NULL);
}
