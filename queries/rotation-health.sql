-- Which secrets are not rotated as they should be: one row for each secret and finding, within the days asked for.
-- failed and abandoned: no success since; never-ended: started, and the log tells no end; stuck-pending: a version waits as
-- AWSPENDING; by-hand: a value that no rotation wrote; never-rotated: read, though no value was replaced.
-- @with records, secret_mentions, secret_arns, secret_uses, secret_reads, parameter_uses, value_changes
-- @column finding varchar: failed, abandoned, never-ended, stuck-pending, by-hand or never-rotated
-- @column secret varchar: full ARN where the log shows it
-- @column account varchar: account of the secret
-- @column region varchar: Region
-- @column times bigint: how often it happened; of never-rotated, how often it was read
-- @column first_time varchar: first time
-- @column last_time varchar: last time
-- @column last_event_id varchar: the last event of these
-- @column principal varchar: who did it last; null where Secrets Manager itself reports
-- @column message varchar: what Secrets Manager last said of a failure
WITH steps AS (
  SELECT
    c.*,
    max(CASE WHEN step = 'succeeded' THEN eventtime END) OVER (PARTITION BY secret) AS last_success,
    max(CASE WHEN step IN ('succeeded', 'failed', 'abandoned') THEN rotation + 1 ELSE 0 END) OVER (PARTITION BY secret) AS rotations_ended,
    max(CASE WHEN step IN ('succeeded', 'current-moved') OR (step = 'label-moved' AND labels = 'AWSPENDING') THEN eventtime END) OVER (PARTITION BY secret) AS last_promotion
  FROM value_changes c
  WHERE step <> 'parameter-put'
),
findings AS (
  SELECT
    CASE
      WHEN step IN ('failed', 'abandoned') AND eventtime > coalesce(last_success, '') THEN step
      WHEN step = 'started' AND rotation = rotations_ended THEN 'never-ended'
      WHEN step = 'pending-put' AND eventtime > coalesce(last_promotion, '') THEN 'stuck-pending'
      WHEN step IN ('value-put', 'value-updated', 'current-moved') AND NOT (in_rotation AND rotation < rotations_ended) THEN 'by-hand'
    END AS finding,
    secret,
    recipientaccountid,
    awsregion,
    eventtime,
    eventid,
    principal,
    errormessage
  FROM steps
  UNION ALL
  SELECT
    'never-rotated',
    r.secret,
    r.recipientaccountid,
    r.awsregion,
    r.eventtime,
    r.eventid,
    r.principal,
    CAST(NULL AS varchar)
  FROM secret_reads r
  LEFT JOIN (SELECT DISTINCT secret FROM value_changes WHERE step NOT IN ('requested', 'cancelled', 'label-moved')) c ON c.secret = r.secret
  WHERE c.secret IS NULL
    AND split_part(r.secret, ':', 5) = r.recipientaccountid
)
SELECT
  finding,
  secret,
  recipientaccountid AS account,
  awsregion AS region,
  count(*) AS times,
  min(eventtime) AS first_time,
  max(eventtime) AS last_time,
  max_by(eventid, eventtime || eventid) AS last_event_id,
  max_by(principal, eventtime || eventid) AS principal,
  max_by(errormessage, eventtime || eventid) AS message
FROM findings
WHERE finding IS NOT NULL
GROUP BY finding, secret, recipientaccountid, awsregion
ORDER BY finding, secret, account, region
