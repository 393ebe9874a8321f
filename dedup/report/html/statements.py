"""What is asked of the tables of a survey. Ties are broken by place, so that every answer has one order."""

from __future__ import annotations

PREPARE = {
    # Places of one passage overlap: the copies of a text are seldom cut at the very same words.
    "passages": """
SELECT file, record, start, sum(fresh) OVER (
    ORDER BY kept_file, kept_record, kept_start, kept_stop, file, start ROWS UNBOUNDED PRECEDING
) AS passage, kept_file, kept_record
FROM (
    SELECT r.file, r.record, r.start, f.file AS kept_file, r.kept_record, r.kept_start, r.kept_stop,
        CASE WHEN r.kept_start < max(r.kept_stop) OVER (
            PARTITION BY f.file, r.kept_record ORDER BY r.kept_start, r.kept_stop, r.file, r.start
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) THEN 0 ELSE 1 END AS fresh
    FROM removals AS r JOIN files AS f ON f.path = r.kept_path
)""",
    # One repeated text: copies by the kept passage that they share, boilerplate by its words.
    "members": """
SELECT r.*, p.kept_file, coalesce(cast(p.passage AS VARCHAR), r.print) AS text,
    row_number() OVER (
        PARTITION BY coalesce(cast(p.passage AS VARCHAR), r.print) ORDER BY r.file, r.start
    ) AS nth,
    row_number() OVER (PARTITION BY r.file, r.record ORDER BY r.start) AS spot
FROM removals AS r LEFT JOIN passages AS p ON p.file = r.file AND p.start = r.start""",
    "groups": """
SELECT *, row_number() OVER (ORDER BY places DESC, words DESC, file, start) AS number
FROM (
    SELECT text, count(*) AS places, sum(words) AS words, count(DISTINCT (file, record)) AS documents,
        any_value(kept_file) AS kept_file, any_value(kept_record) AS kept_record,
        min(kept_start) AS kept_start, max(kept_stop) AS kept_stop,
        min(kept_first) AS kept_first, max(kept_last) AS kept_last,
        min(alike) AS alike, min(file) AS file, max(start) FILTER (nth = 1) AS start,
        max(record) FILTER (nth = 1) AS record, max(class) FILTER (nth = 1) AS class
    FROM members GROUP BY text HAVING count(*) > 1 OR any_value(kept_file) IS NOT NULL
)
QUALIFY number <= {groups}""",
    # A removal's distance from what would have kept it: of its similarity, and of the length of its run.
    "borderline": """
SELECT * FROM (
    SELECT file, record, start, 'similarity' AS limit_, alike AS found, cast({similarity} AS DOUBLE) AS needed,
        row_number() OVER (ORDER BY alike, file, start) AS number
    FROM removals WHERE alike < 1 AND alike >= {similarity} AND class <> 'repeat/edge'
    UNION ALL
    SELECT file, record, start, 'run' AS limit_, run_words AS found, run_needed AS needed,
        row_number() OVER (ORDER BY run_words - run_needed, file, start) AS number
    FROM removals WHERE run_words < 2 * run_needed AND class <> 'repeat/edge'
) WHERE number <= {borderline}""",
    # What was nearly removed, and the earlier place that it is like.
    "spared": """
SELECT n.number, f.file, n.record, n.line, o.file AS other_file, n.other_record
FROM nearly AS n JOIN files AS f ON f.path = n.path LEFT JOIN files AS o ON o.path = n.other_path""",
    "documents": """
SELECT file, record, count(*) AS removals, sum(words) AS words, sum(stop - start) AS bytes
FROM removals GROUP BY file, record""",
    "listed": """
SELECT * FROM documents ORDER BY words DESC, file, record LIMIT {documents}""",
    # A page for each listed document, for what the other lists quote, and for the documents that keep what these lost.
    "pages": """
SELECT file, record, row_number() OVER (ORDER BY file, record) AS page FROM (
    SELECT file, record FROM listed
    UNION SELECT file, record FROM borderline
    UNION SELECT file, record FROM spared
    UNION SELECT other_file, other_record FROM spared WHERE other_file IS NOT NULL
    UNION SELECT file, record FROM groups
    UNION SELECT kept_file, kept_record FROM groups WHERE kept_file IS NOT NULL
    UNION SELECT kept_file, kept_record FROM (
        SELECT m.kept_file, m.kept_record, sum(m.words) AS words
        FROM members AS m JOIN listed AS d ON d.file = m.file AND d.record = m.record
        WHERE m.kept_file IS NOT NULL GROUP BY m.kept_file, m.kept_record
        ORDER BY words DESC, m.kept_file, m.kept_record LIMIT {keepers}
    ) AS k
)""",
    # How many bytes of a file are gone before a place: where a kept place stands in the cleaned file.
    "gone": """
SELECT file, stop, sum(stop - start) OVER (PARTITION BY file ORDER BY start ROWS UNBOUNDED PRECEDING) AS bytes
FROM removals""",
    "kept": """
SELECT r.file, r.record, r.start, r.kept_file, r.kept_record,
    r.kept_start - coalesce(a.bytes, 0) AS kept_from, r.kept_stop - coalesce(b.bytes, 0) AS kept_to
FROM members AS r
ASOF LEFT JOIN gone AS a ON a.file = r.kept_file AND r.kept_start >= a.stop
ASOF LEFT JOIN gone AS b ON b.file = r.kept_file AND r.kept_stop >= b.stop
WHERE r.kept_file IS NOT NULL""",
}

PAGES = """
SELECT p.page, p.file, p.record, coalesce(d.removals, 0) AS removals, coalesce(d.words, 0) AS words,
    coalesce(d.bytes, 0) AS bytes
FROM pages AS p LEFT JOIN documents AS d ON d.file = p.file AND d.record = p.record ORDER BY p.page"""

REMOVALS_OF_PAGES = """
SELECT p.page, r.start, r.class, k.kept_from, k.kept_to, w.page AS kept_page, g.number AS member_of
FROM pages AS p
JOIN members AS r ON r.file = p.file AND r.record = p.record
LEFT JOIN kept AS k ON k.file = r.file AND k.start = r.start
LEFT JOIN pages AS w ON w.file = k.kept_file AND w.record = k.kept_record
LEFT JOIN groups AS g ON g.text = r.text
ORDER BY p.page, r.start"""

PASSAGES_OF_PAGES = """
SELECT p.page, g.kept_first AS line, g.places, g.documents, g.number
FROM pages AS p JOIN groups AS g ON g.kept_file = p.file AND g.kept_record = p.record
ORDER BY p.page, g.kept_first, g.number"""

SPARED = """
SELECT p.page, s.line, s.number, o.page AS other_page
FROM pages AS p JOIN spared AS s ON s.file = p.file AND s.record = p.record
LEFT JOIN pages AS o ON o.file = s.other_file AND o.record = s.other_record
ORDER BY p.page, s.line, s.number"""

CLASSES = """
SELECT class, count(*) AS removals, count(DISTINCT (file, record)) AS documents, sum(words) AS words,
    sum(characters) AS characters
FROM removals GROUP BY class ORDER BY class"""

SOURCES = """
SELECT f.source, count(*) AS files, sum(f.size) AS size, coalesce(sum(d.removals), 0) AS removals,
    coalesce(sum(d.words), 0) AS words, coalesce(sum(d.bytes), 0) AS bytes, sum(f.gone) AS gone
FROM files AS f LEFT JOIN (
    SELECT file, sum(removals) AS removals, sum(words) AS words, sum(bytes) AS bytes FROM documents GROUP BY file
) AS d ON d.file = f.file
GROUP BY f.source ORDER BY bytes DESC, f.source LIMIT {limit}"""

BARE_SOURCES = """
SELECT * FROM (
    SELECT f.source, sum(f.size) AS size, sum(d.bytes) AS bytes, sum(d.words) AS words FROM files AS f LEFT JOIN (
        SELECT file, sum(words) AS words, sum(bytes) AS bytes FROM documents GROUP BY file
    ) AS d ON d.file = f.file GROUP BY f.source
) WHERE bytes > {most} * size ORDER BY bytes DESC, source LIMIT {limit}"""

DOCUMENT_COUNT = "SELECT count(*) AS documents FROM documents"

SIZE = "SELECT coalesce(sum(size), 0) AS size FROM files"

SOURCE_COUNT = "SELECT count(DISTINCT source) AS sources FROM files"

ALIKE = """
SELECT least(cast(floor(alike * 100 + 1e-9) AS BIGINT), 99) AS share, count(*) AS removals
FROM removals WHERE alike < 1 AND class <> 'repeat/edge' GROUP BY share ORDER BY share"""

GROUPS = """
SELECT g.*, f.path, k.path AS kept_path, p.page, w.page AS kept_page
FROM groups AS g JOIN files AS f ON f.file = g.file LEFT JOIN files AS k ON k.file = g.kept_file
LEFT JOIN pages AS p ON p.file = g.file AND p.record = g.record
LEFT JOIN pages AS w ON w.file = g.kept_file AND w.record = g.kept_record
ORDER BY g.number"""

GROUP_COUNT = """
SELECT count(*) AS texts FROM (
    SELECT text FROM members GROUP BY text HAVING count(*) > 1 OR any_value(kept_file) IS NOT NULL
)"""

PLACES = """
SELECT g.number, m.nth, m.file, m.record, m.start, m.first_line, m.last_line, m.alike, m.words, m.class, m.spot,
    f.path, p.page
FROM members AS m JOIN groups AS g ON g.text = m.text JOIN files AS f ON f.file = m.file
LEFT JOIN pages AS p ON p.file = m.file AND p.record = m.record
WHERE m.nth <= {places} ORDER BY g.number, m.nth"""

BORDERLINE = """
SELECT b.limit_, b.number, b.found, b.needed, r.file, r.record, r.start, r.first_line, r.last_line, r.print,
    r.words, r.class, r.spot, f.path, p.page
FROM borderline AS b JOIN members AS r ON r.file = b.file AND r.start = b.start
JOIN files AS f ON f.file = b.file
LEFT JOIN pages AS p ON p.file = b.file AND p.record = b.record
ORDER BY b.limit_, b.number"""

DOCUMENTS = """
SELECT d.*, f.path, f.size, f.lines, f.cleaned_lines, f.gone, p.page
FROM listed AS d JOIN files AS f ON f.file = d.file
LEFT JOIN pages AS p ON p.file = d.file AND p.record = d.record
ORDER BY d.words DESC, d.file, d.record"""
