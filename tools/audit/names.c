/* SPDX-License-Identifier: Apache-2.0
 *
 * The words that stand for tables and columns in mapping files and reports.
 */
#include "tools/audit/audit.h"

static const char *const tables[] = {
    [TABLE_REFERENCE] = "reference",
    [TABLE_RECORDS] = "records",
    [TABLE_ACCOUNTS] = "accounts",
};
_Static_assert(ARRAY_LEN(tables) == TABLE_COUNT, "every table has a name");

static const char *const columns[] = {
    [COL_NAME] = "name",       [COL_KANA] = "kana",
    [COL_BIRTH] = "birth",     [COL_SEX] = "sex",
    [COL_ADDRESS] = "address", [COL_ID] = "id",
    [COL_NUMBER] = "number",   [COL_KEY] = "key",
    [COL_ACCOUNT] = "account",
};
_Static_assert(ARRAY_LEN(columns) == COL_COUNT, "every column has a name");

const char *audit_table_name(enum audit_table table)
{
    return tables[table];
}

const char *audit_column_name(enum audit_column column)
{
    return columns[column];
}
