"""What every run must hold, whatever the corpus: checks that any test can make of a run. See `test_promises.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from dedup import pipeline
from dedup.api import restore
from dedup.config import Config
from dedup.corpus import Corpus
from dedup.engines.workers import Workers
from dedup.ledger import Ledger
from dedup.model import FileRecord, Removal, Witness
from dedup.repeats.facts import spelled_alike
from dedup.text.segment import segment
from dedup.text.words import Words, find_words, weights

Spans = list[tuple[int, int]]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file at or below a place, by its path."""
    if folder.is_file():
        return {folder.name: folder.read_bytes()}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and ".git" not in path.relative_to(folder).parts
    }


def entries_of(ledger: Ledger) -> list[tuple[FileRecord, list[Removal]]]:
    """All files of a ledger with all their removals."""
    return [(record, list(removals)) for record, removals in ledger.stream()]


class Run:
    """One finished run: the corpus, the output, and what the ledger says."""

    def __init__(self, raw: Path, out: Path, ledger: Path) -> None:
        self.raw, self.out = raw, out
        self.ledger = Ledger.open(ledger)
        self.entries: list[tuple[FileRecord, list[Removal]]] = entries_of(self.ledger)
        single = self.ledger.info.shape == "file"
        self.before = {record.path: (raw if single else raw / record.path).read_bytes() for record, _ in self._files()}
        written = tree(out)
        self.after = {record.path: written[out.name] for record, _ in self._files()} if single else written
        self.gone: dict[str, Spans] = {
            record.path: [(removal.start, removal.end) for removal in removals] for record, removals in self.entries
        }
        self._words: dict[bytes, Words] = {}

    def _files(self) -> Iterator[tuple[FileRecord, list[Removal]]]:
        return (entry for entry in self.entries if entry[0].kind not in ("link", "skipped"))

    def removals(self) -> Iterator[Removal]:
        """Everything that was removed."""
        return (removal for _, removals in self.entries for removal in removals)

    def text(self, record: FileRecord | None, row: int | None, content: bytes) -> str:
        """Bytes of a file as text; in a row, of its literal."""
        if row is not None:
            return unescaped(content)
        wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(self.before[record.path][:2] if record else b"")
        return content.decode(wide, "replace") if wide else content.decode("utf-8", "surrogateescape")


def cleaned(raw: Path, folder: Path, config: Config) -> Run:
    """A run without a report, which takes as long to write as all the rest: for tests of what is found."""
    out, ledger = folder / "cleaned", folder / "ledger.parquet"
    out.mkdir(parents=True)
    with Corpus.open(raw, config) as corpus, Workers(config.threads) as workers:
        pipeline.clean(corpus, out, ledger, config, workers)
    return Run(raw, out, ledger)


def unescaped(content: bytes) -> str:
    """A stretch of a JSON literal as text; of a whole row, its values and keys."""
    import json

    text = content.decode("utf-8", "surrogateescape")
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        try:
            return str(json.loads(text)["text"])
        except (ValueError, KeyError, TypeError):
            return text


def check(run: Run, similarity: float = 0.8) -> None:
    """All promises that one run can be held to."""
    tiles(run)
    witnessed(run, similarity)
    first_stays(run)
    nothing_silent(run)


def tiles(run: Run) -> None:
    """The output is the input without the removed spans, and nothing else: no byte is added, moved or changed."""
    kept = {}
    for record, removals in run.entries:
        if record.kind in ("link", "skipped"):
            continue
        data = run.before[record.path]
        borders = [0, *(offset for removal in removals for offset in (removal.start, removal.end)), len(data)]
        assert borders == sorted(borders), f"removals of {record.path} overlap"
        assert all(removal.start < removal.end for removal in removals)
        for removal in removals:
            assert data[removal.start : removal.end] == removal.content
        if record.action != "dropped":
            kept[record.path] = b"".join(data[a:b] for a, b in pairwise_steps(borders))
    assert run.after == kept


def pairwise_steps(borders: list[int]) -> Iterable[tuple[int, int]]:
    """Every second pair: what lies between two removals."""
    return list(pairwise(borders))[::2]


def first_stays(run: Run) -> None:
    """Every witness stands before what it witnesses, in corpus order."""
    numbers = {record.path: record.number for record, _ in run.entries}
    for removal in run.removals():
        if removal.witness:
            kept = (numbers[removal.witness.path], removal.witness.row or 0, removal.witness.start)
            assert kept < (removal.file, removal.row or 0, removal.start)


def witnessed(run: Run, similarity: float) -> None:
    """Every repeat names a kept place with its words, in order; every other removal names its rule and evidence."""
    records = {record.path: record for record, _ in run.entries}
    for removal in run.removals():
        if removal.witness is None:
            assert removal.kind == "boilerplate"
            assert removal.rule
            assert removal.evidence
            continue
        assert removal.kind == "repeat"
        record = records[removal.witness.path]
        kept = " ".join(run.text(record, removal.witness.row, part) for part in kept_parts(run, removal.witness))
        gone = run.text(records[removal.path], removal.row, removal.content)
        share = witnessed_share(gone, find_words(kept))
        if share < max(similarity, removal.witness.similarity) - 1e-9:
            share = witnessed_share(gone, find_words(kept), spelled=True)
        told = f"{removal.path}:{removal.first_line} {share:.3f} of {removal.witness.similarity:.3f}: {kept!r}"
        assert share >= similarity - 1e-9, told
        assert share >= removal.witness.similarity - 1e-9, told


def kept_parts(run: Run, witness: Witness) -> Iterator[bytes]:
    """The bytes of a witness that stand in the output."""
    data = run.before[witness.path]
    at = witness.start
    for start, end in run.gone[witness.path]:
        if start < witness.end and end > at:
            yield data[at : max(start, at)]
            at = end
    yield data[at : max(witness.end, at)]


def witnessed_share(removed: str, kept: Words, *, spelled: bool = False) -> float:
    """Share of the weight of a removed text that stands at the kept place; each sentence may stand there again.

    With `spelled`, a word may be spelled otherwise there.
    """
    units = segment(removed)
    borders = [*units.unit_starts.tolist(), len(removed)]
    parts = [find_words(removed[a:b]) for a, b in pairwise(borders)]
    sizes = [int(weights(part.kinds).sum()) for part in parts]
    if not sum(sizes):
        return 1.0
    by_unit = sum(size * common_share(part, kept, spelled) for part, size in zip(parts, sizes, strict=True)) / sum(
        sizes
    )
    return max(by_unit, common_share(find_words(removed), kept, spelled)) if by_unit < 1 else by_unit


def common_share(mine: Words, other: Words, spelled: bool) -> float:
    """Share of the weight of `mine` that stands in `other` in the same order (longest common subsequence)."""
    weight = weights(mine.kinds).tolist()
    if not sum(weight):
        return 1.0
    theirs = list(zip(other.hashes.tolist(), other.letters.tolist(), other.kinds.tolist(), strict=True))
    row = [0] * (len(theirs) + 1)
    for word, letters, kind, value in zip(
        mine.hashes.tolist(), mine.letters.tolist(), mine.kinds.tolist(), weight, strict=True
    ):
        before = 0
        for number, (their, other_letters, other_kind) in enumerate(theirs, 1):
            same = word == their or (spelled and spelled_alike(letters, other_letters, kind | other_kind))
            before, row[number] = row[number], before + value if same else max(row[number], row[number - 1])
    return row[-1] / sum(weight)


def nothing_silent(run: Run) -> None:
    """The ledger knows every file of the corpus; what could not be used is a problem, and was kept."""
    assert {record.path for record, _ in run.entries} >= set(run.before)
    for record, removals in run.entries:
        changed = run.after.get(record.path) != run.before.get(record.path)
        assert not changed or removals or record.kind in ("link", "skipped")
        assert record.size == len(run.before.get(record.path, b""))


def lossless(run: Run, again: Path) -> None:
    """Output and ledger make the original."""
    restore(run.out, again, report=run.ledger.path)
    assert tree(again) == tree(run.raw)


def idempotent(run: Run, config: Config, again: Path) -> None:
    """Cleaning the cleaned removes nothing."""
    left = cleaned(run.out, again, config).removals()
    assert not [(removal.path, removal.rule, removal.content) for removal in left]
