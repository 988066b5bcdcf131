roots AS (
  SELECT caller AS session, max(principal) AS opened, max(actor) AS actor
  FROM records
  WHERE regexp_like(principal, ? /* roles */) OR regexp_like(principal, ? /* users */)
  GROUP BY caller
)
