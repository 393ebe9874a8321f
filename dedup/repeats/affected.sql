-- Documents whose story is not what it was when they were last judged: they changed, or a source did, or the windows.
SELECT doc FROM fresh
UNION
SELECT needed.doc FROM needed JOIN fresh ON fresh.doc = needed.src
UNION
(SELECT doc FROM (SELECT doc, src, chunk FROM needed EXCEPT SELECT doc, src, chunk FROM needed_before) AS new)
UNION
(SELECT doc FROM (SELECT doc, src, chunk FROM needed_before EXCEPT SELECT doc, src, chunk FROM needed) AS lost)
