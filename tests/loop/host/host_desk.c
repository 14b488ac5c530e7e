/* SPDX-License-Identifier: Apache-2.0
 *
 * The fixture of the host's loop tests.
 */
#include "tests/loop/host/host_desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

uint8_t *file_of(const char *path, size_t *out_len)
{
    FILE *in = fopen(path, "rb");
    uint8_t *data = malloc(1 << 20);

    if (in == NULL || data == NULL)
        fail_msg("cannot read %s", path);
    *out_len = fread(data, 1, 1 << 20, in);
    fclose(in);
    return data;
}

struct posix_card *host_desk_card(struct host_desk *hd, const char *kind)
{
    struct posix_card *card;
    char path[512];
    uint8_t *data;
    size_t len;
    FILE *out;

    snprintf(path, sizeof(path), "%s/%s.img", getenv("HOST_IMAGES"), kind);
    data = file_of(path, &len);
    snprintf(path, sizeof(path), "%s/%u.img", hd->folder, hd->images++);
    out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(data, 1, len, out), len);
    fclose(out);
    free(data);
    assert_int_equal(posix_card_open(path, &card), IMAGE_OK);
    return card;
}

struct host_desk *host_desk_new(const char *kind)
{
    struct host_desk *hd = calloc(1, sizeof(*hd));

    assert_non_null(hd);
    strcpy(hd->folder, "/tmp/inkan-host-XXXXXX");
    assert_non_null(mkdtemp(hd->folder));
    desk_init(&hd->desk);
    desk_plug_reader(&hd->desk, 0, READER);
    desk_insert(&hd->desk, 0, host_desk_card(hd, kind));
    return hd;
}

enum inkan_rc host_desk_try_open(struct host_desk *hd)
{
    unsigned fail_at = hd->wrap.fail_at;
    enum inkan_rc fail_rc = hd->wrap.fail_rc;
    bool lost = hd->wrap.lost;
    struct inkan_transport tp =
        wrap_transport(&hd->wrap, desk_transport(&hd->desk));
    struct inkan_options options = { .transport = &tp };
    enum inkan_rc rc;

    hd->wrap.fail_at = fail_at;
    hd->wrap.fail_rc = fail_rc;
    hd->wrap.lost = lost;
    rc = inkan_open(&options, &hd->ink);
    if (rc != INKAN_OK)
        return rc;
    return inkan_card_open(hd->ink, READER, &hd->card);
}

struct host_desk *host_desk_open(const char *kind)
{
    struct host_desk *hd = host_desk_new(kind);

    assert_int_equal(host_desk_try_open(hd), INKAN_OK);
    wrap_clear(&hd->wrap);
    return hd;
}

void host_desk_close(struct host_desk *hd)
{
    char path[128];

    inkan_card_close(hd->card);
    inkan_close(hd->ink);
    desk_free(&hd->desk);
    for (unsigned i = 0; i < hd->images; i++) {
        snprintf(path, sizeof(path), "%s/%u.img", hd->folder, i);
        unlink(path);
    }
    rmdir(hd->folder);
    free(hd);
}

struct inkan_secret secret_of(enum inkan_pin pin, const char *value)
{
    return (struct inkan_secret){ .pin = pin,
                                  .value = (const uint8_t *)value,
                                  .len = strlen(value) };
}

struct inkan_trust *trust_of(bool with_crls)
{
    static const char *const files[] = {
        "trust/auth-ca.pem", "trust/sign-ca.pem", "trust/text.cv",
        "trust/visual.cv",   "trust/card.cv",     "crl/auth-ca.pem",
        "crl/sign-ca.pem",
    };
    struct inkan_trust *trust;

    assert_int_equal(inkan_trust_new(&trust), INKAN_OK);
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        char path[512];
        uint8_t *data;
        size_t len;

        if (files[i][0] == 'c' && !with_crls)
            continue;
        snprintf(path, sizeof(path), "%s/%s", getenv("INKAN_TEST_CA"),
                 files[i]);
        data = file_of(path, &len);
        if (inkan_trust_add(trust, data, len) != INKAN_OK)
            fail_msg("%s is no trust material", files[i]);
        free(data);
    }
    return trust;
}
