-- All that earlier passes removed, and this pass's verdicts.
SELECT doc, unit, first, last, weight, matched, needed, least, edge, src, pass FROM removed
UNION ALL
SELECT doc, unit, first, last, weight, matched, needed, least, edge, src, CAST({number} AS INT) AS pass
FROM verdicts
WHERE fault = '' AND doc NOT IN (SELECT doc FROM exempt)
