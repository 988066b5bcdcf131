-- Who was refused access to which secret, and why: refusals by Secrets Manager, by KMS behind it, and by VPC endpoints.
-- @with records, secret_mentions, secret_arns, secret_uses
-- @param principal = '': ARN of a role or user; empty: all
-- @column event_time varchar: when
-- @column event_id varchar: the event
-- @column kind varchar: secret, key or vpc-endpoint: what refused it
-- @column event_name varchar: what was called
-- @column account varchar: account of the log
-- @column region varchar: Region
-- @column principal varchar: ARN of the role or user, else principalId
-- @column actor varchar: session name, user name, else principalId
-- @column session varchar: principalId@creationDate
-- @column target varchar: ARN of the secret where the log tells it, else what the refusal names; null where it names nothing
-- @column error_code varchar: the refusal's code
-- @column cause varchar: the kind of policy that refused it, in AWS's words
-- @column source_ip varchar: where from
-- @column user_agent varchar: with what
WITH denials AS (
  SELECT
    u.*,
    CASE WHEN errorcode = 'VpceAccessDenied' THEN 'vpc-endpoint' ELSE 'secret' END AS kind,
    coalesce(secret, named) AS target
  FROM secret_uses u
  WHERE errorcode LIKE 'AccessDenied%' OR errorcode = 'VpceAccessDenied'
),
key_denials AS (
  SELECT
    m.*,
    'key' AS kind,
    coalesce(written, nullif(element_at(typed, 1), ''), element_at(resources, 1).arn) AS target
  FROM secret_mentions m
  WHERE eventsource = 'kms.amazonaws.com'
    AND errorcode LIKE 'AccessDenied%'
    AND (useridentity.invokedby = 'secretsmanager.amazonaws.com' OR written LIKE 'arn:%:secretsmanager:%')
),
refusals AS (
  SELECT eventtime, eventid, kind, eventname, recipientaccountid, awsregion, principal, actor, session, target, errorcode, errormessage, sourceipaddress, useragent
  FROM denials
  UNION ALL
  SELECT eventtime, eventid, kind, eventname, recipientaccountid, awsregion, principal, actor, session, target, errorcode, errormessage, sourceipaddress, useragent
  FROM key_denials
)
SELECT
  eventtime AS event_time,
  eventid AS event_id,
  kind,
  eventname AS event_name,
  recipientaccountid AS account,
  awsregion AS region,
  principal,
  actor,
  session,
  target,
  errorcode AS error_code,
  regexp_extract(errormessage, '(no [a-z-]+ policy allows|an explicit deny in an* [a-zA-Z -]+)', 1) AS cause,
  sourceipaddress AS source_ip,
  useragent AS user_agent
FROM refusals
WHERE principal = ? /* principal */ OR ? /* principal */ = ''
ORDER BY event_time, event_id, target
