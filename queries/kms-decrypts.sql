-- Which secrets KMS decrypted for whom, held against the reads that Secrets Manager tells of. A read and its Decrypt share
-- second, principal and secret. A read without one was served from a decrypted key; a Decrypt without a read means that
-- reads are missing in the log, or that a value was decrypted for a rotation or replica.
-- @with records, secret_mentions, secret_arns, secret_uses, secret_reads
-- @column secret varchar: full ARN where the log shows it
-- @column principal varchar: ARN of the role or user, else principalId
-- @column key_arn varchar: ARN of the key
-- @column decrypts bigint: how often KMS decrypted
-- @column reads bigint: how often Secrets Manager tells of a read
-- @column reads_without_decrypt bigint: reads that have no Decrypt
-- @column decrypts_without_read bigint: Decrypts that have no read
-- @column first_time varchar: first of either
-- @column last_time varchar: last of either
WITH told AS (
  SELECT eventtime, principal, target AS secret, CAST(NULL AS varchar) AS key_arn, 1 AS is_read, 0 AS is_decrypt
  FROM secret_reads
  UNION ALL
  SELECT eventtime, principal, written, element_at(resources, 1).arn, 0, 1
  FROM secret_mentions
  WHERE eventsource = 'kms.amazonaws.com'
    AND eventname = 'Decrypt'
    AND errorcode IS NULL
    AND written LIKE 'arn:%:secretsmanager:%'
    AND coalesce(json_extract_scalar(requestparameters, '$.encryptionContext.SecretVersionId'), '') <> 'RequestToValidateKeyAccess'
),
moments AS (
  SELECT eventtime, principal, secret, max(key_arn) AS key_arn, sum(is_read) AS reads, sum(is_decrypt) AS decrypts
  FROM told
  GROUP BY eventtime, principal, secret
)
SELECT
  secret,
  principal,
  max(key_arn) AS key_arn,
  sum(decrypts) AS decrypts,
  sum(reads) AS reads,
  sum(greatest(reads - decrypts, 0)) AS reads_without_decrypt,
  sum(greatest(decrypts - reads, 0)) AS decrypts_without_read,
  min(eventtime) AS first_time,
  max(eventtime) AS last_time
FROM moments
GROUP BY secret, principal
ORDER BY secret, principal
