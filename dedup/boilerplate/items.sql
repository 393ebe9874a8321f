-- How many items a row has, and how many of them stand in rows on {percent} % of the pages, of {least} at least.
WITH counted AS (
    SELECT members.source, members.site, row_items.item, count(DISTINCT members.cluster) AS pages
    FROM row_items
    JOIN members ON members.doc = row_items.doc
    GROUP BY members.source, members.site, row_items.item
)
SELECT row_items.doc, row_items.block, members.site, count(*) AS items,
    count(CASE WHEN counted.pages >= {least} AND 100 * counted.pages >= {percent} * members.clusters THEN 1 END)
        AS common
FROM row_items
JOIN members ON members.doc = row_items.doc
JOIN counted ON counted.source = members.source AND counted.site = members.site AND counted.item = row_items.item
GROUP BY row_items.doc, row_items.block, members.site
