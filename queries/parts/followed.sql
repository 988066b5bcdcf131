-- Not recursive: Trino reads the log anew for each step of a recursion, and Athena charges for each. An assumption is a
-- link with two sides: the caller's session (1) and the one that it made (2). What a session was reached by (how many steps,
-- then the opener) passes from one side to the other, one step in each chain_N. The least is the nearest.
chain_0 AS (
  SELECT l.*, min(place) OVER (PARTITION BY session) AS reached
  FROM (
    SELECT session, session AS link, 0 AS side, opened, actor, '0' || session AS place
    FROM roots
    UNION ALL
    SELECT k.session, eventid, CAST(k.side AS integer), CAST(NULL AS varchar), CAST(NULL AS varchar), CAST(NULL AS varchar)
    FROM assumptions
    CROSS JOIN UNNEST(ARRAY[caller, made_session]) WITH ORDINALITY AS k(session, side)
    WHERE caller IS NOT NULL AND made_session IS NOT NULL
  ) l
),
chain_1 AS (
  SELECT h.*, min(place) OVER (PARTITION BY session) AS reached
  FROM (
    SELECT session, link, side, opened, actor, coalesce(reached, CASE WHEN side = 2 THEN '1' || substr(passed, 2) END) AS place
    FROM (SELECT c.*, min(CASE WHEN side = 1 THEN reached END) OVER (PARTITION BY link) AS passed FROM chain_0 c) p
  ) h
),
chain_2 AS (
  SELECT h.*, min(place) OVER (PARTITION BY session) AS reached
  FROM (
    SELECT session, link, side, opened, actor, coalesce(reached, CASE WHEN side = 2 THEN '2' || substr(passed, 2) END) AS place
    FROM (SELECT c.*, min(CASE WHEN side = 1 THEN reached END) OVER (PARTITION BY link) AS passed FROM chain_1 c) p
  ) h
),
chain_3 AS (
  SELECT h.*, min(place) OVER (PARTITION BY session) AS reached
  FROM (
    SELECT session, link, side, opened, actor, coalesce(reached, CASE WHEN side = 2 THEN '3' || substr(passed, 2) END) AS place
    FROM (SELECT c.*, min(CASE WHEN side = 1 THEN reached END) OVER (PARTITION BY link) AS passed FROM chain_2 c) p
  ) h
),
chain_4 AS (
  SELECT h.*, min(place) OVER (PARTITION BY session) AS reached
  FROM (
    SELECT session, link, side, opened, actor, coalesce(reached, CASE WHEN side = 2 THEN '4' || substr(passed, 2) END) AS place
    FROM (SELECT c.*, min(CASE WHEN side = 1 THEN reached END) OVER (PARTITION BY link) AS passed FROM chain_3 c) p
  ) h
),
chain_5 AS (
  SELECT h.*, min(place) OVER (PARTITION BY session) AS reached
  FROM (
    SELECT session, link, side, opened, actor, coalesce(reached, CASE WHEN side = 2 THEN '5' || substr(passed, 2) END) AS place
    FROM (SELECT c.*, min(CASE WHEN side = 1 THEN reached END) OVER (PARTITION BY link) AS passed FROM chain_4 c) p
  ) h
),
chain_6 AS (
  SELECT h.*, min(place) OVER (PARTITION BY session) AS reached
  FROM (
    SELECT session, link, side, opened, actor, coalesce(reached, CASE WHEN side = 2 THEN '6' || substr(passed, 2) END) AS place
    FROM (SELECT c.*, min(CASE WHEN side = 1 THEN reached END) OVER (PARTITION BY link) AS passed FROM chain_5 c) p
  ) h
),
followed AS (
  SELECT session, min(opener) AS opener, min(opened) AS opened, min(actor) AS opener_actor, min(depth) AS depth
  FROM (
    SELECT
      session,
      substr(reached, 2) AS opener,
      CAST(substr(reached, 1, 1) AS integer) AS depth,
      max(opened) OVER (PARTITION BY substr(reached, 2)) AS opened,
      max(actor) OVER (PARTITION BY substr(reached, 2)) AS actor
    FROM chain_6
    WHERE reached IS NOT NULL
  ) found
  GROUP BY session
)
