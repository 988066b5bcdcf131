followed AS (
  WITH RECURSIVE chain (session, opener, opened, actor, depth) AS (
    SELECT session, session, opened, actor, 0
    FROM roots
    UNION ALL
    SELECT a.made_session, c.opener, c.opened, c.actor, c.depth + 1
    FROM chain c
    JOIN assumptions a ON a.caller = c.session AND a.made_session <> c.session
    WHERE c.depth < 6
  )
  SELECT session, opener, opened, actor AS opener_actor, depth
  FROM (
    SELECT c.*, row_number() OVER (PARTITION BY session ORDER BY depth, opener) AS place
    FROM chain c
  ) placed
  WHERE place = 1
)
