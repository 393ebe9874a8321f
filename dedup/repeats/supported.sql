-- Removed units that stay removed: one earlier document keeps enough of their weight, and with it every number and
-- negation that was aligned, and the run they stand in (adjacent units of a document and pass) is still long enough.
-- Lines of marks weigh nothing and need no witness, but a run.
WITH wanted AS (
    SELECT doc, pass, unit, CAST(sum(CASE WHEN fact THEN length ELSE 0 END) AS BIGINT) AS facts
    FROM pointers
    GROUP BY doc, pass, unit
),
ends AS (
    SELECT doc, pass, unit, src, CAST(sum(length * weight) AS BIGINT) AS weight,
        CAST(sum(CASE WHEN fact THEN length ELSE 0 END) AS BIGINT) AS facts
    FROM settled
    GROUP BY doc, pass, unit, src
),
witnessed AS (
    SELECT DISTINCT removed.doc, removed.pass, removed.unit, removed.matched, removed.least
    FROM removed
    JOIN wanted ON wanted.doc = removed.doc AND wanted.pass = removed.pass AND wanted.unit = removed.unit
    JOIN ends ON ends.doc = removed.doc AND ends.pass = removed.pass AND ends.unit = removed.unit
    WHERE ends.weight >= removed.needed AND ends.facts = wanted.facts
    UNION ALL
    SELECT doc, pass, unit, matched, least FROM removed WHERE weight = 0
),
standing AS (
    SELECT doc, pass, unit, matched, least,
        unit - row_number() OVER (PARTITION BY doc, pass ORDER BY unit) AS run
    FROM witnessed
)
SELECT doc, pass, unit
FROM (
    SELECT doc, pass, unit,
        CAST(sum(matched) OVER adjacent AS BIGINT) AS matched, min(least) OVER adjacent AS least
    FROM standing
    WINDOW adjacent AS (PARTITION BY doc, pass, run)
) AS runs
WHERE matched >= least
