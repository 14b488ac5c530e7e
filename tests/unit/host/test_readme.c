/* SPDX-License-Identifier: Apache-2.0
 *
 * host/README.md cannot rot: the exchanges in it are what libinkan sends.
 * The file's name is in INKAN_README.
 */
#include "tests/unit/host/scripted_card.h"

#include <stdio.h>
#include <stdlib.h>

#include <inkan/sign.h>

/* The n-th fenced block of exchanges. */
static char *block(unsigned n)
{
    static const char fence[] = "```apdu\n";
    static char text[32768];
    FILE *in = fopen(getenv("INKAN_README"), "rb");
    size_t len;
    char *at = text;
    char *end;

    assert_non_null(in);
    len = fread(text, 1, sizeof(text) - 1, in);
    assert_true(len < sizeof(text) - 1);
    text[len] = '\0';
    fclose(in);
    for (unsigned i = 0; i <= n; i++) {
        at = strstr(at, fence);
        if (at == NULL)
            fail_msg("block %u is not in the README", n);
        at += strlen(fence);
    }
    end = strstr(at, "```");
    assert_non_null(end);
    *end = '\0';
    return at;
}

static void the_verify_of_the_readme_is_what_is_sent(void **state)
{
    struct scripted_card *sc = scripted_open(block(0), 0);
    struct inkan_secret pin = { .pin = INKAN_PIN_AUTH,
                                .value = (const uint8_t *)"1234",
                                .len = 4 };

    (void)state;
    assert_int_equal(inkan_pin_verify(sc->card, &pin), INKAN_OK);
    scripted_close(sc);
}

static void the_signature_of_the_readme_is_what_is_sent(void **state)
{
    struct scripted_card *sc = scripted_open(block(1), 0);
    struct inkan_secret pin = { .pin = INKAN_PIN_AUTH,
                                .value = (const uint8_t *)"1234",
                                .len = 4 };
    uint8_t digest[INKAN_DIGEST_MAX];
    struct inkan_sign_item item = { .scheme = INKAN_PKCS1,
                                    .hash = INKAN_HASH_SHA256,
                                    .input = digest };

    (void)state;
    assert_int_equal(
        inkan_digest(INKAN_HASH_SHA256, NULL, 0, digest, &item.input_len),
        INKAN_OK);
    assert_int_equal(inkan_sign(sc->card, INKAN_KEY_AUTH, &pin, &item, 1),
                     INKAN_OK);
    assert_memory_equal(item.signature, "\x12\x29\x3A\x0B", 4);
    scripted_close(sc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_verify_of_the_readme_is_what_is_sent),
        cmocka_unit_test(the_signature_of_the_readme_is_what_is_sent),
    };

    return cmocka_run_group_tests_name("host/readme", tests, NULL, NULL);
}
