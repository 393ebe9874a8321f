-- Blocks that a page keeps, which the rules of the next level would take; the longest.
SELECT doc, block, first, last, rule, evidence, level
FROM (
    SELECT *, row_number() OVER (PARTITION BY rule ORDER BY last - first DESC, doc, block) AS rank
    FROM spared
    WHERE doc IN (SELECT doc FROM blocks)
) AS ranked
WHERE rank <= {most}
ORDER BY doc, block
