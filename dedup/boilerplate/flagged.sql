-- What goes: the page_verdicts, less those about exempt documents; of a source that would lose its prose only strong phrases.
SELECT page_verdicts.doc, page_verdicts.block, page_verdicts.first, page_verdicts.last, page_verdicts.rule, page_verdicts.evidence, page_verdicts.level
FROM page_verdicts
LEFT JOIN lost ON lost.source = page_verdicts.source
LEFT JOIN exempt ON exempt.doc = page_verdicts.doc
WHERE page_verdicts.block >= 0 AND exempt.doc IS NULL AND (lost.source IS NULL OR page_verdicts.strong)
