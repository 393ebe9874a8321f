-- For each removed unit the earlier document on whose kept words most of it ends (the earliest on a tie), and where.
SELECT removed.doc, removed.pass, removed.unit, removed.first, removed.last, removed.weight, removed.edge,
    place.src, place.src_first, place.src_last, place.weight AS witnessed
FROM removed
JOIN (
    SELECT doc, pass, unit, src, min(src_pos) AS src_first, max(src_pos + length - 1) AS src_last,
        sum(length * weight) AS weight,
        row_number() OVER (PARTITION BY doc, pass, unit ORDER BY sum(length * weight) DESC, src) AS rank
    FROM settled
    GROUP BY doc, pass, unit, src
) AS place ON place.doc = removed.doc AND place.pass = removed.pass AND place.unit = removed.unit AND place.rank = 1
ORDER BY removed.doc, removed.pass, removed.unit
