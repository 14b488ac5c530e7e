/* SPDX-License-Identifier: Apache-2.0
 *
 * An application of any PKCS#11 module, for the integration tests: it loads
 * the module as programs do and makes the calls that its input asks for, one
 * line at a time, and prints the result of each.
 *
 *   p11-user MODULE
 *
 *   init | final | open SLOT | login PIN | context PIN | logout | close
 *   use N            goes on with the N-th of four sessions
 *   sign             C_SignInit and C_Sign with CKM_RSA_PKCS
 *   info             C_GetSessionInfo: the state
 *   token SLOT       C_GetTokenInfo: flags
 *   serial SLOT      C_GetTokenInfo: the serial number
 *   slots            C_GetSlotList: slots with a token
 *   attribute TYPE   of the private key, as a CK_BBOOL
 *   trusted          is CKA_TRUSTED true of any certificate?
 *   certificates     how many certificates are found
 *   mechanisms SLOT  C_GetMechanismList: how many, and the first
 */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pkcs11/cryptoki.h"

static CK_FUNCTION_LIST_PTR p11;
static CK_SESSION_HANDLE session, sessions[4];
static size_t current; /* of sessions, for those with several */

static void print(CK_RV rv)
{
    printf("0x%lx\n", rv);
}

static CK_ULONG find(CK_OBJECT_CLASS class, CK_OBJECT_HANDLE *out, CK_ULONG max)
{
    CK_ATTRIBUTE wanted = { CKA_CLASS, &class, sizeof(class) };
    CK_ULONG count = 0;

    if (p11->C_FindObjectsInit(session, &wanted, 1) != CKR_OK)
        return 0;
    p11->C_FindObjects(session, out, max, &count);
    p11->C_FindObjectsFinal(session);
    return count;
}

static CK_RV sign(void)
{
    CK_MECHANISM mech = { CKM_RSA_PKCS, NULL, 0 };
    CK_OBJECT_HANDLE key = 0;
    CK_BYTE data[20] = { 1 }, signature[256];
    CK_ULONG len = sizeof(signature);
    CK_RV rv;

    find(CKO_PRIVATE_KEY, &key, 1);
    rv = p11->C_SignInit(session, &mech, key);
    return rv == CKR_OK ? p11->C_Sign(session, data, 20, signature, &len) : rv;
}

static CK_RV sign_with_consent(char *pin)
{
    CK_MECHANISM mech = { CKM_RSA_PKCS, NULL, 0 };
    CK_OBJECT_HANDLE key = 0;

    find(CKO_PRIVATE_KEY, &key, 1);
    (void)p11->C_SignInit(session, &mech, key);
    return p11->C_Login(session, CKU_CONTEXT_SPECIFIC, (CK_UTF8CHAR_PTR)pin,
                        strlen(pin));
}

static void print_flag(CK_ATTRIBUTE_TYPE type)
{
    CK_BBOOL flag = CK_FALSE;
    CK_ATTRIBUTE wanted = { type, &flag, 1 };
    CK_OBJECT_HANDLE object = 0;
    CK_RV rv;

    find(CKO_PRIVATE_KEY, &object, 1);
    rv = p11->C_GetAttributeValue(session, object, &wanted, 1);
    if (rv == CKR_OK)
        printf("%s\n", flag ? "true" : "false");
    else
        print(rv);
}

static void print_trusted(void)
{
    CK_BBOOL flag = CK_FALSE, any = CK_FALSE;
    CK_ATTRIBUTE wanted = { CKA_TRUSTED, &flag, 1 };
    CK_OBJECT_HANDLE found[16];
    CK_ULONG count = find(CKO_CERTIFICATE, found, 16);

    for (CK_ULONG i = 0; i < count; i++) {
        wanted.ulValueLen = 1;
        if (p11->C_GetAttributeValue(session, found[i], &wanted, 1) == CKR_OK)
            any = any || flag;
    }
    printf("%s\n", any ? "true" : "false");
}

static void print_token(CK_SLOT_ID slot, bool serial)
{
    CK_TOKEN_INFO info;
    CK_RV rv = p11->C_GetTokenInfo(slot, &info);

    if (rv != CKR_OK)
        print(rv);
    else if (serial)
        printf("%.16s\n", (const char *)info.serialNumber);
    else
        printf("flags 0x%lx\n", info.flags);
}

static void print_state(void)
{
    CK_SESSION_INFO info;
    CK_RV rv = p11->C_GetSessionInfo(session, &info);

    if (rv == CKR_OK)
        printf("state %lu\n", info.state);
    else
        print(rv);
}

static void print_mechanisms(CK_SLOT_ID slot)
{
    CK_MECHANISM_TYPE list[128] = { 0 };
    CK_ULONG count = 128;
    CK_RV rv = p11->C_GetMechanismList(slot, list, &count);

    if (rv == CKR_OK)
        printf("%lu first 0x%lx\n", count, list[0]);
    else
        print(rv);
}

static void print_slots(void)
{
    CK_SLOT_ID slots[32];
    CK_ULONG count = 32;

    if (p11->C_GetSlotList(CK_TRUE, slots, &count) != CKR_OK)
        count = 0;
    for (CK_ULONG i = 0; i < count; i++)
        printf("%lu ", slots[i]);
    printf("present\n");
}

static void use(CK_ULONG number)
{
    sessions[current] = session;
    current = number % 4;
    session = sessions[current];
    printf("session %lu\n", session);
}

static void obey(char *word, char *rest)
{
    CK_SLOT_ID number = strtoul(rest, NULL, 0);
    CK_OBJECT_HANDLE found[16];

    if (strcmp(word, "init") == 0)
        print(p11->C_Initialize(NULL));
    else if (strcmp(word, "final") == 0)
        print(p11->C_Finalize(NULL));
    else if (strcmp(word, "open") == 0)
        print(p11->C_OpenSession(number, CKF_SERIAL_SESSION, NULL, NULL,
                                 &session));
    else if (strcmp(word, "use") == 0)
        use(number);
    else if (strcmp(word, "login") == 0)
        print(p11->C_Login(session, CKU_USER, (CK_UTF8CHAR_PTR)rest,
                           strlen(rest)));
    else if (strcmp(word, "context") == 0)
        print(sign_with_consent(rest));
    else if (strcmp(word, "logout") == 0)
        print(p11->C_Logout(session));
    else if (strcmp(word, "close") == 0)
        print(p11->C_CloseSession(session));
    else if (strcmp(word, "sign") == 0)
        print(sign());
    else if (strcmp(word, "info") == 0)
        print_state();
    else if (strcmp(word, "token") == 0 || strcmp(word, "serial") == 0)
        print_token(number, word[0] == 's');
    else if (strcmp(word, "slots") == 0)
        print_slots();
    else if (strcmp(word, "attribute") == 0)
        print_flag(number);
    else if (strcmp(word, "trusted") == 0)
        print_trusted();
    else if (strcmp(word, "certificates") == 0)
        printf("%lu certificates\n", find(CKO_CERTIFICATE, found, 16));
    else if (strcmp(word, "mechanisms") == 0)
        print_mechanisms(number);
    else
        printf("what is %s?\n", word);
}

int main(int argc, char **argv)
{
    char line[256], *rest;
    CK_RV (*get)(CK_FUNCTION_LIST_PTR_PTR);
    void *module = argc == 2 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;

    if (module == NULL) {
        fprintf(stderr, "p11-user: %s\n", argc == 2 ? dlerror() : "MODULE");
        return 1;
    }
    *(void **)&get = dlsym(module, "C_GetFunctionList");
    if (get == NULL || get(&p11) != CKR_OK)
        return 1;
    /* No copy of a PIN may stay here: scripts look for it in our memory. */
    setvbuf(stdin, NULL, _IONBF, 0);
    setvbuf(stdout, NULL, _IOLBF, 0);
    while (fgets(line, sizeof(line), stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        rest = strchr(line, ' ');
        if (rest != NULL)
            *rest++ = '\0';
        obey(line, rest != NULL ? rest : line + strlen(line));
        explicit_bzero(line, sizeof(line));
    }
    return 0; /* some programs end without C_Finalize */
}
