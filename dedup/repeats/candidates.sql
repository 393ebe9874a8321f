-- All that earlier passes removed, and this pass's verdicts.
SELECT * FROM removed
UNION ALL
SELECT *, CAST({number} AS INT) AS pass
FROM verdicts
WHERE doc NOT IN (SELECT doc FROM exempt)
