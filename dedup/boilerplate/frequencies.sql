-- On how many distinct pages of a source or site a block stands, by its {key} key.
SELECT members.source, members.site, judged_blocks.{key} AS key, count(DISTINCT members.cluster) AS pages
FROM judged_blocks
JOIN members ON members.doc = judged_blocks.doc
GROUP BY members.source, members.site, judged_blocks.{key}
