-- For developers: how each earlier document was proposed, and whether the document was compared with it.
SELECT proposed.doc, proposed.src, CAST(sum(proposed.equal) AS BIGINT) AS equal, max(proposed.twin) AS twin,
    max(proposed.shared) AS shared, max(CASE WHEN needed.src IS NULL THEN 0 ELSE 1 END) AS compared
FROM (
    SELECT doc, src, 1 AS equal, twin, CAST(0 AS BIGINT) AS shared FROM exact
    UNION ALL
    SELECT doc, src, 0 AS equal, 0 AS twin, shared FROM near
) AS proposed
JOIN affected ON affected.doc = proposed.doc
LEFT JOIN (SELECT DISTINCT doc, src FROM needed) AS needed ON needed.doc = proposed.doc AND needed.src = proposed.src
GROUP BY proposed.doc, proposed.src
ORDER BY doc, src
