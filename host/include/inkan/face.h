/* SPDX-License-Identifier: Apache-2.0
 *
 * What is printed on the card, as the card itself tells it: the face with its
 * pictures, the age record, the picture of My Number, the number of the card
 * and the driving licence that may be on it.
 *
 * Pictures are given as they stand on the card (PNG, JPEG 2000) and are not
 * decoded here. Nothing in this header says that data are genuine: that is
 * <inkan/check.h>.
 */
#ifndef INKAN_FACE_H
#define INKAN_FACE_H

#include <inkan/cert.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The card face. Pictures point into record and live until inkan_face_clear;
 * a picture that the card does not have is empty. */
struct inkan_face {
    char birth[9];  /* YYYYMMDD */
    char sex;       /* '1' male, '2' female, others see person.h */
    char expiry[9]; /* of the card, YYYYMMDD; covered by no signature */
    struct inkan_bytes name_png;
    struct inkan_bytes address_png;
    struct inkan_bytes photo_jp2;
    struct inkan_bytes code_png; /* security code; covered by no signature */
    uint8_t *record;             /* gives; the file as the card holds it */
    size_t record_len;
};

/* Reads the card face.
 * secret  INKAN_PIN_NUMBER_B, or INKAN_PIN_NUMBER_A where My Number may be
 *         asked for: never ask for it only to see the photo
 * Errors  those of inkan_pin_verify; INKAN_MALFORMED; INKAN_NOT_FOUND: phone
 * Source  card-spec.md 3.3.2; APDUs: select, tries, verify, read, drop */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_face_read(struct inkan_card *card, const struct inkan_secret *secret,
                struct inkan_face *out);

/* Wipes and frees what inkan_face_read gave. */
INKAN_API void inkan_face_clear(struct inkan_face *face);

/* Reads the age record: the birth date, and nothing else.
 * secret  INKAN_PIN_BIRTH; see inkan_birth_key
 * out     YYYYMMDD, terminated
 * Errors  those of inkan_pin_verify; INKAN_MALFORMED; INKAN_NOT_FOUND
 * Source  card-spec.md 3.3.1 */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_age_read(struct inkan_card *card, const struct inkan_secret *secret,
               char out[9]);

/* The birth-date key that belongs to a birth date: the year of its Japanese
 * era, month and day (19800217 is 550217, in Showa 55).
 * birth   YYYYMMDD
 * out     6 digits, terminated
 * Errors  INKAN_ARG: no whole date, or before 1868-01-25
 * Source  card-spec.md 4 */
INKAN_API INKAN_NODISCARD enum inkan_rc inkan_birth_key(const char *birth,
                                                        char out[7]);

/* The picture of My Number: png points into record. */
struct inkan_number_image {
    struct inkan_bytes png;
    uint8_t *record; /* gives */
    size_t record_len;
};

/* Reads the picture of My Number. The law allows that to few.
 * secret  INKAN_PIN_NUMBER_A
 * Source  card-spec.md 3.3.4 */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_number_image_read(struct inkan_card *card,
                        const struct inkan_secret *secret,
                        struct inkan_number_image *out);

INKAN_API void inkan_number_image_clear(struct inkan_number_image *image);

/* The number of the card itself; not My Number. */
struct inkan_card_number {
    char serial[16];      /* 15 digits */
    char municipality[6]; /* 5 digits, without check digit */
    char expiry[9];       /* YYYYMMDD */
};

/* Reads the card number record; no PIN.
 * Source  card-spec.md 3.4 */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_card_number_read(struct inkan_card *card, struct inkan_card_number *out);

/* Municipality that issued the card, from the visual application, 5 digits;
 * no PIN. Source  card-spec.md 3.3.3 */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_municipality_read(struct inkan_card *card, char out[6]);

#define INKAN_LICENCE_ITEMS_MAX 64

/* One object of the licence data. Only tags C1, C2, C3 and C5 are publicly
 * known; the others are given as they are. */
struct inkan_licence_item {
    uint16_t tag;
    struct inkan_bytes value; /* points into record */
};

struct inkan_licence {
    bool pin_set;   /* false: the card has the default PIN, **** */
    bool read;      /* false: PIN set and no secret given, nothing below */
    char expiry[9]; /* YYYYMMDD from tag C5; "" when absent */
    struct inkan_licence_item items[INKAN_LICENCE_ITEMS_MAX];
    size_t count;
    struct inkan_bytes signature; /* EF 001C as it is; empty when absent */
    uint8_t *record;              /* gives */
    size_t record_len;
};

/* Reads the driving licence.
 * secret  INKAN_PIN_LICENCE; NULL: only tells whether a PIN is set, and reads
 *         the data where none is
 * Errors  INKAN_NOT_FOUND: no licence on this card; those of
 *         inkan_pin_verify; INKAN_MALFORMED
 * Source  card-spec.md 3.7, card-spec-2.md B */
INKAN_API INKAN_NODISCARD enum inkan_rc
inkan_licence_read(struct inkan_card *card, const struct inkan_secret *secret,
                   struct inkan_licence *out);

INKAN_API void inkan_licence_clear(struct inkan_licence *licence);

#ifdef __cplusplus
}
#endif
#endif
