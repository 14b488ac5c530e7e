/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of ISO/IEC 7816-4 (and of JICSAP 2.0 for CLA 80) that this card
 * uses. Only numbers; what they do stands in card/README.md.
 */
#ifndef INKAN_CARD_EDGE_ISO7816_H
#define INKAN_CARD_EDGE_ISO7816_H

#define CLA_ISO           0x00 /* 7816-4 5.1.1: no secure messaging */
#define CLA_ISO_SM        0x08 /* 7816-4 5.1.1: SM, header not protected */
#define CLA_ISO_SM_HEADER 0x0C /* 7816-4 5.1.1: SM, header protected */
#define CLA_JICSAP        0x80 /* proprietary class */
#define CLA_CHANNEL_MASK  0x03 /* 7816-4 5.1.1: logical channel bits */

#define INS_VERIFY           0x20 /* 7816-4 7.5.6 */
#define INS_CHANGE_REFERENCE 0x24 /* 7816-4 7.5.7 */
#define INS_COMPUTE_DS       0x2A /* 7816-8, here with CLA 80 */
#define INS_CHANGE_KEY       0x32 /* JICSAP, CLA 80 */
#define INS_GET_CHALLENGE    0x84 /* 7816-4 7.5.3 */
#define INS_INTERNAL_AUTH    0x88 /* 7816-4 7.5.2 */
#define INS_MANAGE_ATTR      0x8A /* JICSAP, CLA 80 */
#define INS_VERIFY_CHAIN     0xA2 /* CLA 80, PIN-less flow */
#define INS_SELECT           0xA4 /* 7816-4 7.1.1 */
#define INS_SET_SESSION_KEY  0xAE /* CLA 80 */
#define INS_READ_BINARY      0xB0 /* 7816-4 7.2.3 */
#define INS_READ_RECORD      0xB2 /* 7816-4 7.3.3 */
#define INS_GET_RESPONSE     0xC0 /* 7816-4 7.6.1 */
#define INS_GET_DATA         0xCA /* 7816-4 7.4.2 */
#define INS_PHONE_DONE       0xFC /* CLA 80, sent by phones at the end */

#define SELECT_P1_FID     0x00 /* MF, DF or EF by file identifier */
#define SELECT_P1_EF      0x02 /* EF under the current DF */
#define SELECT_P1_DF_NAME 0x04 /* DF name, may be cut short */
#define SELECT_P2_FIRST   0x00 /* first or only occurrence */
#define SELECT_P2_NEXT    0x02 /* next occurrence */
#define SELECT_P2_NO_FCI  0x0C /* no response data */

#define P_CURRENT_EF  0x80 /* P1 or P2: the currently selected EF */
#define P_SFI(fid)    (0x80 | ((fid)&0x1F)) /* short EF identifier */
#define P_DEFAULT_KEY 0x00 /* P2 of 80 2A: key of the application */

/* P1 of COMPUTE DIGITAL SIGNATURE */
#define DS_RAW              0x00 /* pads what it is given (DigestInfo) */
#define DS_BARE_HASH        0x01 /* hashes, pads the bare hash */
#define DS_HASH_GIVEN       0x02 /* adds the SHA-256 DigestInfo, pads */
#define DS_HASH_ON_CARD     0x03 /* hashes, DigestInfo, pads */
#define DS_PSS_HASH_GIVEN   0x04 /* RSASSA-PSS, salt 32, MGF1-SHA-256 */
#define DS_PSS_HASH_ON_CARD 0x05 /* hashes, then as 04 */

#endif
