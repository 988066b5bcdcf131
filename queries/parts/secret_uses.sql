secret_uses AS (
  SELECT *
  FROM (
    SELECT f.*, row_number() OVER (PARTITION BY eventid, secret ORDER BY named) AS naming
    FROM (
      SELECT u.*, coalesce(a.arn, u.named_arn) AS secret
      FROM (
        SELECT
          n.*,
          CASE
            WHEN named LIKE 'arn:%:secretsmanager:%' THEN array_join(slice(split(named, ':'), 1, 7), ':')
            WHEN named LIKE 'arn:%' THEN NULL
            ELSE 'arn:' || partition_name || ':secretsmanager:' || awsregion || ':' || coalesce(recipientaccountid, useridentity.accountid, '') || ':secret:' || named
          END AS named_arn
        FROM (
          SELECT
            m.*,
            nullif(t.named, '') AS named,
            coalesce(
              nullif(split_part(useridentity.arn, ':', 2), ''),
              CASE
                WHEN awsregion LIKE 'cn-%' THEN 'aws-cn'
                WHEN awsregion LIKE 'us-gov-%' THEN 'aws-us-gov'
                ELSE 'aws'
              END
            ) AS partition_name
          FROM secret_mentions m
          CROSS JOIN UNNEST(CASE WHEN written IS NULL THEN typed ELSE ARRAY[written] END) AS t(named)
          WHERE eventsource = 'secretsmanager.amazonaws.com'
        ) n
      ) u
      LEFT JOIN secret_arns a
        ON a.without_suffix = u.named_arn AND u.eventtime >= a.valid_from AND u.eventtime < a.valid_to
    ) f
  ) once
  WHERE naming = 1
)
