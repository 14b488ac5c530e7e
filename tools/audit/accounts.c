/* SPDX-License-Identifier: Apache-2.0
 *
 * Accounts that several people have. A family shares one: the surname or the
 * address agrees with another holder's. Someone who shares neither with any
 * other holder got there by the previous user's log-in, or the others did.
 */
#include "tools/audit/compare.h"

#include <stdlib.h>
#include <string.h>

#define HOLDERS_MAX 64 /* of one account; more are strangers in any case */
#define TEXT_MAX    2048

struct holder {
    uint64_t row;
    char name[TEXT_MAX];
    size_t name_len;
    char address[TEXT_MAX];
    size_t address_len;
};

struct group {
    uint8_t account[KEY_LEN];
    size_t count; /* may pass HOLDERS_MAX; the first are kept */
    struct holder holders[HOLDERS_MAX];
};

static size_t keep(struct inkan_match_text in, char out[TEXT_MAX])
{
    size_t len = in.len < TEXT_MAX ? in.len : TEXT_MAX;

    if (len != 0)
        memcpy(out, in.ptr, len);
    return len;
}

static void add_holder(struct group *g, const struct store_holder *in)
{
    struct holder *h;

    if (in->name.len == 0 && in->address.len == 0)
        return;
    memcpy(g->account, in->account, KEY_LEN);
    if (g->count++ >= HOLDERS_MAX)
        return;
    h = &g->holders[g->count - 1];
    h->row = in->row;
    h->name_len = keep(in->name, h->name);
    h->address_len = keep(in->address, h->address);
}

static bool belong_together(const struct inkan_matcher *m,
                            const struct holder *a, const struct holder *b)
{
    struct inkan_match_result r;
    enum inkan_match_grade address;

    (void)inkan_match_compare(
        m, INKAN_MATCH_NAME,
        (struct inkan_match_text){ a->name, a->name_len, NULL },
        (struct inkan_match_text){ b->name, b->name_len, NULL }, &r);
    if (r.grade <= INKAN_MATCH_B || r.surname <= INKAN_MATCH_B)
        return true;
    address = inkan_match_compare(
        m, INKAN_MATCH_ADDRESS,
        (struct inkan_match_text){ a->address, a->address_len, NULL },
        (struct inkan_match_text){ b->address, b->address_len, NULL }, &r);
    return address <= INKAN_MATCH_B;
}

static int judge_group(struct tool *t, struct store *s,
                       const struct inkan_matcher *m, const struct group *g)
{
    struct store_result result = { .verdict = SHARED_ACCOUNT,
                                   .findings = 1u << SHARED_ACCOUNT,
                                   .reasons = "" };
    size_t kept = g->count < HOLDERS_MAX ? g->count : HOLDERS_MAX;
    int exit = TOOL_OK;

    for (size_t i = 0; exit == TOOL_OK && kept > 1 && i < kept; i++) {
        bool alone = true;

        for (size_t k = 0; alone && k < kept; k++)
            alone =
                k == i || !belong_together(m, &g->holders[i], &g->holders[k]);
        if (alone)
            exit = store_result_put(t, s, TABLE_ACCOUNTS, g->holders[i].row,
                                    &result);
    }
    return exit;
}

int compare_accounts(struct tool *t, struct store *s,
                     const struct inkan_matcher *m)
{
    struct group *g = calloc(1, sizeof(*g));
    struct store_holder holder;
    int exit = g == NULL ? tool_fail(t, INKAN_NOMEM) : TOOL_OK;
    int found = 0;

    if (exit == TOOL_OK)
        exit = store_holders_start(t, s);
    while (exit == TOOL_OK && (found = store_holders_next(t, s, &holder)) > 0) {
        if (g->count != 0 && memcmp(g->account, holder.account, KEY_LEN) != 0) {
            exit = judge_group(t, s, m, g);
            g->count = 0;
        }
        add_holder(g, &holder);
    }
    if (exit == TOOL_OK && found == 0)
        exit = judge_group(t, s, m, g);
    if (exit == TOOL_OK)
        exit = found < 0 ? TOOL_OTHER : store_commit(t, s);
    free(g);
    return exit;
}
