-- Who read, wrote or was refused which secret, and when: one row for each event and secret.
-- @with records, secret_mentions, secret_arns, secret_uses
-- @param principal = '': ARN of a role or user; empty: all
-- @param secret = '': ARN or name of a secret; empty: all
-- @column event_time varchar: when
-- @column event_id varchar: the event
-- @column event_name varchar: what was called
-- @column account varchar: account of the secret's log
-- @column region varchar: Region
-- @column principal varchar: ARN of the role or user, else principalId
-- @column actor varchar: session name, user name, else principalId
-- @column secret varchar: full ARN where the log shows it; null where a read names none
-- @column access varchar: read, write, service or other
-- @column error_code varchar: why it was refused; null: it was not
-- @column source_ip varchar: where from
SELECT
  eventtime AS event_time,
  eventid AS event_id,
  eventname AS event_name,
  recipientaccountid AS account,
  awsregion AS region,
  principal AS principal,
  actor,
  secret,
  CASE
    WHEN eventtype = 'AwsServiceEvent' THEN 'service'
    WHEN eventname IN ('GetSecretValue', 'BatchGetSecretValue') THEN 'read'
    WHEN readonly = 'true' THEN 'other'
    ELSE 'write'
  END AS access,
  errorcode AS error_code,
  sourceipaddress AS source_ip
FROM secret_uses
WHERE (secret IS NOT NULL OR eventname IN ('GetSecretValue', 'BatchGetSecretValue'))
  AND (principal = ? /* principal */ OR ? /* principal */ = '')
  AND (secret = ? /* secret */ OR regexp_replace(secret, '-[A-Za-z0-9]{6}$', '') = ? /* secret */
    OR regexp_replace(secret, '^.*:secret:', '') = ? /* secret */
    OR regexp_replace(regexp_replace(secret, '^.*:secret:', ''), '-[A-Za-z0-9]{6}$', '') = ? /* secret */
    OR ? /* secret */ = '')
ORDER BY event_time, event_id, secret
