secret_reads AS (
  SELECT
    told.*,
    coalesce(
      secret,
      regexp_replace(
        regexp_replace(
          regexp_replace(json_format(json_extract(requestparameters, '$.filters')), '\},\{', ' '),
          '"key":"([^"]*)","values":',
          '$1='
        ),
        '[\[\]\{\}"]',
        ''
      ),
      'all secrets (no filter)'
    ) AS target
  FROM (
    SELECT
      u.*,
      count(CASE WHEN eventname = 'GetSecretValue' THEN 1 END) OVER (PARTITION BY eventtime, caller, secret) AS entries_of_secret,
      count(CASE WHEN eventname = 'GetSecretValue' THEN 1 END) OVER (PARTITION BY eventtime, caller) AS entries
    FROM secret_uses u
    WHERE eventname IN ('GetSecretValue', 'BatchGetSecretValue')
  ) told
  WHERE errorcode IS NULL
    AND (
      eventname = 'GetSecretValue'
      OR (secret IS NOT NULL AND entries_of_secret = 0)
      OR (secret IS NULL AND entries = 0)
    )
)
