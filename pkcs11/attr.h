/* SPDX-License-Identifier: Apache-2.0
 *
 * The attributes of objects: one table, and one place for the protocol of
 * pValue and ulValueLen.
 */
#ifndef INKAN_PKCS11_ATTR_H
#define INKAN_PKCS11_ATTR_H

#include "pkcs11/object.h"

/* C_GetAttributeValue for one attribute.
 * Errors  CKR_ATTRIBUTE_TYPE_INVALID, CKR_ATTRIBUTE_SENSITIVE,
 *         CKR_BUFFER_TOO_SMALL: ulValueLen is CK_UNAVAILABLE_INFORMATION */
CK_RV attr_get(const struct object *object, CK_ATTRIBUTE *out);

/* Has the object this value? true also where a certificate that was not read
 * yet must tell. */
bool attr_equals(const struct object *object, const CK_ATTRIBUTE *wanted);

#endif
