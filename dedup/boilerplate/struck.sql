-- All that earlier passes struck, and what this one flagged.
SELECT doc, block, first, last, rule, evidence, level, pass FROM struck
UNION ALL
SELECT doc, block, first, last, rule, evidence, level, CAST({number} AS INT) AS pass FROM flagged
