-- Which secrets were read across accounts: ours by others, others' by us, or ours through a role assumed from outside.
-- One row for each caller's account, owner's account, principal and secret. Only reads that succeeded count, and the two
-- accounts' copies of one read are one. A role assumed from outside may have assumed one more.
-- @with records, secret_mentions, secret_arns, secret_uses, secret_reads, assumptions
-- @param account = '': our account; empty: the one whose log tells of the read
-- @param trusted_accounts = '': accounts that are expected, comma-separated
-- @param services = '': "include" adds reads by AWS services acting for themselves
-- @param new_since = '': a day or instant: only what was read across accounts for the first time since; empty: all
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
WITH made AS (
  SELECT
    made_session,
    max(caller) AS caller,
    max(CASE WHEN caller_account <> split_part(assumed_role, ':', 5) THEN caller_account END) AS outside_account,
    coalesce(max(CASE WHEN principal LIKE 'arn:%' THEN principal END), max(principal)) AS made_by
  FROM assumptions
  WHERE coalesce(caller_type, '') <> 'AWSService' AND made_session IS NOT NULL
  GROUP BY made_session
),
told AS (
  SELECT
    coalesce(r.sharedeventid, r.eventid) AS read_id,
    r.eventtime,
    coalesce(r.recipientaccountid, split_part(r.secret, ':', 5)) AS recipientaccountid,
    r.target AS secret,
    coalesce(r.principal, r.useridentity.invokedby) AS principal,
    CASE
      WHEN coalesce(r.useridentity.type, '') <> 'AWSService'
        THEN coalesce(nullif(r.useridentity.accountid, ''), r.useridentity.sessioncontext.sessionissuer.accountid)
    END AS account,
    coalesce(nullif(split_part(r.secret, ':', 5), ''), r.recipientaccountid) AS owner_account,
    coalesce(m.outside_account, b.outside_account) AS outside_account,
    CASE WHEN m.outside_account IS NULL THEN b.made_by ELSE m.made_by END AS assumed_by
  FROM secret_reads r
  LEFT JOIN made m ON m.made_session = r.session
  LEFT JOIN made b ON b.made_session = m.caller
),
crossing AS (
  SELECT
    t.*,
    CASE WHEN account IS NULL OR account <> owner_account THEN account ELSE outside_account END AS caller_account,
    CASE
      WHEN account IS NULL THEN 'aws-service'
      WHEN account IS DISTINCT FROM owner_account THEN 'across'
      WHEN outside_account <> owner_account THEN 'assumed-role'
    END AS way
  FROM told t
),
judged AS (
  SELECT c.*, s.other_account, v.trusted
  FROM crossing c
  CROSS JOIN UNNEST(ARRAY[caller_account, owner_account]) AS s(other_account)
  CROSS JOIN UNNEST(ARRAY[true, false]) AS v(trusted)
  WHERE v.trusted = contains(split(replace(? /* trusted_accounts */, ' ', ''), ','), s.other_account)
    AND (
      (way IN ('across', 'assumed-role') AND s.other_account <> CASE
        WHEN ? /* account */ IN (caller_account, owner_account) THEN ? /* account */
        ELSE recipientaccountid
      END)
      OR (way = 'aws-service' AND ? /* services */ = 'include' AND s.other_account = owner_account)
    )
),
reads AS (
  SELECT
    read_id,
    caller_account,
    owner_account,
    secret,
    min(CASE WHEN way <> 'across' THEN way WHEN other_account = caller_account THEN 'inbound' ELSE 'outbound' END) AS kind,
    coalesce(max(CASE WHEN principal LIKE 'arn:%' THEN principal END), max(principal)) AS principal,
    max(CASE WHEN way = 'assumed-role' THEN assumed_by END) AS assumed_by,
    min(eventtime) AS eventtime,
    bool_or(CASE WHEN way <> 'aws-service' THEN trusted END) AS trusted
  FROM judged
  GROUP BY read_id, caller_account, owner_account, secret
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
