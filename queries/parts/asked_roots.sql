roots AS (
  SELECT caller AS session, max(principal) AS opened, max(actor) AS actor
  FROM records
  WHERE (? /* session */ <> '' OR ? /* principal */ <> '')
    AND (caller = ? /* session */ OR ? /* session */ = '')
    AND (principal = ? /* principal */ OR ? /* principal */ = '')
  GROUP BY caller
)
