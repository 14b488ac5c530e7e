/* SPDX-License-Identifier: Apache-2.0
 *
 * Records of the visual application. Private to host/.
 */
#ifndef INKAN_HOST_AP_VISUAL_H
#define INKAN_HOST_AP_VISUAL_H

#include <inkan/face.h>

#include "card/edge/tlv.h"

#define EF_VISUAL_AGE    0x0001
#define EF_VISUAL_FACE   0x0002
#define EF_VISUAL_INFO   0x0003
#define EF_VISUAL_CV     0x0004
#define EF_VISUAL_NUMBER 0x0005

/* EF 0001: DF11 date, DF12 key, DF13 signature. */
enum { AGE_DATE, AGE_KEY, AGE_SIGNATURE, AGE_OBJECTS };
NODISCARD bool visual_age_objects(struct span in, struct tlv out[AGE_OBJECTS]);

/* EF 0002: DF21 ... DF2A. */
enum {
    FACE_OFFSETS,
    FACE_BIRTH,
    FACE_SEX,
    FACE_KEY,
    FACE_NAME,
    FACE_ADDRESS,
    FACE_PHOTO,
    FACE_SIGNATURE,
    FACE_EXPIRY,
    FACE_CODE,
    FACE_OBJECTS
};
NODISCARD bool visual_face_objects(struct span in,
                                   struct tlv out[FACE_OBJECTS]);

#endif
