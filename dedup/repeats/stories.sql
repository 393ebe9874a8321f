-- For each document the windows of earlier documents that it was sent to, in corpus order, then its own words.
SELECT needed.doc, needed.src, words.chunk, words.first, words.content, words.words, words.letters, words.kinds
FROM needed
JOIN words ON words.doc = needed.src AND words.chunk = needed.chunk
UNION ALL
SELECT doc, doc AS src, chunk, first, content, words, letters, kinds
FROM words
ORDER BY doc, src, chunk, first
