-- Who touched the watching itself: calls that stop or narrow a trail, disable a Region, or change what is ours by its name.
-- Attempts that were refused are told too.
-- @with records, targeted
-- @param name_prefix = glasswatch-: how the names of our own resources begin; empty: leave them out
-- @column event_time varchar: when
-- @column event_id varchar: the event
-- @column kind varchar: trail, region or own-resource
-- @column event_source varchar: the service
-- @column event_name varchar: what was called
-- @column account varchar: account of the log
-- @column region varchar: Region
-- @column principal varchar: ARN of the role or user, else principalId
-- @column actor varchar: session name, user name, else principalId
-- @column session varchar: principalId@creationDate
-- @column target varchar: the resource, as the call names it
-- @column error_code varchar: why it was refused; null: it was not
-- @column through varchar: the AWS service that called on somebody's behalf, such as CloudFormation
-- @column source_ip varchar: where from
WITH changes AS (
  SELECT
    t.*,
    CASE
      WHEN eventsource = 'cloudtrail.amazonaws.com'
        AND eventname IN ('StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors', 'DeleteEventDataStore', 'StopEventDataStoreIngestion')
        THEN 'trail'
      WHEN eventsource = 'account.amazonaws.com' AND eventname = 'DisableRegion' THEN 'region'
      ELSE 'own-resource'
    END AS kind
  FROM targeted t
  WHERE coalesce(readonly, 'false') = 'false' AND coalesce(eventtype, '') <> 'AwsServiceEvent'
)
SELECT
  eventtime AS event_time,
  eventid AS event_id,
  kind,
  eventsource AS event_source,
  eventname AS event_name,
  recipientaccountid AS account,
  awsregion AS region,
  principal,
  actor,
  session,
  target,
  errorcode AS error_code,
  useridentity.invokedby AS through,
  sourceipaddress AS source_ip
FROM changes
WHERE kind <> 'own-resource'
  OR (
    ? /* name_prefix */ <> ''
    AND (
      starts_with(target, ? /* name_prefix */)
      OR strpos(target, ':' || ? /* name_prefix */) > 0
      OR strpos(target, '/' || ? /* name_prefix */) > 0
      OR starts_with(target, replace(? /* name_prefix */, '-', '_'))
    )
  )
ORDER BY event_time, event_id
