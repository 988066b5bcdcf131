records AS (
  SELECT i.*, coalesce(i.session, i.principal) AS caller
  FROM (
    SELECT
      k.*,
      coalesce(
        k.role,
        CASE WHEN k.useridentity.type = 'FederatedUser' THEN k.useridentity.sessioncontext.sessionissuer.arn END,
        k.useridentity.arn,
        k.useridentity.principalid
      ) AS principal,
      CASE
        WHEN k.useridentity.type IN ('IAMUser', 'Root') THEN coalesce(k.useridentity.username, k.useridentity.principalid)
        WHEN k.useridentity.type = 'FederatedUser' THEN coalesce(regexp_extract(k.useridentity.arn, '[^/]+$'), k.useridentity.principalid)
        ELSE coalesce(
          regexp_extract(k.useridentity.principalid, '^AROA[A-Z0-9*]*:(.+)$', 1),
          regexp_extract(k.useridentity.arn, ':assumed-role/[^/]+/(.+)$', 1),
          k.useridentity.username,
          k.useridentity.principalid
        )
      END AS actor,
      k.useridentity.principalid || '@' || k.useridentity.sessioncontext.attributes.creationdate AS session
    FROM (
      SELECT
        l.*,
        coalesce(
          CASE WHEN l.useridentity.sessioncontext.sessionissuer.arn LIKE '%:role/%' THEN l.useridentity.sessioncontext.sessionissuer.arn END,
          regexp_replace(
            CASE WHEN l.useridentity.arn LIKE 'arn:%:assumed-role/%' THEN l.useridentity.arn END,
            '^arn:([^:]+):sts::([^:]*):assumed-role/([^/]+)/.*$',
            'arn:$1:iam::$2:role/$3'
          )
        ) AS role
      FROM (
        SELECT c.*, row_number() OVER (PARTITION BY eventid ORDER BY eventtime, region, day) AS copy
        FROM cloudtrail_logs c
        WHERE day BETWEEN ? /* from_day */ AND ? /* to_day */
          AND region LIKE ? /* region */
          AND eventtime >= ? /* from */
          AND eventtime < ? /* to */
      ) l
      WHERE copy = 1
    ) k
  ) i
)
