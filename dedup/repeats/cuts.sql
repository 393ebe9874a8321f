-- What this pass removed, and where it stands.
SELECT removed.doc, removed.unit, verdicts.begin_char, verdicts.end_char
FROM removed
JOIN verdicts ON verdicts.doc = removed.doc AND verdicts.unit = removed.unit
WHERE removed.pass = {number}
ORDER BY removed.doc, removed.unit
