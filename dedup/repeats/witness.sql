-- For each removed unit the earlier document on whose kept words most of it ends (the earliest on a tie), and where;
-- and how much is matched in the run of adjacent units that it stands in, and how much had to be.
SELECT removed.doc, removed.pass, removed.unit, removed.weight, removed.edge, removed.src AS direct,
    best.src, best.src_first, best.src_last, best.weight AS witnessed,
    CAST(sum(matched) OVER adjacent AS BIGINT) AS run_weight, min(least) OVER adjacent AS run_least
FROM (
    SELECT *, unit - row_number() OVER (PARTITION BY doc, pass ORDER BY unit) AS run FROM removed
) AS removed
JOIN (
    SELECT doc, pass, unit, src, src_first, src_last, weight,
        row_number() OVER (PARTITION BY doc, pass, unit ORDER BY weight DESC, src) AS choice
    FROM (
        SELECT doc, pass, unit, src, min(src_pos) AS src_first, max(src_pos + length - 1) AS src_last,
            CAST(sum(length * weight) AS BIGINT) AS weight
        FROM settled
        GROUP BY doc, pass, unit, src
    ) AS by_document
) AS best ON best.doc = removed.doc AND best.pass = removed.pass AND best.unit = removed.unit AND best.choice = 1
WINDOW adjacent AS (PARTITION BY removed.doc, removed.pass, removed.run)
