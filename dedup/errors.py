"""What can go wrong, as one tree.

DedupError                  anything a user can mend; the command line prints it as one line and exits with 2
├── UsageError              the command, an option or a path is wrong; nothing was written
│   └── ConfigError         ... in ``[tool.dedup]``
├── InputChanged            a file changed while it was being cleaned; nothing was written
└── LedgerError             a ledger is missing, damaged, or does not fit the files beside it
"""

from __future__ import annotations


class DedupError(Exception):
    """A fault that a user can mend: the message says what, where and what to do."""


class UsageError(DedupError):
    """The command, an option or a path is wrong; nothing was written."""


class ConfigError(UsageError):
    """``[tool.dedup]`` holds a key or a value that is not understood."""


class InputChanged(DedupError):
    """An input file changed while it was being cleaned; nothing was written."""


class LedgerError(DedupError):
    """A ledger is missing, damaged, or does not fit the files beside it."""
