-- Removed units that stay removed: enough of their weight, and every number and negation that was aligned, ends on
-- kept words, and the run they stand in (adjacent units of one document and pass) is still long enough.
WITH ends AS (
    SELECT doc, pass, unit, CAST(sum(length * weight) AS BIGINT) AS weight, CAST(sum(CASE WHEN fact THEN length ELSE 0 END) AS BIGINT) AS facts
    FROM settled
    GROUP BY doc, pass, unit
),
wanted AS (
    SELECT doc, pass, unit, CAST(sum(CASE WHEN fact THEN length ELSE 0 END) AS BIGINT) AS facts
    FROM pointers
    GROUP BY doc, pass, unit
),
standing AS (
    SELECT removed.doc, removed.pass, removed.unit, removed.matched, removed.least,
        removed.unit - row_number() OVER (PARTITION BY removed.doc, removed.pass ORDER BY removed.unit) AS run
    FROM removed
    JOIN ends ON ends.doc = removed.doc AND ends.pass = removed.pass AND ends.unit = removed.unit
    JOIN wanted ON wanted.doc = removed.doc AND wanted.pass = removed.pass AND wanted.unit = removed.unit
    WHERE 1000 * ends.weight >= {similarity} * removed.weight AND ends.facts = wanted.facts
)
SELECT doc, pass, unit
FROM (
    SELECT doc, pass, unit, CAST(sum(matched) OVER run AS BIGINT) AS matched, min(least) OVER run AS least
    FROM standing
    WINDOW run AS (PARTITION BY doc, pass, run)
) AS runs
WHERE matched >= least
