/* SPDX-License-Identifier: Apache-2.0
 *
 * The calls of semihost.h: a number in r0, a block of words in r1, BKPT AB.
 */
#include "card/port/cortex-m/semihost.h"

enum {
    SYS_OPEN = 0x01,
    SYS_CLOSE = 0x02,
    SYS_WRITE0 = 0x04,
    SYS_READ = 0x06,
    SYS_FLEN = 0x0C,
    SYS_GET_CMDLINE = 0x15,
    SYS_EXIT_EXTENDED = 0x20
};

#define OPEN_READ_BINARY             1
#define ADP_STOPPED_APPLICATION_EXIT 0x20026

static int call(int number, const void *block)
{
    register int r0 __asm__("r0") = number;
    register const void *r1 __asm__("r1") = block;

    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void semihost_print(const char *text)
{
    call(SYS_WRITE0, text);
}

bool semihost_command_line(char *out, size_t cap)
{
    uintptr_t block[] = { (uintptr_t)out, cap };

    return call(SYS_GET_CMDLINE, block) == 0;
}

bool semihost_read_file(const char *path, char *out, size_t cap,
                        size_t *out_len)
{
    uintptr_t open[] = { (uintptr_t)path, OPEN_READ_BINARY, strlen(path) };
    int file = call(SYS_OPEN, open);
    uintptr_t handle[] = { (uintptr_t)file };
    uintptr_t read[] = { (uintptr_t)file, (uintptr_t)out, 0 };
    int len;
    bool done;

    if (file < 0)
        return false;
    len = call(SYS_FLEN, handle);
    read[2] = (uintptr_t)len;
    done = len >= 0 && (size_t)len <= cap && call(SYS_READ, read) == 0;
    call(SYS_CLOSE, handle);
    *out_len = (size_t)len;
    return done;
}

_Noreturn void semihost_exit(int code)
{
    uintptr_t block[] = { ADP_STOPPED_APPLICATION_EXIT, (uintptr_t)code };

    for (;;)
        call(SYS_EXIT_EXTENDED, block);
}
