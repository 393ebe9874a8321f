-- At every place that some pointer leads to and some removed word stands in: the removed words, the pointers from
-- there, and the pointers to there.
WITH busy AS (
    SELECT DISTINCT gone.doc, gone.place
    FROM gone
    JOIN moving ON moving.src = gone.doc AND moving.src_place = gone.place
)
SELECT busy.doc AS meeting_doc, busy.place AS meeting_place, 0 AS role,
    gone.doc, 0 AS pass, 0 AS unit, gone.pos, gone.place, gone.length, 0 AS weight, false AS fact,
    0 AS src, 0 AS src_pos, 0 AS src_place
FROM busy
JOIN gone ON gone.doc = busy.doc AND gone.place = busy.place
UNION ALL
SELECT busy.doc, busy.place, 1, p.doc, p.pass, p.unit, p.pos, p.place, p.length, p.weight, p.fact, p.src, p.src_pos, p.src_place
FROM busy
JOIN (
    SELECT * FROM moving UNION ALL SELECT * FROM resting UNION ALL SELECT * FROM arrived
) AS p ON p.doc = busy.doc AND p.place = busy.place
UNION ALL
SELECT busy.doc, busy.place, 2, p.doc, p.pass, p.unit, p.pos, p.place, p.length, p.weight, p.fact, p.src, p.src_pos, p.src_place
FROM busy
JOIN moving AS p ON p.src = busy.doc AND p.src_place = busy.place
ORDER BY meeting_doc, meeting_place, role, doc, pos
