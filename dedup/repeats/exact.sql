-- Each row of a key meets the first document that holds the key, and none else: however common a key, its rows stay linear.
SELECT doc, pos, weight, src, low, high, twin
FROM (
    SELECT
        doc, pos, weight, twin,
        first_value(doc) OVER holders AS src,
        first_value(low) OVER holders AS low,
        first_value(high) OVER holders AS high
    FROM keys
    WINDOW holders AS (PARTITION BY key ORDER BY doc, pos)
) AS met
WHERE src < doc
