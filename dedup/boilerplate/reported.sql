-- What the guards kept, with the source, so that later rounds know which messages still stand.
SELECT doc, source, evidence AS message FROM page_verdicts WHERE block = -1
UNION ALL
SELECT doc, source, concat('its source is kept: boilerplate rules would have taken ', CAST(loses AS STRING), ' of ',
    CAST(had AS STRING), ' words of prose') AS message
FROM lost
