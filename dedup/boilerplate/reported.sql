-- What the guards kept: one message for each document, or for the first document of a source.
SELECT doc, evidence AS message FROM page_verdicts WHERE block = -1
UNION ALL
SELECT doc, concat('its source is kept: boilerplate rules would have taken ', CAST(loses AS STRING), ' of ',
    CAST(had AS STRING), ' words of prose') AS message
FROM lost
