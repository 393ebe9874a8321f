"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("dedup", deadline=None)  # no test fails on a clock
settings.load_profile("dedup")
