-- Who read a secret for the first time: pairs of principal and secret whose first read in the days asked for is new.
-- @with records, secret_mentions, secret_arns, secret_uses, secret_reads
-- @param since = '': a day or instant from which a first read is new; empty: the day of the last read
-- @column principal varchar: ARN of the role or user, else principalId
-- @column secret varchar: full ARN where the log shows it
-- @column first_read varchar: first time
-- @column last_read varchar: last time
-- @column reads bigint: how often since
-- @column first_event_id varchar: event of the first read
-- @column actor varchar: session name or user name of the first read
-- @column account varchar: account of the log
-- @column source_ip varchar: where the first read came from
WITH pairs AS (
  SELECT
    principal,
    target AS secret,
    recipientaccountid,
    min(eventtime) AS first_read,
    max(eventtime) AS last_read,
    count(*) AS reads,
    min_by(eventid, eventtime || eventid) AS first_event_id,
    min_by(actor, eventtime || eventid) AS actor,
    min_by(sourceipaddress, eventtime || eventid) AS source_ip
  FROM secret_reads
  GROUP BY principal, target, recipientaccountid
),
dated AS (
  SELECT p.*, substr(max(last_read) OVER (), 1, 10) AS last_day
  FROM pairs p
)
SELECT
  principal,
  secret,
  first_read,
  last_read,
  reads,
  first_event_id,
  actor,
  recipientaccountid AS account,
  source_ip
FROM dated
WHERE first_read >= ? /* since */ AND (? /* since */ <> '' OR first_read >= last_day)
ORDER BY first_read, first_event_id, secret, principal, account
