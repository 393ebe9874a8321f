-- Sources that would lose more than half of their distinct prose to boilerplate rules (strong phrases aside).
SELECT source, min(doc) AS doc, sum(weight) AS had, sum(CASE WHEN stays = 0 THEN weight ELSE 0 END) AS loses
FROM (
    SELECT judged_blocks.source, judged_blocks.masked, min(judged_blocks.doc) AS doc,
        min(judged_blocks.weight) AS weight, max(CASE WHEN page_verdicts.doc IS NULL THEN 1 ELSE 0 END) AS stays
    FROM judged_blocks
    LEFT JOIN page_verdicts ON page_verdicts.doc = judged_blocks.doc AND page_verdicts.block = judged_blocks.block
    WHERE judged_blocks.traits % 2 = 1 AND (page_verdicts.doc IS NULL OR NOT page_verdicts.strong)
    GROUP BY judged_blocks.source, judged_blocks.masked
) AS prose
GROUP BY source
HAVING 2 * sum(CASE WHEN stays = 0 THEN weight ELSE 0 END) > sum(weight)
