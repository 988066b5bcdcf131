/**
 * What Athena's functions mean, for DuckDB: one macro a line. Only those that queries use and that mean something else, or
 * nothing, there. Built-ins that are shadowed are called as system.main.<name>. Each has a test beside Trino.
 */
export const dialect: readonly string[] = [
  "SET TimeZone='UTC'",
  'SET integer_division=true',
  // Trino answers NULL for malformed text and for what is no scalar.
  `CREATE MACRO json_extract_scalar(j, p) AS CASE WHEN json_valid(j) THEN CASE WHEN json_value(j, p) IS NOT NULL THEN json_extract_string(j, p) END END`,
  `CREATE MACRO json_extract(j, p) AS CASE WHEN json_valid(j) THEN system.main.json_extract(j, p) END`,
  'CREATE MACRO json_format(j) AS CAST(j AS VARCHAR)',
  // DuckDB's own cast wants seconds, and takes a blank for the T, and 24 for an hour.
  `CREATE MACRO from_iso8601_timestamp(s) AS CAST(CASE WHEN regexp_matches(s, '^\\d{4}-\\d{2}-\\d{2}(T([01]\\d|2[0-3]):\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}(:?\\d{2})?)?)?$') THEN system.main.regexp_replace(s, '(T\\d{2}:\\d{2})(Z|[+-].*)?$', '\\1:00\\2') ELSE 'not ISO 8601: ' || s END AS TIMESTAMPTZ)`,
  `CREATE MACRO to_iso8601(t) AS strftime(t, '%Y-%m-%dT%H:%M:%S.%gZ')`,
  'CREATE MACRO date_diff(u, a, b) AS datesub(u, a, b)',
  'CREATE MACRO regexp_like(s, p) AS regexp_matches(s, p)',
  'CREATE MACRO regexp_extract(s, p) AS CASE WHEN regexp_matches(s, p) THEN system.main.regexp_extract(s, p) END, (s, p, g) AS CASE WHEN regexp_matches(s, p) THEN system.main.regexp_extract(s, p, g) END',
  `CREATE MACRO regexp_replace(s, p) AS system.main.regexp_replace(s, p, '', 'g'), (s, p, r) AS system.main.regexp_replace(s, p, system.main.regexp_replace(r, '\\$(\\d)', '\\\\\\1', 'g'), 'g')`,
  'CREATE MACRO element_at(a, i) AS list_extract(a, i)',
  `CREATE MACRO array_join(a, d) AS CASE WHEN a IS NOT NULL THEN coalesce(array_to_string(a, d), '') END`,
  // The order is that of the first of each, and NULL is one of them.
  'CREATE MACRO array_distinct(a) AS list_filter(a, lambda x, i: list_position(a, x) = i)',
  // Where an element is unknown, so is whether it is the one.
  'CREATE MACRO contains(a, x) AS CASE WHEN list_contains(a, x) THEN true WHEN list_count(a) < len(a) THEN NULL ELSE list_contains(a, x) END',
  // NULL, not an empty text, where there are fewer parts.
  'CREATE MACRO split_part(s, d, i) AS list_extract(string_split(s, d), i)',
  // NULL if any is.
  'CREATE MACRO greatest(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN system.main.greatest(a, b) END',
  // A row counts also where what is asked for is NULL.
  'CREATE MACRO max_by(x, y) AS arg_max_null(x, y)',
  'CREATE MACRO min_by(x, y) AS arg_min_null(x, y)',
  'CREATE MACRO cardinality(a) AS len(a)',
  'CREATE MACRO slice(a, s, n) AS array_slice(a, s, s + n - 1)',
];

const field = `system.main.regexp_replace(p, '([A-Z])', '^\\1', 'g')`;

/** Of JSON of which a table holds what stands at the paths that are asked for (queries/asked-paths.ts), instead of its text. */
export const dialectOfPaths: readonly string[] = [
  `CREATE OR REPLACE MACRO json_extract_scalar(j, p) AS struct_extract(j, ${field})`,
  `CREATE OR REPLACE MACRO json_extract(j, p) AS system.main.json_extract(struct_extract(j, 'json ' || ${field}), '$')`,
];
