-- Units that came closest to going: of each fault those that match most of what they need.
SELECT doc, unit, first, last, weight, matched, needed, src, fault, srcs, lengths
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY fault ORDER BY needed - matched, weight DESC, doc, unit
    ) AS rank
    FROM verdicts
    WHERE fault <> '' AND weight >= {least} AND 100 * matched >= {percent} * needed
) AS ranked
WHERE rank <= {most}
ORDER BY doc, unit
