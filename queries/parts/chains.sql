links AS (
  SELECT DISTINCT caller, made_session
  FROM assumptions
  WHERE caller IS NOT NULL AND made_session IS NOT NULL AND caller <> made_session
),
chains (opener, session, depth) AS (
  SELECT caller, made_session, 1
  FROM links
  UNION ALL
  SELECT c.opener, l.made_session, c.depth + 1
  FROM chains c
  JOIN links l ON l.caller = c.session
  WHERE c.depth < 6
)
