"""What one look at a corpus wants changed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """By document: what is cut from the text as it stands, and what earlier passes cut and is put back."""

    units: dict[int, list[int]] = field(default_factory=dict)
    """Numbers of units, or of blocks, in the text as it stands."""
    restored: dict[int, set[tuple[int, int]]] = field(default_factory=dict)
    """(pass, unit)."""

    def documents(self) -> set[int]:
        """The documents concerned."""
        return self.units.keys() | self.restored.keys()
