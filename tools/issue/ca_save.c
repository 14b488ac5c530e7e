/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes authorities into a directory, never over keys that are there.
 */
#include <errno.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/issue/ca.h"
#include "tools/issue/file.h"

#define PATH_LEN 4096

/* Stands above each key so that nobody takes it for a real one. */
static const char warning[] =
    "INKAN-TEST: a key for tests. It protects nothing and proves nothing.\n";

static bool join(char *path, const char *dir, const char *folder,
                 const char *name, const char *suffix, struct problem *problem)
{
    int len = snprintf(path, PATH_LEN, "%s/%s/%s%s", dir, folder, name, suffix);

    return (len > 0 && len < PATH_LEN) ||
           problem_set(problem, EXIT_OTHER, "%s: name too long", dir);
}

static bool make_dir(const char *path, mode_t mode, struct problem *problem)
{
    if (mkdir(path, mode) == 0 || errno == EEXIST)
        return true;
    return problem_set(problem, EXIT_OTHER, "cannot make the directory %s: %s",
                       path, strerror(errno));
}

static bool make_dirs(const char *dir, struct problem *problem)
{
    static const struct {
        const char *name;
        mode_t mode;
    } folders[] = { { "trust", 0755 }, { "crl", 0755 }, { "private", 0700 } };
    char path[PATH_LEN];

    if (!make_dir(dir, 0755, problem))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
        if (!join(path, dir, folders[i].name, "", "", problem) ||
            !make_dir(path, folders[i].mode, problem))
            return false;
    }
    return true;
}

/* The n-th file of an authority's directory; false: there are no more. */
static bool nth_file(size_t n, const char *dir, char *path,
                     struct problem *problem)
{
    static const struct {
        const char *folder;
        const char *suffix;
        bool x509;
    } rows[] = {
        { "private", ".key.pem", true },
        { "trust", ".pem", true },
        { "private", "-cv.key.pem", false },
        { "private", "-issuer.key.pem", false },
        { "trust", ".cv", false },
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t count = rows[i].x509 ? (size_t)CA_COUNT : (size_t)CV_COUNT;

        if (n < count)
            return join(path, dir, rows[i].folder,
                        rows[i].x509 ? ca_x509_name((enum ca_kind)n)
                                     : ca_cv_name((enum cv_kind)n),
                        rows[i].suffix, problem);
        n -= count;
    }
    return false;
}

/* Any of the files there: this directory is somebody's CA already. */
static bool refuse_existing(const char *dir, struct problem *problem)
{
    char path[PATH_LEN];

    for (size_t n = 0; nth_file(n, dir, path, problem); n++) {
        if (access(path, F_OK) == 0)
            return problem_set(problem, EXIT_OTHER,
                               "%s exists: keys of a CA are not replaced and "
                               "not used again; give a new directory, or "
                               "--crl to renew its CRLs",
                               path);
    }
    return true;
}

/* Half of an authority is none, and would be in the way of the next one. */
static void take_back(const char *dir)
{
    struct problem ignored = { 0 };
    char path[PATH_LEN];

    for (size_t n = 0; nth_file(n, dir, path, &ignored); n++)
        unlink(path);
}

static bool write_bio(BIO *bio, const char *path, unsigned mode,
                      struct problem *problem)
{
    char *data = NULL;
    long len = BIO_get_mem_data(bio, &data);

    return file_write(path, span_of(data, (size_t)len), mode, problem);
}

static bool save_key(EVP_PKEY *key, const char *dir, const char *name,
                     const char *suffix, struct problem *problem)
{
    char path[PATH_LEN];
    BIO *bio = BIO_new(BIO_s_secmem());
    bool ok = join(path, dir, "private", name, suffix, problem);

    if (ok &&
        (bio == NULL || BIO_puts(bio, warning) <= 0 ||
         PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) != 1))
        ok = problem_crypto(problem, "writing a key");
    ok = ok && write_bio(bio, path, 0600, problem);
    BIO_free(bio);
    return ok;
}

static bool save_cert(const struct ca_x509 *ca, enum ca_kind kind,
                      const char *dir, struct problem *problem)
{
    char path[PATH_LEN];
    BIO *bio = BIO_new(BIO_s_mem());
    bool ok = join(path, dir, "trust", ca_x509_name(kind), ".pem", problem);

    if (ok && (bio == NULL || PEM_write_bio(bio, PEM_STRING_X509, "", ca->cert,
                                            (long)ca->cert_len) <= 0))
        ok = problem_crypto(problem, "writing a certificate");
    ok = ok && write_bio(bio, path, 0644, problem);
    BIO_free(bio);
    return ok;
}

/* The trust anchor of a CV chain is its own certificate of its own key. */
static bool save_cv(const struct ca_cv *cv, enum cv_kind kind, const char *dir,
                    struct problem *problem)
{
    char path[PATH_LEN];
    uint8_t buf[CV_CERT_LEN];
    struct wbuf cert = wbuf_of(buf, sizeof(buf));

    return cv_put_cert(cv->key, cv->id, cv->id, cv->key, &cert, problem) &&
           join(path, dir, "trust", ca_cv_name(kind), ".cv", problem) &&
           file_write(path, wbuf_span(&cert), 0644, problem) &&
           save_key(cv->key, dir, ca_cv_name(kind), "-cv.key.pem", problem) &&
           save_key(cv->issuer, dir, ca_cv_name(kind), "-issuer.key.pem",
                    problem);
}

static bool save_all(const struct ca *ca, const char *dir,
                     struct problem *problem)
{
    for (enum ca_kind kind = 0; kind < CA_COUNT; kind++) {
        const struct ca_x509 *x509 = &ca->x509[kind];

        if (!save_key(x509->key, dir, ca_x509_name(kind), ".key.pem",
                      problem) ||
            !save_cert(x509, kind, dir, problem))
            return false;
    }
    for (enum cv_kind kind = 0; kind < CV_COUNT; kind++) {
        if (!save_cv(&ca->cv[kind], kind, dir, problem))
            return false;
    }
    return true;
}

bool ca_save(const struct ca *ca, const char *dir, struct problem *problem)
{
    if (!make_dirs(dir, problem) || !refuse_existing(dir, problem))
        return false;
    if (save_all(ca, dir, problem))
        return true;
    take_back(dir);
    return false;
}
