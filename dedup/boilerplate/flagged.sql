-- What goes: the verdicts, less those about exempt documents; of a source that would lose its prose only strong phrases.
SELECT found.doc, found.block, found.first, found.last, found.rule, found.evidence, found.level
FROM page_verdicts AS found
LEFT JOIN lost ON lost.source = found.source
LEFT JOIN exempt ON exempt.doc = found.doc
WHERE found.block >= 0 AND exempt.doc IS NULL AND (lost.source IS NULL OR found.strong)
