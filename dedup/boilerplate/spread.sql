-- One step of finding connected pages: each takes the smallest label of itself, its neighbours and its label's page.
SELECT doc, min(label) AS label
FROM (
    SELECT doc, label FROM labels
    UNION ALL
    SELECT links.doc, labels.label FROM links JOIN labels ON labels.doc = links.other
    UNION ALL
    SELECT links.other AS doc, labels.label FROM links JOIN labels ON labels.doc = links.doc
    UNION ALL
    SELECT labels.doc, further.label FROM labels JOIN labels AS further ON further.doc = labels.label
) AS offers
GROUP BY doc
