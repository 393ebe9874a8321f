-- What goes: the verdicts, less those about exempt documents; of a source that would lose its prose only strong phrases.
SELECT verdicts.doc, verdicts.block, verdicts.first, verdicts.last, verdicts.rule, verdicts.evidence, verdicts.level
FROM verdicts
LEFT JOIN lost ON lost.source = verdicts.source
LEFT JOIN exempt ON exempt.doc = verdicts.doc
WHERE verdicts.block >= 0 AND exempt.doc IS NULL AND (lost.source IS NULL OR verdicts.strong)
