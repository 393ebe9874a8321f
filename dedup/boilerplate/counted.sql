-- The blocks with their frequencies: those of the page's site if it has one, else of its source.
SELECT judged_blocks.doc, judged_blocks.block, judged_blocks.first, judged_blocks.last, judged_blocks.source,
    judged_blocks.weight, judged_blocks.masked, judged_blocks.exact, judged_blocks.traits, judged_blocks.entry,
    judged_blocks.hits, judged_blocks.pairs, judged_blocks.topics, masked_pages.pages AS pages,
    exact_pages.pages AS exact_pages, coalesce(item_counts.items, 0) AS items, coalesce(item_counts.common, 0) AS common,
    page.clusters
FROM judged_blocks
JOIN (
    SELECT source, site, doc, clusters
    FROM (
        SELECT source, site, doc, clusters, row_number() OVER (PARTITION BY doc ORDER BY site DESC) AS place
        FROM members
    ) AS places
    WHERE place = 1
) AS page ON page.doc = judged_blocks.doc
JOIN masked_pages ON masked_pages.source = page.source AND masked_pages.site = page.site
    AND masked_pages.key = judged_blocks.masked
JOIN exact_pages ON exact_pages.source = page.source AND exact_pages.site = page.site
    AND exact_pages.key = judged_blocks.exact
LEFT JOIN item_counts ON item_counts.doc = judged_blocks.doc AND item_counts.block = judged_blocks.block
    AND item_counts.site = page.site
ORDER BY judged_blocks.doc, judged_blocks.block
