-- What goes, and where it stands.
SELECT flagged.doc, flagged.block AS unit, blocks.begin_char, blocks.end_char
FROM flagged
JOIN blocks ON blocks.doc = flagged.doc AND blocks.block = flagged.block
ORDER BY flagged.doc, flagged.block
