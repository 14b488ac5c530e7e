/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of the review page, put into the program by embed-page.
 */
#ifndef INKAN_TOOLS_AUDIT_PAGE_H
#define INKAN_TOOLS_AUDIT_PAGE_H

#include <stddef.h>

struct page_part {
    const unsigned char *data;
    size_t len;
};

extern const struct page_part page_style;
extern const struct page_part page_body;
extern const struct page_part page_script;

#endif
