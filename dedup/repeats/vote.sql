-- Every place looks in two earlier documents: the one that shares most words with its own document, and the one that
-- shares most with the place itself; ties go to the earliest.
-- A document whose whole text equals an earlier one's looks only there.
WITH anchors AS (
    SELECT doc, pos, weight, src, low, high FROM exact
    WHERE doc NOT IN (SELECT doc FROM exact WHERE twin = 1)
    UNION ALL
    SELECT doc, pos, weight, src, low, high
    FROM (
        SELECT doc, pos, weight, src, low, high,
            row_number() OVER (PARTITION BY doc, pos ORDER BY shared DESC, src, low, high) AS place
        FROM near
    ) AS ranked
    WHERE place <= {best} AND doc NOT IN (SELECT doc FROM exact WHERE twin = 1)
),
votes AS (
    SELECT doc, src, CAST(sum(weight) AS BIGINT) AS votes FROM anchors GROUP BY doc, src
),
chosen AS (
    SELECT doc, src, low, high
    FROM (
        SELECT anchors.doc, anchors.src, anchors.low, anchors.high,
            rank() OVER (PARTITION BY anchors.doc, anchors.pos ORDER BY votes.votes DESC, anchors.src) AS by_document,
            rank() OVER (PARTITION BY anchors.doc, anchors.pos ORDER BY anchors.weight DESC, anchors.src) AS by_place
        FROM anchors
        JOIN votes ON votes.doc = anchors.doc AND votes.src = anchors.src
    ) AS ranked
    WHERE by_document = 1 OR by_place = 1
)
SELECT DISTINCT doc, src, low, high FROM chosen
UNION
SELECT doc, src, low, high FROM exact WHERE twin = 1
ORDER BY doc, src, low, high
