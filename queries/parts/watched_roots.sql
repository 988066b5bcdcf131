roots AS (
  SELECT session, max(arn) AS opened, max(actor) AS actor
  FROM (
    SELECT CASE WHEN k.side = 1 THEN caller ELSE made_session END AS session, k.arn, actor
    FROM (
      SELECT
        caller,
        principal,
        actor,
        CASE WHEN eventsource = 'sts.amazonaws.com' THEN json_extract_scalar(responseelements, '$.assumedRoleUser.assumedRoleId') || '@' || eventtime END AS made_session,
        CASE WHEN eventsource = 'sts.amazonaws.com' THEN coalesce(json_extract_scalar(requestparameters, '$.roleArn'), element_at(resources, 1).arn) END AS assumed_role
      FROM records
    ) r
    CROSS JOIN UNNEST(ARRAY[principal, assumed_role]) WITH ORDINALITY AS k(arn, side)
    WHERE regexp_like(k.arn, ? /* roles */) OR regexp_like(k.arn, ? /* users */) OR regexp_like(k.arn, ? /* principals */)
  ) watched
  WHERE session IS NOT NULL
  GROUP BY session
)
