parameter_uses AS (
  SELECT
    p.*,
    coalesce(
      a.arn,
      CASE
        WHEN reference IS NOT NULL THEN secret_place || reference
        WHEN named LIKE 'arn:%' THEN array_join(slice(split(named, ':'), 1, 6), ':')
        ELSE place || regexp_replace('/' || split_part(named, ':', 1), '^//', '/')
      END
    ) AS parameter
  FROM (
    SELECT
      n.*,
      'arn:' || partition_name || ':ssm:' || awsregion || ':' || coalesce(recipientaccountid, '') || ':parameter' AS place,
      'arn:' || partition_name || ':secretsmanager:' || awsregion || ':' || coalesce(recipientaccountid, '') || ':secret:' AS secret_place,
      regexp_extract(named, '^/aws/reference/secretsmanager/([^:]+)', 1) AS reference
    FROM (
      SELECT
        r.*,
        t.named,
        coalesce(
          nullif(split_part(useridentity.arn, ':', 2), ''),
          CASE
            WHEN awsregion LIKE 'cn-%' THEN 'aws-cn'
            WHEN awsregion LIKE 'us-gov-%' THEN 'aws-us-gov'
            ELSE 'aws'
          END
        ) AS partition_name
      FROM records r
      CROSS JOIN UNNEST(
        array_distinct(split(
          coalesce(
            nullif(regexp_replace(json_format(json_extract(requestparameters, '$.names')), '[\[\]"]', ''), 'null'),
            json_extract_scalar(requestparameters, '$.name'),
            regexp_replace(json_extract_scalar(requestparameters, '$.path'), '/*$', '') || '/*',
            ''
          ),
          ','
        ))
      ) AS t(named)
      WHERE eventsource = 'ssm.amazonaws.com'
        AND eventname IN ('GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory', 'PutParameter', 'DeleteParameter', 'DeleteParameters')
        AND t.named <> ''
    ) n
  ) p
  LEFT JOIN secret_arns a
    ON a.without_suffix = p.secret_place || p.reference AND p.eventtime >= a.valid_from AND p.eventtime < a.valid_to
)
