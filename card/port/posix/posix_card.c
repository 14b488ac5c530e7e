/* SPDX-License-Identifier: Apache-2.0
 *
 * A card that runs from an image: the port's functions over a file that is
 * locked while it is open. What was personalised is read once and never
 * written; the durable pages are read and written where they lie.
 */
#include "card/applet/card.h"
#include "card/port/posix/crypto.h"
#include "card/port/posix/format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct posix_card {
    struct card card;
    struct card_config config;
    uint8_t *bytes; /* the body and what follows up to the pages */
    size_t len;
    struct span body;
    struct span atr;
    int fd;
    off_t nv_off;
    unsigned cut_at; /* the power goes in this many writes, 0 = never */
    bool dead;       /* it went */
};

/* --- the port ------------------------------------------------------------- */

static struct span port_file(void *ctx, enum app_id app, uint16_t fid)
{
    const struct posix_card *pc = ctx;
    struct entry entry;

    if (!format_find(pc->body, ENTRY_FILE, app, fid, &entry))
        return span_none();
    return entry.data;
}

static struct span find_key(const struct posix_card *pc, enum key_id key)
{
    struct entry entry;

    if (!format_find(pc->body, ENTRY_KEY, key, 0, &entry))
        return span_none();
    return entry.data;
}

static off_t page_off(const struct posix_card *pc, unsigned page)
{
    return pc->nv_off + (off_t)page * SECTOR_LEN;
}

static bool port_nv_read(void *ctx, unsigned page, uint8_t out[NV_PAGE_LEN])
{
    const struct posix_card *pc = ctx;

    return !pc->dead &&
           pread(pc->fd, out, NV_PAGE_LEN, page_off(pc, page)) == NV_PAGE_LEN;
}

static bool port_nv_write(void *ctx, unsigned page,
                          const uint8_t in[NV_PAGE_LEN])
{
    struct posix_card *pc = ctx;
    size_t len = NV_PAGE_LEN;

    if (pc->dead)
        return false;
    if (pc->cut_at != 0 && --pc->cut_at == 0) {
        pc->dead = true;
        len = NV_PAGE_LEN / 2;
    }
    if (pwrite(pc->fd, in, len, page_off(pc, page)) != (ssize_t)len)
        return false;
    return fdatasync(pc->fd) == 0 && !pc->dead;
}

static bool port_random(void *ctx, uint8_t *out, size_t len)
{
    (void)ctx;
    return crypto_random(out, len);
}

static bool port_sha256(void *ctx, struct span in, uint8_t out[SHA256_LEN])
{
    (void)ctx;
    return crypto_sha256(in, out);
}

static bool port_rsa_sign(void *ctx, enum key_id key, struct span in,
                          uint8_t out[RSA_LEN])
{
    return crypto_rsa_sign(find_key(ctx, key), in, out);
}

static bool port_rsa_sign_pss(void *ctx, enum key_id key,
                              const uint8_t hash[SHA256_LEN],
                              uint8_t out[RSA_LEN])
{
    return crypto_rsa_sign_pss(find_key(ctx, key), hash, out);
}

static bool port_rsa_decrypt_oaep(void *ctx, enum key_id key, struct span in,
                                  uint8_t *out, size_t cap, size_t *out_len,
                                  bool *too_big)
{
    return crypto_rsa_decrypt_oaep(find_key(ctx, key), in, out, cap, out_len,
                                   too_big);
}

static bool port_aes_cbc(void *ctx, bool encrypt, const uint8_t key[AES_BLOCK],
                         const uint8_t iv[AES_BLOCK], uint8_t *data, size_t len)
{
    (void)ctx;
    return crypto_aes_cbc(encrypt, key, iv, data, len);
}

static const struct port posix_port = {
    .file = port_file,
    .nv_read = port_nv_read,
    .nv_write = port_nv_write,
    .random = port_random,
    .sha256 = port_sha256,
    .rsa_sign = port_rsa_sign,
    .rsa_sign_pss = port_rsa_sign_pss,
    .rsa_decrypt_oaep = port_rsa_decrypt_oaep,
    .aes_cbc = port_aes_cbc,
};

/* --- opening -------------------------------------------------------------- */

/* The library refuses to work: nothing is wrong with the image. */
static enum image_rc no_crypto(void)
{
    errno = EIO;
    return IMAGE_IO;
}

static enum image_rc open_locked(struct posix_card *pc, const char *path)
{
    pc->fd = open(path, O_RDWR | O_CLOEXEC);
    if (pc->fd < 0)
        return IMAGE_IO;
    if (flock(pc->fd, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? IMAGE_LOCKED : IMAGE_IO;
    return IMAGE_OK;
}

static enum image_rc read_at(int fd, uint8_t *out, size_t len, size_t off)
{
    while (len != 0) {
        ssize_t n = pread(fd, out, len, (off_t)off);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return IMAGE_IO;
        if (n == 0)
            return IMAGE_DAMAGED;
        out += n;
        off += (size_t)n;
        len -= (size_t)n;
    }
    return IMAGE_OK;
}

/* Is this a card image, and how long is its body? */
static enum image_rc read_head(struct posix_card *pc,
                               uint8_t head[IMAGE_HEAD_LEN], size_t *body_len)
{
    struct stat st;
    enum image_rc rc;

    if (fstat(pc->fd, &st) != 0)
        return IMAGE_IO;
    if (!S_ISREG(st.st_mode) || st.st_size < IMAGE_HEAD_LEN)
        return IMAGE_FOREIGN;
    rc = read_at(pc->fd, head, IMAGE_HEAD_LEN, 0);
    if (rc != IMAGE_OK)
        return rc;
    if (memcmp(head + AT_MAGIC, IMAGE_MAGIC, 8) != 0 ||
        get_be32(head + AT_VERSION) != IMAGE_VERSION)
        return IMAGE_FOREIGN;
    *body_len = get_be32(head + AT_BODY_LEN);
    if (*body_len > IMAGE_BODY_MAX)
        return IMAGE_DAMAGED;
    pc->nv_off = (off_t)format_nv_off(*body_len);
    return st.st_size == page_off(pc, NV_PAGE_COUNT) ? IMAGE_OK : IMAGE_DAMAGED;
}

static enum image_rc read_body(struct posix_card *pc)
{
    uint8_t head[IMAGE_HEAD_LEN];
    uint8_t sum[SHA256_LEN];
    size_t body_len;
    enum image_rc rc = read_head(pc, head, &body_len);

    if (rc != IMAGE_OK)
        return rc;
    pc->len = (size_t)pc->nv_off - IMAGE_HEAD_LEN;
    pc->bytes = malloc(pc->len);
    if (pc->bytes == NULL)
        return IMAGE_NOMEM;
    rc = read_at(pc->fd, pc->bytes, pc->len, IMAGE_HEAD_LEN);
    if (rc != IMAGE_OK)
        return rc;
    pc->body = span_of(pc->bytes, body_len);
    if (!format_sum(head, span_of(pc->bytes, pc->len), sum))
        return no_crypto();
    return memcmp(sum, head + AT_SUM, SHA256_LEN) == 0 ? IMAGE_OK
                                                       : IMAGE_DAMAGED;
}

static enum image_rc start(struct posix_card *pc)
{
    struct entry entry;

    if (!format_find(pc->body, ENTRY_CONFIG, 0, 0, &entry) ||
        !format_get_config(entry.data, &pc->config))
        return IMAGE_DAMAGED;
    if (!format_find(pc->body, ENTRY_ATR, 0, 0, &entry) ||
        entry.data.len > IMAGE_ATR_MAX)
        return IMAGE_DAMAGED;
    pc->atr = entry.data;
    if (!nv_is_whole(&posix_port, pc))
        return IMAGE_DAMAGED;
    card_init(&pc->card, &posix_port, pc, &pc->config);
    return IMAGE_OK;
}

enum image_rc posix_card_open(const char *path, struct posix_card **out)
{
    struct posix_card *pc = calloc(1, sizeof(*pc));
    enum image_rc rc;
    int saved;

    *out = NULL;
    if (pc == NULL)
        return IMAGE_NOMEM;
    pc->fd = -1;
    rc = crypto_init() ? open_locked(pc, path) : no_crypto();
    if (rc == IMAGE_OK)
        rc = read_body(pc);
    if (rc == IMAGE_OK)
        rc = start(pc);
    if (rc == IMAGE_OK) {
        *out = pc;
        return IMAGE_OK;
    }
    saved = errno;
    posix_card_close(pc);
    errno = saved;
    return rc;
}

void posix_card_close(struct posix_card *pc)
{
    if (pc == NULL)
        return;
    if (pc->fd >= 0)
        close(pc->fd);
    if (pc->bytes != NULL)
        wipe(pc->bytes, pc->len);
    free(pc->bytes);
    wipe(pc, sizeof(*pc));
    free(pc);
}

/* --- running -------------------------------------------------------------- */

struct span posix_card_atr(const struct posix_card *pc)
{
    return pc->atr;
}

void posix_card_reset(struct posix_card *pc, bool warm)
{
    if (warm && pc->dead)
        return;
    pc->dead = false;
    card_reset(&pc->card, warm ? CARD_WARM_RESET : CARD_POWER_ON);
}

size_t posix_card_transmit(struct posix_card *pc, uint8_t *cmd, size_t cmd_len,
                           uint8_t *out, size_t cap)
{
    size_t len;

    if (pc->dead)
        return 0;
    len = card_process(&pc->card, cmd, cmd_len, out, cap);
    if (!pc->dead)
        return len;
    wipe(out, len);
    return 0;
}

void posix_card_cut_power(struct posix_card *pc, unsigned write)
{
    pc->cut_at = write;
}
