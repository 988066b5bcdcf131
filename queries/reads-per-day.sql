-- How often secrets were read on each day (UTC), and by how many.
-- @with records, secret_mentions, secret_arns, secret_uses, secret_reads
-- @column day varchar: day; days without a read are no rows
-- @column reads bigint: how often any secret was read
-- @column principals bigint: by how many roles, users or services
-- @column secrets bigint: how many secrets
SELECT
  substr(eventtime, 1, 10) AS day,
  count(*) AS reads,
  count(DISTINCT principal) AS principals,
  count(DISTINCT target) AS secrets
FROM secret_reads
GROUP BY substr(eventtime, 1, 10)
ORDER BY day
