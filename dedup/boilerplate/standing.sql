-- The blocks, each with the number of pages that hold it, by its {key} key.
SELECT judged_blocks.*, found.pages AS {key}_pages
FROM judged_blocks
JOIN {key}_pages AS found ON found.source = judged_blocks.source AND found.site = judged_blocks.site
    AND found.key = judged_blocks.{key}
