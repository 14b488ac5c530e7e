/* SPDX-License-Identifier: Apache-2.0
 *
 * Check digits of the numbers on the card. The resident record code
 * (juminhyo code) has one too, but no source tells how it is made.
 */
#ifndef INKAN_TOOLS_ISSUE_DIGITS_H
#define INKAN_TOOLS_ISSUE_DIGITS_H

#include "card/edge/bytes.h"

#define MY_NUMBER_LEN    12
#define MUNICIPALITY_LEN 5

/* Is text made of exactly len digits? */
bool digits_are(const char *text, size_t len);

/* The 12th digit ('0' to '9') after 11 digits: Ordinance No. 85 of 2014 of
 * the Ministry of Internal Affairs, article 5. */
char digits_my_number_check(const char *eleven);

/* 12 digits whose last is right. */
bool digits_my_number_ok(const char *text);

/* The 6th digit of a municipality code after the 5 that the card holds. */
char digits_municipality_check(const char *five);

#endif
