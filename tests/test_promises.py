"""The seven promises of DESIGN.md, on small generated corpora: sentences in several scripts, pasted, edited, moved."""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import replace
from pathlib import Path

import promises
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.api import clean
from dedup.config import Config

SEEDS = Path(__file__).parents[1] / "seeds"

POOL = (
    "The old ferry crossed the river twice an hour until the bridge was opened in 1964.",
    "Nobody had asked the passengers whether they would rather walk across the new bridge or wait for a boat.",
    "A committee of 12 residents met in the library and agreed, after a long evening, to build another one!",
    "It carries thirty people, their bicycles and, on market days, a surprising number of chickens.",
    "Die alte Fähre überquerte den Fluss zweimal in der Stunde, bis 1964 die neue Brücke eröffnet wurde.",
    "Niemand hatte die Fahrgäste gefragt, ob sie lieber über die Brücke gehen oder auf ein Boot warten wollten.",
    "Старый паром пересекал реку дважды в час, пока в 1964 году не открылся новый мост через реку.",
    "川の渡し船は一時間に二回往復していたが、一九六四年に新しい橋が開通して廃止された。",
    "เรือข้ามฟากเก่าแล่นข้ามแม่น้ำชั่วโมงละสองครั้งจนกระทั่งสะพานใหม่เปิดใช้งาน",
    "旧渡轮每小时过河两次，直到新桥通车为止，居民们都很怀念那艘船和船上的老船长。",
    "كانت العبارة القديمة تعبر النهر مرتين في الساعة حتى افتتح الجسر الجديد قبل سنوات طويلة.",
    "Read more", "Advertisement", "12 March 2026", "* * *", "Chapter One", "— Yes.", "No, she did not.",
    "Home", "Leave a Reply", "Your email address will not be published. Required fields are marked *",
)  # fmt: skip
EXAMPLES = int(os.environ.get("DEDUP_EXAMPLES", "8"))
quick = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def number_changed(text):
    return re.sub(r"\d+", lambda match: str(int(match[0]) + 1), text)


def word_changed(text):
    words = text.split(" ")
    words[len(words) // 2] = "otherwise"
    return " ".join(words)


EDITS = (
    *[lambda text: text] * 6,
    number_changed,
    word_changed,
    str.upper,
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace(",", " —"),
    lambda text: text[: len(text) // 2],
    lambda text: text.replace(" the ", " the\N{ZERO WIDTH SPACE} "),
)
SENTENCE = st.builds(lambda text, edit: edit(text), st.sampled_from(POOL), st.sampled_from(EDITS))
PARAGRAPH = st.builds(str.join, st.sampled_from([" ", " ", "\n"]), st.lists(SENTENCE, min_size=1, max_size=4))


@st.composite
def texts(draw):
    """A few documents; parts of earlier ones are pasted into later ones."""
    earlier = []
    documents = []
    for _ in range(draw(st.integers(1, 5))):
        parts = []
        for _ in range(draw(st.integers(0, 5))):
            if earlier and draw(st.booleans()):
                start = draw(st.integers(0, len(earlier) - 1))
                pasted = earlier[start : start + draw(st.integers(1, 4))]
                edit = draw(st.sampled_from(EDITS))
                parts.extend(edit(part) for part in pasted)
            else:
                parts.append(draw(PARAGRAPH))
            earlier.extend(parts[-1:])
        documents.append(
            draw(st.sampled_from(["\n\n", "\n", "\r\n\r\n"])).join(parts) + draw(st.sampled_from(["\n", ""]))
        )
    return documents


@st.composite
def corpora(draw):
    """File names to bytes: texts, and rows of JSONL, some of them broken."""
    files = {}
    for number, text in enumerate(draw(texts())):
        folder = draw(st.sampled_from(["", "", "site/"]))
        data = text.encode()
        kind = draw(st.sampled_from(["text", "text", "rows", "bom", "wide", "broken"]))
        if kind == "rows":
            rows = [draw(st.sampled_from([json.dumps, lambda value: json.dumps(value, ensure_ascii=False)]))]
            rows = [f'{{"id": {n}, "text": {rows[0](part)}, "x": 1.0}}' for n, part in enumerate(text.split("\n\n"))]
            if draw(st.booleans()):
                rows.insert(draw(st.integers(0, len(rows))), draw(st.sampled_from(["{", '{"tex": ""}', '{"text": 1}'])))
            files[f"{folder}{number}.jsonl"] = "\n".join(rows).encode()
            continue
        data = {"bom": b"\xef\xbb\xbf" + data, "broken": data[:-1] + b"\xff" + data, "wide": text.encode("utf-16")}.get(
            kind, data
        )
        files[f"{folder}{number}.txt"] = data
    return files


CONFIGS = st.sampled_from([Config(), Config(), Config(only="repeats"), Config(min_words=8), Config(keep_files=True)])


def written(folder, files):
    for name, data in files.items():
        path = folder / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder / "raw"


@pytest.fixture
def room():
    """Make a fresh folder for each example."""
    with tempfile.TemporaryDirectory(prefix="dedup-test-") as folder:
        yield lambda: Path(tempfile.mkdtemp(dir=folder))


@quick
@given(files=corpora(), config=CONFIGS)
def test_lossless_witnessed_first_copy_nothing_silent_nothing_added(room, files, config):
    folder = room()
    raw = written(folder, files) if files else folder
    with clean(raw, folder / "cleaned", config) as result:
        problems = result.info.problems
    run = promises.Run(raw, folder / "cleaned", folder / "cleaned-report" / "ledger.parquet")
    promises.check(run, config.similarity)
    promises.lossless(run, folder / "again")
    broken = sum(
        line in (b"{", b'{"tex": ""}', b'{"text": 1}') for data in files.values() for line in data.split(b"\n")
    )
    assert len(problems) == broken
    if config.keep_files:
        assert all(record.action != "dropped" for record, _ in run.entries)


@quick
@given(files=corpora(), config=CONFIGS)
def test_idempotent(room, files, config):
    folder = room()
    run = promises.cleaned(written(folder, files), folder, config)
    promises.idempotent(run, config, folder / "again")


@quick
@given(files=corpora(), config=CONFIGS)
def test_deterministic(room, files, config):
    folder = room()
    raw = written(folder, files)
    with clean(raw, folder / "cleaned", config):
        pass
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("dedup.text.texts._BATCH_CHARACTERS", 50)
        patched.setattr("dedup.engines.duckdb._BATCH_ROWS", 3)
        patched.setattr("dedup.describe._BATCH", 2)
        with clean(raw, folder / "other" / "cleaned", replace(config, threads=1, memory="500MB")):
            pass
    assert promises.tree(folder / "cleaned") == promises.tree(folder / "other" / "cleaned")
    assert promises.tree(folder / "cleaned-report") == promises.tree(folder / "other" / "cleaned-report")


def test_the_same_on_several_cores(room, monkeypatch):
    folder = room()
    monkeypatch.setattr("dedup.text.texts._BATCH_CHARACTERS", 2000)
    monkeypatch.setattr("dedup.engines.duckdb._BATCH_ROWS", 500)
    for threads in (1, 3):
        with clean(SEEDS, folder / str(threads) / "cleaned", Config(threads=threads)):
            pass
    one, three = (promises.tree(folder / str(threads)) for threads in (1, 3))
    assert one == three
