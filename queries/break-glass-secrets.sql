-- Which secrets and SecureString parameters were read in break-glass sessions, and in sessions chained from them: one row
-- for each opening session and secret. A batch that names no secret is a row of its own, with its filter.
-- @with records, secret_mentions, secret_arns, secret_uses, secret_reads, parameter_uses, assumptions, glass_roots, followed
-- @param roles = ^$: regular expression that the ARNs of break-glass roles match (with path); "^$": none
-- @param users = ^$: regular expression that the ARNs of break-glass users match; "^$": none
-- @column session varchar: principalId@creationDate of the session that broke the glass; of a long-term key its user's ARN
-- @column role varchar: ARN of the break-glass role or user
-- @column actor varchar: session name or user name of whoever opened it
-- @column kind varchar: secret, parameter, parameter-path or batch-filter
-- @column secret varchar: ARN of the secret or parameter; of a path its ARN ending in /*; of a filter its text
-- @column owner_account varchar: account of the secret
-- @column reads bigint: how often it was read
-- @column first_read varchar: first time
-- @column last_read varchar: last time
-- @column chained boolean: whether any of the reads came through a role assumed out of the session
-- @column last_session varchar: the session that read it last, the opening one or one chained from it
-- @column first_event_id varchar: event of the first read
WITH tellings AS (
  SELECT
    eventid,
    eventtime,
    caller,
    CASE WHEN secret IS NULL THEN 'batch-filter' ELSE 'secret' END AS kind,
    target AS secret,
    coalesce(split_part(secret, ':', 5), recipientaccountid) AS owner_account,
    false AS by_reference
  FROM secret_reads
  UNION ALL
  SELECT
    eventid,
    eventtime,
    caller,
    CASE
      WHEN reference IS NOT NULL THEN 'secret'
      WHEN eventname = 'GetParametersByPath' THEN 'parameter-path'
      ELSE 'parameter'
    END,
    parameter,
    split_part(parameter, ':', 5),
    reference IS NOT NULL
  FROM parameter_uses
  WHERE eventname LIKE 'Get%'
    AND errorcode IS NULL
    AND (json_extract_scalar(requestparameters, '$.withDecryption') = 'true' OR reference IS NOT NULL)
),
reads AS (
  SELECT *
  FROM (
    SELECT t.*, bool_or(NOT by_reference) OVER (PARTITION BY eventtime, caller, secret) AS told_by_itself
    FROM tellings t
  ) told
  WHERE NOT (by_reference AND told_by_itself)
)
SELECT
  f.opener AS session,
  f.opened AS role,
  f.opener_actor AS actor,
  r.kind,
  r.secret,
  r.owner_account,
  count(*) AS reads,
  min(r.eventtime) AS first_read,
  max(r.eventtime) AS last_read,
  max(f.depth) > 0 AS chained,
  max_by(f.session, r.eventtime || r.eventid) AS last_session,
  min_by(r.eventid, r.eventtime || r.eventid) AS first_event_id
FROM reads r
JOIN followed f ON f.session = r.caller
GROUP BY f.opener, f.opened, f.opener_actor, r.kind, r.secret, r.owner_account
ORDER BY first_read, session, secret, kind
