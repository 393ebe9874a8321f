-- The blocks, each with where it is counted: in the site of its page if that has one, else in its source.
SELECT judged_blocks.*, counted.site, counted.clusters
FROM judged_blocks
JOIN (
    SELECT doc, site, clusters
    FROM (
        SELECT doc, site, clusters, row_number() OVER (PARTITION BY doc ORDER BY site DESC) AS place
        FROM members
    ) AS places
    WHERE place = 1
) AS counted ON counted.doc = judged_blocks.doc
