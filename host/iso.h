/* SPDX-License-Identifier: Apache-2.0
 *
 * The commands of the card, one function each, inside an operation that
 * card_begin has begun. Knows status words and addressing (short EF
 * identifiers and extended lengths, with the way back to plain ones); knows no
 * rule about PINs: that is unlock.h. Private to host/.
 */
#ifndef INKAN_HOST_ISO_H
#define INKAN_HOST_ISO_H

#include "card/edge/sw.h"
#include "host/handle.h"

/* Selects an application unless it is known to be selected.
 * Errors  INKAN_NOT_FOUND; INKAN_NOT_OUR_CARD: and there is no JPKI either */
NODISCARD enum inkan_rc iso_select(struct inkan_card *card, enum app_id app);

/* Is this application there? Selects it if so. */
NODISCARD enum inkan_rc iso_has_app(struct inkan_card *card, enum app_id app,
                                    bool *out);

/* The drop: selects the common application, or another one where that is the
 * selected one. Nothing but 9000 is INKAN_OK. */
NODISCARD enum inkan_rc iso_drop(struct inkan_card *card);

enum iso_extent {
    ISO_OBJECT, /* the one data object that the file begins with */
    ISO_ALL     /* everything, filler too */
};

/* Reads a file of the selected application.
 * out     points into card->resp: valid until the next exchange
 * Errors  INKAN_NOT_FOUND: no such file, or only filler in it;
 *         INKAN_NOT_VERIFIED; INKAN_MALFORMED: no object */
NODISCARD enum inkan_rc iso_read(struct inkan_card *card, uint16_t fid,
                                 enum iso_extent extent, struct span *out);

/* Reads record 1 of a record file; as iso_read. */
NODISCARD enum inkan_rc iso_read_record(struct inkan_card *card, uint16_t fid,
                                        struct span *out);

/* Tries left of a PIN of the selected application, 0 when blocked.
 * Errors  INKAN_NO_COUNTER: 9000; INKAN_NOT_FOUND */
NODISCARD enum inkan_rc iso_tries(struct inkan_card *card, enum pin_id pin,
                                  int *out_tries);

/* VERIFY. value is borrowed; letters are sent in upper case. Never repeated.
 * Errors  INKAN_WRONG_PIN, INKAN_PIN_BLOCKED; card->err has the tries */
NODISCARD enum inkan_rc iso_verify(struct inkan_card *card, enum pin_id pin,
                                   struct span value);

/* VERIFY by the keys of the reader. */
NODISCARD enum inkan_rc iso_verify_pinpad(struct inkan_card *card,
                                          enum pin_id pin);

/* The new value of the PIN that was just verified. */
NODISCARD enum inkan_rc iso_change(struct inkan_card *card, enum pin_id pin,
                                   struct span value);

/* COMPUTE DIGITAL SIGNATURE.
 * fid     the key, 0 = the application's own key
 * mode    DS_RAW, DS_PSS_HASH_GIVEN, ...
 * Errors  INKAN_NOT_VERIFIED, INKAN_UNSUPPORTED, INKAN_MALFORMED: not 256
 *         bytes */
NODISCARD enum inkan_rc iso_sign(struct inkan_card *card, uint16_t fid,
                                 uint8_t mode, struct span input,
                                 uint8_t out[256]);

/* GET DATA of the selected application; as iso_read. */
NODISCARD enum inkan_rc iso_get_data(struct inkan_card *card, uint16_t tag,
                                     struct span *out);

/* GET CHALLENGE: 1 to 256 bytes. */
NODISCARD enum inkan_rc iso_challenge(struct inkan_card *card, uint8_t *out,
                                      size_t len);

/* Bytes of the object that head begins with, tag and length included; 0 when
 * head is no beginning of an object. */
size_t iso_object_len(struct span head);

#endif
