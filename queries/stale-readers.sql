-- Who read a secret or SecureString parameter and has not read it again since its value was replaced: they may hold the old
-- value still. Whoever wrote values of it is left out.
-- @with records, secret_mentions, secret_arns, secret_uses, secret_reads, parameter_uses, value_changes
-- @param secret = '': full ARN of a secret or parameter; empty: all
-- @column secret varchar: full ARN where the log shows it, or the parameter's
-- @column principal varchar: ARN of the role or user, else principalId
-- @column account varchar: account of the log
-- @column last_read varchar: its last read
-- @column reads bigint: how often it read
-- @column replaced_at varchar: when the value was last replaced
-- @column replaced_by_step varchar: how: succeeded (a rotation), value-put, value-updated, current-moved or parameter-put
WITH replaced AS (
  SELECT secret, max(eventtime) AS replaced_at, max_by(step, eventtime || eventid) AS step
  FROM value_changes
  WHERE proof
  GROUP BY secret
),
writers AS (
  SELECT DISTINCT secret, principal
  FROM value_changes
  WHERE step IN ('value-put', 'pending-put', 'value-updated', 'current-moved', 'parameter-put')
),
readers AS (
  SELECT secret, principal, recipientaccountid, max(eventtime) AS last_read, count(*) AS reads
  FROM (
    SELECT secret, principal, recipientaccountid, eventtime
    FROM secret_reads
    UNION ALL
    SELECT parameter, principal, recipientaccountid, eventtime
    FROM parameter_uses
    WHERE eventname IN ('GetParameter', 'GetParameters', 'GetParameterHistory')
      AND errorcode IS NULL
      AND json_extract_scalar(requestparameters, '$.withDecryption') = 'true'
  ) read
  GROUP BY secret, principal, recipientaccountid
)
SELECT
  r.secret,
  r.principal,
  r.recipientaccountid AS account,
  r.last_read,
  r.reads,
  p.replaced_at,
  p.step AS replaced_by_step
FROM readers r
JOIN replaced p ON p.secret = r.secret
LEFT JOIN writers w ON w.secret = r.secret AND w.principal = r.principal
WHERE r.last_read <= p.replaced_at
  AND w.principal IS NULL
  AND (r.secret = ? /* secret */ OR ? /* secret */ = '')
ORDER BY secret, principal, account
