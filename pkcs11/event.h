/* SPDX-License-Identifier: Apache-2.0
 *
 * C_WaitForSlotEvent, and how C_Finalize ends those that wait.
 */
#ifndef INKAN_PKCS11_EVENT_H
#define INKAN_PKCS11_EVENT_H

/* Ends every wait; may be called again and again. arg: struct module. */
void event_wake_all(void *arg);

#endif
