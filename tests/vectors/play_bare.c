/* SPDX-License-Identifier: Apache-2.0
 *
 * Plays `.apdu` files against the card on a Cortex-M: the same applet, the
 * same test citizen, one line of TAP per file. Pages are in RAM and RSA is
 * the exponentiation of tests/support, which is for tests only: a chip has
 * its own.
 */
#include "card/applet/card.h"
#include "card/port/cortex-m/semihost.h"
#include "tests/support/persona.h"
#include "tests/support/player.h"
#include "tests/support/soft_crypto.h"

#define POOL_LEN  (32 * 1024)
#define FILES_MAX 64
#define TEXT_MAX  (128 * 1024)
#define LINE_MAX  8192

struct bare {
    struct card card;
    struct card_config config;
    uint8_t pages[NV_PAGE_COUNT][NV_PAGE_LEN];
    uint32_t random;
    struct span files[FILES_MAX];
    uint8_t pool[POOL_LEN];
};

static struct bare bare;
static struct player player;
static char text[TEXT_MAX];
static char line[LINE_MAX];

static struct span bare_file(void *ctx, enum app_id app, uint16_t fid)
{
    const struct bare *b = ctx;

    for (size_t i = 0; i < persona_file_count; i++) {
        if (persona_files[i].app == app && persona_files[i].fid == fid)
            return b->files[i];
    }
    return span_none();
}

static bool bare_nv_read(void *ctx, unsigned page, uint8_t out[NV_PAGE_LEN])
{
    const struct bare *b = ctx;

    memcpy(out, b->pages[page], NV_PAGE_LEN);
    return true;
}

static bool bare_nv_write(void *ctx, unsigned page,
                          const uint8_t in[NV_PAGE_LEN])
{
    struct bare *b = ctx;

    memcpy(b->pages[page], in, NV_PAGE_LEN);
    return true;
}

/* Numbers for a test, not random ones (Numerical Recipes, 7.1). */
static bool bare_random(void *ctx, uint8_t *out, size_t len)
{
    struct bare *b = ctx;

    while (len-- != 0) {
        b->random = b->random * 1664525 + 1013904223;
        *out++ = (uint8_t)(b->random >> 24);
    }
    return true;
}

static bool bare_sha256(void *ctx, struct span in, uint8_t out[SHA256_LEN])
{
    (void)ctx;
    soft_sha256(in, out);
    return true;
}

static bool bare_rsa_sign(void *ctx, enum key_id key, struct span in,
                          uint8_t out[RSA_LEN])
{
    (void)ctx;
    return soft_rsa_sign(persona_keys[key], in, out);
}

static bool bare_rsa_sign_pss(void *ctx, enum key_id key,
                              const uint8_t hash[SHA256_LEN],
                              uint8_t out[RSA_LEN])
{
    (void)ctx;
    return soft_rsa_sign_pss(persona_keys[key], hash, out);
}

static bool bare_rsa_decrypt_oaep(void *ctx, enum key_id key, struct span in,
                                  uint8_t *out, size_t cap, size_t *out_len,
                                  bool *too_big)
{
    (void)ctx;
    return soft_rsa_decrypt_oaep(persona_keys[key], in, out, cap, out_len,
                                 too_big);
}

static bool bare_aes_cbc(void *ctx, bool encrypt, const uint8_t key[AES_BLOCK],
                         const uint8_t iv[AES_BLOCK], uint8_t *data, size_t len)
{
    (void)ctx;
    soft_aes_cbc(encrypt, key, iv, data, len);
    return true;
}

static const struct port bare_port = {
    .file = bare_file,
    .nv_read = bare_nv_read,
    .nv_write = bare_nv_write,
    .random = bare_random,
    .sha256 = bare_sha256,
    .rsa_sign = bare_rsa_sign,
    .rsa_sign_pss = bare_rsa_sign_pss,
    .rsa_decrypt_oaep = bare_rsa_decrypt_oaep,
    .aes_cbc = bare_aes_cbc,
};

static bool persona(void *ctx, struct span name)
{
    struct bare *b = ctx;
    size_t used = 0;

    memset(b, 0, sizeof(*b));
    b->config = persona_config;
    if (span_equal(name, span_of("test-phone", 10)))
        b->config.on = ON_PHONE;
    else if (!span_equal(name, span_of("test", 4)))
        return false;
    for (size_t i = 0; i < persona_file_count; i++) {
        if (i == FILES_MAX || used + persona_files[i].len > POOL_LEN)
            return false;
        persona_expand(&persona_files[i], b->pool + used);
        b->files[i] = span_of(b->pool + used, persona_files[i].len);
        used += persona_files[i].len;
    }
    persona_format(b->pages);
    card_init(&b->card, &bare_port, b, &b->config);
    return true;
}

static size_t transmit(void *ctx, uint8_t *cmd, size_t cmd_len, uint8_t *out,
                       size_t cap)
{
    struct bare *b = ctx;

    return card_process(&b->card, cmd, cmd_len, out, cap);
}

static void reset(void *ctx, bool warm)
{
    struct bare *b = ctx;

    card_reset(&b->card, warm ? CARD_WARM_RESET : CARD_POWER_ON);
}

static void print_number(unsigned n)
{
    char digits[11];
    char *at = digits + sizeof(digits) - 1;

    *at = '\0';
    do {
        *--at = (char)('0' + n % 10);
        n /= 10;
    } while (n != 0);
    semihost_print(at);
}

static bool play(const char *path)
{
    static const struct player_target target = { &bare, persona, transmit,
                                                 reset };
    size_t len;

    if (!semihost_read_file(path, text, sizeof(text), &len)) {
        player.wrong = "the file cannot be read";
        return false;
    }
    return player_run(&player, &target, text, len);
}

/* Takes the next word off the command line; NULL at its end. */
static char *next_word(char **at)
{
    char *word = *at;

    while (**at != '\0' && **at != ' ')
        ++*at;
    if (**at == ' ')
        *(*at)++ = '\0';
    return *word != '\0' ? word : NULL;
}

int main(void)
{
    unsigned number = 0;
    int failed = 0;
    char *at = line;
    char *path;

    if (!semihost_command_line(line, sizeof(line)))
        return 2;
    next_word(&at); /* the program itself */
    while ((path = next_word(&at)) != NULL) {
        bool good = play(path);

        semihost_print(good ? "ok " : "not ok ");
        print_number(++number);
        semihost_print(" - ");
        semihost_print(strrchr(path, '/') != NULL ? strrchr(path, '/') + 1
                                                  : path);
        semihost_print(", ");
        print_number(player.exchanges);
        semihost_print(" exchanges\n");
        if (!good) {
            semihost_print("# line ");
            print_number(player.line);
            semihost_print(": ");
            semihost_print(player.wrong);
            semihost_print("\n");
            failed = 1;
        }
    }
    semihost_print("1..");
    print_number(number);
    semihost_print("\n");
    return failed;
}
