assumptions AS (
  SELECT
    eventid,
    eventtime,
    eventname,
    sharedeventid,
    recipientaccountid,
    awsregion,
    sourceipaddress,
    caller,
    principal,
    actor,
    useridentity.type AS caller_type,
    nullif(useridentity.accountid, '') AS caller_account,
    json_extract_scalar(requestparameters, '$.roleArn') AS assumed_role,
    json_extract_scalar(requestparameters, '$.roleSessionName') AS session_name,
    json_extract_scalar(responseelements, '$.assumedRoleUser.assumedRoleId') AS assumed_id,
    json_extract_scalar(responseelements, '$.assumedRoleUser.assumedRoleId') || '@' || eventtime AS made_session
  FROM records
  WHERE eventsource = 'sts.amazonaws.com'
    AND eventname IN ('AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity')
    AND errorcode IS NULL
)
