-- Pages of a source that share a key with the first page holding it, each pair once, with both signatures.
SELECT pair.doc, pair.other, here.signature AS own, there.signature AS theirs
FROM (
    SELECT DISTINCT doc, other
    FROM (
        SELECT doc, first_value(doc) OVER (PARTITION BY source, key ORDER BY doc) AS other
        FROM page_keys
    ) AS met
    WHERE other < doc
) AS pair
JOIN blocks AS here ON here.doc = pair.doc AND here.block = 0
JOIN blocks AS there ON there.doc = pair.other AND there.block = 0
