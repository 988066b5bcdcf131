value_changes AS (
  SELECT
    w.*,
    coalesce(max(CASE WHEN step = 'started' THEN eventtime END) OVER (PARTITION BY secret, rotation ORDER BY eventtime, rank_in_second, eventid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), '') <> '' AS in_rotation,
    max(CASE WHEN step = 'requested' THEN eventtime || ' ' || principal END) OVER (PARTITION BY secret, rotation ORDER BY eventtime, rank_in_second, eventid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS request,
    step IN ('succeeded', 'value-put', 'value-updated', 'current-moved', 'parameter-put') AS proof
  FROM (
    SELECT
      s.*,
      count(CASE WHEN step IN ('succeeded', 'failed', 'abandoned') THEN 1 END) OVER (PARTITION BY secret ORDER BY eventtime, rank_in_second, eventid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
        - CASE WHEN step IN ('succeeded', 'failed', 'abandoned') THEN 1 ELSE 0 END AS rotation
    FROM (
      SELECT
        c.*,
        CASE
          WHEN step = 'requested' THEN 0
          WHEN step = 'started' THEN 1
          WHEN step IN ('succeeded', 'failed', 'abandoned') THEN 3
          ELSE 2
        END AS rank_in_second
      FROM (
        SELECT
          eventid,
          eventtime,
          eventname,
          recipientaccountid,
          awsregion,
          principal,
          actor,
          session,
          caller,
          errormessage,
          secret,
          coalesce(
            json_extract_scalar(responseelements, '$.versionId'),
            json_extract_scalar(requestparameters, '$.moveToVersionId'),
            json_extract_scalar(requestparameters, '$.clientRequestToken')
          ) AS version_id,
          coalesce(
            json_extract_scalar(requestparameters, '$.versionStage'),
            regexp_replace(json_format(json_extract(requestparameters, '$.versionStages')), '[\[\]"]', '')
          ) AS labels,
          CASE
            WHEN eventname = 'RotateSecret' AND coalesce(json_extract_scalar(requestparameters, '$.rotateImmediately'), 'true') = 'true' THEN 'requested'
            WHEN eventname = 'RotationStarted' THEN 'started'
            WHEN eventname = 'RotationSucceeded' THEN 'succeeded'
            WHEN eventname = 'RotationFailed' THEN 'failed'
            WHEN eventname = 'RotationAbandoned' THEN 'abandoned'
            WHEN eventname = 'CancelRotateSecret' THEN 'cancelled'
            WHEN eventname = 'PutSecretValue' AND strpos(coalesce(json_format(json_extract(requestparameters, '$.versionStages')), 'AWSCURRENT'), 'AWSCURRENT') > 0 THEN 'value-put'
            WHEN eventname = 'PutSecretValue' THEN 'pending-put'
            WHEN eventname = 'UpdateSecret' AND json_extract_scalar(responseelements, '$.versionId') IS NOT NULL THEN 'value-updated'
            WHEN eventname = 'UpdateSecretVersionStage' AND json_extract_scalar(requestparameters, '$.versionStage') = 'AWSCURRENT' AND json_extract_scalar(requestparameters, '$.moveToVersionId') IS NOT NULL THEN 'current-moved'
            WHEN eventname = 'UpdateSecretVersionStage' THEN 'label-moved'
          END AS step
        FROM secret_uses
        WHERE errorcode IS NULL
        UNION ALL
        SELECT
          eventid,
          eventtime,
          eventname,
          recipientaccountid,
          awsregion,
          principal,
          actor,
          session,
          caller,
          errormessage,
          parameter,
          json_extract_scalar(responseelements, '$.version'),
          CAST(NULL AS varchar),
          'parameter-put'
        FROM parameter_uses
        WHERE eventname = 'PutParameter'
          AND errorcode IS NULL
          AND coalesce(json_extract_scalar(requestparameters, '$.type'), 'SecureString') = 'SecureString'
      ) c
      WHERE step IS NOT NULL AND secret IS NOT NULL
    ) s
  ) w
)
