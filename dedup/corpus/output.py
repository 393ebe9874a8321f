"""Writing safely: everything is made beside its final place and renamed into it at the end."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Literal

from dedup.corpus.copying import PARTIAL, Copied, copy_without, rewrite
from dedup.corpus.syncing import sync_below, sync_one
from dedup.corpus.tree import reason
from dedup.errors import UsageError
from dedup.ledger import Progress, silent

__all__ = [
    "CANDIDATES",
    "LEDGER",
    "REPORT_NAMES",
    "Copied",
    "Staging",
    "check_apart",
    "copy_without",
    "only_report",
    "rewrite",
]

LEDGER = "ledger.parquet"
"""Every report holds it; so it tells what an earlier run wrote."""

CANDIDATES = "candidates.jsonl"
"""What only a run with `debug_candidates` can write."""

PAGES = "pages"
"""The folder of a report that holds the pages beside the index."""
PAGE_NAMES = re.compile(r"[a-z]+(-?\d+|-data)?\.(html|css|js)")
"""What that folder may hold."""

REPORT_NAMES = frozenset(
    {LEDGER, "changes.diff", "removals.jsonl", "summary.json", "summary.md", "index.html", CANDIDATES, PAGES}
)
"""What a report folder may hold; a folder with anything else in it is never replaced."""


def check_apart(root: Path, out: Path) -> None:
    """Raise UsageError if `out` and `root` are the same or one lies inside the other."""
    try:
        out_in_root, root_in_out = _inside(out, root), _inside(root, out)
    except (OSError, RuntimeError) as error:
        raise UsageError(f"{out}: {reason(error)}") from error
    if out_in_root and root_in_out:
        raise UsageError(f"{out}: is the same place as {root}; choose another")
    if out_in_root:
        raise UsageError(f"{out}: lies inside {root}; choose a place outside it")
    if root_in_out:
        raise UsageError(f"{out}: holds {root}; choose a place outside it")


def _inside(inner: Path, outer: Path) -> bool:
    """Whether `inner` is `outer` or lies below it, by whatever names they are called."""
    inner, outer = inner.resolve(), outer.resolve()
    places = (inner, *inner.parents)
    if outer in places:
        return True
    return outer.exists() and any(place.exists() and place.samefile(outer) for place in places)


def has_ledger(out: Path, report: Path) -> bool:  # noqa: ARG001 - a stricter check looks at both
    """Whether an earlier run left its ledger in `report`."""
    return (report / LEDGER).is_file()


class Staging:
    """The output and its report, made under temporary names (`out`, `report`) until `commit`.

    Leaving without `commit`, for whatever reason, removes all that was made. Entering raises UsageError,
    and nothing is written, if a place is taken: `overwrite` replaces only what `ours(out, report)`
    knows as the work of an earlier run. Without `out` only a report is made.
    """

    def __init__(
        self,
        out: Path | None,
        report: Path | None,
        overwrite: bool,
        kind: Literal["folder", "file"] = "folder",
        ours: Callable[[Path, Path], bool] = has_ledger,
    ) -> None:
        self._out = _Place(out, kind) if out else None
        self._report = _Place(report, "folder") if report else None
        self._overwrite = overwrite
        self._ours = ours
        self._made: list[Path] = []
        self._done = False

    @property
    def out(self) -> Path:
        """The output while it is made: a folder, or the name of a file that is still to be written."""
        if self._out is None:
            raise ValueError("this staging has no output")
        return self._out.new

    @property
    def report(self) -> Path:
        """The report folder while it is made."""
        if self._report is None:
            raise ValueError("this staging has no report")
        return self._report.new

    def __enter__(self) -> Staging:
        final = Path()
        try:
            self._check()
            for place in self._places():
                final = place.final
                self._make_parents(final.parent)
                place.prepare()
        except BaseException as error:
            self._clean()
            if isinstance(error, OSError):
                raise UsageError(f"{final}: cannot be written: {reason(error)}") from error
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clean()

    def commit(self, progress: Progress = silent) -> None:
        """Put everything into place; if that fails, leaving puts all back as it was. Raises OSError."""
        places = list(self._places())
        if self._report:
            self._report.take_unchanged()
        for place in progress(places, "syncing", len(places)):
            sync_below(place.new)
        for place in places:
            place.install(self._overwrite)
        self._done = True
        for place in places:
            sync_one(place.final.parent)

    def _places(self) -> Iterator[_Place]:
        yield from filter(None, (self._out, self._report))

    def _check(self) -> None:
        """Raise UsageError unless both places are free, or hold the work of an earlier run."""
        if self._out and self._report:
            check_apart(self._out.final, self._report.final)
        for place in self._places():
            if os.path.lexists(place.final) and not self._overwrite:
                raise UsageError(f"{place.final}: exists; --overwrite replaces what an earlier run wrote")
        out, report = (place.final if place else None for place in (self._out, self._report))
        if report and os.path.lexists(report) and not _is_report(report):
            raise UsageError(f"{report}: is no report of an earlier run, so it is not replaced")
        if out and os.path.lexists(out) and not (report and self._ours(out, report)):
            raise UsageError(f"{out}: was not written by an earlier run, so it is not replaced")

    def _make_parents(self, folder: Path) -> None:
        """Make a folder and those above it, and remember which are new."""
        missing = [place for place in (folder, *folder.parents) if not place.exists()]
        for place in reversed(missing):
            place.mkdir()
            self._made.append(place)

    def _clean(self) -> None:
        """Remove what is temporary; unless committed, put back what was there."""
        for place in reversed(list(self._places())):
            if not self._done:
                place.undo()
            place.clean()
        if not self._done:
            for folder in reversed(self._made):
                with suppress(OSError):  # someone else uses it by now
                    folder.rmdir()


class _Place:
    """One thing to be put into place: `new` is renamed to `final`, and what was there kept as `old`."""

    def __init__(self, final: Path, kind: Literal["folder", "file"]) -> None:
        self.final = final.absolute()
        self.new = self.final
        self._kind = kind
        self._folder: Path | None = None
        self._installing = False

    def prepare(self) -> None:
        """Make a private folder beside the final place, so that a rename is all that is left to do."""
        self._folder = Path(tempfile.mkdtemp(prefix=PARTIAL, dir=self.final.parent))
        self.new = self._folder / "new"
        if self._kind == "folder":
            self.new.mkdir()

    def take_unchanged(self) -> None:
        """Let old files stand in for equal new ones: they keep their times, by which others tell what has changed."""
        if not self.final.exists():
            return
        for folder, _, names in os.walk(self.new):
            there = self.final / Path(folder).relative_to(self.new)
            for old, new in ((there / name, Path(folder, name)) for name in names):
                if old.is_file() and not old.is_symlink() and filecmp.cmp(old, new, shallow=False):
                    link = new.with_name(f"{new.name}{PARTIAL}")
                    with suppress(OSError):  # a file system without hard links
                        os.link(old, link)
                        link.replace(new)

    def install(self, replace: bool) -> None:
        """Rename what was made into place."""
        self.new.stat()
        if os.path.lexists(self.final) and not replace:
            raise UsageError(f"{self.final}: appeared meanwhile; it is left alone")
        # From here on `undo` can tell by what exists how far this came, wherever it is interrupted.
        self._installing = True
        if os.path.lexists(self.final):
            self.final.rename(self._old)
        self.new.rename(self.final)

    def undo(self) -> None:
        """Take back what `install` did."""
        if self._installing:
            if not self.new.exists() and os.path.lexists(self.final):
                self.final.rename(self.new)
            if os.path.lexists(self._old):
                self._old.rename(self.final)
            self._installing = False

    def clean(self) -> None:
        """Remove the private folder and what is in it."""
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _old(self) -> Path:
        return self.new.with_name("old")


def only_report(folder: Path) -> bool:
    """Whether a folder holds nothing but what a report holds."""
    if not {entry.name for entry in folder.iterdir()} <= REPORT_NAMES:
        return False
    pages = folder / PAGES
    if not os.path.lexists(pages):
        return True
    if pages.is_symlink() or not pages.is_dir():
        return False
    with os.scandir(pages) as found:
        return all(entry.is_file(follow_symlinks=False) and PAGE_NAMES.fullmatch(entry.name) for entry in found)


def _is_report(folder: Path) -> bool:
    """Whether a folder is a report, and nothing else was put into it."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return os.path.lexists(folder / LEDGER) and only_report(folder)
