secret_arns AS (
  SELECT
    without_suffix,
    arn,
    CASE WHEN row_number() OVER (PARTITION BY without_suffix ORDER BY shown, arn) = 1 THEN '' ELSE shown END AS valid_from,
    coalesce(lead(shown) OVER (PARTITION BY without_suffix ORDER BY shown, arn), '9999') AS valid_to
  FROM (
    SELECT s.*, min(source) OVER (PARTITION BY without_suffix) AS best_source
    FROM (
      SELECT
        arn,
        regexp_replace(arn, '-[A-Za-z0-9]{6}$', '') AS without_suffix,
        CASE WHEN place = 1 THEN 'by AWS' ELSE 'typed' END AS source,
        min(eventtime) AS shown
      FROM (
        SELECT eventtime, place, array_join(slice(split(named, ':'), 1, 7), ':') AS arn
        FROM secret_mentions
        CROSS JOIN UNNEST(ARRAY[written] || typed) WITH ORDINALITY AS t(named, place)
        WHERE place = 1 OR eventsource = 'secretsmanager.amazonaws.com'
      ) mentioned
      WHERE regexp_like(arn, '^arn:[^:]+:secretsmanager:[^:]+:[^:]+:secret:.+-[A-Za-z0-9]{6}$')
      GROUP BY arn, CASE WHEN place = 1 THEN 'by AWS' ELSE 'typed' END
    ) s
  ) sources
  WHERE source = best_source
)
