-- Blocks that share an LSH band with the first block holding it, each pair once, with both signatures.
SELECT pair.doc, pair.pos, pair.weight, pair.src, pair.low, pair.high, here.signature AS own, there.signature AS other
FROM (
    SELECT DISTINCT doc, pos, weight, src, src_pos, low, high
    FROM (
        SELECT
            doc, pos, weight,
            first_value(doc) OVER holders AS src,
            first_value(pos) OVER holders AS src_pos,
            first_value(low) OVER holders AS low,
            first_value(high) OVER holders AS high
        FROM band_keys
        WINDOW holders AS (PARTITION BY key ORDER BY doc, pos)
    ) AS met
    WHERE src < doc
) AS pair
JOIN sketches AS here ON here.doc = pair.doc AND here.pos = pair.pos
JOIN sketches AS there ON there.doc = pair.src AND there.pos = pair.src_pos
