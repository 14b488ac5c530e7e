/* SPDX-License-Identifier: Apache-2.0
 *
 * libinkan-match on any bytes. An input is a byte for the field, then two
 * texts with a byte FE between them. Comparing is symmetric, a grade follows
 * from its reasons, places lie inside the texts, and the JSON is JSON.
 */
#include "tests/fuzz/fuzz.h"

#include <inkan/match.h>
#include <jansson.h>
#include <stdlib.h>

#define SEPARATOR 0xFE

static unsigned long long counted;
static struct inkan_matcher *matcher;

unsigned long long fuzz_counted(void)
{
    return counted;
}

static struct inkan_match_text text_of(struct span s)
{
    return (struct inkan_match_text){ (const char *)s.ptr, s.len, NULL };
}

/* No character is shorter than a byte. */
static void check_side(uint16_t first, uint16_t last, struct span text)
{
    if (first > last || last > text.len || (first == 0 && last != 0))
        fuzz_fail("a place outside its text");
}

static void check_result(const struct inkan_match_result *r, struct span a,
                         struct span b)
{
    if (r->count > INKAN_MATCH_REASONS)
        fuzz_fail("too many reasons");
    if (r->grade != INKAN_MATCH_A && r->count == 0)
        fuzz_fail("a grade without a reason");
    for (unsigned i = 0; i < r->count; i++) {
        for (unsigned k = 0; k < r->reasons[i].count; k++) {
            const struct inkan_match_place *p = &r->reasons[i].at[k];

            check_side(p->a_first, p->a_last, a);
            check_side(p->b_first, p->b_last, b);
        }
    }
}

static void check_mirrored(const struct inkan_match_result *x,
                           const struct inkan_match_result *y)
{
    if (x->grade != y->grade || x->count != y->count ||
        x->surname != y->surname || x->given != y->given)
        fuzz_fail("not symmetric");
    for (unsigned i = 0; i < x->count; i++) {
        if (x->reasons[i].code != y->reasons[i].code ||
            x->reasons[i].count != y->reasons[i].count)
            fuzz_fail("other reasons the other way round");
        for (unsigned k = 0; k < x->reasons[i].count; k++) {
            const struct inkan_match_place *p = &x->reasons[i].at[k];
            const struct inkan_match_place *q = &y->reasons[i].at[k];

            if (p->a_first != q->b_first || p->a_last != q->b_last ||
                p->b_first != q->a_first || p->b_last != q->a_last)
                fuzz_fail("other places the other way round");
        }
    }
}

static void check_json(const struct inkan_match_result *r,
                       struct inkan_match_text a, struct inkan_match_text b)
{
    size_t len = inkan_match_json(r, a, b, NULL, 0);
    char *text = malloc(len + 1);
    json_t *json;

    if (text == NULL)
        abort();
    if (inkan_match_json(r, a, b, text, len + 1) != len)
        fuzz_fail("the JSON changed its length");
    json = json_loadb(text, len, 0, NULL);
    if (json == NULL)
        fuzz_fail("not JSON");
    json_decref(json);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct inkan_match_result x;
    struct inkan_match_result y;
    enum inkan_match_field field;
    const uint8_t *separator;
    struct span a;
    struct span b = span_none();

    if (matcher == NULL)
        matcher = inkan_matcher_open();
    if (matcher == NULL || len == 0)
        return 0;
    counted++;
    field = (enum inkan_match_field)(data[0] % INKAN_MATCH_FIELD_COUNT);
    a = span_of(data + 1, len - 1);
    separator = a.len == 0 ? NULL : memchr(a.ptr, SEPARATOR, a.len);
    if (separator != NULL) {
        size_t first = (size_t)(separator - a.ptr);

        b = span_sub(a, first + 1, a.len);
        a.len = first;
    }
    (void)inkan_match_compare(matcher, field, text_of(a), text_of(b), &x);
    (void)inkan_match_compare(matcher, field, text_of(b), text_of(a), &y);
    check_result(&x, a, b);
    check_mirrored(&x, &y);
    check_json(&x, text_of(a), text_of(b));
    (void)inkan_match_compare(matcher, field, text_of(a), text_of(a), &x);
    if (x.grade == INKAN_MATCH_C)
        fuzz_fail("a text differs from itself");
    return 0;
}

static void put_text(struct fuzz_random *r, struct wbuf *out)
{
    static const char *const bits[] = {
        "山",
        "田",
        "髙",
        "高",
        "斎",
        "齋",
        "々",
        "●",
        "〓",
        "?",
        "*",
        "花子",
        "太郎",
        "　",
        " ",
        "（",
        ")",
        "［",
        "］",
        "・",
        "旧姓",
        "ヤマダ",
        "ｼﾖｳ",
        "ﾞ",
        "ー",
        "-",
        "－",
        "ッ",
        "ヴ",
        "ァ",
        "ヲ",
        "が",
        "ヶ",
        "ノ",
        "の",
        "John",
        "SMITH",
        "é",
        "\xCC\x81",
        "昭和",
        "令和",
        "元",
        "年",
        "月",
        "日",
        "吉日",
        "不詳",
        "19",
        "70",
        "04",
        "03",
        "2",
        "十",
        "百",
        "千",
        "三",
        "丁目",
        "丁",
        "番地",
        "番",
        "号",
        "号室",
        "室",
        "階",
        "大字",
        "字",
        "郡",
        "東京都",
        "大阪府",
        "〒100-0001",
        "市",
        "町",
        "\xF3\xA0\x84\x80",
        "\xEE\x80\x80",
        "\xFF",
        "\x01",
        "男",
    };

    for (uint32_t n = fuzz_below(r, 10); n != 0; n--) {
        const char *bit = bits[fuzz_below(r, ARRAY_LEN(bits))];

        wbuf_put(out, span_of(bit, strlen(bit)));
    }
    if (fuzz_below(r, 500) == 0) {
        for (int i = 0; i < 500; i++)
            wbuf_put_u8(out, '1');
    }
}

/* Two texts that often have much in common. */
void fuzz_generate(struct fuzz_random *r, struct wbuf *out)
{
    size_t from;
    size_t shared;

    wbuf_put_u8(out, (uint8_t)fuzz_next(r));
    from = out->len;
    put_text(r, out);
    shared = fuzz_below(r, 2) == 0 ? 0 : out->len - from;
    put_text(r, out);
    wbuf_put_u8(out, SEPARATOR);
    wbuf_put(out, span_of(out->ptr + from, shared));
    put_text(r, out);
}
