/**
 * What Athena's functions mean, for DuckDB: one macro a line. Only those that queries use and that mean something else, or
 * nothing, there. Built-ins that are shadowed are called as system.main.<name>. Each has a test beside Trino.
 */
export const dialect: readonly string[] = [
  "SET TimeZone='UTC'",
  'SET integer_division=true',
  // Trino answers NULL for malformed text and for what is no scalar.
  `CREATE MACRO json_extract_scalar(j, p) AS CASE WHEN NOT json_valid(j) THEN NULL ELSE CASE json_type(system.main.json_extract(j, p)) WHEN 'OBJECT' THEN NULL WHEN 'ARRAY' THEN NULL WHEN 'NULL' THEN NULL ELSE json_extract_string(j, p) END END`,
  `CREATE MACRO json_extract(j, p) AS CASE WHEN json_valid(j) THEN system.main.json_extract(j, p) END`,
  'CREATE MACRO json_format(j) AS CAST(j AS VARCHAR)',
  'CREATE MACRO from_iso8601_timestamp(s) AS CAST(s AS TIMESTAMPTZ)',
  `CREATE MACRO to_iso8601(t) AS strftime(t, '%Y-%m-%dT%H:%M:%S.%gZ')`,
  'CREATE MACRO date_diff(u, a, b) AS datesub(u, a, b)',
  'CREATE MACRO regexp_like(s, p) AS regexp_matches(s, p)',
  'CREATE MACRO regexp_extract(s, p) AS CASE WHEN regexp_matches(s, p) THEN system.main.regexp_extract(s, p) END, (s, p, g) AS CASE WHEN regexp_matches(s, p) THEN system.main.regexp_extract(s, p, g) END',
  `CREATE MACRO regexp_replace(s, p) AS system.main.regexp_replace(s, p, '', 'g'), (s, p, r) AS system.main.regexp_replace(s, p, system.main.regexp_replace(r, '\\$(\\d)', '\\\\\\1', 'g'), 'g')`,
  'CREATE MACRO element_at(a, i) AS list_extract(a, i)',
  'CREATE MACRO array_join(a, d) AS array_to_string(a, d)',
  'CREATE MACRO cardinality(a) AS len(a)',
  'CREATE MACRO slice(a, s, n) AS array_slice(a, s, s + n - 1)',
];
