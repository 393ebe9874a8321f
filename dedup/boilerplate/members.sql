-- Where each page is counted: in its source (site -1) and, if it is of a site with enough distinct pages, there too.
WITH pages AS (
    SELECT DISTINCT judged_blocks.source, judged_blocks.doc, clusters.label AS cluster, sites.label AS site
    FROM judged_blocks
    JOIN clusters ON clusters.doc = judged_blocks.doc
    JOIN sites ON sites.doc = judged_blocks.doc
),
large AS (
    SELECT source, site, count(DISTINCT cluster) AS clusters
    FROM pages
    GROUP BY source, site
    HAVING count(DISTINCT cluster) >= {least}
)
SELECT pages.source, CAST(-1 AS BIGINT) AS site, pages.doc, pages.cluster, whole.clusters
FROM pages
JOIN (SELECT source, count(DISTINCT cluster) AS clusters FROM pages GROUP BY source) AS whole
    ON whole.source = pages.source
UNION ALL
SELECT pages.source, pages.site, pages.doc, pages.cluster, large.clusters
FROM pages
JOIN large ON large.source = pages.source AND large.site = pages.site
