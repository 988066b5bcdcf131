-- Which secrets were read across accounts: ours by others, others' by us, or ours through a role assumed from outside.
-- One row for each caller's account, owner's account, principal and secret. Only reads that succeeded count, and the two
-- accounts' copies of one read are one.
-- @with records, secret_mentions, secret_arns, secret_uses, secret_reads, assumptions, chains
-- @param account = '': our account; empty: the one whose log tells of the read
-- @param trusted_accounts = '': accounts that are expected, comma-separated
-- @param services = '': "include" adds reads by AWS services acting for themselves
-- @param new_since = '': a day or instant: only pairs of principal and secret that were first seen since; empty: all
-- @column caller_account varchar: account of whoever read; of a role assumed from outside, the account outside; null for AWS services
-- @column owner_account varchar: account of the secret
-- @column kind varchar: inbound, outbound, assumed-role or aws-service
-- @column principal varchar: ARN of the role or user that read, else principalId; of an AWS service its name
-- @column assumed_by varchar: who assumed the role from outside; null for other kinds
-- @column secret varchar: full ARN where the log shows it
-- @column reads bigint: how often
-- @column first_read varchar: first time within the days asked for
-- @column last_read varchar: last time
-- @column trusted boolean: whether the account that is not ours is expected; null for AWS services
WITH RECURSIVE outside AS (
  SELECT
    made_session,
    caller_account,
    coalesce(max(CASE WHEN principal LIKE 'arn:%' THEN principal END), max(principal)) AS assumed_by
  FROM assumptions
  WHERE caller_account <> split_part(assumed_role, ':', 5)
    AND coalesce(caller_type, '') <> 'AWSService'
    AND made_session IS NOT NULL
  GROUP BY made_session, caller_account
),
outside_sessions AS (
  SELECT made_session AS session, caller_account, assumed_by
  FROM outside
  UNION ALL
  SELECT c.session, o.caller_account, o.assumed_by
  FROM outside o
  JOIN chains c ON c.opener = o.made_session
),
told AS (
  SELECT
    coalesce(r.sharedeventid, r.eventid) AS read_id,
    r.eventtime,
    r.recipientaccountid,
    r.secret,
    r.principal,
    CASE
      WHEN r.useridentity.type = 'AWSService' THEN NULL
      ELSE coalesce(nullif(r.useridentity.accountid, ''), r.useridentity.sessioncontext.sessionissuer.accountid)
    END AS account,
    coalesce(nullif(split_part(r.secret, ':', 5), ''), r.recipientaccountid) AS owner_account,
    r.useridentity.invokedby AS service,
    o.caller_account AS outside_account,
    o.assumed_by
  FROM secret_reads r
  LEFT JOIN outside_sessions o ON o.session = r.session
),
crossing AS (
  SELECT
    t.*,
    CASE
      WHEN account IS NULL THEN NULL
      WHEN account <> owner_account THEN account
      ELSE outside_account
    END AS caller_account,
    CASE
      WHEN account IS NULL THEN 'aws-service'
      WHEN account IS DISTINCT FROM owner_account THEN 'across'
      WHEN outside_account <> owner_account THEN 'assumed-role'
    END AS way
  FROM told t
),
sides AS (
  SELECT c.*, t.other_account
  FROM crossing c
  CROSS JOIN UNNEST(ARRAY[caller_account, owner_account]) AS t(other_account)
  WHERE way IN ('across', 'assumed-role')
    AND CASE WHEN caller_account = ? /* account */ OR owner_account = ? /* account */ THEN other_account <> ? /* account */
      ELSE other_account <> recipientaccountid END
),
trusted_sides AS (
  SELECT read_id, secret, other_account
  FROM sides
  WHERE contains(split(? /* trusted_accounts */, ','), other_account)
),
reads AS (
  SELECT
    s.read_id,
    s.secret,
    s.caller_account,
    s.owner_account,
    min(CASE WHEN s.way = 'assumed-role' THEN s.way WHEN s.other_account = s.caller_account THEN 'inbound' ELSE 'outbound' END) AS kind,
    coalesce(max(CASE WHEN s.principal LIKE 'arn:%' THEN s.principal END), max(s.principal)) AS principal,
    max(CASE WHEN s.way = 'assumed-role' THEN s.assumed_by END) AS assumed_by,
    min(s.eventtime) AS eventtime,
    count(t.read_id) > 0 AS trusted
  FROM sides s
  LEFT JOIN (SELECT DISTINCT read_id, secret, other_account FROM trusted_sides) t
    ON t.read_id = s.read_id AND t.secret = s.secret AND t.other_account = s.other_account
  GROUP BY s.read_id, s.secret, s.caller_account, s.owner_account
  UNION ALL
  SELECT
    read_id,
    secret,
    CAST(NULL AS varchar),
    owner_account,
    way,
    max(coalesce(principal, service)),
    CAST(NULL AS varchar),
    min(eventtime),
    CAST(NULL AS boolean)
  FROM crossing
  WHERE way = 'aws-service' AND ? /* services */ = 'include'
  GROUP BY read_id, secret, owner_account, way
),
pairs AS (
  SELECT
    caller_account,
    owner_account,
    kind,
    principal,
    max(assumed_by) AS assumed_by,
    secret,
    count(*) AS reads,
    min(eventtime) AS first_read,
    max(eventtime) AS last_read,
    bool_or(trusted) AS trusted
  FROM reads
  GROUP BY caller_account, owner_account, kind, principal, secret
)
SELECT caller_account, owner_account, kind, principal, assumed_by, secret, reads, first_read, last_read, trusted
FROM pairs
WHERE first_read >= ? /* new_since */
ORDER BY first_read, secret, principal, caller_account, owner_account, kind
