-- Openings of break-glass roles and of break-glass users' sessions for which no alert was recorded. Several events of one
-- opening (both accounts' copies, the console's SwitchRole, what a user does after signing in) are one, and an alert about
-- any of them counts. A long-term key begins a new session after an hour's rest.
-- @with records
-- @param roles = ^$: regular expression that the ARNs of break-glass roles match (with path); "^$": none
-- @param users = ^$: regular expression that the ARNs of break-glass users match; "^$": none
-- @param alerted_ids = '': eventIDs of events that alerts were recorded for, comma-separated
-- @column event_time varchar: when
-- @column event_id varchar: the first event of the opening
-- @column event_name varchar: what was called
-- @column kind varchar: role, user or key
-- @column opened varchar: ARN of the role or user
-- @column session varchar: principalId@creationDate of what was opened; of a long-term key its user's ARN
-- @column principal varchar: who opened it: ARN of the role or user, else principalId
-- @column actor varchar: session name, user name, else principalId
-- @column account varchar: account of the log
-- @column region varchar: Region
-- @column events bigint: how many events tell of it
-- @column source_ip varchar: where from
WITH told AS (
  SELECT
    r.*,
    eventsource = 'sts.amazonaws.com' AND eventname IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity') AND errorcode IS NULL AS assumes,
    eventsource = 'signin.amazonaws.com' AS signs_in,
    coalesce(json_extract_scalar(responseelements, '$.SwitchRole'), json_extract_scalar(responseelements, '$.ConsoleLogin'), '') AS sign_in,
    json_extract_scalar(requestparameters, '$.roleArn') AS assumed_role,
    json_extract_scalar(responseelements, '$.assumedRoleUser.assumedRoleId') AS assumed_id,
    useridentity.sessioncontext.attributes.creationdate AS created
  FROM records r
),
candidates AS (
  SELECT
    t.*,
    CASE WHEN w.way = 'user' AND created IS NULL AND NOT signs_in THEN 'key' ELSE w.way END AS kind,
    CASE WHEN w.way = 'role' AND assumes THEN assumed_role ELSE principal END AS opened,
    CASE
      WHEN w.way = 'role' AND assumes THEN coalesce(assumed_id, eventid)
      WHEN w.way = 'user' AND created IS NULL AND NOT signs_in THEN principal || ' ' || coalesce(useridentity.accesskeyid, '')
      ELSE coalesce(useridentity.principalid, principal)
    END AS opener,
    CASE WHEN w.way = 'user' THEN coalesce(created, eventtime) ELSE eventtime END AS begun,
    CASE WHEN w.way = 'role' THEN assumes ELSE signs_in END AS anchors,
    a.alerted
  FROM told t
  CROSS JOIN UNNEST(ARRAY['role', 'user']) AS w(way)
  CROSS JOIN UNNEST(ARRAY[true, false]) AS a(alerted)
  WHERE a.alerted = contains(split(replace(? /* alerted_ids */, ' ', ''), ','), eventid)
    AND (
      (w.way = 'role' AND assumes AND regexp_like(assumed_role, ? /* roles */))
      OR (w.way = 'role' AND signs_in AND sign_in = 'Success' AND useridentity.type = 'AssumedRole' AND regexp_like(principal, ? /* roles */))
      OR (w.way = 'user' AND regexp_like(principal, ? /* users */) AND (NOT signs_in OR sign_in = 'Success'))
    )
),
neighbours AS (
  SELECT
    c.*,
    max(CASE WHEN anchors THEN begun END) OVER (PARTITION BY kind, opener ORDER BY begun, eventtime, eventid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS anchor_before,
    min(CASE WHEN anchors THEN begun END) OVER (PARTITION BY kind, opener ORDER BY begun, eventtime, eventid ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS anchor_after,
    lag(eventtime) OVER (PARTITION BY kind, opener ORDER BY begun, eventtime, eventid) AS time_before
  FROM candidates c
),
placed AS (
  SELECT
    n.*,
    CASE
      WHEN date_diff('second', try(from_iso8601_timestamp(anchor_before)), try(from_iso8601_timestamp(begun))) <= 60 THEN anchor_before
      WHEN date_diff('second', try(from_iso8601_timestamp(begun)), try(from_iso8601_timestamp(anchor_after))) <= 60 THEN anchor_after
      ELSE begun
    END AS opened_at,
    CASE
      WHEN kind <> 'key' THEN 0
      WHEN date_diff('second', try(from_iso8601_timestamp(time_before)), try(from_iso8601_timestamp(eventtime))) < 3600 THEN 0
      ELSE 1
    END AS rested
  FROM neighbours n
),
openings AS (
  SELECT
    p.*,
    CASE WHEN kind = 'key' THEN '' ELSE opened_at END AS opening_time,
    sum(rested) OVER (PARTITION BY kind, opener ORDER BY begun, eventtime, eventid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS opening_number
  FROM placed p
)
SELECT
  min(eventtime) AS event_time,
  min_by(eventid, eventtime || eventid) AS event_id,
  min_by(eventname, eventtime || eventid) AS event_name,
  kind,
  min_by(opened, eventtime || eventid) AS opened,
  CASE WHEN kind = 'key' THEN min(principal) ELSE opener || '@' || opening_time END AS session,
  min_by(principal, eventtime || eventid) AS principal,
  min_by(actor, eventtime || eventid) AS actor,
  min_by(recipientaccountid, eventtime || eventid) AS account,
  min_by(awsregion, eventtime || eventid) AS region,
  count(*) AS events,
  min_by(sourceipaddress, eventtime || eventid) AS source_ip
FROM openings
GROUP BY kind, opener, opening_time, opening_number
HAVING NOT bool_or(alerted)
ORDER BY event_time, event_id, kind
