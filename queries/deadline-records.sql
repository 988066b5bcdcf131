-- The records that the deadline is judged by: what was done in break-glass sessions, in sessions of declared principals, and
-- in sessions chained from either; how values of secrets and parameters changed, and sessions were revoked, whoever did it;
-- and for each secret the first record that shows its full ARN. Of what tells only that a session was active, the first and
-- the last of each hour.
-- @with records, assumptions, watched_roots, followed
-- @param roles = ^$: regular expression that the ARNs of break-glass roles match (with path); "^$": none
-- @param users = ^$: regular expression that the ARNs of break-glass users match; "^$": none
-- @param principals = ^$: regular expression that the ARNs of other principals to be followed match: those of declared incidents, and break-glass roles without path; "^$": none
-- @column event_id varchar: eventID
-- @column event_time varchar: eventTime
-- @column event_source varchar: eventSource
-- @column event_name varchar: eventName
-- @column event_type varchar: eventType
-- @column account varchar: recipientAccountId
-- @column region varchar: awsRegion
-- @column source_ip varchar: sourceIPAddress
-- @column error_code varchar: errorCode
-- @column error_message varchar: errorMessage
-- @column shared_event_id varchar: sharedEventID
-- @column from_console varchar: sessionCredentialFromConsole
-- @column identity_type varchar: userIdentity.type
-- @column principal_id varchar: userIdentity.principalId
-- @column arn varchar: userIdentity.arn
-- @column account_id varchar: userIdentity.accountId
-- @column access_key_id varchar: userIdentity.accessKeyId
-- @column user_name varchar: userIdentity.userName
-- @column invoked_by varchar: userIdentity.invokedBy
-- @column issuer_arn varchar: ARN of the session's issuer
-- @column created varchar: when the session was made
-- @column mfa varchar: whether MFA stood behind the session
-- @column source_identity varchar: the session's source identity
-- @column request_parameters varchar: requestParameters as JSON, of what tells more than that the session was active
-- @column answered_arn varchar: ARN in responseElements
-- @column version_id varchar: versionId in responseElements
-- @column assumed_role_id varchar: principalId of the session that was made
-- @column assumed_role_arn varchar: ARN of the session that was made
-- @column expiration varchar: when its credentials end, as STS writes it
-- @column console_login varchar: outcome of a ConsoleLogin
-- @column switch_role varchar: outcome of a SwitchRole
-- @column secret_id varchar: secret that additionalEventData names
-- @column details_secret_id varchar: secret that serviceEventDetails names
-- @column role_arn varchar: role among the resources
WITH told AS (
  SELECT r.*, f.session IS NOT NULL AS belongs
  FROM (
    SELECT
      i.*,
      coalesce(errorcode, '') = '' AS answered,
      CASE WHEN eventsource = 'kms.amazonaws.com' THEN json_extract_scalar(requestparameters, '$.encryptionContext.SecretARN') END AS key_context,
      CASE WHEN eventsource = 'sts.amazonaws.com' THEN json_extract_scalar(responseelements, '$.assumedRoleUser.assumedRoleId') || '@' || eventtime END AS made_session
    FROM records i
  ) r
  CROSS JOIN UNNEST(CASE WHEN made_session IS NULL THEN ARRAY[caller] ELSE ARRAY[caller, made_session] END) AS k(session)
  LEFT JOIN followed f ON f.session = k.session
  WHERE f.session IS NOT NULL
    OR (
      answered
      AND (
        eventsource = 'secretsmanager.amazonaws.com'
        OR key_context IS NOT NULL
        OR (eventsource = 'ssm.amazonaws.com' AND eventname IN ('PutParameter', 'DeleteParameter', 'DeleteParameters'))
        OR (
          eventsource = 'iam.amazonaws.com'
          AND eventname IN ('DeleteRole', 'UpdateAccessKey', 'DeleteAccessKey', 'PutRolePolicy', 'DeleteRolePolicy')
        )
        OR (
          eventsource = 'signin.amazonaws.com'
          AND 'Success' IN (
            coalesce(json_extract_scalar(responseelements, '$.ConsoleLogin'), ''),
            coalesce(json_extract_scalar(responseelements, '$.SwitchRole'), '')
          )
        )
      )
    )
),
judged AS (
  SELECT
    t.*,
    CASE
      WHEN eventsource IN ('sts.amazonaws.com', 'signin.amazonaws.com') THEN true
      WHEN eventsource = 'iam.amazonaws.com' THEN eventname IN ('DeleteRole', 'UpdateAccessKey', 'DeleteAccessKey', 'PutRolePolicy', 'DeleteRolePolicy')
      WHEN eventsource = 'ssm.amazonaws.com' THEN eventname IN ('GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory', 'PutParameter', 'DeleteParameter', 'DeleteParameters')
      WHEN eventsource = 'secretsmanager.amazonaws.com' THEN (belongs AND eventname IN ('GetSecretValue', 'BatchGetSecretValue'))
        OR (
          answered
          AND (
            eventname IN ('RotateSecret', 'RotationStarted', 'RotationSucceeded', 'RotationFailed', 'RotationAbandoned', 'CreateSecret', 'PutSecretValue', 'UpdateSecret', 'UpdateSecretVersionStage', 'DeleteSecret', 'RestoreSecret', 'ReplicationSucceeded', 'StopReplicationToReplica')
            OR (eventname IN ('TagResource', 'UntagResource') AND strpos(requestparameters, 'glasswatch:alternating-users') > 0)
          )
        )
      ELSE false
    END AS tells,
    coalesce(
      key_context,
      json_extract_scalar(responseelements, '$.arn'),
      json_extract_scalar(responseelements, '$.aRN'),
      json_extract_scalar(responseelements, '$.ARN')
    ) AS written,
    coalesce(json_extract_scalar(additionaleventdata, '$.SecretId'), json_extract_scalar(additionaleventdata, '$.ARN')) AS secret_id,
    json_extract_scalar(serviceeventdetails, '$.secretId') AS details_secret_id,
    split(
      coalesce(
        nullif(regexp_replace(json_format(json_extract(requestparameters, '$.secretIdList')), '[\[\]"]', ''), 'null'),
        json_extract_scalar(requestparameters, '$.secretId'),
        json_extract_scalar(requestparameters, '$.name'),
        ''
      ),
      ','
    ) AS typed
  FROM told t
),
placed AS (
  SELECT
    n.*,
    row_number() OVER (PARTITION BY shown, by_aws, CASE WHEN shown IS NULL THEN eventid END ORDER BY eventtime, eventid) AS showing,
    row_number() OVER (PARTITION BY caller, substr(eventtime, 1, 13), sessioncredentialfromconsole ORDER BY eventtime, eventid) AS from_first,
    row_number() OVER (PARTITION BY caller, substr(eventtime, 1, 13), sessioncredentialfromconsole ORDER BY eventtime DESC, eventid DESC) AS from_last
  FROM (
    SELECT
      j.*,
      k.place <= 3 AS by_aws,
      CASE WHEN k.named LIKE 'arn:%:secretsmanager:%' THEN array_join(slice(split(k.named, ':'), 1, 7), ':') END AS shown
    FROM judged j
    CROSS JOIN UNNEST(
      CASE
        WHEN answered AND (eventsource = 'secretsmanager.amazonaws.com' OR key_context IS NOT NULL) THEN ARRAY[written, secret_id, details_secret_id] || typed
        ELSE ARRAY['']
      END
    ) WITH ORDINALITY AS k(named, place)
  ) n
)
SELECT DISTINCT
  eventid AS event_id,
  eventtime AS event_time,
  eventsource AS event_source,
  eventname AS event_name,
  eventtype AS event_type,
  recipientaccountid AS account,
  awsregion AS region,
  sourceipaddress AS source_ip,
  errorcode AS error_code,
  errormessage AS error_message,
  sharedeventid AS shared_event_id,
  sessioncredentialfromconsole AS from_console,
  useridentity.type AS identity_type,
  useridentity.principalid AS principal_id,
  useridentity.arn AS arn,
  useridentity.accountid AS account_id,
  useridentity.accesskeyid AS access_key_id,
  useridentity.username AS user_name,
  useridentity.invokedby AS invoked_by,
  useridentity.sessioncontext.sessionissuer.arn AS issuer_arn,
  useridentity.sessioncontext.attributes.creationdate AS created,
  useridentity.sessioncontext.attributes.mfaauthenticated AS mfa,
  useridentity.sessioncontext.sourceidentity AS source_identity,
  CASE WHEN tells OR eventsource = 'secretsmanager.amazonaws.com' OR key_context IS NOT NULL THEN requestparameters END AS request_parameters,
  CASE WHEN key_context IS NULL THEN written END AS answered_arn,
  json_extract_scalar(responseelements, '$.versionId') AS version_id,
  json_extract_scalar(responseelements, '$.assumedRoleUser.assumedRoleId') AS assumed_role_id,
  json_extract_scalar(responseelements, '$.assumedRoleUser.arn') AS assumed_role_arn,
  CASE WHEN eventsource = 'sts.amazonaws.com' THEN json_extract_scalar(responseelements, '$.credentials.expiration') END AS expiration,
  json_extract_scalar(responseelements, '$.ConsoleLogin') AS console_login,
  json_extract_scalar(responseelements, '$.SwitchRole') AS switch_role,
  secret_id,
  details_secret_id,
  CASE WHEN eventsource = 'sts.amazonaws.com' THEN element_at(resources, 1).arn END AS role_arn
FROM placed
WHERE tells
  OR (belongs AND 1 IN (from_first, from_last))
  OR (shown IS NOT NULL AND showing = 1)
ORDER BY event_time, event_id
