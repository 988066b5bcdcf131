-- How many records the log holds for each Region and hour in which it has any: an hour that is missing has none.
-- @with records
-- @column region varchar: Region of the events
-- @column hour varchar: the hour (UTC) in which they happened, by its beginning
-- @column records bigint: how many events, each counted once
SELECT
  awsregion AS region,
  substr(eventtime, 1, 13) || ':00:00Z' AS hour,
  count(*) AS records
FROM records
WHERE awsregion IS NOT NULL
GROUP BY awsregion, substr(eventtime, 1, 13)
ORDER BY region, hour
