/* SPDX-License-Identifier: Apache-2.0
 *
 * Which characters an insurance claim refuses, and what may stand for them.
 * Claims accept JIS X 0208; ICU's converter for CP932 knows its codes, and the
 * vendors' rows around them are told apart by number.
 */
#include "host/match/internal.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

/* Rows of a CP932 lead byte that are JIS X 0208: not 13 (NEC), not 89-92
 * (NEC's choice of IBM's) and not the private rows above 94. */
static bool is_jis_lead(uint8_t lead, uint8_t trail)
{
    unsigned row = (lead < 0xA0 ? lead - 0x81u : lead - 0xC1u) * 2 +
                   (trail >= 0x9F ? 2u : 1u);

    return (row >= 1 && row <= 8) || (row >= 16 && row <= 84);
}

static bool is_safe(UConverter *cp932, UChar32 c)
{
    UErrorCode error = U_ZERO_ERROR;
    UChar in[2];
    int32_t in_len = utf16_put(c, in);
    char out[4];
    int32_t len;

    len = ucnv_fromUChars(cp932, out, sizeof(out), in, in_len, &error);
    if (U_FAILURE(error))
        return false;
    if (len == 1)
        return true;
    return len == 2 && is_jis_lead((uint8_t)out[0], (uint8_t)out[1]);
}

static void write_char(UChar32 c, char out[8])
{
    out[utf8_put(c, out)] = '\0';
}

/* A form that can be written: its normal form, or a variant. */
static void find_better(const struct inkan_matcher *m, UConverter *cp932,
                        struct inkan_match_text one, char out[8])
{
    struct text t;
    size_t at = 0;
    UChar32 form;

    out[0] = '\0';
    if (text_load(m->nfkc, one, &t) != TEXT_OK || t.count != 1)
        return;
    if (is_safe(cp932, t.c[0])) {
        write_char(t.c[0], out);
        return;
    }
    while ((form = variants_next(&m->variants, t.c[0], &at)) != 0) {
        if (!is_safe(cp932, form))
            continue;
        write_char(form, out);
        return;
    }
}

int inkan_match_unsafe_next(const struct inkan_matcher *m,
                            struct inkan_match_text text, size_t *at,
                            size_t *out_first, size_t *out_len,
                            char out_better[8])
{
    UErrorCode error = U_ZERO_ERROR;
    UConverter *cp932 = ucnv_open("windows-31j", &error);
    int found = 0;

    ucnv_setFromUCallBack(cp932, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL,
                          &error);
    ucnv_setFallback(cp932, false);
    while (U_SUCCESS(error) && !found && *at < text.len) {
        size_t from = *at;
        UChar32 c = utf8_next(text.ptr, text.len, at);

        if (c < 0)
            break;
        if (is_safe(cp932, c))
            continue;
        *out_first = from;
        *out_len = *at - from;
        find_better(
            m, cp932,
            (struct inkan_match_text){ text.ptr + from, *at - from, NULL },
            out_better);
        found = 1;
    }
    ucnv_close(cp932);
    return found;
}
