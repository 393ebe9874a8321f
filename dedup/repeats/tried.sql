-- The verdicts of this look on units that have an alignment, for developers.
SELECT verdicts.*
FROM verdicts
JOIN affected ON affected.doc = verdicts.doc
WHERE verdicts.weight > 0 AND NOT verdicts.edge
ORDER BY verdicts.doc, verdicts.unit
