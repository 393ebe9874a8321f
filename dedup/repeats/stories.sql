-- For each document to judge the windows of earlier documents that it was sent to, in corpus order, then its own words.
SELECT needed.doc, needed.src, words.place, words.chunk, words.first, words.content,
    words.words, words.letters, words.kinds, words.begin_chars, words.end_chars
FROM needed
JOIN affected ON affected.doc = needed.doc
JOIN words ON words.doc = needed.src AND words.chunk = needed.chunk
UNION ALL
SELECT words.doc, words.doc AS src, words.place, words.chunk, words.first, words.content,
    words.words, words.letters, words.kinds, words.begin_chars, words.end_chars
FROM words
JOIN affected ON affected.doc = words.doc
ORDER BY doc, src, place
