/* SPDX-License-Identifier: Apache-2.0
 *
 * Command and response APDUs of ISO/IEC 7816-3 12.1: parse and encode, short
 * and extended. Knows no command and no status word.
 */
#ifndef INKAN_CARD_EDGE_APDU_H
#define INKAN_CARD_EDGE_APDU_H

#include "card/edge/bytes.h"

#define APDU_SHORT_LC_MAX 255
#define APDU_SHORT_NE_MAX 256
#define APDU_NE_MAX       65536
/* header, extended Lc, the longest body, extended Le */
#define APDU_CMD_MAX    (4 + 3 + 65535 + 2)
#define APDU_SHORT_MAX  (4 + 1 + 255 + 1)
#define APDU_ANSWER_MAX (APDU_NE_MAX + 2)

/* An empty body cannot be told from no body: `00 20 00 80 00` is case 2, a
 * command with Le and without Lc. */
struct apdu_cmd {
    uint8_t cla;
    uint8_t ins;
    uint8_t p1;
    uint8_t p2;
    struct span data; /* borrowed; len is Nc */
    uint32_t ne;      /* bytes wanted, 0 = no Le, at most APDU_NE_MAX */
    bool extended;    /* Lc or Le stands in extended form */
};

/* Takes a command apart. data points into raw.
 * false  raw is no APDU of any case (the card answers 6700); out->cla and
 *        out->ins are set when raw has at least 4 bytes */
NODISCARD bool apdu_cmd_parse(struct span raw, struct apdu_cmd *out);

/* Writes a command: short where data and ne fit and extended is not asked
 * for, else extended. Check w->full. */
void apdu_cmd_put(struct wbuf *w, const struct apdu_cmd *cmd);

#endif
