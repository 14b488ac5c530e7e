/* SPDX-License-Identifier: Apache-2.0
 *
 * What a chip must give the applet: the contents of its files, durable pages,
 * random numbers and cryptography. A port returns true or false; what the
 * card answers then is decided by the applet. card/port/README.md tells how
 * to write one.
 */
#ifndef INKAN_CARD_APPLET_PORT_H
#define INKAN_CARD_APPLET_PORT_H

#include "card/edge/layout.h"

#define RSA_LEN     256 /* every key is RSA-2048 */
#define RSA_RAW_MAX 245 /* RSA_LEN less PKCS#1 v1.5 overhead of 11 */
#define SHA256_LEN  32
#define AES_BLOCK   16

/* One durable page. Written whole; after a power cut in the middle its
 * contents may be anything, but no other page changes. */
#define NV_PAGE_LEN        32
#define NV_PAGE_COUNT      (2 * PIN_COUNT) /* two copies for each PIN: nv.c */
#define NV_PAGE(pin, copy) (2 * (unsigned)(pin) + (copy))

struct port {
    /* Contents of a file as one piece of memory (flash), valid as long as the
     * port; an empty span if this card has no such file. GET DATA objects are
     * files of APP_ISD whose fid is their tag. EF_RECORD files hold record
     * TLVs one after the other. */
    struct span (*file)(void *ctx, enum app_id app, uint16_t fid);

    /* Pages are numbered from 0. write returns only when the page will
     * survive a power cut. */
    bool (*nv_read)(void *ctx, unsigned page, uint8_t out[NV_PAGE_LEN]);
    bool (*nv_write)(void *ctx, unsigned page, const uint8_t in[NV_PAGE_LEN]);

    bool (*random)(void *ctx, uint8_t *out, size_t len);
    bool (*sha256)(void *ctx, struct span in, uint8_t out[SHA256_LEN]);

    /* PKCS#1 v1.5 type 1 padding of in (1 to RSA_RAW_MAX bytes, as it is)
     * and the private operation. */
    bool (*rsa_sign)(void *ctx, enum key_id key, struct span in,
                     uint8_t out[RSA_LEN]);
    /* RSASSA-PSS of a SHA-256 hash, MGF1-SHA-256, salt of 32 bytes. */
    bool (*rsa_sign_pss)(void *ctx, enum key_id key,
                         const uint8_t hash[SHA256_LEN], uint8_t out[RSA_LEN]);
    /* RSA-OAEP (SHA-256, MGF1-SHA-256, empty label). too_big is set when the
     * number is not below the modulus. */
    bool (*rsa_decrypt_oaep)(void *ctx, enum key_id key, struct span in,
                             uint8_t *out, size_t cap, size_t *out_len,
                             bool *too_big);
    /* AES-128-CBC without padding, in place; len is a multiple of AES_BLOCK. */
    bool (*aes_cbc)(void *ctx, bool encrypt, const uint8_t key[AES_BLOCK],
                    const uint8_t iv[AES_BLOCK], uint8_t *data, size_t len);
};

/* What differs from card to card. Each knob says what nobody outside knows or
 * what is known to vary; the default is the first value. */
enum quirk_query { QUERY_63CX, QUERY_9000 };

struct card_config {
    uint8_t on;                  /* ON_CARD or ON_PHONE: which layout rows */
    bool has_licence;            /* the licence AP answers SELECT */
    bool no_pss;                 /* P1 04 and 05 answer 6A86 */
    bool reselect_clears;        /* SELECT of the same AP drops the state */
    bool reset_keeps;            /* a warm reset keeps the state */
    bool no_extended;            /* extended lengths answer 6700 */
    bool no_sfi;                 /* short EF identifiers answer 6A86 */
    bool oneshot;                /* the state is gone after one signature */
    uint8_t query_when_verified; /* enum quirk_query */
    uint16_t blocked_sw;         /* 6984, or 6983 */
};

/* --- what the applet gives to a port -------------------------------------- */

/* Contents of a page of a new card. Both pages of a PIN are to be written.
 * value  at most PIN_MAX_LEN bytes; none = this PIN is not set */
void nv_format(unsigned page, struct span value, unsigned tries,
               uint8_t out[NV_PAGE_LEN]);

/* Is there a whole record for every PIN? To be asked before a card is run:
 * one that has lost a counter must not answer at all. */
bool nv_is_whole(const struct port *port, void *ctx);

#endif
