"""Compiled twins of the hottest functions.

Each twin is written in Cython beside this file and does what one Python function or class elsewhere does, which is its
reference: the one to read, the oracle of its tests, and what runs where nothing was compiled.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

TWINS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {}
"""By name, reference and twin of every function that has been compiled."""


def compiled(reference: F) -> F:
    """Decorate a reference: its twin takes its place if it was built, and `DEDUP_REFERENCE` is not set.

    The twin of ``dedup.text.words.Lexicon`` is ``Lexicon`` in ``dedup.kernels.words``.
    """
    if os.environ.get("DEDUP_REFERENCE"):
        return reference
    module, name = reference.__module__.rpartition(".")[2], reference.__name__
    try:
        twin: F = getattr(import_module(f"{__name__}.{module}"), name)
    except ImportError:  # no compiler when this was installed
        return reference
    TWINS[f"{module}.{name}"] = reference, twin
    return twin
