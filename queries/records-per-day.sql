-- How many records the log holds for each Region and day, and its gaps: days without any, between days of which some Region
-- has records.
-- @with records
-- @column region varchar: Region that has any record in the days asked for
-- @column day varchar: day (UTC) on which the events happened; of a gap its first day
-- @column last_day varchar: the same day; of a gap its last day
-- @column records bigint: how many events, each counted once
-- @column first_time varchar: the first of them
-- @column last_time varchar: the last of them
-- @column gap boolean: whether there is none
WITH counted AS (
  SELECT
    region,
    substr(eventtime, 1, 10) AS event_day,
    count(*) AS records,
    min(eventtime) AS first_time,
    max(eventtime) AS last_time
  FROM records
  GROUP BY region, substr(eventtime, 1, 10)
),
bounded AS (
  SELECT
    c.*,
    row_number() OVER (PARTITION BY region ORDER BY event_day) AS place,
    lead(event_day) OVER (PARTITION BY region ORDER BY event_day) AS next_day,
    min(event_day) OVER () AS first_of_all,
    max(event_day) OVER () AS last_of_all,
    CAST(CAST(CAST(event_day AS date) - INTERVAL '1' DAY AS date) AS varchar) AS day_before,
    CAST(CAST(CAST(event_day AS date) + INTERVAL '1' DAY AS date) AS varchar) AS day_after
  FROM counted c
),
rows_to_be AS (
  SELECT
    b.*,
    p.part,
    lead(day_before) OVER (PARTITION BY region, p.part ORDER BY event_day) AS before_next
  FROM bounded b
  CROSS JOIN UNNEST(ARRAY['gap before', 'day', 'gap after']) AS p(part)
)
SELECT
  region,
  CASE part WHEN 'gap before' THEN first_of_all WHEN 'day' THEN event_day ELSE day_after END AS day,
  CASE part WHEN 'gap before' THEN day_before WHEN 'day' THEN event_day ELSE coalesce(before_next, last_of_all) END AS last_day,
  CASE part WHEN 'day' THEN records ELSE 0 END AS records,
  CASE part WHEN 'day' THEN first_time END AS first_time,
  CASE part WHEN 'day' THEN last_time END AS last_time,
  part <> 'day' AS gap
FROM rows_to_be
WHERE part = 'day'
  OR (part = 'gap before' AND place = 1 AND event_day > first_of_all)
  OR (part = 'gap after' AND (day_after < next_day OR (next_day IS NULL AND event_day < last_of_all)))
ORDER BY region, day
