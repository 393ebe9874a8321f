from __future__ import annotations

from dedup.text.recurring import SHORT, remembered


def test_only_short_texts_are_remembered() -> None:
    asked: list[str] = []

    @remembered
    def size(text: str) -> int:
        asked.append(text)
        return len(text)

    short, long = "a" * SHORT, "b" * (SHORT + 1)
    assert [size(text) for text in (short, long, short, long)] == [SHORT, SHORT + 1, SHORT, SHORT + 1]
    assert asked == [short, long, long]
