-- How values of secrets and SecureString parameters were replaced, step by step, and by whom: one row for each event.
-- @with records, secret_mentions, secret_arns, secret_uses, parameter_uses, value_changes
-- @param secret = '': full ARN of a secret or parameter; empty: all
-- @column event_time varchar: when
-- @column event_id varchar: the event
-- @column event_name varchar: its name in the log
-- @column step varchar: requested, started, succeeded, failed, abandoned, cancelled, pending-put, value-put, value-updated, current-moved, label-moved or parameter-put
-- @column proof boolean: whether a new value is current after it; of current-moved only if the version is newer, which other rows tell
-- @column secret varchar: full ARN where the log shows it, or the parameter's
-- @column account varchar: account of the log
-- @column region varchar: Region
-- @column version_id varchar: the version that it made or moved to
-- @column labels varchar: the labels that it names
-- @column in_rotation boolean: whether it belongs to a rotation that Secrets Manager runs
-- @column principal varchar: ARN of the role or user; null where Secrets Manager itself reports
-- @column actor varchar: session name, user name, else principalId
-- @column session varchar: principalId@creationDate
-- @column requested_by varchar: who had asked for the rotation that it belongs to; null where nobody did: it was due
-- @column message varchar: what Secrets Manager says of a failure
SELECT
  eventtime AS event_time,
  eventid AS event_id,
  eventname AS event_name,
  step,
  proof,
  secret,
  recipientaccountid AS account,
  awsregion AS region,
  version_id,
  labels,
  in_rotation,
  principal,
  actor,
  session,
  CASE WHEN in_rotation THEN substr(request, strpos(request, ' ') + 1) END AS requested_by,
  errormessage AS message
FROM value_changes
WHERE secret = ? /* secret */ OR ? /* secret */ = ''
ORDER BY event_time, event_id, secret
