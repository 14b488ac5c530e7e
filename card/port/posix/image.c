/* SPDX-License-Identifier: Apache-2.0
 *
 * Personalisation: collects the files, keys and PINs of a card in memory and
 * writes them as one image. Running a card is posix_card.c.
 */
#include "card/edge/sw.h"
#include "card/port/posix/crypto.h"
#include "card/port/posix/format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

struct image {
    uint8_t *body;
    size_t len;
    size_t cap;
    struct card_config config;
    uint8_t atr[IMAGE_ATR_MAX];
    size_t atr_len;
    bool pin_set[PIN_COUNT];
    uint8_t pages[NV_PAGE_COUNT][NV_PAGE_LEN];
};

/* contact ATR that most programs match: card/README.md */
static const uint8_t default_atr[] = { 0x3B, 0xE0, 0x00, 0xFF, 0x81,
                                       0x31, 0xFE, 0x45, 0x14 };

const char *image_strerror(enum image_rc rc)
{
    switch (rc) {
    case IMAGE_OK: return "success";
    case IMAGE_IO: return "the card image cannot be read or written";
    case IMAGE_NOMEM: return "out of memory";
    case IMAGE_LOCKED: return "the card image is open in another program";
    case IMAGE_FOREIGN: return "the file is not a card image of this version";
    case IMAGE_DAMAGED: return "the card image is damaged";
    case IMAGE_ARG: return "the card cannot hold this value";
    }
    return "unknown card image error";
}

static void format_pin(struct image *img, enum pin_id pin, struct span value,
                       unsigned tries)
{
    for (unsigned copy = 0; copy < 2; copy++) {
        unsigned page = NV_PAGE(pin, copy);

        nv_format(page, value, tries, img->pages[page]);
    }
}

struct image *image_new(void)
{
    struct image *img = calloc(1, sizeof(*img));

    if (img == NULL || !crypto_init()) {
        free(img);
        return NULL;
    }
    img->config.on = ON_CARD;
    img->config.blocked_sw = SW_BLOCKED;
    memcpy(img->atr, default_atr, sizeof(default_atr));
    img->atr_len = sizeof(default_atr);
    for (unsigned pin = 0; pin < PIN_COUNT; pin++)
        format_pin(img, (enum pin_id)pin, span_none(), 0);
    return img;
}

void image_free(struct image *img)
{
    if (img == NULL)
        return;
    if (img->body != NULL)
        wipe(img->body, img->cap);
    free(img->body);
    wipe(img, sizeof(*img));
    free(img);
}

/* By hand and not by realloc, which would leave a copy of keys behind. */
static bool grow(struct image *img, size_t more)
{
    size_t cap = img->cap == 0 ? 64 * 1024 : img->cap;
    uint8_t *body;

    while (cap - img->len < more)
        cap *= 2;
    if (cap == img->cap)
        return true;
    body = malloc(cap);
    if (body == NULL)
        return false;
    if (img->body != NULL) {
        memcpy(body, img->body, img->len);
        wipe(img->body, img->cap);
        free(img->body);
    }
    img->body = body;
    img->cap = cap;
    return true;
}

static enum image_rc put_entry(struct image *img, const struct entry *entry)
{
    struct entry old;
    struct wbuf w;

    if (format_find(span_of(img->body, img->len), (enum entry_type)entry->type,
                    entry->ref, entry->fid, &old))
        return IMAGE_ARG;
    if (!grow(img, IMAGE_ENTRY_LEN + entry->data.len))
        return IMAGE_NOMEM;
    w = wbuf_of(img->body + img->len, img->cap - img->len);
    wbuf_put_u8(&w, entry->type);
    wbuf_put_u8(&w, entry->ref);
    wbuf_put_be16(&w, entry->fid);
    wbuf_put_be16(&w, (uint16_t)(entry->data.len >> 16));
    wbuf_put_be16(&w, (uint16_t)entry->data.len);
    wbuf_put(&w, entry->data);
    img->len += w.len;
    return IMAGE_OK;
}

enum image_rc image_put_file(struct image *img, enum app_id app, uint16_t fid,
                             struct span content)
{
    const struct file_row *row = layout_file(app, fid, ON_BOTH);
    struct entry entry = { ENTRY_FILE, (uint8_t)app, fid, content };

    if (content.len == 0 || content.len > IMAGE_FILE_MAX)
        return IMAGE_ARG;
    if (app != APP_ISD &&
        (row == NULL || (row->kind != EF_DATA && row->kind != EF_RECORD)))
        return IMAGE_ARG;
    return put_entry(img, &entry);
}

enum image_rc image_put_key(struct image *img, enum key_id key,
                            struct span pkcs1)
{
    struct entry entry = { ENTRY_KEY, (uint8_t)key, 0, pkcs1 };

    if (key >= KEY_COUNT || !crypto_is_rsa2048(pkcs1))
        return IMAGE_ARG;
    return put_entry(img, &entry);
}

enum image_rc image_put_pin(struct image *img, enum pin_id pin,
                            struct span value, unsigned tries)
{
    if (pin >= PIN_COUNT || img->pin_set[pin] || tries > layout_pins[pin].tries)
        return IMAGE_ARG;
    if (value.len == 0 ? tries != 0 : !layout_pin_form(pin, value))
        return IMAGE_ARG;
    format_pin(img, pin, value, tries);
    img->pin_set[pin] = true;
    return IMAGE_OK;
}

void image_set_config(struct image *img, const struct card_config *config)
{
    img->config = *config;
}

enum image_rc image_set_atr(struct image *img, struct span atr)
{
    if (atr.len < 2 || atr.len > IMAGE_ATR_MAX)
        return IMAGE_ARG;
    memcpy(img->atr, atr.ptr, atr.len);
    img->atr_len = atr.len;
    return IMAGE_OK;
}

/* --- writing -------------------------------------------------------------- */

static bool write_all(int fd, struct span s)
{
    while (s.len != 0) {
        ssize_t n = write(fd, s.ptr, s.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = span_sub(s, (size_t)n, s.len);
    }
    return true;
}

/* img comes from complete: zeroes follow its body. */
static enum image_rc write_image(const struct image *img, int fd)
{
    static const uint8_t zero[SECTOR_LEN];
    struct span padded =
        span_of(img->body, format_nv_off(img->len) - IMAGE_HEAD_LEN);
    uint8_t head[IMAGE_HEAD_LEN] = { 0 };

    memcpy(head + AT_MAGIC, IMAGE_MAGIC, 8);
    put_be32(head + AT_VERSION, IMAGE_VERSION);
    put_be32(head + AT_BODY_LEN, (uint32_t)img->len);
    if (!format_sum(head, padded, head + AT_SUM)) {
        errno = EIO;
        return IMAGE_IO;
    }
    if (!write_all(fd, span_of(head, sizeof(head))) || !write_all(fd, padded))
        return IMAGE_IO;
    for (size_t i = 0; i < NV_PAGE_COUNT; i++) {
        if (!write_all(fd, span_of(img->pages[i], NV_PAGE_LEN)) ||
            !write_all(fd, span_of(zero, SECTOR_LEN - NV_PAGE_LEN)))
            return IMAGE_IO;
    }
    return fsync(fd) == 0 ? IMAGE_OK : IMAGE_IO;
}

/* The name itself must be durable too. */
static bool sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL   ? strdup(".")
                   : slash == path ? strdup("/")
                                   : strndup(path, (size_t)(slash - path));
    int fd = folder == NULL ? -1 : open(folder, O_RDONLY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    free(folder);
    return done;
}

/* A card that runs in another process keeps its counters in this file. */
static bool is_in_use(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool in_use;

    if (fd < 0)
        return false;
    in_use = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    close(fd);
    return in_use;
}

static enum image_rc write_and_rename(const struct image *img, char *temp,
                                      const char *path)
{
    int fd = mkostemp(temp, O_CLOEXEC);
    enum image_rc rc;
    int saved;

    if (fd < 0)
        return IMAGE_IO;
    rc = write_image(img, fd);
    saved = errno;
    if (close(fd) != 0 && rc == IMAGE_OK) {
        saved = errno;
        rc = IMAGE_IO;
    }
    if (rc == IMAGE_OK && rename(temp, path) != 0) {
        saved = errno;
        rc = IMAGE_IO;
    }
    if (rc != IMAGE_OK)
        unlink(temp);
    else if (!sync_folder(path))
        return IMAGE_IO;
    errno = saved;
    return rc;
}

/* The configuration and the ATR may be set until the last moment, so they
 * become entries of a copy of the body only now. At least SECTOR_LEN zeroes
 * follow the copy. */
static enum image_rc complete(const struct image *img, struct image *out)
{
    uint8_t config[CONFIG_LEN] = { 0 };
    struct entry entries[] = {
        { ENTRY_CONFIG, 0, 0, span_of(config, sizeof(config)) },
        { ENTRY_ATR, 0, 0, span_of(img->atr, img->atr_len) },
    };
    enum image_rc rc = IMAGE_OK;

    *out = *img;
    out->body = NULL;
    out->cap = 0;
    out->len = 0;
    if (!grow(out,
              img->len + sizeof(config) + img->atr_len + 2 * IMAGE_ENTRY_LEN))
        return IMAGE_NOMEM;
    if (img->len != 0)
        memcpy(out->body, img->body, img->len);
    out->len = img->len;
    format_put_config(&img->config, config);
    for (size_t i = 0; rc == IMAGE_OK && i < ARRAY_LEN(entries); i++)
        rc = put_entry(out, &entries[i]);
    memset(out->body + out->len, 0, SECTOR_LEN);
    return rc;
}

enum image_rc image_write(const struct image *img, const char *path)
{
    static const char suffix[] = ".XXXXXX";
    struct image *whole = calloc(1, sizeof(*whole));
    char *temp = malloc(strlen(path) + sizeof(suffix));
    enum image_rc rc = IMAGE_NOMEM;

    if (whole == NULL || temp == NULL)
        goto out;
    rc = complete(img, whole);
    if (rc == IMAGE_OK && is_in_use(path))
        rc = IMAGE_LOCKED;
    if (rc != IMAGE_OK)
        goto out;
    strcpy(temp, path);
    strcat(temp, suffix);
    rc = write_and_rename(whole, temp, path);
out:
    image_free(whole);
    free(temp);
    return rc;
}
