"""A small corpus with one of everything that a report has to show."""

from __future__ import annotations

import pytest

STORY = b"The quick brown fox jumps over the lazy dog while 7 hens watch it from the old barn roof.\n"
NEAR = STORY.replace(b"quick", b"swift")


@pytest.fixture
def shown(tmp_path, corpus_at, span, witness_of):
    """Two copies inside a.txt, a near copy and an ad in b.txt, a JSONL row, a dropped file."""
    a = b"Head\n" + STORY + b"Middle\n" + STORY + STORY
    b = b"Advertisement\nIntro\n" + NEAR + b"End"
    rows = b'{"text": "Kept line\\nShare this \\u00e9"}\n{"text": "gone \\u202e"}\n'
    gone = b"Accept cookies\n"
    kept = witness_of("a.txt", a, STORY)
    close = witness_of("a.txt", a, STORY, 0.944)
    first, second = a.index(STORY, 20), a.rindex(STORY)
    near, share = b.index(NEAR), rows.index(b"\\nShare")
    line = rows.index(b"\n") + 1
    cuts = {
        "a.txt": [
            span(first, second, "repeat/exact", "18 of 18 words", kept),
            span(second, len(a), "repeat/exact", "18 of 18 words", kept),
        ],
        "b.txt": [
            span(0, 14, "known/ad/en", "catalogue: advertisement", level="safe"),
            span(near, near + len(NEAR), "repeat/near", "17 of 18 words", close, run=(17, 5)),
        ],
        "rows.jsonl": [
            span(share, rows.index(b'"}'), "known/share/en", "catalogue: share this", row=1, lines=(2, 2)),
            span(line, len(rows), "learned", "on 4 of 5 pages", row=2, lines=(1, 1)),
        ],
        "sub/gone.txt": [span(0, len(gone), "known/cookie/en", "catalogue: accept cookies")],
    }
    return corpus_at(
        tmp_path,
        {
            "a.txt": a,
            "b.txt": b,
            "p.pdf": b"%PDF",
            "rows.jsonl": rows,
            "same.txt": b"Fine.\n",
            "sub/gone.txt": gone,
        },
        cuts,
        dropped=["sub/gone.txt"],
        carried={"p.pdf": "PDF"},
        documents=6,
        documents_dropped=2,
        problems=("bad.txt: cannot be read",),
        notes=("wide.txt: kept, or it would have lost most of its prose",),
        carried_count=1,
        config={"min_words": 25, "text_field": "text"},
    )
