-- The blocks with all that is counted about them, in the order of the text.
SELECT judged_blocks.doc, judged_blocks.block, judged_blocks.first, judged_blocks.last, judged_blocks.source,
    judged_blocks.weight, judged_blocks.masked, judged_blocks.exact, judged_blocks.traits, judged_blocks.entry,
    judged_blocks.hits, judged_blocks.pairs, judged_blocks.topics, judged_blocks.masked_pages AS pages,
    judged_blocks.exact_pages, coalesce(item_counts.items, 0) AS items, coalesce(item_counts.common, 0) AS common,
    judged_blocks.clusters
FROM judged_blocks
LEFT JOIN item_counts ON item_counts.doc = judged_blocks.doc AND item_counts.block = judged_blocks.block
    AND item_counts.site = judged_blocks.site
ORDER BY judged_blocks.doc, judged_blocks.block
