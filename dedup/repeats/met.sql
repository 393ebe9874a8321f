-- Blocks that share an LSH band with the first block holding it, each pair once.
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
