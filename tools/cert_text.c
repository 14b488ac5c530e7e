/* SPDX-License-Identifier: Apache-2.0
 *
 * A certificate for people and as JSON. All text in it is the issuer's, so it
 * is cleaned before it is shown.
 */
#include "tools/tool.h"

#include <string.h>

enum { DN_MAX = 2048 };

static void dn_text(struct inkan_bytes dn, char out[DN_MAX])
{
    if (inkan_dn_text(dn, out, DN_MAX) != INKAN_OK)
        snprintf(out, DN_MAX, "?");
}

/* The content of the INTEGER, without tag and length. */
static struct inkan_bytes serial_value(const struct inkan_cert *cert)
{
    struct inkan_bytes serial = inkan_cert_serial(cert);
    size_t head = serial.len > 1 && serial.ptr[1] < 0x80 ? 2 : 0;

    return (struct inkan_bytes){ serial.ptr + head, serial.len - head };
}

/* "1980-02-17" of E YYYYMMDD (card-spec.md 7.3); false: not of that form. */
static bool birth_date(const char *birth, char out[11])
{
    if (birth == NULL || strlen(birth) != 9 || strspn(birth, "0123456789") != 9)
        return false;
    tool_date_text(birth + 1, out);
    return true;
}

static void put_line(const char *label, const char *value)
{
    if (value == NULL)
        return;
    printf("%s: ", label);
    tool_put_text(stdout, value);
    putchar('\n');
}

static void put_hex(const char *label, struct inkan_bytes bytes)
{
    if (bytes.len == 0)
        return;
    printf("%s: ", label);
    for (size_t i = 0; i < bytes.len; i++)
        printf("%02x", bytes.ptr[i]);
    putchar('\n');
}

static void print_holder(const struct inkan_cert *cert)
{
    struct inkan_cert_holder holder;
    char birth[11];

    inkan_cert_holder(cert, &holder);
    put_line(_("Name"), holder.name);
    put_line(_("Substituted in the name"), holder.name_substituted);
    put_line(_("Address"), holder.address);
    put_line(_("Substituted in the address"), holder.address_substituted);
    if (birth_date(holder.birth, birth))
        put_line(_("Birth date"), birth);
    if (holder.sex != NULL)
        put_line(_("Sex"), tool_sex_text(holder.sex[0]));
}

void tool_print_cert(struct tool *t, const struct inkan_cert *cert)
{
    struct inkan_time from, to;
    char text[DN_MAX], when[TOOL_TIME_MAX];

    (void)t;
    dn_text(inkan_cert_subject(cert), text);
    put_line(_("Subject"), text);
    dn_text(inkan_cert_issuer(cert), text);
    put_line(_("Issuer"), text);
    put_hex(_("Serial number"), serial_value(cert));
    inkan_cert_validity(cert, &from, &to);
    tool_time_tokyo(&from, when);
    put_line(_("Valid from"), when);
    tool_time_tokyo(&to, when);
    put_line(_("Valid to"), when);
    put_hex(_("Key identifier"), inkan_cert_key_id(cert));
    put_hex(_("Issuer key identifier"), inkan_cert_authority_key_id(cert));
    print_holder(cert);
}

static void set_text(json_t *object, const char *key, const char *value)
{
    if (value != NULL)
        json_object_set_new(object, key, tool_json_text(value));
}

static json_t *json_holder(const struct inkan_cert *cert)
{
    struct inkan_cert_holder holder;
    json_t *object = json_object();
    char birth[11];

    inkan_cert_holder(cert, &holder);
    set_text(object, "name", holder.name);
    set_text(object, "name_substituted", holder.name_substituted);
    set_text(object, "address", holder.address);
    set_text(object, "address_substituted", holder.address_substituted);
    set_text(object, "birth_raw", holder.birth);
    if (birth_date(holder.birth, birth))
        set_text(object, "birth", birth);
    set_text(object, "sex", holder.sex);
    return object;
}

static void set_hex(json_t *object, const char *key, struct inkan_bytes bytes)
{
    if (bytes.len > 0)
        json_object_set_new(object, key, tool_json_hex(bytes.ptr, bytes.len));
}

json_t *tool_json_cert(const struct inkan_cert *cert)
{
    json_t *object = json_object();
    json_t *holder;
    struct inkan_time from, to;
    char text[DN_MAX], when[TOOL_TIME_MAX];

    dn_text(inkan_cert_subject(cert), text);
    set_text(object, "subject", text);
    dn_text(inkan_cert_issuer(cert), text);
    set_text(object, "issuer", text);
    set_hex(object, "serial", serial_value(cert));
    inkan_cert_validity(cert, &from, &to);
    tool_time_iso(&from, when);
    set_text(object, "valid_from", when);
    tool_time_iso(&to, when);
    set_text(object, "valid_to", when);
    set_hex(object, "key_id", inkan_cert_key_id(cert));
    set_hex(object, "issuer_key_id", inkan_cert_authority_key_id(cert));
    holder = json_holder(cert);
    if (json_object_size(holder) > 0)
        json_object_set(object, "holder", holder);
    json_decref(holder);
    return object;
}
