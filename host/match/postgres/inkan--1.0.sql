-- SPDX-License-Identifier: Apache-2.0
\echo Use "CREATE EXTENSION inkan" to load this file. \quit

-- The numbers are those of enum inkan_match_field in <inkan/match.h>.
-- STABLE, because inkan.variants may change the answer between statements.
CREATE FUNCTION inkan_grade(field integer, a text, b text) RETURNS text
    AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 50;
CREATE FUNCTION inkan_explain(field integer, a text, b text) RETURNS text
    AS 'MODULE_PATHNAME' LANGUAGE C STABLE PARALLEL SAFE COST 100;

-- 'A', 'B', 'C' or '?'
CREATE FUNCTION inkan_match_name(a text, b text) RETURNS text
    LANGUAGE SQL STABLE PARALLEL SAFE
    AS $$ SELECT inkan_grade(0, a, b) $$;
CREATE FUNCTION inkan_explain_name(a text, b text) RETURNS jsonb
    LANGUAGE SQL STABLE PARALLEL SAFE
    AS $$ SELECT inkan_explain(0, a, b)::jsonb $$;

-- 'A', 'B', 'C' or '?'
CREATE FUNCTION inkan_match_kana(a text, b text) RETURNS text
    LANGUAGE SQL STABLE PARALLEL SAFE
    AS $$ SELECT inkan_grade(1, a, b) $$;
CREATE FUNCTION inkan_explain_kana(a text, b text) RETURNS jsonb
    LANGUAGE SQL STABLE PARALLEL SAFE
    AS $$ SELECT inkan_explain(1, a, b)::jsonb $$;

-- 'A', 'B', 'C' or '?'
CREATE FUNCTION inkan_match_birth(a text, b text) RETURNS text
    LANGUAGE SQL STABLE PARALLEL SAFE
    AS $$ SELECT inkan_grade(2, a, b) $$;
CREATE FUNCTION inkan_explain_birth(a text, b text) RETURNS jsonb
    LANGUAGE SQL STABLE PARALLEL SAFE
    AS $$ SELECT inkan_explain(2, a, b)::jsonb $$;

-- 'A', 'B', 'C' or '?'
CREATE FUNCTION inkan_match_sex(a text, b text) RETURNS text
    LANGUAGE SQL STABLE PARALLEL SAFE
    AS $$ SELECT inkan_grade(3, a, b) $$;
CREATE FUNCTION inkan_explain_sex(a text, b text) RETURNS jsonb
    LANGUAGE SQL STABLE PARALLEL SAFE
    AS $$ SELECT inkan_explain(3, a, b)::jsonb $$;

-- 'A', 'B', 'C' or '?'
CREATE FUNCTION inkan_match_address(a text, b text) RETURNS text
    LANGUAGE SQL STABLE PARALLEL SAFE
    AS $$ SELECT inkan_grade(4, a, b) $$;
CREATE FUNCTION inkan_explain_address(a text, b text) RETURNS jsonb
    LANGUAGE SQL STABLE PARALLEL SAFE
    AS $$ SELECT inkan_explain(4, a, b)::jsonb $$;
