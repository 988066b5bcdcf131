-- Who reads which secret most often. Reads that are not cached cost money, and hide the ones that matter.
-- @with records, secret_mentions, secret_arns, secret_uses, secret_reads
-- @column principal varchar: ARN of the role or user, else principalId
-- @column secret varchar: full ARN where the log shows it
-- @column account varchar: account of the log
-- @column reads bigint: how often
-- @column days bigint: on how many days
-- @column reads_per_day double: how often on one of these days
-- @column busiest_hour_reads bigint: how often in the busiest hour
-- @column principal_reads bigint: how often the principal read any secret
-- @column first_read varchar: first time
-- @column last_read varchar: last time
WITH hours AS (
  SELECT
    principal,
    target AS secret,
    recipientaccountid,
    substr(eventtime, 1, 10) AS read_day,
    substr(eventtime, 1, 13) AS read_hour,
    count(*) AS reads,
    min(eventtime) AS first_read,
    max(eventtime) AS last_read
  FROM secret_reads
  GROUP BY principal, target, recipientaccountid, substr(eventtime, 1, 10), substr(eventtime, 1, 13)
),
pairs AS (
  SELECT
    principal,
    secret,
    recipientaccountid,
    sum(reads) AS reads,
    count(DISTINCT read_day) AS days,
    max(reads) AS busiest_hour_reads,
    min(first_read) AS first_read,
    max(last_read) AS last_read
  FROM hours
  GROUP BY principal, secret, recipientaccountid
)
SELECT
  principal,
  secret,
  recipientaccountid AS account,
  reads,
  days,
  CAST(reads AS double) / days AS reads_per_day,
  busiest_hour_reads,
  sum(reads) OVER (PARTITION BY principal) AS principal_reads,
  first_read,
  last_read
FROM pairs
ORDER BY reads DESC, principal, secret, account
