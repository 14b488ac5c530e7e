/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory for kept PINs, see pinpage.h. Another program of the same user that
 * may ptrace this process can read it all the same: that is not defended.
 */
#include "pkcs11/pinpage.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

bool pinpage_map(struct pin_page *page, size_t count)
{
    size_t unit = (size_t)sysconf(_SC_PAGESIZE);
    size_t wanted = count * sizeof(struct pin_cell);
    size_t size = (wanted + unit - 1) / unit * unit;
    void *mem = mmap(NULL, size, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (mem == MAP_FAILED)
        return false;
    page->cells = mem;
    page->size = size;
    page->is_protected = mlock(mem, size) == 0 &&
                         madvise(mem, size, MADV_DONTDUMP) == 0 &&
                         madvise(mem, size, MADV_WIPEONFORK) == 0;
    return true;
}

void pinpage_unmap(struct pin_page *page)
{
    if (page->cells == NULL)
        return;
    explicit_bzero(page->cells, page->size);
    munmap(page->cells, page->size);
    memset(page, 0, sizeof(*page));
}

void pinpage_keep(struct pin_cell *cell, const uint8_t *pin, size_t len)
{
    pinpage_wipe(cell);
    memcpy(cell->pin, pin, len);
    cell->len = (uint8_t)len;
}

void pinpage_wipe(struct pin_cell *cell)
{
    explicit_bzero(cell, sizeof(*cell));
}
