secret_mentions AS (
  SELECT
    r.*,
    coalesce(
      json_extract_scalar(responseelements, '$.arn'),
      json_extract_scalar(responseelements, '$.aRN'),
      json_extract_scalar(responseelements, '$.ARN'),
      json_extract_scalar(additionaleventdata, '$.SecretId'),
      json_extract_scalar(additionaleventdata, '$.ARN'),
      json_extract_scalar(serviceeventdetails, '$.secretId'),
      json_extract_scalar(requestparameters, '$.encryptionContext.SecretARN')
    ) AS written,
    array_distinct(split(
      coalesce(
        nullif(regexp_replace(json_format(json_extract(requestparameters, '$.secretIdList')), '[\[\]"]', ''), 'null'),
        json_extract_scalar(requestparameters, '$.secretId'),
        json_extract_scalar(requestparameters, '$.name'),
        CASE WHEN errorcode IS NOT NULL THEN nullif(regexp_extract(errormessage, 'on resource: (\S+)', 1), '*') END,
        ''
      ),
      ','
    )) AS typed
  FROM records r
  WHERE eventsource IN ('secretsmanager.amazonaws.com', 'kms.amazonaws.com')
    AND (eventsource <> 'kms.amazonaws.com' OR errorcode LIKE 'AccessDenied%' OR json_extract_scalar(requestparameters, '$.encryptionContext.SecretARN') IS NOT NULL)
)
