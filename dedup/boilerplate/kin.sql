-- Pages of a source that share their furniture, as the pages of one site in a mixed folder do: at least {lines}
-- distinct lines, and {percent} % of those of the page with fewer. Each line meets the first page that holds it
-- and the one before.
WITH lines AS (
    SELECT DISTINCT source, masked, doc FROM judged_blocks WHERE weight >= 4
),
sizes AS (
    SELECT doc, count(*) AS lines FROM lines GROUP BY doc
),
met AS (
    SELECT source, masked, doc,
        first_value(doc) OVER (PARTITION BY source, masked ORDER BY doc) AS first_doc,
        lag(doc) OVER (PARTITION BY source, masked ORDER BY doc) AS before_doc
    FROM lines
),
pairs AS (
    SELECT doc, first_doc AS other FROM met WHERE first_doc < doc
    UNION ALL
    SELECT doc, before_doc AS other FROM met WHERE first_doc < before_doc
),
shared AS (
    SELECT doc, other, count(*) AS lines FROM pairs GROUP BY doc, other
)
SELECT shared.doc, shared.other
FROM shared
JOIN sizes AS here ON here.doc = shared.doc
JOIN sizes AS there ON there.doc = shared.other
WHERE shared.lines >= {lines}
    AND 100 * shared.lines >= {percent} * CASE WHEN here.lines < there.lines THEN here.lines ELSE there.lines END
