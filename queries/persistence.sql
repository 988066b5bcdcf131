-- What a session, with those chained from it, or a principal made that outlives it: keys, users, roles, policies,
-- functions, event rules and the like. Without either: what anybody made.
-- @with records, assumptions, asked_roots, followed, targeted
-- @param session = '': principalId@creationDate; of a long-term key its user's ARN; empty: any
-- @param principal = '': ARN of a role or user; empty: any
-- @column event_time varchar: when
-- @column event_id varchar: the event
-- @column kind varchar: key, user, role, policy, sign-in, function, event-rule, machine or grant
-- @column event_source varchar: the service
-- @column event_name varchar: what was called
-- @column account varchar: account of the log
-- @column region varchar: Region
-- @column principal varchar: ARN of the role or user, else principalId
-- @column actor varchar: session name, user name, else principalId
-- @column session varchar: the session that did it
-- @column target varchar: what was made or changed, as the call names it
-- @column through varchar: the AWS service that called on somebody's behalf, such as CloudFormation
-- @column source_ip varchar: where from
WITH made AS (
  SELECT
    t.*,
    CASE
      WHEN eventsource = 'iam.amazonaws.com' THEN CASE
        WHEN eventname IN ('CreateAccessKey', 'UpdateAccessKey', 'CreateServiceSpecificCredential', 'ResetServiceSpecificCredential', 'UploadSSHPublicKey', 'UploadSigningCertificate', 'UploadServerCertificate') THEN 'key'
        WHEN eventname IN ('CreateUser', 'AddUserToGroup', 'UpdateUser') THEN 'user'
        WHEN eventname IN ('CreateRole', 'UpdateAssumeRolePolicy', 'CreateInstanceProfile', 'AddRoleToInstanceProfile') THEN 'role'
        WHEN eventname IN ('CreateLoginProfile', 'UpdateLoginProfile', 'ChangePassword', 'CreateVirtualMFADevice', 'EnableMFADevice', 'DeactivateMFADevice', 'CreateSAMLProvider', 'UpdateSAMLProvider', 'CreateOpenIDConnectProvider', 'AddClientIDToOpenIDConnectProvider') THEN 'sign-in'
        WHEN eventname IN ('CreatePolicy', 'CreatePolicyVersion', 'SetDefaultPolicyVersion', 'AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy', 'PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy', 'DeleteRolePermissionsBoundary', 'DeleteUserPermissionsBoundary') THEN 'policy'
      END
      WHEN eventsource = 'sts.amazonaws.com' AND eventname = 'GetFederationToken' THEN 'key'
      WHEN eventsource = 'rolesanywhere.amazonaws.com' AND eventname IN ('CreateTrustAnchor', 'UpdateTrustAnchor', 'CreateProfile') THEN 'sign-in'
      WHEN eventsource = 'sso.amazonaws.com' AND eventname IN ('CreateAccountAssignment', 'CreatePermissionSet', 'PutInlinePolicyToPermissionSet', 'AttachManagedPolicyToPermissionSet') THEN 'policy'
      WHEN eventsource = 'lambda.amazonaws.com'
        AND regexp_like(eventname, '^(CreateFunction|UpdateFunctionCode|UpdateFunctionConfiguration|AddPermission|CreateEventSourceMapping|AddLayerVersionPermission|PublishLayerVersion)') THEN 'function'
      WHEN eventsource = 'events.amazonaws.com' AND eventname IN ('PutRule', 'PutTargets', 'EnableRule', 'CreateApiDestination', 'PutPermission') THEN 'event-rule'
      WHEN eventsource = 'scheduler.amazonaws.com' AND eventname IN ('CreateSchedule', 'UpdateSchedule') THEN 'event-rule'
      WHEN eventsource = 'ec2.amazonaws.com' AND eventname IN ('RunInstances', 'CreateKeyPair', 'ImportKeyPair', 'ModifyInstanceAttribute', 'AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation') THEN 'machine'
      WHEN eventsource = 'ssm.amazonaws.com' AND eventname IN ('CreateAssociation', 'CreateActivation') THEN 'machine'
      WHEN eventsource = 'kms.amazonaws.com' AND eventname IN ('CreateGrant', 'PutKeyPolicy') AND coalesce(useridentity.invokedby, '') NOT LIKE '%.amazonaws.com' THEN 'grant'
      WHEN eventsource = 'secretsmanager.amazonaws.com' AND eventname IN ('PutResourcePolicy', 'ReplicateSecretToRegions') THEN 'grant'
      WHEN eventsource = 's3.amazonaws.com' AND eventname IN ('PutBucketPolicy', 'PutBucketAcl') THEN 'grant'
    END AS kind
  FROM targeted t
  WHERE errorcode IS NULL
)
SELECT
  m.eventtime AS event_time,
  m.eventid AS event_id,
  m.kind,
  m.eventsource AS event_source,
  m.eventname AS event_name,
  m.recipientaccountid AS account,
  m.awsregion AS region,
  m.principal,
  m.actor,
  m.session,
  m.target,
  m.useridentity.invokedby AS through,
  m.sourceipaddress AS source_ip
FROM made m
LEFT JOIN followed f ON f.session = m.caller
WHERE m.kind IS NOT NULL
  AND (
    f.session IS NOT NULL
    OR (? /* session */ = '' AND ? /* principal */ = '' AND coalesce(m.useridentity.type, '') <> 'AWSService')
  )
ORDER BY event_time, event_id
