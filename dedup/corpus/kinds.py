"""How a file is treated, judged by its name and its first bytes."""

from __future__ import annotations

import codecs
import os.path

from dedup.model import FileKind

SNIFFED = 64 * 1024
"""So many bytes of a file are looked at to see whether it is text."""

ROW_SUFFIXES = frozenset({".jsonl", ".ndjson"})
"""One JSON object a line."""

NOT_CLEANED_YET = {
    suffix: name
    for name, suffixes in {
        "HTML": ".html .htm .xhtml .mhtml",
        "XML": ".xml .rss .atom .svg",
        "JSON": ".json .ipynb .geojson",
        "CSV": ".csv .tsv",
        "Parquet": ".parquet",
        "Arrow": ".arrow .feather .ipc",
        "WARC": ".warc .wet .wat",
        "compressed data": ".gz .tgz .bz2 .xz .lzma .zst .lz4 .br .zip .tar .7z .rar",
        "PDF": ".pdf",
        "RTF": ".rtf",
        "EPUB": ".epub .mobi",
        "a Word document": ".doc .docx .odt",
    }.items()
    for suffix in suffixes.split()
}
"""Formats that hold text, but not plainly: suffix to the name that a reader sees."""

NOT_TEXT = frozenset(
    suffix
    for suffixes in (
        ".xls .xlsx .ods .ppt .pptx .odp .avro .orc .npy .npz .h5 .hdf5 .pt .safetensors .pkl .pickle",
        ".db .sqlite .sqlite3 .duckdb .mdb",
        ".png .jpg .jpeg .gif .webp .bmp .tif .tiff .ico .heic .avif .psd .eps .ai",
        ".mp3 .wav .flac .ogg .oga .opus .m4a .aac .wma .mid",
        ".mp4 .m4v .mkv .webm .mov .avi .wmv .flv .mpg .mpeg .ogv",
        ".ttf .otf .woff .woff2 .swf",
        ".exe .dll .so .dylib .a .o .class .jar .war .pyc .wasm .bin .iso .dmg .deb .rpm .whl .apk",
    )
    for suffix in suffixes.split()
)
"""Suffixes of files that are never opened as text."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b\b")) + b"\x7f"
_MOST_CONTROLS = 0.05
_MOST_INVALID = 0.3


def kind_by_name(path: str) -> tuple[FileKind, str] | None:
    """The kind and the note of a file whose suffix decides; None: its bytes decide."""
    suffix = os.path.splitext(path)[1].lower()  # noqa: PTH122 - a hundred times quicker than a Path
    if suffix in ROW_SUFFIXES:
        return "jsonl", ""
    if suffix in NOT_CLEANED_YET:
        return "carried", f"{NOT_CLEANED_YET[suffix]} is not cleaned yet"
    if suffix in NOT_TEXT:
        return "carried", "not text"
    return None


def kind_by_bytes(head: bytes) -> tuple[FileKind, str]:
    """The kind and the note of a file by its first bytes."""
    return ("text", "") if is_text(head) else ("carried", "not text")


def is_text(head: bytes) -> bool:
    """Whether a file that begins so is text: UTF-8, mostly UTF-8 (or Latin-1), or UTF-16 with a BOM."""
    if not head:
        return True
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return False
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    invalid = len(head) - len(head.decode("utf-8", "ignore").encode())
    return controls <= _MOST_CONTROLS * len(head) and invalid <= _MOST_INVALID * len(head)
