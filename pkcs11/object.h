/* SPDX-License-Identifier: Apache-2.0
 *
 * The objects of a token: a fixed list, of which a card shows what it has and
 * a login what it guards. Nothing is stored per object.
 */
#ifndef INKAN_PKCS11_OBJECT_H
#define INKAN_PKCS11_OBJECT_H

#include "pkcs11/session.h"

/* Which certificate an object is made of. */
enum object_source { SOURCE_NONE, SOURCE_HOLDER, SOURCE_CA };

struct object_row {
    enum token_kind token;
    CK_OBJECT_CLASS class;
    enum object_source source;
    bool is_private;       /* shown after login only */
    CK_BYTE id;            /* CKA_ID; 0: none */
    CK_PROFILE_ID profile; /* of a CKO_PROFILE */
    const char *label;     /* CKA_LABEL */
    const char *tag;       /* end of CKA_UNIQUE_ID */
};

/* An object that can be seen now. */
struct object {
    const struct object_row *row;
    const struct module *module;
    const struct reader *reader;
    const struct inkan_cert *cert; /* NULL: none, or a CA not read yet */
    bool is_private;
};

/* false: no such object, or it is hidden from this session. */
bool object_find(struct module *module, const struct session *session,
                 CK_OBJECT_HANDLE handle, struct object *out);

/* Would a login show it? */
bool object_is_hidden(const struct session *session, CK_OBJECT_HANDLE handle);

#endif
