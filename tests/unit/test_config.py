from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import pytest

from dedup.config import _KINDS, HALVES, LEVELS, Config, from_table, load
from dedup.entries import Entry
from dedup.errors import ConfigError, DedupError, UsageError

ALL: dict[str, Any] = {
    "min_words": 40,
    "similarity": 0.9,
    "level": "safe",
    "only": "repeats",
    "keep_files": True,
    "text_field": "body",
    "source_field": "site",
    "include": ["*.txt"],
    "exclude": ["old/"],
    "keep": ["All rights reserved"],
    "threads": 2,
    "memory": "2GB",
}


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def test_every_setting_has_a_kind() -> None:
    assert {*_KINDS, "catalogue"} == {field.name for field in fields(Config)} == {*ALL, "catalogue"}


def test_defaults_are_valid_and_frozen() -> None:
    config = Config()
    assert (config.min_words, config.similarity, config.level, config.only) == (25, 0.8, "default", None)
    with pytest.raises(FrozenInstanceError):
        config.level = "safe"  # type: ignore[misc]  # the point
    assert hash(config) == hash(Config())


def test_every_key_is_read() -> None:
    config = from_table(ALL, "here")
    values = {name: list(v) if isinstance(v := getattr(config, name), tuple) else v for name in ALL}
    assert values == ALL


def test_dashes_are_underscores_and_whole_numbers_are_numbers() -> None:
    config = from_table({"min-words": 30, "similarity": 1}, "here")
    assert (config.min_words, config.similarity) == (30, 1.0)
    assert type(config.similarity) is float


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"min_wrods": 3}, "here: unknown key 'min_wrods' in [tool.dedup]; did you mean 'min_words'?"),
        ({"kept": []}, "did you mean 'keep'?"),
        ({"zzz": 1}, "known keys: min_words, similarity"),
        ({"min_words": "25"}, "here: 'min_words' in [tool.dedup] must be a whole number"),
        ({"min_words": 25.0}, "must be a whole number"),
        ({"min_words": True}, "must be a whole number"),
        ({"similarity": True}, "must be a number"),
        ({"keep_files": 1}, "must be true or false"),
        ({"keep": "line"}, "must be a list of strings"),
        ({"include": [1]}, "must be a list of strings"),
        ({"level": "strict"}, "here: [tool.dedup] level is 'strict': it must be one of safe, default, aggressive"),
        ({"only": "both"}, "only is 'both': it must be one of boilerplate, repeats"),
        ({"min_words": 4}, "min_words is 4: it must be 5 or more"),
        ({"memory": "half"}, "memory is 'half': it must be a size such as 500MB or 2GB"),
        ({"similarity": 0.49}, "similarity is 0.49: it must be between 0.5 and 1"),
        ({"similarity": 1.01}, "between 0.5 and 1"),
        ({"similarity": float("nan")}, "between 0.5 and 1"),
    ],
)
def test_what_is_not_understood_is_said(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as error:
        from_table(table, "here")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_config_error_is_a_usage_error() -> None:
    assert issubclass(ConfigError, UsageError)
    assert issubclass(UsageError, DedupError)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("only", [None, *HALVES])
def test_levels_and_halves(level: Any, only: Any) -> None:
    assert Config(level=level, only=only).level == level


@pytest.mark.parametrize(("words", "similarity"), [(5, 0.5), (10**9, 1.0)])
def test_borders_of_the_ranges(words: int, similarity: float) -> None:
    assert Config(min_words=words, similarity=similarity).min_words == words


def test_options_that_were_not_given_change_nothing() -> None:
    config = from_table(ALL, "here")
    same = config.with_options(min_words=None, level=None, keep_files=False, include=(), keep=())
    assert same == config


def test_given_options_win_and_are_checked() -> None:
    config = from_table(ALL, "here").with_options(min_words=10, level="aggressive", include=("*.md",))
    assert (config.min_words, config.level, config.include, config.similarity) == (10, "aggressive", ("*.md",), 0.9)
    with pytest.raises(ConfigError, match="min_words is 1"):
        config.with_options(min_words=1)


@pytest.mark.parametrize("option", ["min_words", "similarity"])
def test_zero_is_given(option: str) -> None:
    with pytest.raises(ConfigError, match=f"{option} is 0"):
        Config().with_options(**{option: 0})


def test_the_nearest_file_with_a_table_is_read(tmp_path: Path) -> None:
    write(tmp_path, "[tool.dedup]\nmin_words = 50\n")
    inner = write(tmp_path / "a" / "b", "[project]\nname = 'x'\n")
    assert load(inner / "c").min_words == 50
    write(tmp_path / "a", "[tool.dedup]\nmin_words = 60\n")
    assert load(inner).min_words == 60
    assert load(tmp_path).min_words == 50


def test_an_empty_table_ends_the_search(tmp_path: Path) -> None:
    write(tmp_path, "[tool.dedup]\nmin_words = 50\n")
    assert load(write(tmp_path / "a", "[tool.dedup]\n")) == Config()


def test_no_file_is_the_defaults(tmp_path: Path) -> None:
    write(tmp_path, "[tool.other]\nx = 1\n[tool.dedup]\n")
    assert load(tmp_path / "nowhere" / "at" / "all") == Config()


def test_a_relative_start_is_below_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "[tool.dedup]\nmin_words = 50\n")
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert load(Path()).min_words == 50


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"[tool.dedup\n", id="toml"),
        pytest.param(b"\xff\xfe", id="utf-8"),
        pytest.param(b"tool = 3\n", id="tool"),
        pytest.param(b"[tool]\ndedup = 3\n", id="table"),
    ],
)
def test_a_file_that_does_not_parse(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pyproject.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=r"pyproject\.toml"):
        load(tmp_path)


def test_errors_name_the_file(tmp_path: Path) -> None:
    write(tmp_path, "[tool.dedup]\nsimilarty = 0.9\n")
    with pytest.raises(ConfigError, match=r"pyproject\.toml: unknown key 'similarty'.*'similarity'"):
        load(tmp_path)


def test_the_catalogue_is_read_from_beside_the_file(tmp_path: Path) -> None:
    write(tmp_path, "[tool.dedup]\nlevel = 'safe'\n[tool.dedup.boilerplate]\ncatalogue = 'lists/mine.toml'\n")
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/mine.toml").write_text("[footer.en]\nstrong = 'Printed by *'\n")
    config = load(tmp_path / "a" / "b")
    assert config.catalogue == (Entry("footer", "en", True, "Printed by *", "mine.toml"),)
    assert config.level == "safe"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (3, "here: [tool.dedup.boilerplate] must be a table"),
        ({"catalog": "x"}, "here: unknown key 'catalog' in [tool.dedup.boilerplate]; did you mean 'catalogue'?"),
        ({"catalogue": ["x"]}, "'catalogue' in [tool.dedup.boilerplate] must be the name of a file"),
        ({"catalogue": ""}, "must be the name of a file"),
        ({"catalogue": "none.toml"}, "none.toml: cannot be read: No such file or directory"),
    ],
)
def test_a_faulty_boilerplate_table(table: Any, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        from_table({"boilerplate": table}, "here", tmp_path)
    assert message in str(error.value)


def test_an_empty_boilerplate_table_is_no_catalogue() -> None:
    assert from_table({"boilerplate": {}}, "here") == Config()


def test_a_config_with_a_catalogue_travels() -> None:
    config = Config(catalogue=(Entry("footer", "en", True, "Printed by *", "mine.toml"),))
    assert pickle.loads(pickle.dumps(config)) == config
    assert hash(config) != hash(Config())
