-- What a session did, from its opening on, with the sessions chained from it. Without a session or principal: the first
-- thousand events of anybody that change something, read a secret or assume a role.
-- @with records, assumptions, asked_roots, followed, targeted
-- @param session = '': principalId@creationDate; of a long-term key its user's ARN; empty: any
-- @param principal = '': ARN of a role or user; empty: any
-- @column event_time varchar: when
-- @column event_id varchar: the event
-- @column event_source varchar: the service
-- @column event_name varchar: what was called
-- @column account varchar: account of the log
-- @column region varchar: Region
-- @column principal varchar: ARN of the role or user, else principalId
-- @column actor varchar: session name, user name, else principalId
-- @column session varchar: the session that did it
-- @column opened_by varchar: the session asked for that it belongs to; null where none was asked for
-- @column depth bigint: 0 in the session itself, 1 in one that it opened, and so on; null where none was asked for
-- @column target varchar: what it was about, as the call names it
-- @column read_only boolean: whether it only looked
-- @column error_code varchar: why it was refused; null: it was not
-- @column through varchar: the AWS service that called on the session's behalf
-- @column source_ip varchar: where from
-- @column user_agent varchar: with what
WITH told AS (
  SELECT
    t.*,
    f.session AS found,
    f.opener,
    f.depth,
    row_number() OVER (PARTITION BY eventid ORDER BY CASE WHEN f.session IS NULL THEN 2 WHEN k.session = t.caller THEN 0 ELSE 1 END, k.session) AS telling
  FROM targeted t
  CROSS JOIN UNNEST(
    ARRAY[
      t.caller,
      CASE WHEN t.eventsource = 'sts.amazonaws.com' THEN json_extract_scalar(t.responseelements, '$.assumedRoleUser.assumedRoleId') || '@' || t.eventtime END
    ]
  ) AS k(session)
  LEFT JOIN followed f ON f.session = k.session
),
placed AS (
  SELECT t.*, row_number() OVER (ORDER BY eventtime, eventid) AS place
  FROM told t
  WHERE telling = 1
    AND (
      found IS NOT NULL
      OR (
        ? /* session */ = '' AND ? /* principal */ = ''
        AND coalesce(useridentity.type, '') <> 'AWSService'
        AND caller IS NOT NULL
        AND (coalesce(readonly, '') = 'false' OR eventname IN ('GetSecretValue', 'BatchGetSecretValue') OR eventname LIKE 'AssumeRole%')
      )
    )
)
SELECT
  eventtime AS event_time,
  eventid AS event_id,
  eventsource AS event_source,
  eventname AS event_name,
  recipientaccountid AS account,
  awsregion AS region,
  principal,
  actor,
  session,
  opener AS opened_by,
  CAST(depth AS bigint) AS depth,
  target,
  readonly = 'true' AS read_only,
  errorcode AS error_code,
  useridentity.invokedby AS through,
  sourceipaddress AS source_ip,
  useragent AS user_agent
FROM placed
WHERE place <= 1000 OR ? /* session */ <> '' OR ? /* principal */ <> ''
ORDER BY event_time, event_id
