/* SPDX-License-Identifier: Apache-2.0
 *
 * The 12-digit number: its check digit, and the keyed hash that stands for it
 * everywhere else. There are only 10^11 numbers, so a hash without a key would
 * hide nothing; the key never lies beside the report.
 */
#include "tools/audit/audit.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <mbedtls/md.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_MIN 16
#define KEY_MAX 4096

struct keyer {
    mbedtls_md_context_t md;
};

/* Weights 6 to 2 from the left, then 7 to 2 (ordinance of the Ministry of
 * Internal Affairs and Communications 2014 no. 85, article 5). */
static bool is_check_digit(const char digits[12])
{
    int sum = 0;

    for (int n = 1; n <= 11; n++) {
        int weight = n <= 6 ? n + 1 : n - 5;

        sum += (digits[11 - n] - '0') * weight;
    }
    return digits[11] - '0' == (sum % 11 <= 1 ? 0 : 11 - sum % 11);
}

bool number_read_digits(struct audit_cell cell, char out[13])
{
    size_t count = 0;

    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];

        if (c == ' ' || c == '-')
            continue;
        /* full-width digits: EF BC 90 to EF BC 99 */
        if (cell.len - i >= 3 && memcmp(cell.ptr + i, "\xEF\xBC", 2) == 0) {
            c = (char)(cell.ptr[i + 2] - '\x90' + '0');
            i += 2;
        }
        if (c < '0' || c > '9' || count == 12)
            return false;
        out[count++] = c;
    }
    out[count] = '\0';
    return count == 12 && is_check_digit(out);
}

/* Is the file in the folder, after links are followed? */
static bool lies_in(const char *path, const char *folder)
{
    char file[PATH_MAX];
    char dir[PATH_MAX];
    size_t len;

    if (realpath(path, file) == NULL || realpath(folder, dir) == NULL)
        return false;
    len = strlen(dir);
    return strncmp(file, dir, len) == 0 && file[len] == '/';
}

static int check_file(struct tool *t, const char *path, const char *out_dir)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return tool_io_error(t, path, _("cannot be read"));
    if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return tool_error(t, TOOL_REFUSED, "hash-key",
                          _("%s: others may read the key; chmod 600"), path);
    if (lies_in(path, out_dir))
        return tool_error(t, TOOL_REFUSED, "hash-key",
                          _("%s: the key must not lie beside the report"),
                          path);
    return TOOL_OK;
}

int keyer_open(struct tool *t, const char *path, const char *out_dir,
               struct keyer **out)
{
    uint8_t *key = NULL;
    size_t len = 0;
    struct keyer *k = NULL;
    int exit = check_file(t, path, out_dir);

    if (exit == TOOL_OK)
        exit = tool_read(t, path, KEY_MAX, &key, &len);
    if (exit == TOOL_OK && len < KEY_MIN)
        exit = tool_error(t, TOOL_REFUSED, "hash-key",
                          _("%s: a key has at least %d bytes"), path, KEY_MIN);
    if (exit != TOOL_OK)
        goto out;
    exit = TOOL_OTHER;
    k = calloc(1, sizeof(*k));
    if (k == NULL)
        goto nomem;
    mbedtls_md_init(&k->md);
    if (mbedtls_md_setup(&k->md, mbedtls_md_info_from_type(MBEDTLS_MD_SHA256),
                         1) != 0 ||
        mbedtls_md_hmac_starts(&k->md, key, len) != 0)
        goto nomem;
    *out = k;
    exit = TOOL_OK;
    goto out;
nomem:
    keyer_free(k);
    exit = tool_fail(t, INKAN_NOMEM);
out:
    if (key != NULL)
        explicit_bzero(key, len);
    free(key);
    return exit;
}

void keyer_free(struct keyer *k)
{
    if (k == NULL)
        return;
    mbedtls_md_free(&k->md);
    free(k);
}

void keyer_hash(struct keyer *k, char domain, const void *data, size_t len,
                uint8_t out[KEY_LEN])
{
    uint8_t full[32] = { 0 };

    /* These fail only without a key, which keyer_open set. */
    (void)mbedtls_md_hmac_reset(&k->md);
    (void)mbedtls_md_hmac_update(&k->md, (const uint8_t *)&domain, 1);
    (void)mbedtls_md_hmac_update(&k->md, data, len);
    (void)mbedtls_md_hmac_finish(&k->md, full);
    memcpy(out, full, KEY_LEN);
}
